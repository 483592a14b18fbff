"""What a reader asks of the search: the query string as one validated value, and back.

Pages, feeds, map, files and API build their lists from this value, so that one address means one list everywhere. A
parameter that makes no sense is named, with its reason, and ignored: an address typed or cut by hand never fails.
Pure: the values that exist come as an argument (`Known`), the clock is not needed. Not for running the query.
"""

import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Protocol, runtime_checkable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.search_params import (
    ATTRIBUTES,
    FILTERS,
    MAX_TEXT,
    OF_FACET,
    PARAMETERS,
    SORTS,
    VIEWS,
    YEARS,
    clean_text,
    piece,
    sort_name,
    view_name,
)
from atlas.catalogue.search_values import (
    AUTHORITY_GROUPS,
    NOT_STATED,
    TO_CONFIRM,
    Answer,
    Criterion,
    FlagCode,
    FunderNature,
    OnePercent,
)
from atlas.reference.choices import Family, Form, Status

__all__ = [
    "FILTERS",
    "MAX_TEXT",
    "SORTS",
    "VIEWS",
    "YEARS",
    "Known",
    "Label",
    "MultiParams",
    "Problem",
    "SearchQuery",
    "clean_text",
    "sort_name",
    "view_name",
]

_NUMBERED = frozenset({"partenaire", "collectivite", "annee_cofinancement"})
_NUMBER = re.compile(r"[0-9]{1,15}")

Text = str | Promise


@runtime_checkable
class MultiParams(Protocol):
    """What django.http.QueryDict offers: all values of a parameter."""

    def getlist(self, key: str) -> Sequence[str]: ...


@dataclass(frozen=True)
class Label:
    """A facet value's words in both languages, and the value above it (a theme's parent, a country's zone)."""

    fr: str
    en: str
    parent: str | None = None


@dataclass(frozen=True)
class Known:
    """The values that filters accept.

    `organisation_name` gives the name of an organisation that has a public sheet, `place_name` that of a place abroad.
    """

    countries: Mapping[str, Label] = field(default_factory=dict)
    zones: Mapping[str, Label] = field(default_factory=dict)
    themes: Mapping[str, Label] = field(default_factory=dict)
    regions: Mapping[str, Label] = field(default_factory=dict)
    departments: Mapping[str, Label] = field(default_factory=dict)
    organisation_name: Callable[[int], str | None] = lambda _id: None
    place_name: Callable[[str], str | None] = lambda _code: None


@dataclass(frozen=True)
class Problem:
    """A parameter that was ignored or corrected: `reason` is a French text for the reader."""

    parameter: str
    value: str
    reason: Text


@dataclass(frozen=True)
class SearchQuery:
    """Free text and filters. Several values of one filter widen it, different filters narrow the list.

    `authorities` and `partners` are ids of organisations; `statuses` may hold « à confirmer », which depends on the
    day, as the verification does that `stated` and `lacking` may name (`completeness`).
    """

    text: str = ""
    countries: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    partners: tuple[int, ...] = ()
    places: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    departments: tuple[str, ...] = ()
    authorities: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()
    cofinancing: tuple[str, ...] = ()
    cofinancing_years: tuple[int, ...] = ()
    one_percent: tuple[str, ...] = ()
    triennial: tuple[str, ...] = ()
    funders: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    start_from: int | None = None
    start_to: int | None = None
    active_on: date | None = None
    begun_by: date | None = None
    page: int = 1
    sort: str = "relevance"
    view: str = "list"
    problems: tuple[Problem, ...] = ()

    @classmethod
    def from_params(cls, params: MultiParams | Mapping[str, Sequence[str]], *, known: Known) -> "SearchQuery":
        """Read a query string; whatever is wrong becomes a `Problem` of the result."""
        return _Reading(params, known).query()

    def to_params(self, **changes: Any) -> str:
        """Canonical query string without `?` ("" for everything); `changes` replace fields first."""
        pieces = self._spelt
        if changes:
            pieces = {**pieces, **{attribute: piece(attribute, value) for attribute, value in changes.items()}}
        return "&".join(filter(None, pieces.values()))

    @cached_property
    def _spelt(self) -> dict[str, str]:
        """What each field says in an address, in the order of addresses. Kept: a page holds twenty of them."""
        return {attribute: piece(attribute, getattr(self, attribute)) for attribute in PARAMETERS}

    def without(self, parameter: str, value: str = "") -> "SearchQuery":
        """The same query without one value of a filter (or the whole filter when `value` is empty), from page 1."""
        attribute = ATTRIBUTES[parameter]
        current = getattr(self, attribute)
        if isinstance(current, tuple):
            kept: Any = tuple(code for code in current if value and str(code) != value)
        else:
            kept = "" if attribute == "text" else None
        return replace(self, page=1, **{attribute: kept})

    def unordered(self, *, besides: str = "") -> "SearchQuery":
        """What decides which sheets match and not how they are shown; `besides`: a facet whose choice is left out."""
        own: dict[str, Any] = {one.attribute: () for one in FILTERS if one.facet == besides}
        years: dict[str, Any] = {"start_from": None, "start_to": None} if besides == "decade" else {}
        return replace(self, page=1, sort="relevance", problems=(), **own, **years)

    def with_value(self, parameter: str, value: str) -> "SearchQuery":
        """The same query with one more value of a several-valued filter, from page 1."""
        attribute = ATTRIBUTES[parameter]
        added = int(value) if parameter in _NUMBERED else value
        wider: Any = (*(code for code in getattr(self, attribute) if code != added), added)
        return replace(self, page=1, **{attribute: wider})

    def chosen(self, facet: str) -> tuple[str, ...]:
        """The values of a facet that are asked for, as they stand in addresses."""
        attribute = OF_FACET.get(facet)
        return tuple(map(str, getattr(self, attribute))) if attribute else ()

    def with_problem(self, parameter: str, value: str, reason: Text) -> "SearchQuery":
        """The same query with one more parameter said to be ignored or corrected."""
        return replace(self, problems=(*self.problems, Problem(parameter, value[:60], reason)))

    @property
    def is_filtered(self) -> bool:
        """True when anything narrows the list."""
        return any(getattr(self, attribute) not in ("", (), None) for attribute in ATTRIBUTES.values())

    def active(self) -> tuple[tuple[str, str], ...]:
        """(parameter, value) of every filter in use, text included, in the order of the form."""
        found: list[tuple[str, str]] = []
        for parameter, attribute in ATTRIBUTES.items():
            current = getattr(self, attribute)
            values = current if isinstance(current, tuple) else (current,)
            found += [(parameter, str(value)) for value in values if value not in ("", None)]
        return tuple(found)


_STATUSES = (*Status.values, NOT_STATED, TO_CONFIRM)
_FAMILIES = (*Family.values, NOT_STATED)
_FORMS = (*Form.values, NOT_STATED)


@dataclass(frozen=True)
class _Codes:
    """A filter on codes: the codes that exist (null = those of the field of `Known` with the filter's name), what to
    say of others, how case is folded."""

    parameter: str
    reason: Text
    fold: Callable[[str], str] = str.lower
    values: Container[str] | None = None

    @property
    def attribute(self) -> str:
        return ATTRIBUTES[self.parameter]


_PAGES = range(1, 10**9)
_NOT_A_YEAR = _("ce n’est pas une année entre 1900 et 2100")
_NOT_CITED = _("aucune fiche publique ne cite cette collectivité")
_NOT_A_PAGE = _("ce n’est pas un numéro de page")
_NO_SORT = _("ce tri n’existe pas")
_NO_VIEW = _("cette présentation n’existe pas")
_NO_SUCH_PLACE = _("ce lieu n’existe pas ou aucune collectivité des fiches ne s’y trouve")
_NO_CRITERION = _("ce critère de qualité n’existe pas")
_YES_OR_NO = _("la réponse est « oui » ou « non »")
_CODES = (
    _Codes("pays", _("ce code de pays n’existe pas"), str.upper),
    _Codes("zone", _("cette zone n’existe pas ou aucune fiche ne s’y trouve")),
    _Codes("theme", _("ce thème n’existe pas ou aucune fiche ne le porte")),
    _Codes("region", _NO_SUCH_PLACE, str.upper),
    _Codes("departement", _NO_SUCH_PLACE, str.upper),
    _Codes("etat", _("cet état n’existe pas"), values=_STATUSES),
    _Codes("famille", _("cette famille d’actions n’existe pas"), values=_FAMILIES),
    _Codes("forme", _("cette forme n’existe pas"), values=_FORMS),
    _Codes("nature", _("cette nature de collectivité n’existe pas"), values=AUTHORITY_GROUPS),
    _Codes("cofinancement", _YES_OR_NO, values=Answer.values),
    _Codes("triennal", _YES_OR_NO, values=(*Answer.values, NOT_STATED)),
    _Codes("un_pour_cent", _("ce dispositif n’existe pas"), values=OnePercent.values),
    _Codes("financeur", _("cette nature de financeur n’existe pas"), values=FunderNature.values),
    _Codes("renseigne", _NO_CRITERION, values=Criterion.values),
    _Codes("manque", _NO_CRITERION, values=Criterion.values),
    _Codes("signalement", _("ce signalement n’existe pas"), values=FlagCode.values),
)


class _Reading:
    """One pass over the parameters, collecting what was wrong."""

    def __init__(self, params: MultiParams | Mapping[str, Sequence[str]], known: Known) -> None:
        self.known = known
        self.problems: list[Problem] = []
        self.found: Callable[[str], Sequence[str]]
        if isinstance(params, MultiParams):
            self.found = params.getlist
        else:
            plain = params
            self.found = lambda name: plain.get(name, ())

    def query(self) -> SearchQuery:
        start_from = self.number("debut_min", YEARS, _NOT_A_YEAR)
        start_to = self.number("debut_max", YEARS, _NOT_A_YEAR)
        if start_from is not None and start_to is not None and start_from > start_to:
            self.refuse("debut_max", str(start_to), _("la fin de la période précède son début"))
            start_to = None
        filters: dict[str, Any] = {
            "authorities": self.numbers("collectivite", self.is_cited, _NOT_CITED),
            "partners": self.numbers("partenaire", self.is_cited, _NOT_CITED),
            "cofinancing_years": self.numbers("annee_cofinancement", YEARS.__contains__, _NOT_A_YEAR),
        }
        filters["places"] = self.places()
        for one in _CODES:
            known: Container[str] = getattr(self.known, one.attribute) if one.values is None else one.values
            filters[one.attribute] = self.codes(one.parameter, known, one.reason, one.fold)
        return SearchQuery(
            text=self.text(),
            **filters,
            start_from=start_from,
            start_to=start_to,
            active_on=self.day("actif_au"),
            begun_by=self.day("commence_au"),
            page=self.number("page", _PAGES, _NOT_A_PAGE) or 1,
            sort=self.one_of("tri", SORTS, _NO_SORT) or "relevance",
            view=self.one_of("vue", VIEWS, _NO_VIEW) or "list",
            problems=tuple(self.problems),
        )

    def values(self, parameter: str) -> list[str]:
        return [text for text in map(clean_text, self.found(parameter)) if text]

    def refuse(self, parameter: str, value: str, reason: Text) -> None:
        self.problems.append(Problem(parameter, value[:60], reason))

    def text(self) -> str:
        text = " ".join(self.values("q"))
        if len(text) > MAX_TEXT:
            self.refuse("q", text, _("le texte est trop long : seuls les 200 premiers caractères ont été lus"))
        return text[:MAX_TEXT].strip()

    def codes(self, parameter: str, known: Container[str], reason: Text, fold: Callable[[str], str]) -> tuple[str, ...]:
        values = self.values(parameter)
        if not values:
            return ()
        found = dict.fromkeys(map(fold, values))
        for value in found:
            if value not in known:
                self.refuse(parameter, value, reason)
        return tuple(value for value in found if value in known)

    def number(self, parameter: str, allowed: range, reason: Text) -> int | None:
        values = self.values(parameter)
        if not values:
            return None
        if _NUMBER.fullmatch(values[-1]) and int(values[-1]) in allowed:
            return int(values[-1])
        self.refuse(parameter, values[-1], reason)
        return None

    def day(self, parameter: str) -> date | None:
        values = self.values(parameter)
        try:
            return date.fromisoformat(values[-1]) if values else None
        except ValueError:
            self.refuse(parameter, values[-1], _("ce n’est pas une date de la forme 2025-12-31"))
            return None

    def numbers(self, parameter: str, is_known: Callable[[int], bool], reason: Text) -> tuple[int, ...]:
        found = {value: int(value) if _NUMBER.fullmatch(value) else -1 for value in self.values(parameter)}
        for value, number in found.items():
            if number < 0 or not is_known(number):
                self.refuse(parameter, value, reason)
        return tuple(dict.fromkeys(number for number in found.values() if number >= 0 and is_known(number)))

    def places(self) -> tuple[str, ...]:
        """Codes of index/places.py; a country's own code is the place of what has no known position there."""
        found = dict.fromkeys(map(str.upper, self.values("lieu")))
        known = [code for code in found if code in self.known.countries or self.known.place_name(code) is not None]
        for code in found:
            if code not in known:
                self.refuse("lieu", code, _("aucune fiche publique ne cite ce lieu"))
        return tuple(known)

    def is_cited(self, number: int) -> bool:
        return self.known.organisation_name(number) is not None

    def one_of(self, parameter: str, known: Mapping[str, str], reason: Text) -> str | None:
        """What the last value of a parameter stands for."""
        values = self.values(parameter)
        if values and values[-1] not in known:
            self.refuse(parameter, values[-1], reason)
        return known.get(values[-1]) if values else None
