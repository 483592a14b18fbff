"""Beginnings of the addresses that long pages repeat: `{{ links.authority }}{{ id }}/` costs a sheet no `reverse`."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import override


@dataclass(frozen=True, slots=True)
class Links:
    """Everything up to the identifier; `search` is a whole address, to be followed by `?…`."""

    project: str
    authority: str
    country: str
    search: str


@lru_cache(maxsize=8)
def links(language: str) -> Links:
    """The addresses of one language of the site."""
    with override(language):
        return Links(
            project=reverse("project", args=[0]).removesuffix("0/"),
            authority=reverse("authority", args=[0]).removesuffix("0/"),
            country=reverse("country", args=["XX"]).removesuffix("XX/"),
            search=reverse("search"),
        )


def source_language(language: str) -> SafeString:
    """The attribute of elements that hold a text of the source, which is French: none on a French page."""
    return SafeString("" if language == "fr" else ' lang="fr"')
