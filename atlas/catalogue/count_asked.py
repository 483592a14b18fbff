"""What every page of counts is asked: a day, a rule, a family, from the query string. Pure; today is an argument.

For the figures (`figures_asked`) and for the pages and lists of countries and territories (`register_asked`), which
differ in what goes without saying.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from .search_query import YEARS, Problem
from .search_values import FAMILIES
from .tally import Rule

RULES: Mapping[str, Rule] = {"recenses": Rule.RECORDED, "en-cours": Rule.ACTIVE}
"""Values of the parameter `regle`."""

EARLIEST = date(YEARS[0], 1, 1)
"""The filters on years begin here: a day before it is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class CountAsked:
    """`as_of`: today for none; `rule` null, `family` "" = not asked for; `problems`: what was ignored, and why."""

    as_of: date
    rule: Rule | None
    family: str
    problems: tuple[Problem, ...]


def count_asked(params: Mapping[str, str], today: date) -> CountAsked:
    """Read a query string. A parameter that makes no sense is named and ignored."""
    problems: list[Problem] = []
    family, rule = params.get("famille", "").strip(), params.get("regle", "").strip()
    if family and family not in FAMILIES:
        problems.append(Problem("famille", family[:60], _("cette famille d’actions n’existe pas")))
    if rule and rule not in RULES:
        problems.append(Problem("regle", rule[:60], _("on compte les projets recensés ou les projets en cours")))
    as_of = _day_asked(params.get("au", "").strip(), today, problems)
    return CountAsked(as_of, RULES.get(rule), family if family in FAMILIES else "", tuple(problems))


def rule_value(rule: Rule) -> str:
    """The value of `regle` that stands for a rule."""
    return next(name for name, one in RULES.items() if one is rule)


def day_value(as_of: date, today: date) -> str:
    """The value of `au`: today goes without saying."""
    return as_of.isoformat() if as_of < today else ""


def _day_asked(text: str, today: date, problems: list[Problem]) -> date:
    """The day of `au`; today for none, and for one that makes no sense, which is added to `problems`."""
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
