"""What a reader asks of the figures page: the query string as a scope, and back. Pure; the day comes as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from atlas.catalogue.count_asked import count_asked, day_value, rule_value
from atlas.catalogue.search_query import Problem, SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope


@dataclass(frozen=True)
class FiguresAsked:
    """`scope` is what is counted; `problems`: what of the address was ignored, with its reason for the reader."""

    scope: Scope
    today: date
    problems: tuple[Problem, ...] = ()

    @property
    def rule(self) -> str:
        """The value of `regle`."""
        return rule_value(self.scope.rule)

    @property
    def is_past(self) -> bool:
        return self.scope.as_of < self.today

    def to_params(self) -> str:
        """Canonical query string without `?`; what goes without saying is left out."""
        pairs = [
            ("famille", "" if self.scope.family == FAMILIES[0] else self.scope.family),
            ("au", day_value(self.scope.as_of, self.today)),
            ("regle", "" if self.scope.rule is Rule.RECORDED else self.rule),
        ]
        return urlencode([(name, value) for name, value in pairs if value])


def figures_asked(params: Mapping[str, str], today: date) -> FiguresAsked:
    """Read a query string. A parameter that makes no sense is named and ignored."""
    asked = count_asked(params, today)
    scope = Scope(SearchQuery(), asked.family or FAMILIES[0], asked.as_of, asked.rule or Rule.RECORDED)
    return FiguresAsked(scope, today, asked.problems)
