"""Reference data → the register: every French authority, the State, a few bodies, posts, places' other names.

Idempotent: what is equal is left alone, identifiers are kept by `reference_key`, nothing is deleted. To be run after
`reference.loading`, in the same order each time. What people or imports entered is not touched.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from atlas.audit import actions as audit
from atlas.reference.loading import Progress, silent
from atlas.reference.match import match_key
from atlas.reference.models import Territory, TerritoryName, TerritorySuccession

from . import reference_rows as rows
from .models import Organisation, OrganisationName, Origin, PlaceAlias, Post, PostCountry, Succession

BATCH = 2_000
STATE_KEY = "state"


_Values = tuple[Any, ...]


@dataclass(frozen=True)
class _Table:
    """What a table must hold: the columns that tell rows apart, the others, and the rows by key."""

    model: type[models.Model]
    key: tuple[str, ...]
    columns: tuple[str, ...]
    wanted: Mapping[_Values, _Values]


@dataclass
class LoadReport:
    """What a load changed, by table. `unchanged` rows cost nothing but the comparison."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)

    @property
    def has_changes(self) -> bool:
        return self.created.total() + self.updated.total() > 0

    def tables(self) -> list[tuple[str, int, int, int]]:
        """(table, created, updated, unchanged), in the order in which they were loaded."""
        names = dict.fromkeys((*self.unchanged, *self.created, *self.updated))
        return [(name, self.created[name], self.updated[name], self.unchanged[name]) for name in names]


def load_organisations(*, data_dir: Path, progress: Progress = silent, by: str = "reference") -> LoadReport:
    """Bring the register up to date with `reference` and `data_dir`. One transaction; says what changed."""
    report = LoadReport()
    now = timezone.now()
    with transaction.atomic():
        territories = {row.id: row for row in _territories()}
        successions = [rows.SuccessionRow(*row) for row in _succession_values()]
        successors = rows.Successors(successions)
        wanted = {
            row.reference_key: row
            for row in (
                *rows.authority_rows(territories, successors),
                *rows.body_rows(_read(data_dir / "organisations" / "bodies.csv")),
            )
        }
        ids = _sync_organisations(wanted, report, now, progress)
        _sync_names(_names(territories, successors, data_dir), ids, report, progress)
        _sync_successions(successions, {row.territory_id: ids[key] for key, row in wanted.items()}, report)
        _sync_aliases(_read(data_dir / "organisations" / "aliases.csv"), report)
        _sync_posts(_read(data_dir / "posts" / "posts.csv"), report)
        if report.has_changes:
            detail = {"created": dict(report.created), "updated": dict(report.updated)}
            audit.record([audit.Entry("organisations_loaded", "organisation", 0, detail)], by=by, at=now)
    return report


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _territories() -> Iterable[rows.TerritoryRow]:
    values = Territory.objects.order_by("pk").values_list(*rows.TerritoryRow._fields)
    return map(rows.TerritoryRow._make, values.iterator(chunk_size=BATCH))


def _succession_values() -> Iterable[tuple[Any, ...]]:
    return TerritorySuccession.objects.order_by("pk").values_list(*rows.SuccessionRow._fields)


def _names(
    territories: Mapping[int, rows.TerritoryRow], successors: rows.Successors, data_dir: Path
) -> list[rows.NameRow]:
    former = TerritoryName.objects.order_by("pk").values_list(
        "territory_id", "name", "valid_from", "valid_to", "date_precision"
    )
    return [
        *rows.former_names(former, territories),
        *rows.place_names(territories, successors),
        *rows.listed_names(_read(data_dir / "organisations" / "names.csv")),
        *rows.state_names(_read(data_dir / "organisations" / "state_labels.csv"), STATE_KEY),
    ]


def _sync_organisations(
    wanted: Mapping[str, rows.OrganisationRow], report: LoadReport, now: datetime, progress: Progress
) -> dict[str, int]:
    """Create and update organisations; returns their ids by reference key."""
    known = {
        row[1]: (row[0], row[1:])
        for row in Organisation.objects.filter(reference_key__isnull=False)
        .order_by("pk")
        .values_list("pk", *rows.OrganisationRow._fields)
        .iterator(chunk_size=BATCH)
    }
    fresh = [
        Organisation(**row._asdict(), origin=Origin.REFERENCE, created_at=now)
        for key, row in wanted.items()
        if key not in known
    ]
    changed = [
        Organisation(pk=known[key][0], **row._asdict())
        for key, row in wanted.items()
        if key in known and known[key][1] != tuple(row)
    ]
    _create(Organisation, fresh, report, progress)
    _update(Organisation, changed, rows.OrganisationRow._fields[1:], report)
    report.unchanged[_label(Organisation)] += len(wanted) - len(fresh) - len(changed)
    ids = {key: id_ for key, (id_, _) in known.items()}
    return ids | {str(organisation.reference_key): organisation.pk for organisation in fresh}


def _sync_names(wanted: Iterable[rows.NameRow], ids: Mapping[str, int], report: LoadReport, progress: Progress) -> None:
    """Names by (organisation, kind, name); of two rows with one key the first stands."""
    columns = rows.NameRow._fields[3:]
    table: dict[_Values, _Values] = {}
    for row in wanted:
        if row.reference_key in ids:
            table.setdefault((ids[row.reference_key], row.kind, row.name), row[3:])
    _sync(_Table(OrganisationName, ("organisation_id", "kind", "name"), columns, table), report, progress)


def _sync_successions(
    successions: Iterable[rows.SuccessionRow], ids: Mapping[int | None, int], report: LoadReport
) -> None:
    """Successions between authorities; those of merged communes are names only."""
    table: dict[_Values, _Values] = {
        (ids[row.predecessor_id], ids[row.successor_id]): row[2:]
        for row in successions
        if row.predecessor_id in ids and row.successor_id in ids
    }
    _sync(_Table(Succession, ("predecessor_id", "successor_id"), rows.SuccessionRow._fields[2:], table), report)


def _sync_aliases(lines: Iterable[Mapping[str, str]], report: LoadReport) -> None:
    table: dict[_Values, _Values] = {
        (line["country"], match_key(line["alias"])): (line["alias"], line["name"], match_key(line["name"]))
        for line in lines
    }
    _sync(_Table(PlaceAlias, ("country_id", "alias_key"), ("alias", "name", "name_key"), table), report)


def _sync_posts(lines: Sequence[Mapping[str, str]], report: LoadReport) -> None:
    posts: dict[_Values, _Values] = {
        (line["kind"], match_key(line["city"])): (line["city"], line["name"], _parts(line["aliases"])) for line in lines
    }
    _sync(_Table(Post, ("kind", "match_key"), ("city", "name", "aliases"), posts), report)
    ids = {(kind, key): pk for pk, kind, key in Post.objects.order_by("pk").values_list("pk", "kind", "match_key")}
    followed: dict[_Values, _Values] = {
        (ids[line["kind"], match_key(line["city"])], country): (_date(line["valid_from"]), _date(line["valid_to"]))
        for line in lines
        for country in _parts(line["countries"])
    }
    _sync(_Table(PostCountry, ("post_id", "country_id"), ("valid_from", "valid_to"), followed), report)


def _parts(text: str) -> list[str]:
    return [part for part in text.split("|") if part]


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _sync(table: _Table, report: LoadReport, progress: Progress = silent) -> None:
    """Make the table hold what is wanted. Rows that nobody wants stay: people may have entered them."""
    size = 1 + len(table.key)
    values = table.model._default_manager.order_by("pk").values_list("pk", *table.key, *table.columns)
    known = {tuple(row[1:size]): (row[0], tuple(row[size:])) for row in values}
    fresh, changed = [], []
    for identity, content in table.wanted.items():
        fields = dict(zip((*table.key, *table.columns), (*identity, *content), strict=True))
        if identity not in known:
            fresh.append(table.model(**fields))
        elif known[identity][1] != content:
            changed.append(table.model(pk=known[identity][0], **fields))
    _create(table.model, fresh, report, progress)
    _update(table.model, changed, table.columns, report)
    report.unchanged[_label(table.model)] += len(table.wanted) - len(fresh) - len(changed)


def _create(model: type[models.Model], fresh: Sequence[models.Model], report: LoadReport, progress: Progress) -> None:
    for start in range(0, len(fresh), BATCH):
        model._default_manager.bulk_create(fresh[start : start + BATCH])
        progress(_label(model), min(start + BATCH, len(fresh)), len(fresh))
    report.created[_label(model)] += len(fresh)


def _update(
    model: type[models.Model], changed: Sequence[models.Model], columns: Sequence[str], report: LoadReport
) -> None:
    if changed:
        model._default_manager.bulk_update(changed, [_field(column) for column in columns], batch_size=200)
    report.updated[_label(model)] += len(changed)


def _field(column: str) -> str:
    """`country_id` → `country`: bulk_update wants names of fields."""
    return column.removesuffix("_id")


def _label(model: type[models.Model]) -> str:
    return str(model._meta.verbose_name_plural)
