"""The lists of a country's register that replace the posts' PDF files (D10.1, D10.2), at a date and under a rule.

By kind of authority, by partner area, by theme, by partner, and the authorities without a known partner. Each list is
said family by family, which are never added up; `tally` and `register_counts` count, so that a list, its breakdown and
the figures of the country page cannot differ. Rows hold values, for files; what a page shows of them: `register_words`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.reference.kinds import KindGroup

from .index.facets import ancestry
from .register_asked import RegisterAsked
from .register_counts import CountedPair, areas_of, pairs_of, themes_of, unpartnered
from .search_query import Known, Label, SearchQuery
from .search_values import AUTHORITY_GROUPS
from .tally import CountedAuthority, Rule, Scope, authorities_of, tally


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """An authority with its number of projects, and what its list tells beside it; "" or null = nothing.

    `theme`: labels from level 1 down; `forms`: codes; `id` null = known by the declared name only.
    """

    family: str
    projects: int
    name: str = ""
    id: int | None = None
    kind: str | None = None
    group: str = ""
    department: str | None = None
    region: str | None = None
    area: str = ""
    theme: tuple[str, ...] = ()
    theme_code: str = ""
    partner: str = ""
    partner_id: int | None = None
    since: int | None = None
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one heading. `title` null = the list has no headings, "" = what is not known; `level` 1 or 2.

    `projects` and `partners`: distinct ones; null where the list does not count them.
    """

    rows: tuple[RegisterRow, ...]
    title: str | None = None
    level: int = 1
    projects: int | None = None
    partners: int | None = None


@dataclass(frozen=True, slots=True)
class ListKind:
    """A list: its part of French and of English addresses, its name, the groups of authorities in it, how its sections
    are counted. `slug` is also what the code calls it."""

    slug: str
    slug_en: str
    label: str | Promise
    sections: Callable[["Question"], Iterator[Section]]
    groups: tuple[str, ...] = AUTHORITY_GROUPS


@dataclass(frozen=True, slots=True)
class Question:
    """A list of one family, with the words of themes in a language."""

    chosen: ListKind
    scope: Scope
    themes: Mapping[str, Label]
    language: str


@dataclass(frozen=True, slots=True)
class FamilyList:
    """A list for one family. `groups`: distinct authorities by kind, which add up to `authorities`.

    `projects`: those of the scope; `partners` and `partnerships`: distinct ones in the country.
    """

    scope: Scope
    sections: tuple[Section, ...]
    groups: Mapping[str, int]
    projects: int
    partners: int
    partnerships: int

    @property
    def authorities(self) -> int:
        return sum(self.groups.values())

    @property
    def rows(self) -> tuple[RegisterRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)


def _of_kinds(asked: Question) -> Iterator[Section]:
    listed = (one for one in authorities_of(asked.scope) if one.group in asked.chosen.groups)
    yield Section(tuple(_authority_row(one, asked.scope) for one in listed))


def _of_areas(asked: Question) -> Iterator[Section]:
    for area in areas_of(asked.scope):
        rows = tuple(_authority_row(one, asked.scope, area=area.name) for one in area.authorities)
        yield Section(rows, area.name, 1, area.projects, area.partners)


def _of_themes(asked: Question) -> Iterator[Section]:
    for theme in themes_of(asked.scope):
        path = tuple(_theme_words(code, asked) for code in ancestry(theme.code))
        rows = tuple(_authority_row(one, asked.scope, theme=path, theme_code=theme.code) for one in theme.authorities)
        yield Section(rows, path[-1] if path else "", max(1, len(path)), theme.projects)


def _of_pairs(asked: Question) -> Iterator[Section]:
    yield Section(tuple(_pair_row(one, asked.scope) for one in pairs_of(asked.scope)))


def _of_unpartnered(asked: Question) -> Iterator[Section]:
    found = unpartnered(asked.scope)
    yield Section(tuple(_authority_row(one, asked.scope) for one in found.authorities), projects=found.projects)


def _theme_words(code: str, asked: Question) -> str:
    label = asked.themes.get(code)
    return code if label is None else label.en if asked.language == "en" else label.fr


def _authority_row(
    one: CountedAuthority, scope: Scope, *, area: str = "", theme: tuple[str, ...] = (), theme_code: str = ""
) -> RegisterRow:
    return RegisterRow(
        scope.family,
        one.projects,
        one.name,
        one.id,
        one.kind,
        one.group,
        one.department,
        one.region,
        area,
        theme,
        theme_code,
    )


def _pair_row(pair: CountedPair, scope: Scope) -> RegisterRow:
    one = pair.authority
    return RegisterRow(
        family=scope.family,
        projects=pair.projects,
        name=one.name if one else "",
        id=one.id if one else None,
        kind=one.kind if one else None,
        group=one.group if one else "",
        department=one.department if one else None,
        region=one.region if one else None,
        area=pair.partner.area,
        partner=pair.partner.name,
        partner_id=pair.partner.id,
        since=pair.since,
        forms=pair.forms,
    )


_GROUPINGS = (KindGroup.INTERMUNICIPALITY.value, KindGroup.SYNDICATE.value, KindGroup.OTHER.value)
_DEPARTMENTS_AND_REGIONS = (KindGroup.DEPARTMENT.value, KindGroup.REGION.value)

LISTS: Mapping[str, ListKind] = {
    one.slug: one
    for one in (
        ListKind("toutes", "all", _("Toutes les collectivités"), _of_kinds),
        ListKind("communes", "municipalities", _("Communes"), _of_kinds, (KindGroup.COMMUNE.value,)),
        ListKind("groupements", "groupings", _("Groupements"), _of_kinds, _GROUPINGS),
        ListKind(
            "departements-et-regions",
            "departments-and-regions",
            _("Départements et régions"),
            _of_kinds,
            _DEPARTMENTS_AND_REGIONS,
        ),
        ListKind("par-region-partenaire", "by-partner-region", _("Par région partenaire"), _of_areas),
        ListKind("par-theme", "by-theme", pgettext_lazy("liste", "Par thème"), _of_themes),
        ListKind("partenaires", "partners", _("Partenaires du pays"), _of_pairs),
        ListKind("sans-partenaire", "without-partner", _("Sans partenaire connu"), _of_unpartnered),
    )
}
"""By French slug, in the order of the tabs. Syndicates are groupings, never intermunicipalities."""


TERRITORY = ListKind("collectivites", "authorities", _("Collectivités qui agissent à l’étranger"), _of_kinds)
"""The list of a French région or département."""


def family_lists(
    query: SearchQuery, chosen: ListKind, asked: RegisterAsked, known: Known, language: str
) -> list[FamilyList]:
    """One list a family that has projects of `query` (a country, a French territory) begun by the date."""
    return [_family_list(scope, chosen, known, language) for scope in _begun(query, asked)]


def rows_of(
    query: SearchQuery, chosen: ListKind, asked: RegisterAsked, known: Known, language: str
) -> Iterator[RegisterRow]:
    """The rows of the same lists one after the other, for files: no more than one section of them is held."""
    for scope in _begun(query, asked):
        for section in chosen.sections(Question(chosen, scope, known.themes, language)):
            yield from section.rows


def _begun(query: SearchQuery, asked: RegisterAsked) -> list[Scope]:
    scopes = [asked.scope(query, family) for family in asked.families]
    return [one for one in scopes if tally(Scope(query, one.family, asked.as_of, Rule.RECORDED)).projects]


def _family_list(scope: Scope, chosen: ListKind, known: Known, language: str) -> FamilyList:
    sections, counted = tuple(chosen.sections(Question(chosen, scope, known.themes, language))), tally(scope)
    return FamilyList(
        scope=scope,
        sections=sections,
        groups=_groups(chosen, sections, counted.authorities),
        projects=counted.projects,
        partners=counted.foreign_partners,
        partnerships=counted.partnerships,
    )


def _groups(chosen: ListKind, sections: Sequence[Section], counted: Mapping[str, int]) -> Mapping[str, int]:
    """The distinct authorities of a list by kind; those without a partner are in no figure, so counted here."""
    if chosen.sections is not _of_unpartnered:
        return {group: number for group, number in counted.items() if group in chosen.groups}
    found = [row.group for section in sections for row in section.rows]
    return {group: found.count(group) for group in AUTHORITY_GROUPS if group in found}
