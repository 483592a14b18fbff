"""« Fiches proches »: the sheets that are nearest to one, each with the reason why. From the index, without any query.

A sheet is near because a partner place, an authority or a theme is the same, never because its words look alike: a
reader must be able to check the reason. One search finds them: each reason has a weight of its own, so that a hit's
score says which ones hold.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import IntFlag
from typing import Any

import msgspec
from tantivy import DocAddress, Occur, Query

from .index.counting import all_of, any_of, facet_query, organisation_query
from .index.document import Stored
from .index.facets import partner_country
from .index.listing import stored_of
from .index.places import place_codes
from .index.reader import IndexUnavailable, Snapshot, snapshot
from .record import PublicParty, PublicProject
from .words import gettext

MOST = 4


class Reason(IntFlag):
    """Why a sheet is near; the strongest reason has the highest value, which outweighs all weaker ones together."""

    AUTHORITY = 1
    THEME_AND_COUNTRY = 2
    AUTHORITY_AND_COUNTRY = 4
    PLACE = 8
    PARTNER = 16


class Similar(msgspec.Struct, frozen=True):
    """A sheet nearby: who with whom, since when, and the strongest reason in words."""

    id: int
    title: str
    french: str
    foreign: str
    start_year: int | None
    reason: str


def similar_to(project: PublicProject) -> tuple[Similar, ...]:
    """The nearest sheets, the strongest reasons first; () when none is near, or while there is no index."""
    clauses = dict(_clauses(project))
    if not clauses:
        return ()
    try:
        current = snapshot()
    except IndexUnavailable:
        return ()
    nearest = _nearest(current, clauses)
    stored = stored_of(current, [address for _, address in nearest])
    hits = zip((Reason(round(score)) for score, _ in nearest), stored, strict=True)
    return tuple(_similar(project, reason, hit) for reason, hit in hits if hit.id != project.id)[:MOST]


def _nearest(current: Snapshot, clauses: Mapping[Reason, Query]) -> Sequence[tuple[Any, DocAddress]]:
    """The best hits with their scores, this sheet among them.

    Weak reasons hold for thousands of sheets, of a theme in a country. When enough share a strong one, which outweighs
    them, only those are weighed: of 1,000,000 sheets that takes an eighth of the time.
    """
    for weakest in (Reason.PARTNER, Reason.PLACE):
        strong = [query for reason, query in clauses.items() if reason >= weakest]
        if strong:
            hits = current.searcher.search(_weighed(any_of(strong), clauses), MOST + 1, count=False).hits
            if len(hits) > MOST:
                return hits
    every = [(Occur.Should, Query.const_score_query(query, float(reason))) for reason, query in clauses.items()]
    return current.searcher.search(Query.boolean_query(every), MOST + 1, count=False).hits


def _weighed(among: Query, clauses: Mapping[Reason, Query]) -> Query:
    """What is among some, with the sum of its reasons' weights.

    One reason inside the other: side by side, the engine would walk through all that has any of them.
    """
    found = Query.const_score_query(among, 0.0)
    for reason, query in clauses.items():
        weight = Query.const_score_query(query, float(reason))
        found = Query.boolean_query([(Occur.Must, found), (Occur.Should, weight)])
    return found


def _clauses(project: PublicProject) -> Iterator[tuple[Reason, Query]]:
    """Each reason that this sheet can have, as a query."""
    partners = sorted(_ids(project.foreign_partners))
    if partners:
        yield Reason.PARTNER, organisation_query(*partners)
    places = sorted(code for code in place_codes(project) if ":" in code)
    if places:
        yield Reason.PLACE, facet_query("place", places)
    country, theme = sorted(_countries(project)), _theme(project)
    if theme and country:
        yield Reason.THEME_AND_COUNTRY, all_of([facet_query("theme", [theme]), facet_query("country", country)])
    authorities = sorted(_ids(project.french_authorities))
    if authorities:
        yield Reason.AUTHORITY, organisation_query(*authorities)
    if authorities and country:
        both = all_of([organisation_query(*authorities), facet_query("country", country)])
        yield Reason.AUTHORITY_AND_COUNTRY, both


def _ids(parties: tuple[PublicParty, ...]) -> set[int]:
    return {party.id for party in parties if party.id}


def _countries(project: PublicProject) -> set[str]:
    found = {country.iso2 for country in project.countries}
    return found | {code for party in project.foreign_partners if (code := partner_country(project, party))}


def _theme(project: PublicProject) -> str:
    """Code of the main theme; '' when none is known."""
    main = min(project.themes, key=lambda theme: theme.rank, default=None)
    return (main.code or "") if main else ""


def _similar(project: PublicProject, reason: Reason, hit: Stored) -> Similar:
    return Similar(
        id=hit.id,
        title=hit.title.strip() or gettext("Fiche sans titre"),
        french=", ".join(party.name for party in hit.french),
        foreign=", ".join(party.name for party in hit.foreign),
        start_year=hit.start_year,
        reason=_words(project, reason, hit),
    )


def _words(project: PublicProject, reason: Reason, hit: Stored) -> str:
    """The strongest reason, with the name of what is shared."""
    if Reason.PARTNER in reason:
        shared = _shared(project.foreign_partners, {party.id for party in hit.foreign})
        return gettext("Même partenaire : %(name)s") % {"name": shared} if shared else gettext("Même partenaire")
    if Reason.PLACE in reason:
        return gettext("Même lieu à l’étranger")
    shared = _shared(project.french_authorities, {party.id for party in hit.french})
    if shared and Reason.AUTHORITY_AND_COUNTRY in reason:
        return gettext("Même collectivité, même pays : %(name)s") % {"name": shared}
    if Reason.THEME_AND_COUNTRY in reason:
        return gettext("Même thématique, même pays")
    return gettext("Même collectivité : %(name)s") % {"name": shared} if shared else gettext("Même collectivité")


def _shared(parties: tuple[PublicParty, ...], ids: set[int | None]) -> str:
    """The name of the first organisation that both sheets name; '' when the other names it in another role."""
    return next((party.name for party in parties if party.id and party.id in ids), "")
