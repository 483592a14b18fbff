"""The page of one organisation, French or foreign: who it is, its projects, its partners."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.catalogue import listing, number_tables, relations
from atlas.catalogue.contacts import contact_of
from atlas.catalogue.identity import identity_of
from atlas.catalogue.queries import organisation_by_id, partners_of_organisation, projects_of_organisation
from atlas.catalogue.search import hits, known
from atlas.catalogue.search_query import SearchQuery
from atlas.reference.queries import countries_by_iso2
from atlas.ui.formats import day
from atlas.ui.pagination import pager

from .elsewhere import organisation_elsewhere
from .links import links

OWN_FILTERS = ("etat", "page", "tri")


@require_safe
def authority_page(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Two queries (its record, its country), lists and counts from the index. 404 for an unknown number."""
    if (organisation := organisation_by_id(organisation_id)) is None:
        return organisation_elsewhere(request, organisation_id)
    language, values, path = get_language() or "fr", known(), request.path
    asked = SearchQuery.from_params({name: request.GET.getlist(name) for name in OWN_FILTERS}, known=values)
    result, partners = projects_of_organisation(organisation_id, asked), partners_of_organisation(organisation_id)
    query, identity = replace(result.query, authorities=()), identity_of(organisation, language=language)
    context = {
        "identity": identity,
        **_counted(organisation_id, language, is_french=identity.is_french),
        "country": countries_by_iso2([organisation.country]).get(organisation.country),
        "tiles": relations.tiles(result.facets["status"], partners, language),
        "tabs": relations.tabs(result.facets["status"], query, path, language),
        "result": result,
        "rows": listing.rows_of(result.hits, values.countries, language),
        "pager": pager(query.page, result.pages, lambda page: f"{path}?{query.to_params(page=page)}#projets"),
        "partners": relations.partner_lines(partners, values.countries, language),
        "locator": relations.partners_map(organisation, partners, values.countries, language),
        "contact": contact_of(organisation, language),
        "map_url": f"{reverse('map')}?collectivite={organisation_id}",
        "canonical_query": query.to_params(),
        "export_params": result.query.to_params(page=1),
    }
    return render(request, "catalogue/authority.html", context)


def _counted(organisation_id: int, language: str, *, is_french: bool) -> dict[str, Any]:
    """Its figures by family today, and the day on which one of its sheets was updated last ("" without a sheet)."""
    today, latest = localdate(), hits(SearchQuery(authorities=(organisation_id,), sort="updated"), limit=1)
    search = links(language).search
    return {
        "links": links(language),
        "as_of": day(today, language),
        "updated_on": day(latest[0].updated_on, language) if latest else "",
        "number_tables": number_tables.organisation_tables(
            organisation_id, today, search, language, is_french=is_french
        ),
    }
