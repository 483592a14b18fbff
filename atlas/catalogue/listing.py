"""Hits → the rows of a result list, ready for a flat template: words in the reader's language, addresses, badges.

The same rows stand on the search page, the home and the pages of an authority or a country. Reads no database; names of
countries come from the index (`Known`).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.utils.safestring import SafeString
from django.utils.translation import override

from atlas.catalogue import wording
from atlas.catalogue.search import Hit, HitParty
from atlas.catalogue.search_query import Label
from atlas.catalogue.search_values import NOT_STATED
from atlas.catalogue.views.links import links
from atlas.catalogue.words import gettext
from atlas.reference.choices import Form, Status
from atlas.ui.formats import day

SHOWN_PARTIES = 3
CLOSED = "atlas-badge--closed"  # what is over has no colour of its own


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a result list. `status_style` is "" for a status that is not stated."""

    url: str
    title: SafeString
    excerpt: SafeString
    french: str
    foreign: str
    countries: str
    status: str
    status_style: str
    period: str
    form: str
    theme: str
    theme_is_source: bool
    is_example: bool
    updated_on: str


def rows_of(hits: Iterable[Hit], countries: Mapping[str, Label], language: str) -> tuple[Row, ...]:
    """The rows of a list, in its order."""
    return tuple(_row(hit, countries, language) for hit in hits)


def country_name(code: str, countries: Mapping[str, Label], language: str) -> str:
    """Name of a country in the reader's language; its code when the index does not know it."""
    label = countries.get(code)
    return code if label is None else label.en if language == "en" else label.fr


def years(start: int | None, end: int | None) -> str:
    """A span of years with what is known of it; "" when nothing is."""
    if start is None:
        return gettext("jusqu’en %(year)s") % {"year": end} if end else ""
    if end is None:
        return gettext("depuis %(year)s") % {"year": start}
    return str(start) if start == end else f"{start} – {end}"


def _row(hit: Hit, countries: Mapping[str, Label], language: str) -> Row:
    words, status = _words(language), hit.status or NOT_STATED
    return Row(
        url=f"{links(language).project}{hit.id}/",
        title=hit.title if hit.title.strip() else words.untitled,
        excerpt=hit.excerpt,
        french=_names(hit.french),
        foreign=_names(hit.foreign),
        countries=", ".join(country_name(code, countries, language) for code in hit.countries),
        status=words.statuses[status],
        status_style=words.badges[status],
        period=_period(hit.start_year, hit.end_year, language),
        form=words.forms.get(hit.form or "", ""),
        theme=(hit.theme_en if language == "en" else hit.theme_fr)[-1:][0] if hit.theme_fr else "",
        theme_is_source=hit.theme_code is None,
        is_example=hit.is_example,
        updated_on=_day(hit.updated_on, language),
    )


@dataclass(frozen=True, slots=True)
class _Words:
    """Words and badges by code in one language: looked up once, shown in every row."""

    statuses: Mapping[str, str]
    badges: Mapping[str, str]
    forms: Mapping[str, str]
    untitled: SafeString


@lru_cache(maxsize=4)
def _words(language: str) -> _Words:
    badges = {status.value: wording.STATUS_BADGES.get(status, CLOSED) for status in Status} | {NOT_STATED: ""}
    with override(language):
        not_stated = str(wording.STATUS_NOT_STATED)
        return _Words(
            statuses={status.value: str(status.label) for status in Status} | {NOT_STATED: not_stated},
            badges=badges,
            forms={form.value: str(form.label) for form in Form},
            untitled=SafeString(gettext("Fiche sans titre")),
        )


@lru_cache(maxsize=4096)
def _period(start: int | None, end: int | None, _language: str) -> str:
    """`_language` is the active one."""
    return years(start, end)


@lru_cache(maxsize=4096)
def _day(value: date, language: str) -> str:
    return day(value, language)


def _names(parties: tuple[HitParty, ...]) -> str:
    """The first names of a side; how many more there are, in words."""
    shown = ", ".join(party.name for party in parties[:SHOWN_PARTIES])
    left = len(parties) - SHOWN_PARTIES
    if left <= 0:
        return shown
    return gettext("%(names)s et %(count)s de plus") % {"names": shown, "count": left}
