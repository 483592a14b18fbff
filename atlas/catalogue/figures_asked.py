"""What a reader asks of the figures page: the query string as a scope, and back. Pure; the day comes as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from atlas.catalogue.search_query import YEARS, Problem, SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope

RULES: Mapping[str, Rule] = {"recenses": Rule.RECORDED, "en-cours": Rule.ACTIVE}
"""Values of the parameter `regle`."""

EARLIEST = date(YEARS[0], 1, 1)
"""The filters on years begin here: a day before it is a slip of the pen."""


@dataclass(frozen=True)
class FiguresAsked:
    """`scope` is what is counted; `problems`: what of the address was ignored, with its reason for the reader."""

    scope: Scope
    today: date
    problems: tuple[Problem, ...] = ()

    @property
    def rule(self) -> str:
        """The value of `regle`."""
        return next(name for name, rule in RULES.items() if rule is self.scope.rule)

    @property
    def is_past(self) -> bool:
        return self.scope.as_of < self.today

    def to_params(self) -> str:
        """Canonical query string without `?`; what goes without saying is left out."""
        pairs = [
            ("famille", "" if self.scope.family == FAMILIES[0] else self.scope.family),
            ("au", self.scope.as_of.isoformat() if self.is_past else ""),
            ("regle", "" if self.scope.rule is Rule.RECORDED else self.rule),
        ]
        return urlencode([(name, value) for name, value in pairs if value])


def figures_asked(params: Mapping[str, str], today: date) -> FiguresAsked:
    """Read a query string. A parameter that makes no sense is named and ignored."""
    problems: list[Problem] = []
    family, rule = params.get("famille", "").strip(), params.get("regle", "").strip()
    if family and family not in FAMILIES:
        problems.append(Problem("famille", family[:60], _("cette famille d’actions n’existe pas")))
    if rule and rule not in RULES:
        problems.append(Problem("regle", rule[:60], _("on compte les projets recensés ou les projets en cours")))
    scope = Scope(
        SearchQuery(),
        family if family in FAMILIES else FAMILIES[0],
        day_asked(params.get("au", "").strip(), today, problems),
        RULES.get(rule, Rule.RECORDED),
    )
    return FiguresAsked(scope, today, tuple(problems))


def day_asked(text: str, today: date, problems: list[Problem]) -> date:
    """The day of a parameter `au`; today for none, and for one that makes no sense, which is added to `problems`."""
    if not text:
        return today
    try:
        day = date.fromisoformat(text)
    except ValueError:
        problems.append(Problem("au", text[:60], _("ce n’est pas une date de la forme 2025-12-31")))
        return today
    if EARLIEST <= day <= today:
        return day
    reason = _("cette date n’est pas encore venue") if day > today else _("aucun projet n’est aussi ancien")
    problems.append(Problem("au", text[:60], reason))
    return today
