"""The regional networks of a country: /pays/ML/listes/reseaux-regionaux/, in the place of the posts' PDF (D10.1)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.catalogue import register_networks
from atlas.catalogue.queries import register_of
from atlas.catalogue.register_page import register_page

from .country import partner_country
from .register_list import FILES, country_tabs


@require_safe
def networks_page(request: HttpRequest, iso2: str) -> HttpResponse:
    """Two queries (the country, what its posts publish). 404 for no partner country."""
    country = partner_country(iso2)
    if iso2 != country.iso2:
        return redirect("register_networks", country.iso2, permanent=True)
    language, register = get_language() or "fr", register_of(country.iso2)
    rows = register_networks.rows_of(register, language)
    context = {
        "country": country,
        "title": register_networks.title(country.name),
        "register": register_page(register, language),
        "count": register_networks.count_words(rows, language),
        "rules": register_networks.rules(),
        "tabs": country_tabs(country.iso2),
        "files": {one: reverse("networks_file", args=[country.iso2, one]) for one in FILES},
        "path": reverse("register_networks", args=[country.iso2]),
        "has_posts": bool(register.posts),
    }
    return render(request, "catalogue/register_networks.html", context)
