"""The files of `data/` as typed rows: countries, themes. Pure apart from opening the files named by the caller.

Says file and line of what it cannot read. Not for writing to the database: that is `loading`; territories have their
own reader, `reading_territories`.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

Row = TypeVar("Row")


class DataFileError(Exception):
    """A data file that cannot be read as it should: the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class ZoneRow:
    code: str
    rank: int
    name_fr: str
    name_en: str


@dataclass(frozen=True, slots=True)
class CountryRow:
    iso2: str
    iso3: str
    name_fr: str
    name_en: str
    zone_id: str
    latitude: float | None
    longitude: float | None
    aliases: list[str]


@dataclass(frozen=True, slots=True)
class ClassRow:
    country_id: str
    data_year: int
    dac_class: str
    is_eligible: bool
    source: str


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """`rank`: place in the file, which is the order that people see."""

    code: str
    level: int
    parent_id: str | None
    label_fr: str
    label_en: str
    rank: int
    origin: str
    nomenclature_version: str
    valid_from: date | None
    valid_to: date | None
    is_offered: bool
    crs_default: str
    crs_alternatives: list[str]
    sdg: int | None


@dataclass(frozen=True, slots=True)
class SnapshotRow:
    """`rank`: place in the file."""

    key: str
    country_id: str | None
    as_of: date | None
    as_of_fr: str
    as_of_en: str
    source_fr: str
    source_en: str
    address: str
    rule_fr: str
    rule_en: str
    warning_fr: str
    warning_en: str
    rank: int


@dataclass(frozen=True, slots=True)
class FigureRow:
    """`snapshot`: key of the publication; `rank`: place in the file."""

    snapshot: str
    rank: int
    sign: str
    value: int
    value_to: int | None
    unit: str
    words_fr: str
    words_en: str
    family: str
    part_of: str
    parts: str


def rows_of(path: Path, make: Callable[[dict[str, str], int], Row]) -> Iterator[Row]:
    """Each line of a CSV file through `make(cells, rank)`. Raises DataFileError for a missing file or a bad line."""
    try:
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            for rank, cells in enumerate(reader, start=1):
                try:
                    yield make(_whole(cells), rank)
                except (KeyError, TypeError, ValueError, AttributeError) as error:
                    raise DataFileError(f"{path.name}, line {reader.line_num}: {error!r}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise DataFileError(f"{path.name}: {error}") from error


def _whole(cells: dict[str, str]) -> dict[str, str]:
    """The cells, if there are as many as columns. Raises ValueError."""
    if None in cells or None in cells.values():
        raise ValueError("as many cells as columns are needed")
    return cells


def day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def number(text: str) -> int | None:
    return int(text) if text else None


def degrees(text: str) -> float | None:
    return float(text) if text else None


def many(text: str) -> list[str]:
    return text.split("|") if text else []


def yes(text: str) -> bool:
    """`true` or `false`, spelt out, so that an empty cell is an error."""
    return {"true": True, "false": False}[text]


def zones(folder: Path) -> Iterator[ZoneRow]:
    return rows_of(folder / "zones.csv", lambda c, _: ZoneRow(c["code"], int(c["rank"]), c["name_fr"], c["name_en"]))


def countries(folder: Path) -> Iterator[CountryRow]:
    return rows_of(
        folder / "countries.csv",
        lambda c, _: CountryRow(
            iso2=c["iso2"],
            iso3=c["iso3"],
            name_fr=c["name_fr"],
            name_en=c["name_en"],
            zone_id=c["zone"],
            latitude=degrees(c["lat"]),
            longitude=degrees(c["lon"]),
            aliases=many(c["aliases"]),
        ),
    )


def country_classes(folder: Path) -> Iterator[ClassRow]:
    return rows_of(
        folder / "dac_classes.csv",
        lambda c, _: ClassRow(c["country"], int(c["data_year"]), c["class"], yes(c["eligible"]), c["source"]),
    )


def themes(folder: Path) -> Iterator[ThemeRow]:
    return rows_of(
        folder / "themes.csv",
        lambda c, rank: ThemeRow(
            code=c["code"],
            level=int(c["level"]),
            parent_id=c["parent"] or None,
            label_fr=c["label_fr"],
            label_en=c["label_en"],
            rank=rank,
            origin=c["origin"],
            nomenclature_version=c["nomenclature_version"],
            valid_from=day(c["valid_from"]),
            valid_to=day(c["valid_to"]),
            is_offered=yes(c["is_offered"]),
            crs_default=c["crs_default"],
            crs_alternatives=many(c["crs_alternatives"]),
            sdg=number(c["sdg"]),
        ),
    )


def published_snapshots(folder: Path) -> Iterator[SnapshotRow]:
    return rows_of(
        folder / "snapshots.csv",
        lambda c, rank: SnapshotRow(
            key=c["key"],
            country_id=c["country"] or None,
            as_of=day(c["as_of"]),
            as_of_fr=c["as_of_fr"],
            as_of_en=c["as_of_en"],
            source_fr=c["source_fr"],
            source_en=c["source_en"],
            address=c["address"],
            rule_fr=c["rule_fr"],
            rule_en=c["rule_en"],
            warning_fr=c["warning_fr"],
            warning_en=c["warning_en"],
            rank=rank,
        ),
    )


def published_figures(folder: Path) -> Iterator[FigureRow]:
    return rows_of(
        folder / "figures.csv",
        lambda c, rank: FigureRow(
            snapshot=c["snapshot"],
            rank=rank,
            sign=c["sign"],
            value=int(c["value"]),
            value_to=number(c["value_to"]),
            unit=c["unit"],
            words_fr=c["words_fr"],
            words_en=c["words_en"],
            family=c["family"],
            part_of=c["part_of"],
            parts=c["parts"],
        ),
    )
