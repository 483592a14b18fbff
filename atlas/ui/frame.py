"""The frame of every page: navigation, the same page in the other language, canonical address.

Works from the URL alone, so that a cache may keep whole pages: no query, no cookie, no header of the reader.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from atlas.ui.context import site

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
# Stands in the kept header where the link to the other language goes.
LANGUAGE_PLACE = "<!--language-->"


@dataclass(frozen=True)
class Section:
    """An entry of the main menu: `pages` are the URL names that belong to it."""

    url_name: str
    label: str | Promise
    pages: frozenset[str]


SECTIONS = (
    Section("search", _("Rechercher"), frozenset({"search", "project", "authority"})),
    Section(
        "map", _("Carte"), frozenset({"map", "territories", "region", "department", "region_list", "department_list"})
    ),
    Section("countries", _("Pays"), frozenset({"countries", "country", "register_list", "register_networks"})),
    Section("figures", _("Chiffres"), frozenset({"figures", "quality", "quality_countries", "quality_authorities"})),
    Section("data", _("Données"), frozenset({"data", "data_set", "data_columns", "iati", "api_reference"})),
)
# Pages that hold a search box of their own: the header shows none there.
WITH_SEARCH_BOX = frozenset({"home", "search", "map"})


@dataclass(frozen=True)
class MenuItem:
    """`current` is the value of aria-current: "page", "true" (a page below) or ""."""

    url: str
    label: str | Promise
    current: str


def page_name(request: HttpRequest) -> str:
    """URL name of the page; "" for an address that leads nowhere."""
    match = request.resolver_match
    return (match.url_name or "") if match else ""


def address_in(request: HttpRequest, language: str) -> str | None:
    """Path of the same page in `language`, without query string; None when the page has no twin."""
    match = request.resolver_match
    if match is None or not match.url_name:
        return None
    if not match.args and len(match.kwargs) == 1:
        ((name, value),) = match.kwargs.items()
        if type(value) is int:
            path = _address(match.view_name, (), ((name, _NUMBER),), language)
            return path and path.replace(str(_NUMBER), str(value))
    return _address(match.view_name, match.args, tuple(match.kwargs.items()), language)


_NUMBER: Final = 7_777_777_777_777
"""Stands in a kept address for the number of the sheet: there are as many addresses as kinds of pages to keep."""


@lru_cache(maxsize=8192)
def _address(
    view_name: str, args: tuple[object, ...], kwargs: tuple[tuple[str, object], ...], language: str
) -> str | None:
    """Every page asks it three times for itself; a reversed address does not change while the process lives."""
    with override(language):
        try:
            path = reverse(view_name, args=args, kwargs=dict(kwargs))
        except NoReverseMatch:
            return None
    return path if path.startswith(f"/{language}/") else None


def menu(page: str) -> tuple[MenuItem, ...]:
    """The main menu as seen from `page`."""
    return tuple(
        MenuItem(
            reverse(section.url_name),
            section.label,
            "page" if page == section.url_name else "true" if page in section.pages else "",
        )
        for section in SECTIONS
    )


@lru_cache(maxsize=256)
def header(language: str, page: str, state_brand: bool, demonstration: bool) -> SafeString:
    """Skip links, header, menu and demonstration notice: the same for every address of a kind of page."""
    with override(language):
        context = {
            "menu": menu(page),
            "with_search": page not in WITH_SEARCH_BOX,
            "state_brand": state_brand,
            "demonstration": demonstration,
        }
        return render_to_string("ui/_header.html", context)


@lru_cache(maxsize=8)
def footer(language: str, state_brand: bool) -> SafeString:
    """The footer, the same on every page of a language."""
    with override(language):
        return render_to_string("ui/_footer.html", {"state_brand": state_brand})


def public_page(request: HttpRequest, template: str, context: Mapping[str, object]) -> HttpResponse:
    """Django's `render` without what belongs to a reader: session, account, messages and form token have no place here.

    A public page shows none of them, and is kept whole for all readers.
    """
    return HttpResponse(render_to_string(template, {**site(request), "request": request, **context}))


def other_language(language: str) -> str:
    """The site speaks two languages: the one that `language` is not."""
    return next(code for code, _name in settings.LANGUAGES if code != language)
