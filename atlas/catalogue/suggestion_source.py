"""The book of names that type-ahead looks in: countries, themes and territories of the index, organisations with their
former names.

Made when it is first asked for, and again when the catalogue has moved on, at most once a minute: a name that is a
minute late harms nobody. Not for finding names: `suggestions`.
"""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from atlas.catalogue.index.counting import acting
from atlas.catalogue.index.facets import ORGANISATIONS
from atlas.catalogue.index.former_names import former_of_country, former_of_place
from atlas.catalogue.index.reader import Snapshot, snapshot
from atlas.catalogue.models import OrganisationRecord
from atlas.catalogue.search import known
from atlas.catalogue.search_query import Known, Label
from atlas.catalogue.suggestions import Book, Name, book_of

RENEW_EVERY = 60.0
"""Seconds between two books."""

_FIRST = 2**40
"""Weight of countries and themes: they stand before places of the same name."""


class _OtherName(msgspec.Struct):
    name: str


class _Organisation(msgspec.Struct):
    """What a suggestion needs of an organisation's record."""

    id: int
    name: str
    country: str = ""
    department_name: str | None = None
    population: int | None = None
    names: tuple[_OtherName, ...] = ()


_decoder = msgspec.json.Decoder(_Organisation)


@dataclass
class _Kept:
    book: Book | None = None
    folder: str = ""
    revision: int = -1
    made_at: float = 0.0


_kept = _Kept()
_lock = threading.Lock()


def book() -> Book:
    """The book of this process. Raises IndexUnavailable."""
    current = snapshot()
    with _lock:
        if _kept.book is None or _kept.folder != current.state.folder or _is_late(current):
            _kept.book = book_of(_names(current, known()))
            _kept.folder, _kept.revision = current.state.folder, current.revision
            _kept.made_at = time.monotonic()
        return _kept.book


def _is_late(current: Snapshot) -> bool:
    return _kept.revision != current.revision and time.monotonic() - _kept.made_at > RENEW_EVERY


def _names(current: Snapshot, values: Known) -> Iterator[Name]:
    used = {code.split(":", 1)[1] for code in current.labels if code.startswith("country:")}
    countries = ((code, label) for code, label in values.countries.items() if code in used)
    yield from (_named("pays", code, label, *former_of_country(code)) for code, label in countries)
    yield from (_named("theme", code, label) for code, label in values.themes.items())
    yield from (_named("region", code, label) for code, label in values.regions.items())
    yield from (_named("departement", code, label, code) for code, label in values.departments.items())
    authorities, partners = (acting(current, facet) for facet in ORGANISATIONS)
    for number, data in OrganisationRecord.objects.values_list("organisation_id", "data").iterator(chunk_size=2_000):
        # Those that only pay, and the State, lead to no list.
        if number in authorities or number in partners:
            yield _organisation(
                _decoder.decode(data), "collectivite" if number in authorities else "partenaire", values
            )


def _named(parameter: str, code: str, label: Label, *others: str) -> Name:
    """`others`: what it is looked for by beside its names: the number of a département, a former name of a country."""
    return Name(parameter, code, label.fr, label.en, (label.fr, label.en, *others), weight=_FIRST)


def _organisation(one: _Organisation, parameter: str, values: Known) -> Name:
    is_french = one.country == "FR"
    place = one.department_name or ""
    where = Label(place, place) if is_french else values.countries.get(one.country, Label("", ""))
    former = () if is_french else former_of_place(one.country, one.name)
    names = dict.fromkeys((one.name, *(other.name for other in one.names), *former))
    return Name(parameter, str(one.id), one.name, one.name, tuple(names), where.fr, where.en, one.population or 0)
