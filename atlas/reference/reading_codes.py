"""Code lists as rows: our own `data/codes`, and official files, CSV or IATI XML. Pure apart from opening the files.

Official files say in no common way which list they are: XML has a name, a CSV file is recognised by its codes. Says
file and line of what it cannot read. Not for writing to the database: that is `loading_codes`.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from lxml import etree

from .code_lists import Scheme
from .reading import DataFileError, rows_of

LARGEST: Final = 20_000_000
"""Bytes: the largest official list has 800,000."""

_XML_NAMES: Final = {"Sector": Scheme.PURPOSE, "AidType": Scheme.AID_TYPE, "UNSDG-Goals": Scheme.SDG}
_PATTERNS: Final = {
    Scheme.PURPOSE: re.compile(r"[1-9]\d{4}"),
    Scheme.AID_TYPE: re.compile(r"[A-H]\d{2}[0-9a-z]{0,2}"),
    Scheme.SDG: re.compile(r"[1-9]|1[0-7]"),
}
_COLUMNS: Final = {
    "code": ("code",),
    "name_fr": ("libelle_fr", "name_fr", "name:fr", "nom_fr", "libelle", "nom"),
    "name_en": ("name_en", "name:en", "name", "libelle_en", "nom_en"),
    "category": ("category", "categorie"),
    "status": ("status", "statut", "etat"),
}
_RECIPIENT_COLUMNS: Final = {
    "country": ("country", "pays", "iso2", "country_code", "code_pays", "code"),
    "year": ("data_year", "year", "annee"),
    "class": ("class", "classe", "dac_class", "income_group", "groupe"),
}
_CLASSES: Final = {
    **dict.fromkeys(("ldc", "ldcs", "pma", "least developed countries", "least developed country"), "ldc"),
    **dict.fromkeys(("oda_other", "lic", "lmic", "umic", "other lic", "other low income countries"), "oda_other"),
    **dict.fromkeys(("low income countries", "lower middle income countries and territories"), "oda_other"),
    **dict.fromkeys(("upper middle income countries and territories",), "oda_other"),
    **dict.fromkeys(("non_oda", "non oda", "not eligible"), "non_oda"),
}
_WITHDRAWN: Final = frozenset({"withdrawn", "inactive", "retire", "retiré", "abroge", "abrogé"})
_ACTIVE: Final = frozenset({"", "active", "actif", "en vigueur"})


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A code as its list has it."""

    scheme: str
    code: str
    name_fr: str
    name_en: str
    category: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """The class of a country in a data year."""

    country: str
    year: int
    dac_class: str


Rows = list[CodeRow] | list[RecipientRow]


def built_in(folder: Path) -> Iterator[CodeRow]:
    """Our own short list."""
    return rows_of(
        folder / "codes.csv", lambda c, _: CodeRow(Scheme(c["scheme"]), c["code"], c["name_fr"], c["name_en"])
    )


def official(path: Path, *, year: int | None = None) -> Rows:
    """The rows of an official file; `year` for a list of recipients that does not say its own. Raises DataFileError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise DataFileError(f"{path.name}: {error.strerror or error}") from error
    if not content.strip():
        raise DataFileError(f"{path.name}: the file is empty")
    if len(content) > LARGEST:
        raise DataFileError(f"{path.name}: {len(content)} bytes are too many for a code list")
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    rows = _of_xml(content, path.name) if is_xml else _of_csv(content, path.name, year)
    if not rows:
        raise DataFileError(f"{path.name}: no code in it")
    return rows


def _of_xml(content: bytes, name: str) -> list[CodeRow]:
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise DataFileError(f"{name}: a document type is not allowed in a code list")
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise DataFileError(f"{name}: not XML: {error.msg}") from error
    scheme = _XML_NAMES.get(root.get("name", "")) if root.tag == "codelist" else None
    if scheme is None:
        told = f"code list {root.get('name')!r}" if root.tag == "codelist" else f"<{root.tag}>"
        raise DataFileError(f"{name}: {told} is none of those that are loaded: {', '.join(_XML_NAMES)}")
    return [_xml_row(item, scheme, name) for item in root.iter("codelist-item")]


def _xml_row(item: etree._Element, scheme: Scheme, name: str) -> CodeRow:
    narratives = {
        one.get("{http://www.w3.org/XML/1998/namespace}lang", "en"): " ".join((one.text or "").split())
        for one in item.iterfind("name/narrative")
    }
    english = narratives.get("en") or " ".join((item.findtext("name") or "").split())
    row = CodeRow(
        scheme,
        (item.findtext("code") or "").strip(),
        narratives.get("fr") or english,
        english or narratives.get("fr", ""),
        (item.findtext("category") or "").strip(),
        item.get("status", "active") == "active",
    )
    return _checked(row, f"{name}, line {item.sourceline}")


def _checked(row: CodeRow, place: str) -> CodeRow:
    if not _PATTERNS[Scheme(row.scheme)].fullmatch(row.code):
        raise DataFileError(f"{place}: {row.code!r} is no code of the list “{row.scheme}”")
    if not row.name_fr:
        raise DataFileError(f"{place}: code {row.code} has no name")
    return row


def _of_csv(content: bytes, name: str, year: int | None) -> Rows:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataFileError(f"{name}: not UTF-8 (byte {error.start})") from error
    separator = max(",;\t", key=text.partition("\n")[0].count)
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        cells = [{_key(k): (v or "").strip() for k, v in line.items() if k} for line in lines]
    except csv.Error as error:
        raise DataFileError(f"{name}, line {lines.line_num}: {error}") from error
    columns = {_key(one) for one in lines.fieldnames or () if one}
    if columns & set(_RECIPIENT_COLUMNS["class"]):
        return _recipients(cells, columns, name, year)
    return _codes(cells, columns, name)


def _key(column: str) -> str:
    return column.strip().lower().replace(" ", "_")


def _found(wanted: Mapping[str, tuple[str, ...]], columns: set[str]) -> dict[str, str]:
    """Our column → the file's."""
    return {key: name for key, names in wanted.items() for name in reversed(names) if name in columns}


def _codes(cells: list[dict[str, str]], columns: set[str], name: str) -> list[CodeRow]:
    found = _found(_COLUMNS, columns)
    if "code" not in found or not {"name_fr", "name_en"} & set(found):
        raise DataFileError(f"{name}: needs a column “code” and one of names; has {', '.join(sorted(columns))}")
    scheme = _scheme_of({row[found["code"]] for row in cells}, name)
    return [_code(row, found, scheme, f"{name}, line {line}") for line, row in enumerate(cells, start=2)]


def _scheme_of(codes: Iterable[str], name: str) -> Scheme:
    """The list whose codes look like most of these: one bad code is then said with its line."""
    every = list(codes)
    fitting = {scheme: sum(map(bool, map(pattern.fullmatch, every))) for scheme, pattern in _PATTERNS.items()}
    best = max(fitting, key=lambda scheme: fitting[scheme])
    if fitting[best] * 2 <= len(every):
        raise DataFileError(f"{name}: its codes are of no list that is loaded (purposes, aid types, goals)")
    return best


def _code(row: Mapping[str, str], found: Mapping[str, str], scheme: Scheme, place: str) -> CodeRow:
    value = {key: row.get(found.get(key, ""), "") for key in _COLUMNS}
    status = value["status"].lower()
    if status not in _ACTIVE | _WITHDRAWN:
        raise DataFileError(f"{place}: status {status!r} is not known")
    names = (value["name_fr"] or value["name_en"], value["name_en"] or value["name_fr"])
    return _checked(CodeRow(scheme, value["code"], *names, value["category"], status in _ACTIVE), place)


def _recipients(cells: list[dict[str, str]], columns: set[str], name: str, year: int | None) -> list[RecipientRow]:
    found = _found(_RECIPIENT_COLUMNS, columns)
    if "country" not in found:
        raise DataFileError(f"{name}: needs a column of countries (ISO codes of two letters)")
    if "year" not in found and year is None:
        raise DataFileError(f"{name}: says no year; give it with --year")
    return [_recipient(row, found, year, f"{name}, line {line}") for line, row in enumerate(cells, start=2)]


def _recipient(row: Mapping[str, str], found: Mapping[str, str], year: int | None, place: str) -> RecipientRow:
    country, group = row[found["country"]].upper(), row[found["class"]].lower()
    said = row[found["year"]] if "year" in found else str(year)
    if group not in _CLASSES:
        raise DataFileError(f"{place}: class {group!r} is not known")
    if not re.fullmatch(r"[A-Z]{2}", country) or not re.fullmatch(r"(19|20)\d\d", said):
        raise DataFileError(f"{place}: {country!r} in {said!r} is no country and year")
    return RecipientRow(country, int(said), _CLASSES[group])
