"""The list of all public pages for search engines: an index, and parts that are streamed in constant memory.

A part holds the pages of a range of numbers in both languages, each with its twin. Lists of results stay out: their
sheets are what is to be found. Without dates: the page's ETag says whether it changed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from atlas.catalogue.figures import projects_by_country
from atlas.catalogue.queries import public_numbers, ranges_of_numbers
from atlas.catalogue.register_lists import LISTS
from atlas.catalogue.views.links import links
from atlas.reference.queries import regions_and_departments
from atlas.ui.frame import SECTIONS

SPAN: Final = 20_000
"""Numbers in a part: 40,000 addresses of the 50,000 that sitemaps.org allows."""

FIXED: Final = (
    "home",
    *(section.url_name for section in SECTIONS if section.url_name != "search"),
    "territories",
    "quality",
    "quality_countries",
    "quality_authorities",
    "data_columns",
    "legal",
    "accessibility",
)
KINDS: Final = ("pages", "projects", "authorities")
PAGES, PROJECTS, AUTHORITIES = KINDS
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS: Final = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@dataclass(frozen=True, slots=True)
class Part:
    """One file: the fixed pages, countries and territories with their lists, or the numbers from `number` × SPAN on of
    a kind of page."""

    kind: str
    number: int


def parts() -> list[Part]:
    """All parts that hold something. Two queries."""
    kinds = (PROJECTS, AUTHORITIES)
    return [Part(PAGES, 0), *(Part(kind, number) for kind in kinds for number in ranges_of_numbers(kind, SPAN))]


def index_of(found: Iterable[Part], site: str) -> str:
    """The index, which names the parts. `site`: scheme and host."""
    files = (f"{site}{reverse('sitemap_part', args=[part.kind, part.number])}" for part in found)
    body = "".join(f"<sitemap><loc>{escape(file)}</loc></sitemap>\n" for file in files)
    return f"{_HEAD}<sitemapindex {_XMLNS}>\n{body}</sitemapindex>\n"


def part_of(part: Part, site: str) -> Iterator[str]:
    """The lines of one part; a part of numbers that nothing has holds no address."""
    yield f'{_HEAD}<urlset {_XMLNS} xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
    for twins in _pages() if part.kind == PAGES else _numbered(part):
        full = [(language, escape(f"{site}{path}")) for language, path in twins]
        others = "".join(f'<xhtml:link rel="alternate" hreflang="{one}" href="{path}"/>' for one, path in full)
        yield from (f"<url><loc>{path}</loc>{others}</url>\n" for _language, path in full)
    yield "</urlset>\n"


Twins = list[tuple[str, str]]
"""The same page in each language: (language, path)."""


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES]


def _pages() -> Iterator[Twins]:
    for name in FIXED:
        yield _twins(name)
    for iso2 in sorted(projects_by_country()):
        yield [(language, f"{links(language).country}{iso2}/") for language in _languages()]
        yield from (_twins("register_list", iso2, name) for name in LISTS)
        yield _twins("register_networks", iso2)
    for region, departments in regions_and_departments():
        for kind, one in (("region", region), *(("department", one) for one in departments)):
            yield _twins(kind, one.code)
            yield _twins(f"{kind}_list", one.code)


def _twins(name: str, *args: str) -> Twins:
    return [(language, _path(name, language, *args)) for language in _languages()]


def _path(name: str, language: str, *args: str) -> str:
    with override(language):
        return reverse(name, args=args)


def _numbered(part: Part) -> Iterator[Twins]:
    prefixes = [(one, links(one).project if part.kind == PROJECTS else links(one).authority) for one in _languages()]
    for number in public_numbers(part.kind, part.number * SPAN, SPAN):
        yield [(language, f"{prefix}{number}/") for language, prefix in prefixes]
