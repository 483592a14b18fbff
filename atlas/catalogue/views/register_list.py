"""A list of the country register, at a date: /pays/ML/listes/communes/?actif_au=2020-12-31."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.catalogue.register_lists import LISTS, family_lists
from atlas.catalogue.search_query import Known, SearchQuery
from atlas.ui.formats import day

from .country import partner_country
from .links import links


@require_safe
def register_list_page(request: HttpRequest, iso2: str, name: str) -> HttpResponse:
    """One query (the country); lists and counts come from the index. 404 for no country or no such list."""
    country, chosen = partner_country(iso2), LISTS.get(name)
    if chosen is None:
        raise Http404(_("Aucune liste ne s’appelle « %(name)s ».") % {"name": name})
    if iso2 != country.iso2:
        return redirect("register_list", country.iso2, name, permanent=True)
    language = get_language() or "fr"
    asked = SearchQuery.from_params({"actif_au": request.GET.getlist("actif_au")}, known=Known())
    as_of = asked.active_on or localdate()
    context = {
        "country": country,
        "chosen": chosen,
        "lists": tuple(LISTS.values()),
        "families": family_lists(country.iso2, chosen, as_of, links(language).search, language),
        "date": as_of.isoformat(),
        "as_of": day(as_of, language),
        "problems": asked.problems,
        "links": links(language),
        "canonical_query": asked.to_params(),
    }
    return render(request, "catalogue/register_list.html", context)
