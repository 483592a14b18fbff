"""Key figures (D10.3): every number with its date, its rule in words and the list behind it. `tally` counts.

The two families are never added up: each figure is of one family, or of the projects that state none. Projects of
several countries count once in each and once in the world, so the world is not the sum of its countries.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from atlas.catalogue.index.counting import counts_of_all
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope, Tally, tally


@dataclass(frozen=True)
class Figure:
    """One number of one family of projects (`none` = not stated).

    `rule`: how it was counted, for the reader, in the active language; `href_params`: the query string of the list
    behind it; `group`: null for the whole, else this is a part of the figure with the same code.
    """

    code: str
    value: int
    as_of: date
    rule: str
    family: str | None
    href_params: str
    group: str | None = None


FIGURES = ("projects", "authorities", "partnerships", "foreign_partners", "countries")
"""What is counted under each rule: attributes of a Tally."""

CODES: Mapping[Rule, Mapping[str, str]] = {
    Rule.ACTIVE: {
        "projects": "projects_ongoing",
        "authorities": "authorities_active",
        "partnerships": "partnerships_active",
        "foreign_partners": "foreign_partners_active",
        "countries": "countries_active",
    },
    Rule.RECORDED: {
        "projects": "projects_recorded",
        "authorities": "authorities_recorded",
        "partnerships": "partnerships",
        "foreign_partners": "foreign_partners",
        "countries": "countries",
    },
}
"""Code of each figure, by rule."""


def key_figures(as_of: date, codes: Sequence[str] = FIGURES) -> tuple[Figure, ...]:
    """What is recorded in the whole world, by family; a family without any project is left out."""
    counted = (tally(Scope(SearchQuery(), family, as_of, Rule.RECORDED)) for family in FAMILIES)
    return tuple(figure for one in counted if one.projects for figure in figures_of(one, codes))


def country_figures(iso2: str, as_of: date) -> tuple[Figure, ...]:
    """The figures of one country by family, authorities also by group: the groups add up to the whole."""
    asked = SearchQuery(countries=(iso2,))
    return tuple(figure for family in FAMILIES for figure in _of_family(asked, family, as_of))


def projects_by_country() -> Mapping[str, int]:
    """Recorded projects by country (ISO 2): a project of several countries counts once in each."""
    return counts_of_all(snapshot(), localdate()).of("country")


def _of_family(asked: SearchQuery, family: str, as_of: date) -> Iterator[Figure]:
    recorded = tally(Scope(asked, family, as_of, Rule.RECORDED))
    if recorded.projects:
        for counted in (tally(Scope(asked, family, as_of, Rule.ACTIVE)), recorded):
            yield from figures_of(counted, ("projects", "authorities", "partnerships", "foreign_partners"))


def figures_of(counted: Tally, codes: Sequence[str] = FIGURES) -> Iterator[Figure]:
    """The figures of a tally that are asked for, with their rule in words; authorities also by group."""
    scope = counted.scope
    for code in codes:
        found: int | Mapping[str, int] = getattr(counted, code)
        figure = Figure(
            code=CODES[scope.rule][code],
            value=found if isinstance(found, int) else sum(found.values()),
            as_of=scope.as_of,
            rule=rule_words(code, scope.rule),
            family=scope.family,
            href_params=scope.query.to_params(),
        )
        yield figure
        if not isinstance(found, int):
            yield from (replace(figure, value=number, group=group) for group, number in found.items())


def rule_words(code: str, rule: Rule) -> str:
    """How a figure is counted, in one sentence for the reader (D10.3)."""
    condition = (
        _("commencés au plus tard cette année-là, ni annulés ni terminés à cette date")
        if rule is Rule.ACTIVE
        else _("commencés au plus tard cette année-là, quel que soit leur état")
    )
    words = {
        "projects": _("projets publiés %(condition)s"),
        "authorities": _(
            "collectivités françaises distinctes, partenaires d’au moins un projet avec un partenaire étranger, "
            "parmi les projets %(condition)s"
        ),
        "partnerships": _(
            "paires distinctes d’une collectivité française et d’un partenaire étranger, parmi les projets "
            "%(condition)s"
        ),
        "foreign_partners": _("partenaires étrangers distincts, parmi les projets %(condition)s"),
        "countries": _("pays distincts, la France à part, parmi les projets %(condition)s"),
    }
    return words[code] % {"condition": condition}
