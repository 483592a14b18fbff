"""The list of partner countries, and the page of one of them."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.catalogue import figure_cards, listing, number_tables, relations, territory_lists
from atlas.catalogue.contacts import posts_of
from atlas.catalogue.country_areas import areas
from atlas.catalogue.country_lists import zones_of
from atlas.catalogue.figures import country_figures, projects_by_country
from atlas.catalogue.identity import FRANCE
from atlas.catalogue.published_figures import published
from atlas.catalogue.queries import partners_in_country, register_of
from atlas.catalogue.register_asked import RegisterAsked, register_asked
from atlas.catalogue.register_lists import LISTS
from atlas.catalogue.register_page import register_page
from atlas.catalogue.search import known, search
from atlas.catalogue.search_query import MAX_TEXT, SearchQuery, clean_text
from atlas.catalogue.tally import Rule
from atlas.catalogue.territory_figures import authorities_by_group
from atlas.reference.models import Country
from atlas.reference.queries import countries_by_iso2, countries_by_zone
from atlas.ui.formats import day

from .links import links

SHOWN = 6
"""Sheets updated last on the page of a country; the search has them all."""


@require_safe
def countries_page(request: HttpRequest) -> HttpResponse:
    """Every country that has projects, by world zone, with its number; `q` looks for a country by name. Two queries."""
    language, asked = get_language() or "fr", clean_text(request.GET.get("q", ""))[:MAX_TEXT]
    zones = zones_of(countries_by_zone(), projects_by_country(), language, asked)
    context = {
        "zones": zones,
        "asked": asked,
        "found": sum(len(zone.countries) for zone in zones),
        "as_of": day(localdate(), language),
        "published": published(None, language),
        "links": links(language),
        "canonical_query": urlencode({"q": asked}) if asked else "",
    }
    return render(request, "catalogue/countries.html", context)


def partner_country(iso2: str) -> Country:
    """One query. Raises Http404 for a code that is no partner country; small letters do."""
    country = countries_by_iso2([iso2.upper()]).get(iso2.upper())
    if country is None or country.iso2 == FRANCE:
        raise Http404(_("Aucun pays partenaire n’a le code %(code)s.") % {"code": iso2})
    return country


@require_safe
def country_page(request: HttpRequest, iso2: str) -> HttpResponse:
    """At a date (`au`). Two queries (the country, what its posts publish), the rest from the index. 404 for no partner
    country."""
    country = partner_country(iso2)
    if iso2 != country.iso2:
        return redirect("country", country.iso2, permanent=True)
    language, values = get_language() or "fr", known()
    asked = register_asked({"au": request.GET.get("au", "")}, localdate())
    query = SearchQuery(countries=(country.iso2,), sort="updated", begun_by=asked.as_of if asked.is_past else None)
    result, partners = search(query), partners_in_country(country.iso2, asked.as_of)
    context = {
        "country": country,
        **_counted(country.iso2, asked, language),
        "rows": listing.rows_of(result.hits[:SHOWN], values.countries, language),
        "result": result,
        "list_params": query.to_params(),
        "partners": relations.partner_lines(partners, values.countries, language),
        "locator": relations.places_map(partners, country.iso2, values.countries, language),
        **_said_by_posts(country.iso2, language),
        "published": published(country.iso2, language),
        "links": links(language),
        "canonical_query": asked.to_params(),
    }
    return render(request, "catalogue/country.html", context)


def _said_by_posts(iso2: str, language: str) -> dict[str, object]:
    """What the posts of the country publish, and whom one can write to. One query."""
    register = register_of(iso2)
    return {"posts": posts_of(register, language), "register": register_page(register, language)}


def _counted(iso2: str, asked: RegisterAsked, language: str) -> dict[str, Any]:
    """What is counted at the date: figures with their rule and lists, authorities by kind, projects by area."""
    figures = country_figures(iso2, asked.as_of)
    query, params = SearchQuery(countries=(iso2,)), asked.to_params()
    recorded = asked.to_params(rule=Rule.RECORDED)
    everyone, by_area = (reverse("register_list", args=[iso2, name]) for name in ("toutes", "par-region-partenaire"))
    return {
        "asked": asked,
        "as_of": day(asked.as_of, language),
        "today": day(asked.today, language),
        "number_tables": number_tables.country_tables(figures, iso2, asked, links(language).search, language),
        "rules": number_tables.rules(figures),
        "kind_tables": figure_cards.kind_tables(figures, language),
        "groups": territory_lists.acting_groups(
            authorities_by_group(query, asked.as_of), links(language).authority, language
        ),
        "authorities_url": f"{everyone}?{recorded}",
        "areas": areas(iso2, asked, f"{by_area}?{recorded}", language),
        "lists": tuple(LISTS.values()),
        "params": params,
    }
