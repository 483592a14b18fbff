"""What a reader asks of a country and its lists: a day, a rule, a family, from the query string and back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from atlas.catalogue.figures_asked import RULES, day_asked
from atlas.catalogue.search_query import Problem, SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope

ACTIVE = next(name for name, rule in RULES.items() if rule is Rule.ACTIVE)


@dataclass(frozen=True)
class RegisterAsked:
    """`family` "" = all, side by side; `problems`: what of the address was ignored, with its reason for the reader."""

    as_of: date
    today: date
    rule: Rule = Rule.ACTIVE
    family: str = ""
    problems: tuple[Problem, ...] = ()

    @property
    def is_past(self) -> bool:
        return self.as_of < self.today

    @property
    def families(self) -> tuple[str, ...]:
        """The families to count, each by itself."""
        return (self.family,) if self.family else FAMILIES

    @property
    def rule_name(self) -> str:
        """The value of `regle`."""
        return next(name for name, rule in RULES.items() if rule is self.rule)

    def scope(self, query: SearchQuery, family: str) -> Scope:
        """What is counted of one family among the projects of `query`."""
        return Scope(query, family, self.as_of, self.rule)

    def to_params(self, **changes: str | Rule) -> str:
        """Canonical query string without `?`; what goes without saying is left out. `changes` replace fields first."""
        asked = replace(self, **changes) if changes else self  # type: ignore[arg-type]  # only rule and family
        pairs = [
            ("au", asked.as_of.isoformat() if asked.is_past else ""),
            ("regle", "" if asked.rule is Rule.ACTIVE else asked.rule_name),
            ("famille", asked.family),
        ]
        return urlencode([(name, value) for name, value in pairs if value])


def register_asked(params: Mapping[str, str], today: date) -> RegisterAsked:
    """Read a query string. A parameter that makes no sense is named and ignored."""
    problems: list[Problem] = []
    family, rule = params.get("famille", "").strip(), params.get("regle", "").strip()
    if family and family not in FAMILIES:
        problems.append(Problem("famille", family[:60], _("cette famille d’actions n’existe pas")))
    if rule and rule not in RULES:
        problems.append(Problem("regle", rule[:60], _("on compte les projets recensés ou les projets en cours")))
    return RegisterAsked(
        as_of=day_asked(params.get("au", "").strip(), today, problems),
        today=today,
        rule=RULES.get(rule, Rule.ACTIVE),
        family=family if family in FAMILIES else "",
        problems=tuple(problems),
    )
