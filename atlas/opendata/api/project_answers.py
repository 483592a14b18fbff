"""Projects as JSON, GeoJSON and CSV, one page at a time.

JSON is spliced from what was made beforehand; CSV and GeoJSON have the columns of the files (docs/open-data.md), under
their keys. All of them read public records and the index, and nothing else.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import override

from atlas.catalogue.closed_words import closed_words, is_closed
from atlas.catalogue.lines import kept_bodies
from atlas.catalogue.search_asked import Asked
from atlas.catalogue.search_counts import facets_of
from atlas.catalogue.search_facets import FACETS, Facets
from atlas.catalogue.streaming import records
from atlas.opendata import lines
from atlas.opendata.api import answers
from atlas.opendata.api.asked import words_of
from atlas.opendata.api.bodies import body, chosen, encode, full_body, with_moment
from atlas.opendata.api.formats import CSV, GEOJSON, JSON
from atlas.opendata.api.paging import Page
from atlas.opendata.api.parameters import ProjectsAsked
from atlas.opendata.api.problems import language_of
from atlas.opendata.api.schemas import ALL_FIELDS, FIELDS
from atlas.opendata.columns import ALL, SHORT, Column
from atlas.opendata.csv_fields import column_fields
from atlas.opendata.geojson import features
from atlas.opendata.row import AnyRow, Decode, decoder, placed_decoder
from atlas.opendata.words import Words, words_for

EVERY_FACET = "all"


def project_list(request: HttpRequest, asked: ProjectsAsked, page: Page, kind: str) -> HttpResponse:
    """The page in one of the formats."""
    response = LISTS[kind](request, asked, page)
    response.headers["X-Total-Count"] = str(page.total)
    return response


def _as_json(request: HttpRequest, asked: ProjectsAsked, page: Page) -> HttpResponse:
    following = answers.next_address(request, page.next)
    head = {
        "total": page.total,
        "next": following,
        "page": answers.list_on_site(request, page.query.to_params(page=1)),
        "as_of": answers.today(),
        "licence": answers.licence(),
        "facets": facets(page, asked.facets),
    }
    items = b",".join(objects(page, answers.sheets_of(request), asked.fields))
    return answers.answer(request, encode(head)[:-1] + b',"items":[' + items + b"]}", following=following)


def objects(page: Page, sheets: str, fields: str | None) -> list[bytes]:
    """Each project as JSON. Keys of a whole sheet may be asked for too: then the records are read."""
    keys = words_of(fields, "fields", ALL_FIELDS) if fields else ()
    is_whole = not set(keys) <= set(FIELDS)
    make, found = (full_body, _records(page, page.ids)) if is_whole else (with_moment, _bodies(page))
    doubtful = dict(zip(page.ids, page.doubtful, strict=True))
    whole = [
        make(found[number], f"{sheets}{number}/", is_doubtful=doubtful[number])
        for number in page.ids
        if number in found
    ]
    return [chosen(one, keys) for one in whole] if keys else whole


def _bodies(page: Page) -> dict[int, bytes]:
    """What was made beforehand, and what is made now because it was not."""
    kept = kept_bodies(page.ids, recipe=lines.recipe())
    late = [number for number in page.ids if number not in kept]
    return kept | {number: body(data) for number, data in _records(page, late).items()} if late else kept


def _records(page: Page, ids: Sequence[int]) -> dict[int, bytes]:
    """The records of those that are still public, by number; no query for none."""
    return dict(records(ids, lambda data: (_number(data).id, data), revision=page.current.revision))


class _Numbered(msgspec.Struct):
    id: int


_number = msgspec.json.Decoder(_Numbered).decode


def facets(page: Page, names: str | None) -> dict[str, list[dict[str, Any]]] | None:
    """The counts that are asked for beside a list, as the search page has them."""
    if not names:
        return None
    wanted = FACETS if names == EVERY_FACET else words_of(names, "facets", FACETS)
    asked = Asked.of(page.query, page.current, localdate())
    found = facets_of(asked, page.total, page.current, localdate())
    return {facet: _values(facet, found) for facet in wanted}


def _values(facet: str, found: Facets) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "label_fr": one.label_fr or _closed(facet, one.code, "fr"),
            "label_en": one.label_en or _closed(facet, one.code, "en"),
            "count": one.count,
            "selected": one.selected,
        }
        for one in found[facet]
    ]


def _closed(facet: str, code: str, language: str) -> str:
    """Words of closed lists; years are their own."""
    if not is_closed(facet):
        return code
    with override(language):
        return closed_words(facet, code)


def _as_csv(request: HttpRequest, asked: ProjectsAsked, page: Page) -> HttpResponse:
    columns = _columns(asked.fields, ALL)
    words, language = _words(request), language_of(request)
    rows = _rows(page, decoder(language, is_full=any(one.is_long for one in columns)))
    fields = [column_fields(one, words, rows) for one in columns]
    content = [",".join(one.key for one in columns), *map(",".join, zip(*fields, strict=True))]
    return answers.csv_lines(request, content, following=answers.next_address(request, page.next))


def _as_geojson(request: HttpRequest, asked: ProjectsAsked, page: Page) -> HttpResponse:
    columns, following = _columns(asked.fields, SHORT), answers.next_address(request, page.next)
    made = features(_rows(page, placed_decoder(language_of(request))), _words(request), columns)
    head = {
        "type": "FeatureCollection",
        "total": page.total,
        "next": following,
        "page": answers.list_on_site(request, page.query.to_params(page=1)),
        "as_of": answers.today(),
        "licence": answers.licence(),
    }
    content = encode(head)[:-1] + b',"features":[' + b",".join(made) + b"]}"
    return answers.answer(request, content, GEOJSON, following=following)


def _columns(fields: str | None, offered: Sequence[Column]) -> Sequence[Column]:
    if fields is None:
        return SHORT
    by_key = {one.key: one for one in offered}
    return [by_key[key] for key in words_of(fields, "fields", tuple(by_key))]


def _rows(page: Page, decode: Decode) -> list[AnyRow]:
    doubtful = dict(zip(page.ids, page.doubtful, strict=True))
    rows = list(records(page.ids, decode, revision=page.current.revision))
    for row in rows:
        row.prepare(is_doubtful=doubtful[row.id])
    return rows


def _words(request: HttpRequest) -> Words:
    return words_for(language_of(request), answers.sheets_of(request))


LISTS: Mapping[str, Callable[[HttpRequest, ProjectsAsked, Page], HttpResponse]] = {
    JSON: _as_json,
    GEOJSON: _as_geojson,
    CSV: _as_csv,
}
"""How a page is written, by format."""
