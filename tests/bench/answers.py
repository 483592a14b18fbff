"""What search must answer, counted without the index: every record is read and compared. Runs inside Django.

Only words that the search takes as they are (neither beginnings nor misspellings of others) can be counted so.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Final
from urllib.parse import parse_qs

from django.db import connections
from django.db.models import Max

from atlas.catalogue import follow
from atlas.catalogue.index.analysis import stem, tokens
from atlas.catalogue.index.matching import NOTHING
from atlas.catalogue.index.synonyms import expansions
from atlas.catalogue.record import PublicProject, decode
from atlas.catalogue.search import SearchPage, known, search
from atlas.catalogue.search_query import SearchQuery

_WORD: Final = re.compile(r"[^\W\d_]{4,}")
_SPLIT: Final = re.compile(r"[^\W_]+")  # where the index cuts words: at all that is neither letter nor digit
_SPAN: Final = 5_000  # records that one process counts at a time
FACETS: Final = ("country", "theme", "status", "family", "decade")


def texts_of(project: PublicProject) -> Iterator[str]:
    """Everything of a record in which search looks for words."""
    yield from (project.title, project.objective, project.description, project.context, project.history)
    yield from (project.implementers, project.owners, project.beneficiaries)
    yield from (project.other_partners_france, project.other_partners_abroad, project.pre_reform_authority)
    for action in project.actions:
        yield from (action.title, action.objective, action.summary, action.place)
    for party in project.parties:
        yield from filter(None, (party.name, party.declared, party.former))
    for country in project.countries:
        yield from (country.name_fr, country.name_en)
    for theme in project.themes:
        yield from (*theme.path_fr, *theme.path_en)
    for line in project.funding:
        yield from filter(None, (line.funder, line.declared))
    yield from (post.name for post in project.posts)


def words_of_sample(size: int) -> list[list[str]]:
    """The words of `size` records spread over the catalogue, lower case, of four letters or more."""
    ids = list(follow.ProjectRecord.objects.order_by("project_id").values_list("project_id", flat=True))
    chosen = ids[:: max(1, len(ids) // size)][:size]
    found = follow.ProjectRecord.objects.in_bulk(chosen).values()
    return [
        sorted({word.lower() for text in texts_of(decode(one.data)) for word in _WORD.findall(text)}) for one in found
    ]


@dataclass(frozen=True)
class Asked:
    """A query, and the stems that a record must hold."""

    query: SearchQuery
    stems: frozenset[str]

    def matches(self, project: PublicProject, stems: set[str | None], values: Mapping[str, set[str]]) -> bool:
        return self.stems <= stems and _fits(self.query, project, values)


@dataclass
class Expected:
    """The answer to one query string, counted record by record: ids, and records by `facet:value`."""

    query: SearchQuery
    ids: set[int] = field(default_factory=set)
    facets: Counter[str] = field(default_factory=Counter)


def is_countable(query_string: str) -> bool:
    """False for a text with terms that find other words or values of filters too, or with words that ask nothing."""
    text = " ".join(parse_qs(query_string).get("q", ()))
    return not any(expansions(tokens(text))) and NOTHING.isdisjoint(_stems(text))


def asked_of(query_strings: Iterable[str]) -> list[Asked]:
    """The queries as the search page reads them."""
    queries = [SearchQuery.from_params(parse_qs(one), known=known()) for one in query_strings]
    return [Asked(query, frozenset(_stems(query.text))) for query in queries]


def count(projects: Iterable[PublicProject], asked: Sequence[Asked]) -> list[Expected]:
    """Answer all the queries from the records."""
    answers = [Expected(one.query) for one in asked]
    for project in projects:
        words = set(_SPLIT.findall("\n".join(texts_of(project)).lower()))
        stems, values = {stem(word) for word in words}, _values(project)
        for one, answer in zip(asked, answers, strict=True):
            if one.matches(project, stems, values):
                answer.ids.add(project.id)
                answer.facets.update(f"{facet}:{value}" for facet in FACETS for value in values[facet])
    return answers


def expected(query_strings: Sequence[str]) -> list[Expected]:
    """Answer all the queries from the whole catalogue, read once, on all cores."""
    asked = asked_of(query_strings)
    answers = [Expected(one.query) for one in asked]
    last = follow.ProjectRecord.objects.aggregate(last=Max("project_id"))["last"] or 0
    spans = [(first, asked) for first in range(0, last + 1, _SPAN)]
    connections.close_all()
    with get_context("fork").Pool() as pool:
        for counted in pool.imap(_count_span, spans):
            for answer, part in zip(answers, counted, strict=True):
                answer.ids |= part.ids
                answer.facets += part.facets
    return answers


def _count_span(span: tuple[int, Sequence[Asked]]) -> list[Expected]:
    first, asked = span
    rows = follow.ProjectRecord.objects.filter(project_id__gte=first, project_id__lt=first + _SPAN)
    return count((decode(data) for data in rows.values_list("data", flat=True).iterator()), asked)


def differences(answers: Iterable[Expected]) -> Iterator[str]:
    """What `search` says otherwise: totals, hits, counts of the facets that the query does not itself choose."""
    for answer in answers:
        page = search(answer.query)
        name = answer.query.to_params()
        if page.total != len(answer.ids):
            yield f"{name}: {page.total} instead of {len(answer.ids)}"
        if not {hit.id for hit in page.hits} <= answer.ids:
            yield f"{name}: a hit does not match"
        yield from (f"{name}: {told}" for told in _facet_differences(answer, page))


def _facet_differences(answer: Expected, page: SearchPage) -> Iterator[str]:
    chosen = {name for name, value in _chosen(answer.query).items() if value}
    for facet in FACETS:
        if facet not in chosen:
            told = {value.code: value.count for value in page.facets[facet] if value.count}
            counted = {term.split(":", 1)[1]: n for term, n in answer.facets.items() if term.startswith(f"{facet}:")}
            if told != counted:
                yield f"facet {facet} differs"
    if "status" not in chosen and sum(value.count for value in page.facets["status"]) != page.total:
        yield "the states do not add up to the total"


def _chosen(query: SearchQuery) -> dict[str, object]:
    years = query.start_from or query.start_to
    return {"country": query.countries, "theme": query.themes, "status": query.statuses, "decade": years}


def _values(project: PublicProject) -> dict[str, set[str]]:
    codes = {theme.code for theme in project.themes if theme.code}
    parents = {".".join(code.split(".")[:depth]) for code in codes for depth in range(1, code.count(".") + 2)}
    return {
        "country": {country.iso2 for country in project.countries},
        "theme": parents,
        "status": {project.status or "none"},
        "family": {project.family or "none"},
        "decade": {str(project.start_year // 10 * 10)} if project.start_year else set(),
    }


def _fits(query: SearchQuery, project: PublicProject, values: Mapping[str, set[str]]) -> bool:
    asked = (("country", query.countries), ("theme", query.themes), ("status", query.statuses))
    if any(wanted and not values[facet].intersection(wanted) for facet, wanted in asked):
        return False
    first, last = query.start_from, query.start_to
    if first is None and last is None:
        return True
    return project.start_year is not None and (first or 1) <= project.start_year <= (last or 9999)


def _stems(text: str) -> Iterator[str]:
    return (token.stem for token in tokens(text) if token.stem is not None)
