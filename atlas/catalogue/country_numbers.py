"""The figures of a country as its page shows them: a table a family, active beside recorded, each with the list behind.

`figures` counts; the number of a row is the length of the list that it leads to: projects in the search, authorities
and pairs in the register's lists. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.ui.formats import number

from .closed_words import family_words
from .figures import CODES, Figure
from .register_asked import RegisterAsked
from .search_values import FAMILIES
from .tally import Rule

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


def number_tables(
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
