"""Rows of organisations and of partner places → the register of organisations. Blanks are filled, nothing is replaced.

A name that is sure completes the organisation that bears it; one that resembles another is rejected, because two
organisations are never merged, nor split, on a guess (D5.1); one that nobody bears is registered, provisional.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import asin, cos, radians, sin, sqrt
from typing import Any, Final

from django.db import DatabaseError, transaction

from atlas.imports.names import SAME_NAME, Names
from atlas.organisations.actions import (
    Completion,
    NewOrganisation,
    add_name,
    complete_organisations,
    register_organisations,
)
from atlas.organisations.match_rules import Match
from atlas.organisations.models import NameKind, Organisation
from atlas.organisations.queries import entry_of
from atlas.projects.models import Project
from atlas.projects.signals import project_changed
from atlas.reference.kinds import BUCKETS, FRENCH_AUTHORITIES, Kind
from atlas.reference.match import match_key

from .columns import TableKind
from .problems import Problem, problem
from .resolution import MOST_NAMED, codes_in
from .rows import ReadRow
from .tally import Books

FAR: Final = 5.0
"""Kilometres beyond which two positions are not of one place."""
_EARTH: Final = 6371.0


@dataclass
class Registrar:
    """Takes batches of rows; `by` whoever imports them."""

    kind: str
    names: Names
    books: Books
    by: str
    commit: bool
    _new: dict[tuple[str, str], int] = field(default_factory=dict)

    def take(self, rows: Sequence[ReadRow]) -> None:
        """One transaction for all; when that fails, one for each."""
        checked = [one for row in rows if not (one := self._checked(row)).is_rejected or self._rejected(one)]
        try:
            self._take_together(checked)
        except (DatabaseError, ValueError) as error:
            if len(checked) == 1:
                self.books.not_written(checked[0], str(error))
                return
            for row in checked:
                self.take([row])

    def _rejected(self, row: ReadRow) -> bool:
        self.books.reject(row)
        return False

    def _checked(self, row: ReadRow) -> ReadRow:
        kind, country = self._kind(row), row.values.get("country")
        if row.is_rejected or country is None:
            return row
        if kind in FRENCH_AUTHORITIES or kind in BUCKETS or kind == Kind.STATE:
            is_known = self._match(row).applied or bool(row.values.get("siren"))
            return row if is_known else row.with_problems(problem("kind_reference", "kind"))
        if (kind == Kind.FOREIGN_AUTHORITY) == (country == "FR") and kind == Kind.FOREIGN_AUTHORITY:
            return row.with_problems(problem("kind_abroad", "kind" if "kind" in row.values else "country"))
        first = self._new.setdefault((country, match_key(row.values["name"])), row.line)
        return row if first == row.line else row.with_problems(problem("same_row", "name", line=str(first)))

    def _kind(self, row: ReadRow) -> str:
        return str(row.values.get("kind", Kind.FOREIGN_AUTHORITY))

    def _match(self, row: ReadRow) -> Match:
        return self.names.index.match(row.values["name"], role="partner", country=row.values["country"])

    def _take_together(self, rows: Sequence[ReadRow]) -> None:
        codes = codes_in(rows)
        known: dict[int, int] = {}
        fresh, doubtful = [], []
        for row in rows:
            code, match = row.texts.get("siren", ""), self._match(row)
            if code in codes or match.applied:
                known[row.line] = codes[code][0] if code in codes else match.organisation_id or 0
            elif any(one.score >= SAME_NAME for one in match.candidates):
                doubtful.append(row.with_problems(_alike(row, match)))
            else:
                fresh.append(row)
        with transaction.atomic():
            outcomes, warned = self._complete([row for row in rows if row.line in known], known)
            created = self._register(fresh)
            if not self.commit:
                transaction.set_rollback(True)
        if self.commit:
            for organisation in created:
                self.names.index.add(entry_of(organisation))
        for row in doubtful:
            self.books.reject(row)
        for row in rows:
            if row.line in known:
                self.books.count(row.with_problems(*warned.get(row.line, ())), outcomes[row.line])
        for row in fresh:
            self.books.count(row, "created")

    def _complete(
        self, rows: Sequence[ReadRow], known: dict[int, int]
    ) -> tuple[dict[int, str], dict[int, tuple[Problem, ...]]]:
        """Line → outcome; line → what is to be said of it."""
        there = Organisation.objects.in_bulk(list(known.values()))
        warned = {row.line: tuple(_differing(row, there[known[row.line]])) for row in rows}
        filled = set(complete_organisations([_completion(row, known[row.line]) for row in rows], by=self.by))
        for row in rows:
            filled |= self._named(row, there[known[row.line]])
        self._tell(sorted(filled))
        return {row.line: "updated" if known[row.line] in filled else "same" for row in rows}, warned

    def _named(self, row: ReadRow, organisation: Organisation) -> set[int]:
        """Its other names, those that it does not bear yet."""
        if "other_names" not in row.values:
            return set()
        borne = {organisation.match_key, *organisation.names.values_list("match_key", flat=True)}
        new = [name for name in row.values.get("other_names", ()) if match_key(name) not in borne]
        for name in new:
            add_name(organisation, name, kind=NameKind.ALIAS, by=self.by, source="import_table")
        return {organisation.pk} if new else set()

    def _register(self, rows: Sequence[ReadRow]) -> list[Organisation]:
        created = register_organisations([_new(row, self._kind(row)) for row in rows], by=self.by)
        for row, organisation in zip(rows, created, strict=True):
            self._named(row, organisation)
        self._tell([one.pk for one in created])
        return created

    def _tell(self, ids: Sequence[int]) -> None:
        """After the commit: public pages learn of it."""
        if ids:
            transaction.on_commit(
                lambda: project_changed.send(sender=Project, project_ids=(), organisation_ids=tuple(ids))
            )


def _alike(row: ReadRow, match: Match) -> Problem:
    candidates = ", ".join(one.name for one in match.candidates[:MOST_NAMED])
    return problem("organisation_alike", "name", row.values["name"], candidates=candidates)


def _position(row: ReadRow) -> dict[str, Any]:
    return {name: row.values.get(name) for name in ("latitude", "longitude")}


def _completion(row: ReadRow, organisation_id: int) -> Completion:
    return Completion(
        organisation_id=organisation_id,
        admin_area=row.texts.get("admin_area", "")[:120],
        kind_local=row.texts.get("kind_local", "")[:80],
        **_position(row),
    )


def _new(row: ReadRow, kind: str) -> NewOrganisation:
    is_foreign = kind == Kind.FOREIGN_AUTHORITY
    return NewOrganisation(
        kind=kind,
        name=row.values["name"],
        country_id=row.values["country"],
        kind_local=row.texts.get("kind_local", "")[:80] if is_foreign else "",
        admin_area=row.texts.get("admin_area", "")[:120],
        **_position(row),
    )


def _differing(row: ReadRow, organisation: Organisation) -> Sequence[Problem]:
    """The place is known elsewhere: which is right is for a person to say."""
    here = (row.values.get("latitude"), row.values.get("longitude"))
    if here[0] is None or organisation.latitude is None or organisation.longitude is None:
        return ()
    distance = kilometres((here[0], here[1]), (organisation.latitude, organisation.longitude))
    if distance <= FAR:
        return ()
    column = "coordinates" if "coordinates" in row.texts else "latitude"
    return (problem("position_differs", column, is_error=False, distance=str(round(distance))),)


def kilometres(one: tuple[Any, Any], other: tuple[float, float]) -> float:
    """Between two positions in degrees, on a sphere."""
    lat1, lon1, lat2, lon2 = map(radians, (*one, *other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * _EARTH * asin(sqrt(half))


def is_registered(kind: str) -> bool:
    """Do the rows of this kind go to the register of organisations?"""
    return kind in (TableKind.ORGANISATION, TableKind.PLACE)
