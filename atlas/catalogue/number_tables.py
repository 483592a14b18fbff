"""Figures of a country or an organisation as its page shows them: a table a family, active beside recorded.

`figures` and `tally` count. Each number leads to the list behind it: projects in the search; authorities and pairs of a
country in the register's lists, which are as long as the number.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.ui.formats import number

from .closed_words import family_words
from .figures import CODES, Figure
from .register_asked import RegisterAsked
from .search_query import SearchQuery
from .search_values import FAMILIES
from .tally import Rule, Scope, Tally, tally

LABELS: dict[str, str | Promise] = {
    "projects": _("Projets"),
    "authorities": _("Collectivités françaises"),
    "partnerships": _("Partenariats"),
    "foreign_partners": _("Partenaires étrangers"),
}
_LISTS = {"authorities": "toutes", "partnerships": "partenaires", "foreign_partners": "partenaires"}


@dataclass(frozen=True, slots=True)
class Linked:
    """A number with the address of the list behind it."""

    value: str
    url: str


@dataclass(frozen=True, slots=True)
class NumberRow:
    label: str | Promise
    active: Linked
    recorded: Linked


@dataclass(frozen=True, slots=True)
class NumberTable:
    """One family; `code`: its value in addresses."""

    code: str
    family: str
    rows: tuple[NumberRow, ...]


def country_tables(
    figures: Iterable[Figure], iso2: str, asked: RegisterAsked, search: str, language: str
) -> tuple[NumberTable, ...]:
    """One table a family that has figures. `search`: the search's address."""
    found = {(one.family, one.code): one for one in figures if one.group is None}
    present = {family for family, _code in found}

    def linked(family: str, what: str, rule: Rule) -> Linked:
        one = found[family, CODES[rule][what]]
        if what == "projects":
            return Linked(number(one.value, language), f"{search}?{one.href_params}")
        params = asked.to_params(rule=rule, family=family)
        return Linked(number(one.value, language), f"{reverse('register_list', args=[iso2, _LISTS[what]])}?{params}")

    return tuple(
        NumberTable(
            family,
            family_words(family),
            tuple(
                NumberRow(label, linked(family, what, Rule.ACTIVE), linked(family, what, Rule.RECORDED))
                for what, label in LABELS.items()
            ),
        )
        for family in FAMILIES
        if family in present
    )


def rules(figures: Iterable[Figure]) -> tuple[tuple[str, str], ...]:
    """(what is counted, how) of each kind of figure, once."""
    labels = {code: (what, rule) for rule, codes in CODES.items() for what, code in codes.items()}
    names = {Rule.ACTIVE: _("%(what)s, en cours"), Rule.RECORDED: _("%(what)s, recensés")}
    found = {one.code: one.rule for one in figures if one.group is None}
    return tuple(
        (str(names[labels[code][1]]) % {"what": LABELS[labels[code][0]]}, rule) for code, rule in found.items()
    )


def organisation_tables(
    organisation_id: int, as_of: date, search: str, language: str, *, is_french: bool
) -> tuple[NumberTable, ...]:
    """The projects in which an organisation acts, with whom and where, one table a family that has any."""
    query = SearchQuery(authorities=(organisation_id,))
    counted = [[tally(Scope(query, family, as_of, rule)) for rule in Rule] for family in FAMILIES]
    return tuple(
        NumberTable(
            recorded.scope.family,
            family_words(recorded.scope.family),
            tuple(_organisation_rows(active, recorded, search, language, is_french=is_french)),
        )
        for active, recorded in counted
        if recorded.projects
    )


def _organisation_rows(
    active: Tally, recorded: Tally, search: str, language: str, *, is_french: bool
) -> Iterator[NumberRow]:
    def linked(counted: Tally, value: int) -> Linked:
        return Linked(number(value, language), f"{search}?{counted.scope.query.to_params()}")

    yield NumberRow(LABELS["projects"], *(linked(one, one.projects) for one in (active, recorded)))
    if is_french:
        label = LABELS["foreign_partners"]
        yield NumberRow(label, *(linked(one, one.foreign_partners) for one in (active, recorded)))
        yield NumberRow(_("Pays partenaires"), *(linked(one, one.countries) for one in (active, recorded)))
    else:
        label = LABELS["authorities"]
        yield NumberRow(label, *(linked(one, sum(one.authorities.values())) for one in (active, recorded)))
