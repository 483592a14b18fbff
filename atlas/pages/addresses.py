"""Addresses typed in one language under the prefix of the other: `/en/recherche/` means `/en/search/`."""

import re

from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from django.utils.translation import override

_PREFIX = re.compile(r"/([a-z]{2})/(.+)")


def address_of_twin(path: str) -> str | None:
    """The right address of a page whose path is written in another language of the site; None when there is none."""
    match = _PREFIX.fullmatch(path)
    codes = [code for code, _name in settings.LANGUAGES]
    if match is None or match[1] not in codes:
        return None
    rest = match[2] if match[2].endswith("/") else f"{match[2]}/"
    for code in codes:
        found = _address_from(f"/{code}/{rest}", code, match[1]) if code != match[1] else None
        if found and found != f"/{match[1]}/{rest}":
            return found
    return None


def _address_from(path: str, language: str, wanted: str) -> str | None:
    """`path`, an address of `language`, as the same page's address in `wanted`."""
    try:
        with override(language):
            page = resolve(path)
        with override(wanted):
            return reverse(page.view_name, args=page.args, kwargs=page.kwargs)
    except (Resolver404, NoReverseMatch):
        return None
