"""The quality of sheets: of any search, and its tables of countries and authorities. The trend needs one query."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.catalogue import quality_page as page
from atlas.catalogue.listing import country_name
from atlas.catalogue.quality import Row, by_authority, by_country, quality_of
from atlas.catalogue.quality_history import is_followed, trend
from atlas.catalogue.search import known
from atlas.catalogue.search_query import Known, SearchQuery
from atlas.ui.pagination import pager

from .links import links

SHOWN: Final = 10
PAGE_SIZE: Final = 100
OWN: Final = frozenset({"renseigne", "manque", "signalement"})
"""Filters that the page counts by, and so does not take."""


@dataclass(frozen=True)
class Table:
    """A table with a page of its own. `slug`: in the addresses of its files, the same word in both languages;
    `page`: the name of its address; `attribute`: the filter of a SearchQuery that one of its rows adds."""

    slug: str
    page: str
    attribute: str
    title: Promise
    heading: Promise
    rows: Callable[[SearchQuery, date], Sequence[Row]]

    @property
    def path(self) -> str:
        return reverse(self.page)

    @property
    def files(self) -> dict[str, str]:
        """Addresses by format; the app above makes the files."""
        return {one: reverse("quality_file", args=[self.slug, one]) for one in ("xlsx", "csv")}


COUNTRIES: Final = Table(
    "pays",
    "quality_countries",
    "countries",
    gettext_lazy("Qualité des fiches par pays"),
    gettext_lazy("Pays partenaire"),
    by_country,
)
AUTHORITIES: Final = Table(
    "collectivites",
    "quality_authorities",
    "authorities",
    gettext_lazy("Qualité des fiches par collectivité"),
    gettext_lazy("Collectivité française"),
    by_authority,
)
TABLES: Final = {one.slug: one for one in (COUNTRIES, AUTHORITIES)}


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """What is missing most, first; flags, trend, the beginning of both tables. One query where a trend is kept."""
    language, today, values = get_language() or "fr", localdate(), known()
    query, search = asked(request, values), links(language).search
    found = quality_of(query, today)
    days = trend(found, today)
    context = {
        **_frame(query, values, today, language),
        "found": found,
        "summary": page.summary(found, language),
        "criteria": page.criteria_lines(found, search, language),
        "chart": page.chart(found, language),
        "flags": page.flag_lines(found, search, language),
        "is_followed": is_followed(query),
        "trend": page.trend_lines(days, language),
        "trend_headings": page.headings("stated"),
        "trend_chart": page.trend_chart(days, language) if len(days) > 1 else "",
        "tables": tuple(_beginning(one, query, today, language) for one in tables_of(query)),
        "list_url": f"{search}?{query.to_params()}",
        "files": {one: reverse("quality_file", args=["criteres", one]) for one in ("xlsx", "csv")},
    }
    return render(request, "catalogue/quality.html", context)


@require_safe
def countries_table(request: HttpRequest) -> HttpResponse:
    """Every partner country. No query."""
    return _table(request, COUNTRIES)


@require_safe
def authorities_table(request: HttpRequest) -> HttpResponse:
    """Every French authority that is identified, a hundred a page. No query."""
    return _table(request, AUTHORITIES)


def _table(request: HttpRequest, table: Table) -> HttpResponse:
    language, today, values = get_language() or "fr", localdate(), known()
    query = asked(request, values)
    rows = table.rows(query, today)
    last = max(1, -(-len(rows) // PAGE_SIZE))
    if query.page > last:
        raise Http404(_("Ce tableau n’a que %(last)s pages.") % {"last": last})
    first = (query.page - 1) * PAGE_SIZE
    context = {
        **_frame(query, values, today, language),
        "table": _shown(table, rows[first : first + PAGE_SIZE], query, language),
        "total": len(rows),
        "pager": pager(query.page, last, lambda number: f"{table.path}?{query.to_params(page=number)}"),
        "files": table.files,
        "quality_url": _address(reverse("quality"), query),
    }
    return render(request, "catalogue/quality_table.html", context)


def asked(request: HttpRequest, values: Known) -> SearchQuery:
    """The search whose sheets are judged; filters on quality itself are named and left out."""
    query = SearchQuery.from_params(request.GET, known=values)
    for parameter, value in query.active():
        if parameter in OWN:
            reason = _("cette page compte déjà par critère")
            query = query.with_problem(parameter, value, reason)
    return replace(query, sort="relevance", view="list", stated=(), lacking=(), flags=())


def tables_of(query: SearchQuery) -> tuple[Table, ...]:
    """Those that say more than the search itself: none by country for one country."""
    return tuple(one for one in TABLES.values() if not getattr(query, one.attribute))


def name_of(table: Table, values: Known, language: str) -> Callable[[str], str]:
    """What gives a row its name."""
    if table is COUNTRIES:
        return lambda code: country_name(code, values.countries, language)
    return lambda code: values.organisation_name(int(code)) or code


def _frame(query: SearchQuery, values: Known, today: date, language: str) -> dict[str, Any]:
    params = query.to_params()
    return {
        "query": query,
        "scope": page.scope_words(query, values, language),
        "as_of": page.as_of(today, language),
        "headings": page.headings("lacking"),
        "params": replace(query, page=1).to_params(),
        "canonical_query": params,
    }


def _beginning(table: Table, query: SearchQuery, today: date, language: str) -> dict[str, Any]:
    rows = table.rows(query, today)
    shown = _shown(table, rows[:SHOWN], query, language)
    return {**shown, "total": len(rows), "left": len(rows) > SHOWN, "url": _address(table.path, query)}


def _shown(table: Table, rows: Sequence[Row], query: SearchQuery, language: str) -> dict[str, Any]:
    addresses = (links(language).search, reverse("quality"))
    scope = replace(query, page=1, problems=())
    return {
        "slug": table.slug,
        "title": table.title,
        "heading": table.heading,
        "rows": page.place_lines(rows, scope, name_of(table, known(), language), addresses, language),
        "files": table.files,
    }


def _address(path: str, query: SearchQuery) -> str:
    params = replace(query, page=1).to_params()
    return f"{path}?{params}" if params else path
