"""The lists of a country's register that replace the posts' PDF files (D10.1): French authorities by kind, at a date.

Each list says how many, by family and by kind of authority, and `tally` counts them all (D10.3): a list, its breakdown
and the figures of the country page cannot differ. Families are never added up. Pure but for what `tally` reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.reference.kinds import KindGroup
from atlas.ui.formats import number

from .closed_words import family_words, group_label
from .search_query import SearchQuery
from .search_values import AUTHORITY_GROUPS, FAMILIES
from .tally import CountedAuthority, Rule, Scope, authorities_of, tally


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list: its part of the address, its name, the groups of authorities in it."""

    slug: str
    label: str | Promise
    groups: tuple[str, ...]


LISTS: Mapping[str, ListKind] = {
    one.slug: one
    for one in (
        ListKind("toutes", _("Toutes les collectivités"), AUTHORITY_GROUPS),
        ListKind("communes", _("Communes"), (KindGroup.COMMUNE,)),
        ListKind("groupements", _("Groupements"), (KindGroup.INTERMUNICIPALITY, KindGroup.SYNDICATE, KindGroup.OTHER)),
        ListKind("departements-et-regions", _("Départements et régions"), (KindGroup.DEPARTMENT, KindGroup.REGION)),
    )
}
"""By the last part of the address, in the order of the tabs. Syndicates are groupings, never intermunicipalities."""


@dataclass(frozen=True, slots=True)
class Row:
    """An authority with its projects under the rule. `id` null: known by its declared name, without a page."""

    name: str
    id: int | None
    kind: str
    projects: str


@dataclass(frozen=True, slots=True)
class Part:
    """How many authorities of one kind."""

    label: str
    count: str


@dataclass(frozen=True, slots=True)
class FamilyList:
    """The list for one family. `parts` add up to `count`; `projects_url`: the projects behind it."""

    label: str
    count: int
    parts: tuple[Part, ...]
    rows: tuple[Row, ...]
    projects_url: str


def family_lists(iso2: str, chosen: ListKind, as_of: date, path: str, language: str) -> tuple[FamilyList, ...]:
    """One list a family that has projects in the country begun by the date. `path`: the search's address."""
    asked = SearchQuery(countries=(iso2,))
    scopes = [Scope(asked, family, as_of, Rule.ACTIVE) for family in FAMILIES]
    known = [scope for scope in scopes if tally(Scope(asked, scope.family, as_of, Rule.RECORDED)).projects]
    return tuple(_family_list(scope, chosen, path, language) for scope in known)


def _family_list(scope: Scope, chosen: ListKind, path: str, language: str) -> FamilyList:
    listed = [one for one in authorities_of(scope) if one.group in chosen.groups]
    counts = {group: n for group, n in tally(scope).authorities.items() if group in chosen.groups}
    return FamilyList(
        label=family_words(scope.family),
        count=sum(counts.values()),
        parts=tuple(Part(group_label(group), number(n, language)) for group, n in counts.items()),
        rows=_rows(listed, language),
        projects_url=f"{path}?{scope.query.to_params()}",
    )


def _rows(listed: Sequence[CountedAuthority], language: str) -> tuple[Row, ...]:
    """Names and numbers as read."""
    return tuple(Row(one.name, one.id, group_label(one.group), number(one.projects, language)) for one in listed)
