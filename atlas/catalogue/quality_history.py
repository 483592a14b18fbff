"""How complete sheets were on past days: kept each day by the keeper, since they cannot be counted later (ADR 23).

Versions say what a sheet held, not which sheets were public, nor what the register of organisations knew of a partner
then. So a trend begins on the first day that was kept. Reads and writes one table; the numbers come from `quality`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db.models import OuterRef, Subquery

from atlas import bulk
from atlas.catalogue.models import QualityDay
from atlas.catalogue.quality import Quality, Row, by_authority, by_country, quality_of, quality_of_row
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import Criterion

MOST_MONTHS: Final = 6


@dataclass(frozen=True, slots=True)
class Day:
    """The numbers of a scope on a day; `lacking` by criterion."""

    on: date
    projects: int
    lacking: Mapping[str, int]

    @property
    def asked(self) -> int:
        """How many things its sheets could state."""
        return self.projects * len(Criterion)

    @property
    def stated(self) -> int:
        """How many of them they do."""
        return self.asked - sum(self.lacking.values())


def keep_day(today: date) -> int | None:
    """Keep the numbers of every scope that differ from those kept before. Returns how many rows; null: no sheet yet.

    Raises IndexUnavailable. Twice on a day does nothing more: a day keeps what was counted first.
    """
    register = quality_of(SearchQuery(), today)
    if not register.projects:
        return None
    kept = _last_rows()
    found = {**dict(_scopes(today)), "": (register.projects, register.lacking, _present(register.flags))}
    none: Numbers = (0, dict.fromkeys(Criterion.values, 0), {})
    gone = dict.fromkeys(kept.keys() - found.keys(), none)
    rows = [
        (scope, today, projects, dict(lacking), dict(flags))
        for scope, (projects, lacking, flags) in {**found, **gone}.items()
        if scope not in kept or (kept[scope][0] < today and kept[scope][1:] != (projects, dict(lacking), dict(flags)))
    ]
    return bulk.insert(QualityDay, ("scope", "day", "projects", "lacking", "flags"), rows)


Numbers = tuple[int, Mapping[str, int], Mapping[str, int]]


def _scopes(today: date) -> Iterator[tuple[str, Numbers]]:
    whole = SearchQuery()
    for rows in (by_country(whole, today), by_authority(whole, today)):
        for row in rows:
            yield _scope_of(row), (row.projects, dict(zip(Criterion.values, row.lacking, strict=True)), {})


def _scope_of(row: Row) -> str:
    return quality_of_row(SearchQuery(), row).query.to_params()


def _present(flags: Mapping[str, int]) -> dict[str, int]:
    return {code: number for code, number in flags.items() if number}


def _last_rows() -> dict[str, tuple[date, int, dict[str, int], dict[str, int]]]:
    """The last row of each scope."""
    last = QualityDay.objects.filter(scope=OuterRef("scope")).order_by("-day").values("day")[:1]
    rows = QualityDay.objects.filter(day=Subquery(last)).values_list("scope", "day", "projects", "lacking", "flags")
    return {scope: (day, projects, lacking, flags) for scope, day, projects, lacking, flags in rows}


def is_followed(query: SearchQuery) -> bool:
    """Is a trend kept for this search? The register, one country, one authority."""
    return query.unordered() in (
        SearchQuery(),
        SearchQuery(countries=query.countries[:1]),
        SearchQuery(authorities=query.authorities[:1]),
    )


def trend(now: Quality, today: date) -> Sequence[Day]:
    """The first day kept, the ends of the last months and today, oldest first. One query; none if nothing is kept."""
    if not is_followed(now.query):
        return ()
    rows = QualityDay.objects.filter(scope=now.query.unordered().to_params(), day__lt=today).order_by("day")
    kept = [Day(*row) for row in rows.values_list("day", "projects", "lacking")]
    current = Day(today, now.projects, now.lacking)
    if not kept:
        return (current,)
    return (*(_at(kept, mark) for mark in _marks(kept[0].on, today)), current)


def _at(kept: Sequence[Day], mark: date) -> Day:
    """What held on a day: the last row up to it."""
    last = next(one for one in reversed(kept) if one.on <= mark)
    return Day(mark, last.projects, last.lacking)


def _marks(first: date, today: date) -> list[date]:
    """The first day, then the last days of the months before today."""
    ends: list[date] = []
    end = today.replace(day=1) - timedelta(days=1)
    while end > first and len(ends) < MOST_MONTHS:
        ends.append(end)
        end = end.replace(day=1) - timedelta(days=1)
    return [first, *reversed(ends)]
