"""Searches that alerts stand for: read from an address, said in words. Reads the index, no database."""

from dataclasses import replace

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from atlas.catalogue.filter_words import names_of
from atlas.catalogue.index.matching import has_words
from atlas.catalogue.search import known
from atlas.catalogue.search_query import MultiParams, SearchQuery

LONGEST = 2_000
"""Characters of a search that an alert can be made of; readers never get near."""


def search_asked(params: MultiParams) -> SearchQuery:
    """What a query string asks for, without order, page, view and signs that are no words.

    Its `problems` say what else was left out of it.
    """
    query = SearchQuery.from_params(params, known=known())
    text = query.text if has_words(query.text) else ""
    return replace(query, text=text, page=1, sort="relevance", view="list")


def search_kept(params: str) -> SearchQuery | None:
    """A search as an alert keeps it; null while a part of it means nothing, for instance a partner of no sheet.

    Such a part would be left out, and the search match more than was asked for.
    """
    query = search_asked(QueryDict(params))
    return None if query.problems else query


def in_words(query: SearchQuery, language: str) -> tuple[str, ...]:
    """Each criterion; none for all sheets."""
    with override(language):
        return names_of(query, known(), language)


def address_of(params: str, language: str) -> str:
    """Path of the list, sheets updated last first."""
    with override(language):
        return f"{reverse('search')}?{params}{'&' if params else ''}tri=maj"
