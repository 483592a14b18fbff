"""Lists of authorities at a date, of a country (/pays/ML/listes/communes/?au=2020-12-31) and of a French territory."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.catalogue import register_networks, register_words
from atlas.catalogue.count_asked import RULES
from atlas.catalogue.figure_page import families, rule_name
from atlas.catalogue.register_asked import register_asked
from atlas.catalogue.register_lists import LISTS, TERRITORY, ListKind, family_lists
from atlas.catalogue.search import known
from atlas.catalogue.search_query import SearchQuery
from atlas.ui.formats import day

from .country import partner_country
from .links import links
from .territory import DEPARTMENT, REGION, ground_of, territory


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of one place: what is asked of the index, the list's address and its files', the pages above it."""

    chosen: ListKind
    query: SearchQuery
    place: str
    path: str
    files: dict[str, str]
    above: tuple[tuple[str, str], ...]
    tabs: tuple[tuple[str, str], ...] = ()


def country_list(iso2: str, name: str) -> Listed:
    """One query. Raises Http404 for no partner country or no such list."""
    country, chosen = partner_country(iso2), LISTS.get(name)
    if chosen is None:
        raise Http404(_("Aucune liste ne s’appelle « %(name)s ».") % {"name": name})
    return Listed(
        chosen=chosen,
        query=SearchQuery(countries=(country.iso2,)),
        place=country.name,
        path=reverse("register_list", args=[country.iso2, name]),
        files={one: reverse("register_file", args=[country.iso2, name, one]) for one in FILES},
        above=((_("Pays"), reverse("countries")), (country.name, reverse("country", args=[country.iso2]))),
        tabs=country_tabs(country.iso2),
    )


def country_tabs(iso2: str) -> tuple[tuple[str, str], ...]:
    """(name, address) of each list of a country: those that are counted, then the networks that its posts name."""
    counted = ((str(one.label), reverse("register_list", args=[iso2, one.slug])) for one in LISTS.values())
    return (*counted, (str(register_networks.LABEL), reverse("register_networks", args=[iso2])))


FILES = ("csv", "xlsx", "pdf")


def territory_list(kind: str, code: str) -> Listed:
    """At most two queries. Raises Http404 for no such territory, or one that was merged."""
    found = territory(kind, code)
    if found.valid_to is not None:
        raise Http404(_("Cette région n’existe plus : la liste est celle de la région qui lui succède."))
    name = "region" if kind == REGION else "department"
    above = (_("Régions et départements"), reverse("territories")), (found.name, reverse(name, args=[code]))
    return Listed(
        chosen=TERRITORY,
        query=ground_of(found).query,
        place=found.name,
        path=reverse(f"{name}_list", args=[code]),
        files={one: reverse(f"{name}_file", args=[code, one]) for one in FILES},
        above=above,
    )


@require_safe
def register_list_page(request: HttpRequest, iso2: str, name: str) -> HttpResponse:
    """One query (the country); lists and counts come from the index. 404 for no country or no such list."""
    listed = country_list(iso2, name)
    return _page(request, listed) if request.path == listed.path else moved(request, listed.path)


def moved(request: HttpRequest, path: str) -> HttpResponse:
    """The same list under its right address: the code of the country in capitals, the list's name in the language."""
    query = request.META.get("QUERY_STRING", "")
    return redirect(f"{path}?{query}" if query else path, permanent=True)


@require_safe
def region_list_page(request: HttpRequest, code: str) -> HttpResponse:
    """Two queries (the région, those that it took over)."""
    return _page(request, territory_list(REGION, code))


@require_safe
def department_list_page(request: HttpRequest, code: str) -> HttpResponse:
    """One query."""
    return _page(request, territory_list(DEPARTMENT, code))


def _page(request: HttpRequest, listed: Listed) -> HttpResponse:
    language, asked, chosen = get_language() or "fr", register_asked(request.GET, localdate()), listed.chosen
    found = family_lists(listed.query, chosen, asked, known(), language)
    frame = register_words.Frame(chosen, asked, links(language).search, links(language).authority, language)
    context = {
        "listed": listed,
        "title": register_words.list_title(chosen, listed.place),
        "families": [register_words.shown(one, frame) for one in found],
        "rules": register_words.rule_words(chosen, asked, language),
        "empty": register_words.empty_words(chosen),
        "asked": asked,
        "as_of": day(asked.as_of, language),
        "rule_choices": [(one, rule_name(rule), rule is asked.rule) for one, rule in RULES.items()],
        "family_choices": families(),
        "params": asked.to_params(),
        "canonical_query": asked.to_params(),
    }
    return render(request, "catalogue/register_list.html", context)
