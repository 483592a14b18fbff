"""The page of the projects that IATI files leave out: how many, why, who can mend it, and which (D11.4).

Counts and lists come from the index; no record is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from tantivy import Query

from atlas.catalogue.index.counting import any_of
from atlas.catalogue.index.document import Stored, StoredParty
from atlas.catalogue.index.listing import slice_of, stored_of
from atlas.catalogue.index.schema import schema
from atlas.catalogue.search_query import Label
from atlas.catalogue.streaming import Selection
from atlas.opendata.iati.gaps import Gap, exportable, gap_queries, narrowed

PAGE: Final = 20
PARAMETER: Final = "manque"
"""Of the address: the gap whose projects are listed."""

REMEDIES: Final[Mapping[Gap, tuple[Promise, Promise]]] = {
    Gap.STATUS: (_("La collectivité"), _("en disant si le projet est en cours, terminé ou en sommeil")),
    Gap.START: (_("La collectivité"), _("en donnant l’année où le partenariat a commencé")),
    Gap.COUNTRY: (_("La collectivité ou le poste diplomatique"), _("en nommant le pays du partenaire")),
    Gap.SECTOR: (_("La collectivité"), _("en choisissant un thème, et un sous-thème là où le thème en a")),
    Gap.ORGANISATION: (_("Le ministère"), _("en rapprochant les noms de la fiche des organisations du répertoire")),
}
"""Who can mend a gap, and how."""


@dataclass(frozen=True)
class GapRow:
    """One reason with its number of projects and the address of their list."""

    gap: Gap
    who: Promise
    how: Promise
    count: int
    url: str
    is_current: bool

    @property
    def reason(self) -> str:
        """« l’année de début n’est pas connue »."""
        return str(self.gap.label)


@dataclass(frozen=True)
class Left:
    """A project that is left out: what a reader sees of it, and all its reasons."""

    id: int
    title: str
    who: str
    reasons: tuple[str, ...]
    url: str
    correction: str


@dataclass(frozen=True)
class GapPage:
    """`exported` of `total` projects are in the file; `left`: a page of the others, `pages` in all."""

    total: int
    exported: int
    rows: tuple[GapRow, ...]
    left: tuple[Left, ...]
    listed: int
    page: int
    pages: int

    @property
    def missing(self) -> int:
        """Projects that are not in the file."""
        return self.total - self.exported


def gap_page(
    selection: Selection, purposes: Mapping[str, str], countries: Mapping[str, Label], *, chosen: str, language: str
) -> GapPage:
    """Of what a search selects. `chosen`: a Gap, or anything else for all of them."""
    queries = gap_queries(selection, purposes)
    wanted = [gap for gap in Gap if gap.value == chosen] or list(Gap)
    listed = narrowed(selection, any_of([queries[gap] for gap in wanted]))
    pages = max(1, -(-listed.total // PAGE))
    page = min(selection.query.page, pages)
    stored = _stored(listed, page)
    reasons = _reasons(listed, queries, stored)
    return GapPage(
        total=selection.total,
        exported=exportable(selection, purposes).total,
        rows=tuple(_row(gap, narrowed(selection, queries[gap]).total, selection, chosen) for gap in Gap),
        left=tuple(_left(one, reasons[one.id], countries, language) for one in stored),
        listed=listed.total,
        page=page,
        pages=pages,
    )


def address(selection: Selection, *, gap: str = "", page: int = 1) -> str:
    """Of the page, for the same search."""
    params = selection.query.to_params(page=page)
    if gap:
        params = f"{params}&{PARAMETER}={gap}".removeprefix("&")
    path = reverse("iati")
    return f"{path}?{params}" if params else path


def _row(gap: Gap, count: int, selection: Selection, chosen: str) -> GapRow:
    who, how = REMEDIES[gap]
    return GapRow(gap, who, how, count, address(selection, gap=gap.value), is_current=gap.value == chosen)


def _stored(listed: Selection, page: int) -> list[Stored]:
    """Updated last first, as lists are."""
    current, first = listed.snapshot, (page - 1) * PAGE
    found = slice_of(current, listed.matching, "updated_key", first=first, limit=PAGE, total=listed.total)
    return stored_of(current, found)


def _reasons(listed: Selection, queries: Mapping[Gap, Query], stored: list[Stored]) -> dict[int, list[str]]:
    """Every gap of each of these projects."""
    found: dict[int, list[str]] = {one.id: [] for one in stored}
    if not stored:
        return found
    these = any_of([Query.term_query(schema(), "project", one.id, index_option="basic") for one in stored])
    for gap, query in queries.items():
        for number in narrowed(narrowed(listed, query), these).first_ids(PAGE):
            found[number].append(str(gap.label))
    return found


def _left(one: Stored, reasons: list[str], countries: Mapping[str, Label], language: str) -> Left:
    names = [countries[code] for code in one.countries if code in countries]
    said = ", ".join(name.en if language == "en" else name.fr for name in names)
    sides = (_joined(one.french), _joined(one.foreign), said)
    return Left(
        id=one.id,
        title=one.title,
        who=" · ".join(filter(None, sides)),
        reasons=tuple(reasons),
        url=reverse("project", args=[one.id]),
        correction=reverse("suggest_correction", args=[one.id]),
    )


def _joined(parties: tuple[StoredParty, ...]) -> str:
    return ", ".join(party.name for party in parties)
