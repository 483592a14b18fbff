"""From a public record to an index document: what is searched, counted and shown of it. Pure; decides no ranking."""

import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from zoneinfo import ZoneInfo

import msgspec
from tantivy import Document

from atlas.catalogue.activity import begun_in, over_on
from atlas.catalogue.completeness import verified_until
from atlas.catalogue.confirmation import doubtful_from
from atlas.catalogue.index.amounts import add_amounts
from atlas.catalogue.index.analysis import folded_words
from atlas.catalogue.index.facets import (
    COLUMNS,
    LONGEST_NAME,
    acting_authorities,
    acting_partners,
    column_term,
    counted_terms,
    filter_terms,
    label_terms,
    organisation_terms,
    partner_country,
    quality_terms,
    values_of,
)
from atlas.catalogue.index.places import codes_and_terms, place_filters
from atlas.catalogue.index.rows import RowFile
from atlas.catalogue.record import PublicParty, PublicProject, PublicTheme

PARIS = ZoneInfo("Europe/Paris")
NEVER = 99_999_999
"""`doubtful_from` of a sheet that no day puts in doubt, `begun_in` and `over_on` of what nobody has announced."""

_ID_BITS = 30
_MOST_EUROS = 2**33
"""The largest amount that a sort tells from a larger one."""


class StoredParty(msgspec.Struct, frozen=True, array_like=True, gc=False):
    name: str
    id: int | None = None
    country: str | None = None


class Stored(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a result list shows of a project, and the texts in which matched words are looked for (`texts_of`)."""

    id: int
    title: str
    updated_on: date
    status: str | None
    start_year: int | None
    end_year: int | None
    form: str | None
    theme_code: str | None
    theme_fr: tuple[str, ...]
    theme_en: tuple[str, ...]
    countries: tuple[str, ...]
    french: tuple[StoredParty, ...]
    foreign: tuple[StoredParty, ...]
    is_example: bool
    texts: msgspec.Raw


class PartyTerm(msgspec.Struct, frozen=True, array_like=True):
    """An authority or partner as a term of the index. `key`: the id, or ~name for one known by name only."""

    key: str
    name: str
    id: int | None = None
    kind: str | None = None
    group: str | None = None
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = False
    department: str | None = None
    region: str | None = None


class PairTerm(msgspec.Struct, frozen=True, array_like=True):
    """A French authority and a foreign partner of one project. `country`: the partner's."""

    country: str | None
    french: str
    foreign: str


_stored_encoder = msgspec.msgpack.Encoder()
_stored_decoder = msgspec.msgpack.Decoder(Stored)
_texts_decoder = msgspec.msgpack.Decoder(list[msgspec.Raw])
_text_decoder = msgspec.msgpack.Decoder(str)
_term_encoder = msgspec.json.Encoder()
_party_decoder = msgspec.json.Decoder(PartyTerm)
_pair_decoder = msgspec.json.Decoder(PairTerm)


def stored_from(content: bytes) -> Stored:
    return _stored_decoder.decode(content)


def texts_of(stored: Stored) -> Iterator[str]:
    """The prose of a hit, read as it is asked for: an excerpt needs a text or two, most lists none."""
    return map(_text_decoder.decode, _texts_decoder.decode(stored.texts))


def party_from(term: str) -> PartyTerm:
    return _party_decoder.decode(term)


def pair_from(term: str) -> PairTerm:
    return _pair_decoder.decode(term)


def document(project: PublicProject, rows: RowFile) -> Document:
    """The index document of a project, its row added to `rows`."""
    made = Document()
    made.add_unsigned("project", project.id)
    title, names, texts = _composed(project.title), _composed("\n".join(_names(project))), _texts(project)
    everything = "\n".join((title, names, *texts))
    made.add_text("stems", everything)
    made.add_text("words", everything)
    made.add_text("title", title)
    made.add_text("names", names)
    _add_terms(made, project)
    add_amounts(made, project)
    made.add_unsigned("start_year", project.start_year or 0)
    begun, over = begun_in(project), over_on(project)
    made.add_unsigned("begun_in", NEVER if begun is None else begun)
    made.add_unsigned("over_on", NEVER if over is None else day_number(over))
    made.add_unsigned("linked_since", min(filter(None, (project.first_convention_year, project.start_year)), default=0))
    made.add_unsigned("doubtful_from", _doubt_number(project))
    made.add_unsigned("verified_until", day_number(verified_until(project)))
    low = project.id & ((1 << _ID_BITS) - 1)
    made.add_unsigned("updated_key", int(project.updated_at.timestamp()) << _ID_BITS | low)
    made.add_unsigned("start_key", (project.start_year or 0) << _ID_BITS | low)
    euros = min(int(project.total_amount or 0), _MOST_EUROS)
    made.add_unsigned("amount_key", max(euros, 0) << _ID_BITS | low)
    made.add_unsigned("row", rows.add(_stored_encoder.encode(stored(project, texts))))
    return made


def stored(project: PublicProject, texts: tuple[str, ...]) -> Stored:
    """What is kept for result lists; the main theme is the first by rank."""
    theme = min(project.themes, key=lambda one: one.rank, default=PublicTheme(rank=0, path_fr=(), path_en=()))
    return Stored(
        id=project.id,
        title=_composed(project.title),
        updated_on=project.updated_at.astimezone(PARIS).date(),
        status=project.status,
        start_year=project.start_year,
        end_year=_end_year(project),
        form=project.form,
        theme_code=theme.code,
        theme_fr=theme.path_fr,
        theme_en=theme.path_en,
        countries=tuple(country.iso2 for country in project.countries),
        french=tuple(StoredParty(party.name, party.id, party.country) for party in project.french_authorities),
        foreign=tuple(StoredParty(party.name, party.id, party.country) for party in project.foreign_partners),
        is_example=project.is_example,
        texts=msgspec.Raw(_stored_encoder.encode(texts)),
    )


def _add_terms(made: Document, project: PublicProject) -> None:
    values, (places, place_labels) = values_of(project), codes_and_terms(project)
    quality, of_quality = quality_terms(project)
    for field, terms in (
        ("filters", filter_terms(project, values) | of_quality | place_filters(project, places)),
        ("places", places),
        ("place_labels", place_labels),
        ("facets", counted_terms(values)),
        ("quality", {quality}),
        *((column, {column_term(column, values)}) for column in COLUMNS),
        ("labels", label_terms(project)),
        ("french", _party_terms(project, project.french_authorities)),
        ("foreign", _party_terms(project, project.foreign_partners)),
        ("pairs", _pair_terms(project)),
        ("organisations", organisation_terms(project.parties)),
    ):
        for term in sorted(terms):
            made.add_text(field, term)
    for field, parties in (
        ("organisation", (party for party in project.parties if party.role != "funder")),
        ("authority", acting_authorities(project)),
        ("partner", acting_partners(project)),
    ):
        for number in sorted({party.id for party in parties if party.id}):
            made.add_unsigned(field, number)


def _party_terms(project: PublicProject, parties: Iterable[PublicParty]) -> set[str]:
    return {
        _term_encoder.encode(
            PartyTerm(
                key=party_key(party),
                name=party.name[:LONGEST_NAME],
                id=party.id,
                kind=party.kind,
                group=party.group,
                country=partner_country(project, party),
                lat=party.lat,
                lon=party.lon,
                is_approximate=party.is_approximate,
                department=party.department,
                region=party.region,
            )
        ).decode()
        for party in parties
    }


def _pair_terms(project: PublicProject) -> set[str]:
    return {
        _term_encoder.encode(
            PairTerm(partner_country(project, foreign), party_key(french), party_key(foreign))
        ).decode()
        for french in project.french_authorities
        for foreign in project.foreign_partners
    }


def party_key(party: PublicParty) -> str:
    """What makes two mentions the same organisation: the id, else the name without case, accents and punctuation."""
    return str(party.id) if party.id else _name_key(party.name)


@lru_cache(maxsize=16_384)
def _name_key(name: str) -> str:
    return "~" + " ".join(folded_words(name))[:LONGEST_NAME]


def _end_year(project: PublicProject) -> int | None:
    return project.end_date.year if project.end_date else project.end_year


def day_number(day: date | None) -> int:
    """Year × 10,000 + month × 100 + day; 0 for none."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0


def _doubt_number(project: PublicProject) -> int:
    day = doubtful_from(project)
    return day_number(day) if day else NEVER


def _names(project: PublicProject) -> Iterator[str]:
    """Names of who, where and what, and the sheet's number on the old site."""
    if project.legacy_prj_id is not None:
        yield str(project.legacy_prj_id)
    for party in project.parties:
        yield from filter(None, (party.name, party.declared, party.former))
    for country in project.countries:
        yield from (country.name_fr, country.name_en)
    for theme in project.themes:
        yield from (*theme.path_fr, *theme.path_en)


def _texts(project: PublicProject) -> tuple[str, ...]:
    """The prose of a sheet in the order in which an excerpt is looked for, then names that a result does not show."""
    prose = (
        project.objective,
        project.description,
        project.context,
        project.history,
        *(
            part
            for action in project.actions
            for part in (action.title, action.objective, action.summary, action.place)
        ),
        project.implementers,
        project.owners,
        project.beneficiaries,
        project.other_partners_france,
        project.other_partners_abroad,
        project.pre_reform_authority,
    )
    return tuple(_composed(one) for one in (*prose, " ; ".join(_other_names(project))) if one)


def _composed(text: str) -> str:
    """Of letters with their accents, as analyzers and readers' words are."""
    return unicodedata.normalize("NFC", text)


def _other_names(project: PublicProject) -> dict[str, None]:
    named = [name for party in project.parties for name in (party.declared, party.former) if name]
    others = [party.name for party in project.parties if party.role != "partner"]
    funders = [name for line in project.funding for name in (line.funder, line.declared) if name]
    places = [name for place in project.places for name in (place.name, place.area) if name]
    return dict.fromkeys((*named, *others, *funders, *places, *(post.name for post in project.posts)))
