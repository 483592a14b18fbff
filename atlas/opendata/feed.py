"""A search as an Atom feed (RFC 4287): the projects updated last, a page at a time, each page naming the next."""

import re
from collections.abc import Iterable
from typing import Any, Final

from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator

from atlas.catalogue.prose import opening
from atlas.catalogue.record import PublicProject
from atlas.opendata.about import LICENCE, SITE, About

_UNFIT: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

PAGE: Final = 50
"""Entries of one page of a feed."""

OPEN_SEARCH: Final = "http://a9.com/-/spec/opensearch/1.1/"


class _Feed(Atom1Feed):
    """With the number of all entries and the address of the next page (RFC 5005)."""

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:opensearch": OPEN_SEARCH}

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        handler.addQuickElement("opensearch:totalResults", str(self.feed["total"]))
        if self.feed["next"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["next"]})


def feed(about: About, projects: Iterable[PublicProject], *, address: str, next_address: str) -> str:
    """The XML of one page. `next_address` "" on the last one."""
    made = _Feed(
        title=_clean(about.title),
        link=about.page,
        description="",
        subtitle=_clean(" | ".join([about.count, *about.ignored])),
        language=about.language,
        author_name=str(SITE),
        feed_url=address,
        feed_copyright=LICENCE,
        total=about.total,
        next=next_address,
    )
    for project in projects:
        made.add_item(**_entry(about, project))
    return str(made.writeString("utf-8"))


def _entry(about: About, project: PublicProject) -> dict[str, Any]:
    address = f"{about.words.sheet}{project.id}/"
    return {
        "title": _clean(project.title) or address,
        "link": address,
        "unique_id": address,
        "description": escape(_clean(opening(project.objective or project.description or project.context))),
        "pubdate": project.created_at,
        "updateddate": project.updated_at,
        "categories": [
            _clean(country.name_en if about.language == "en" else country.name_fr) for country in project.countries
        ],
    }


def _clean(text: str) -> str:
    """XML has no place for most control characters. Records hold none; the reader's own question may."""
    return _UNFIT.sub(" ", text)
