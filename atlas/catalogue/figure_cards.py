"""Figures → what a page shows: one card a question with its answer by family, one table a family by kind of authority.

Families are never added up (D1.1); the kinds of a table add up to its total, which is checked here (D10.3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atlas.ui.formats import number

from .closed_words import family_words, group_label
from .figures import Figure

LABELS = {
    "projects_recorded": _("Projets recensés"),
    "projects_ongoing": _("Projets en cours"),
    "authorities_recorded": _("Collectivités françaises"),
    "authorities_active": _("Collectivités françaises actives"),
    "partnerships": _("Partenariats"),
    "foreign_partners": _("Partenaires étrangers"),
    "countries": _("Pays partenaires"),
    "partnerships_active": _("Partenariats en cours"),
    "foreign_partners_active": _("Partenaires étrangers en lien"),
    "countries_active": _("Pays des projets en cours"),
}
ACTIVE, RECORDED = "authorities_active", "authorities_recorded"


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of one family; `url` is the list behind it."""

    family: str
    value: str
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One question with its answer by family, and how it was counted."""

    label: str
    parts: tuple[Part, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class KindRow:
    """Authorities of one kind, active on the day and whatever the status of their projects."""

    label: str
    active: str
    recorded: str


@dataclass(frozen=True, slots=True)
class KindTable:
    """The authorities of one family by kind. `total` is the sum of the rows."""

    family: str
    rows: tuple[KindRow, ...]
    total: KindRow


def cards(figures: Iterable[Figure], path: str, language: str) -> tuple[Card, ...]:
    """One card a figure, its families side by side in the order in which they come. `path`: the search's address."""
    by_code: dict[str, list[Figure]] = {}
    for figure in figures:
        if figure.group is None:
            by_code.setdefault(figure.code, []).append(figure)
    return tuple(
        Card(str(LABELS[code]), tuple(_part(figure, path, language) for figure in parts), str(parts[0].rule))
        for code, parts in by_code.items()
    )


def _part(figure: Figure, path: str, language: str) -> Part:
    url = f"{path}?{figure.href_params}" if figure.href_params else path
    return Part(family_words(figure.family), number(figure.value, language), url)


def kind_tables(figures: Sequence[Figure], language: str) -> tuple[KindTable, ...]:
    """One table a family that has authorities, in the order of the figures."""
    found = [figure for figure in figures if figure.code in (ACTIVE, RECORDED)]
    return tuple(
        _kind_table(family, [figure for figure in found if figure.family == family], language)
        for family in dict.fromkeys(figure.family for figure in found)
        if any(figure.value for figure in found if figure.family == family)
    )


def _kind_table(family: str | None, figures: Sequence[Figure], language: str) -> KindTable:
    values = {(figure.code, figure.group): figure.value for figure in figures}
    groups = dict.fromkeys(figure.group for figure in figures if figure.code == RECORDED and figure.group)
    rows = tuple(
        KindRow(group_label(group), *(number(values.get((code, group), 0), language) for code in (ACTIVE, RECORDED)))
        for group in groups
    )
    sums = {code: sum(values.get((code, group), 0) for group in groups) for code in (ACTIVE, RECORDED)}
    total = KindRow(gettext("Total"), number(sums[ACTIVE], language), number(sums[RECORDED], language))
    return KindTable(family_words(family), rows, total)
