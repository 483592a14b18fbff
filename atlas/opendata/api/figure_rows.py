"""Figures as rows of the API: the numbers, rules and lists of `catalogue.figures`, never counted anew."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import override

from atlas.catalogue.closed_words import family_words, group_label
from atlas.catalogue.count_asked import rule_value
from atlas.catalogue.figures import CODES, Figure
from atlas.catalogue.search_values import NOT_STATED
from atlas.opendata.api.answers import list_on_site, site_of

_RULES = {code: rule_value(rule) for rule, codes in CODES.items() for code in codes.values()}


def figure_rows(request: HttpRequest, figures: Iterable[Figure]) -> list[dict[str, Any]]:
    """In their order. The list behind each stands in the API and on the site."""
    return [
        {
            "code": one.code,
            "family": _family(one.family),
            "group": _group(one.group),
            "value": one.value,
            "as_of": one.as_of,
            "counting": _RULES[one.code],
            "rule": one.rule,
            "projects": f"{site_of(request)}/api/v1/projects?{one.href_params}",
            "page": list_on_site(request, one.href_params),
        }
        for one in figures
    ]


def _family(code: str | None) -> dict[str, str]:
    with override("fr"):
        french = family_words(code)
    with override("en"):
        return {"code": code or NOT_STATED, "label_fr": french, "label_en": family_words(code)}


def _group(code: str | None) -> dict[str, str] | None:
    if code is None:
        return None
    with override("fr"):
        french = group_label(code)
    with override("en"):
        return {"code": code, "label_fr": french, "label_en": group_label(code)}
