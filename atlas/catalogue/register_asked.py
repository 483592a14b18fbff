"""What a reader asks of a country and its lists: a day, a rule, a family, from the query string and back. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import urlencode

from atlas.catalogue.count_asked import count_asked, day_value, rule_value
from atlas.catalogue.search_query import Problem, SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope

ACTIVE = rule_value(Rule.ACTIVE)


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
        return rule_value(self.rule)

    def scope(self, query: SearchQuery, family: str) -> Scope:
        """What is counted of one family among the projects of `query`."""
        return Scope(query, family, self.as_of, self.rule)

    def to_params(self, **changes: str | Rule) -> str:
        """Canonical query string without `?`; what goes without saying is left out. `changes` replace fields first."""
        asked = replace(self, **changes) if changes else self  # type: ignore[arg-type]  # only rule and family
        pairs = [
            ("au", day_value(asked.as_of, asked.today)),
            ("regle", "" if asked.rule is Rule.ACTIVE else asked.rule_name),
            ("famille", asked.family),
        ]
        return urlencode([(name, value) for name, value in pairs if value])


def register_asked(params: Mapping[str, str], today: date) -> RegisterAsked:
    """Read a query string. A parameter that makes no sense is named and ignored."""
    asked = count_asked(params, today)
    return RegisterAsked(asked.as_of, today, asked.rule or Rule.ACTIVE, asked.family, asked.problems)
