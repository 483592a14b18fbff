"""Search: a SearchQuery in, one page of results with counts out. Reads the index only, never the database.

Every count of a page comes from one snapshot, so that facets, total and hits agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache

from babel import Locale
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from tantivy import DocAddress, Query

from atlas.catalogue.index.counting import count
from atlas.catalogue.index.document import Stored, StoredParty, texts_of
from atlas.catalogue.index.listing import ranked, slice_of, stored_of
from atlas.catalogue.index.marking import Marker
from atlas.catalogue.index.matching import Marks
from atlas.catalogue.index.ranking import WORTH, best_of_many
from atlas.catalogue.index.reader import IndexUnavailable, Snapshot, snapshot
from atlas.catalogue.index.set_counting import quick_total
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_counts import facets_of, values_of
from atlas.catalogue.search_facets import Facets, FacetValue
from atlas.catalogue.search_loosening import Loosening, loosenings, nearest_spelling
from atlas.catalogue.search_query import Known, Label, SearchQuery

__all__ = ["FacetValue", "Hit", "HitParty", "IndexUnavailable", "SearchPage", "known", "search"]

PAGE_SIZE = 20
_SORT_KEYS = {"updated": "updated_key", "start": "start_key", "amount": "amount_key"}


HitParty = StoredParty


@dataclass(frozen=True, slots=True)
class Hit:
    """What a result list shows. `title` and `excerpt` are escaped HTML with the matched words in <mark>."""

    id: int
    title: SafeString
    excerpt: SafeString
    french: tuple[HitParty, ...]
    foreign: tuple[HitParty, ...]
    countries: tuple[str, ...]
    status: str | None
    start_year: int | None
    end_year: int | None
    form: str | None
    theme_code: str | None
    theme_fr: tuple[str, ...]
    theme_en: tuple[str, ...]
    is_example: bool
    updated_on: date


@dataclass(frozen=True)
class SearchPage:
    """`first` and `last`: positions of the shown hits, from 1 (0 when there is none)."""

    query: SearchQuery
    total: int
    hits: tuple[Hit, ...]
    pages: int
    first: int
    last: int
    facets: Facets = field(default_factory=lambda: Facets({}, SearchQuery(), lambda _facet: lambda code: (code, code)))
    revision: int = 0
    suggestion: SearchQuery | None = None
    loosen: tuple[Loosening, ...] = ()


def known() -> Known:
    """The values that filters accept: every country of the world, themes, places and organisations of public sheets."""
    current = snapshot()
    return current.keep("known", lambda: _known(current))


def _known(current: Snapshot) -> Known:
    labels = {value: Label(fr, en, parent or None) for value, (fr, en, parent) in current.labels.items()}
    return Known(
        countries=_world() | _of_facet("country", labels),
        zones=_of_facet("zone", labels),
        themes=_of_facet("theme", labels),
        regions=_of_facet("region", labels),
        departments=_of_facet("department", labels),
        organisation_name=current.organisation_name,
        place_name=lambda code: label.name if (label := current.places.get(code)) else None,
    )


def matching(query: SearchQuery, current: Snapshot) -> tuple[SearchQuery, Query, str]:
    """For lists that are read whole: the query with all its problems, as a query of the index, and its sort key."""
    asked = Asked.of(query, current, localdate())
    return asked.query, asked.matching(), _order(asked)


def hits(query: SearchQuery, *, limit: int) -> tuple[Hit, ...]:
    """The first results of a query, without counts."""
    current = snapshot()
    return _page(Asked.of(replace(query, page=1), current, localdate()), current, limit).hits


def search(query: SearchQuery, *, page_size: int = PAGE_SIZE, today: date | None = None) -> SearchPage:
    """One page of what `query` asks for. Raises IndexUnavailable while there is no index.

    `today` (null = this day in Paris) decides which states are to be confirmed (D2.5).
    """
    current, day = snapshot(), today or localdate()
    asked = Asked.of(query, current, day)
    found = _page(asked, current, page_size)
    return replace(
        found,
        facets=facets_of(asked, found.total, current, day),
        suggestion=nearest_spelling(asked, current, day) if found.total == 0 else None,
        loosen=loosenings(asked.query, current, day) if found.total == 0 else (),
    )


def values(query: SearchQuery, facet: str, *, today: date | None = None) -> tuple[SearchQuery, Facets]:
    """All values of one facet over what the other filters of `query` leave, and the query with all its problems."""
    current, day = snapshot(), today or localdate()
    asked = Asked.of(query, current, day)
    return asked.query, values_of(facet, asked, current, day)


def _page(asked: Asked, current: Snapshot, size: int) -> SearchPage:
    asked, addresses, total = _addresses(asked, current, size)
    marker = Marker(asked.text.marks if asked.text else Marks())
    hits = tuple([_hit(one, marker) for one in stored_of(current, addresses)])
    before = (asked.query.page - 1) * size
    return SearchPage(
        query=asked.query,
        total=total,
        hits=hits,
        pages=_pages(total, size),
        first=before + 1 if hits else 0,
        last=before + len(hits),
        revision=current.revision,
    )


def _addresses(asked: Asked, current: Snapshot, size: int) -> tuple[Asked, Sequence[DocAddress], int]:
    """Where the page's hits stand, and how many there are in all; a page beyond the last one becomes the last one."""
    if asked.query.page == 1:
        return asked, *(
            _best_of_many(asked, current, size) or ranked(current, asked.matching(), _order(asked), limit=size)
        )
    total = count(current, asked.matching())
    if asked.query.page > _pages(total, size):
        reason = _("la liste n’a pas autant de pages : voici la dernière")
        query = asked.query.with_problem("page", str(asked.query.page), reason)
        asked = replace(asked, query=replace(query, page=_pages(total, size)))
    first = (asked.query.page - 1) * size
    return asked, slice_of(current, asked.matching(), _order(asked), first=first, limit=size, total=total), total


def _best_of_many(asked: Asked, current: Snapshot, size: int) -> tuple[Sequence[DocAddress], int] | None:
    """The same as `ranked` gives, found in a part of the time; null when it has to be asked."""
    if _order(asked) or not asked.text or asked.text.stems is None:
        return None
    matching = asked.matching()
    total = quick_total(current, matching, asked.recipe())
    if total is None or total < WORTH:
        return None
    found = best_of_many(current, matching, asked.text.stems, total=total, limit=size)
    return None if found is None else (found, total)


def _order(asked: Asked) -> str:
    """The sort key of the index, "" for the best match first. Without a text there is no best match."""
    return _SORT_KEYS.get(asked.query.sort, "" if asked.text else "updated_key")


def _pages(total: int, size: int) -> int:
    return max(1, -(-total // size))


def _hit(stored: Stored, marker: Marker) -> Hit:
    return Hit(
        id=stored.id,
        title=marker.title(stored.title),
        excerpt=marker.excerpt(texts_of(stored)) if marker.is_needed else SafeString(""),
        french=stored.french,
        foreign=stored.foreign,
        countries=stored.countries,
        status=stored.status,
        start_year=stored.start_year,
        end_year=stored.end_year,
        form=stored.form,
        theme_code=stored.theme_code,
        theme_fr=stored.theme_fr,
        theme_en=stored.theme_en,
        is_example=stored.is_example,
        updated_on=stored.updated_on,
    )


_NOT_COUNTRIES = frozenset(("AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"))
"""Codes that CLDR has beside those of ISO 3166: unions, parts of countries, remains, tests, « unknown »."""


@cache
def _world() -> dict[str, Label]:
    """Every country and territory of CLDR, so that a country without a sheet is an empty list and not an error."""
    french, english = Locale("fr").territories, Locale("en").territories
    return {
        code: Label(name, english[code])
        for code, name in french.items()
        if len(code) == 2 and code.isalpha() and code not in _NOT_COUNTRIES
    }


def _of_facet(facet: str, labels: Mapping[str, Label]) -> dict[str, Label]:
    return {value.split(":", 1)[1]: label for value, label in labels.items() if value.startswith(f"{facet}:")}
