"""Findings on a draft: what is missing, doubtful or out of date (D2.5, D3.7). Pure: the day is an argument.

A finding never changes a value. `level` "error" keeps a draft from being published, "warning" is for who can mend it.
`audience` says who may read it: a wrong mailbox is the post's business, a past end date is everybody's.
"""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date

import msgspec

from atlas.reference.choices import Status
from atlas.reference.extents import is_far_from

from .draft import ProjectDraft

FIRST_YEAR = 1945
YEARS_AHEAD = 10
TRIENNIAL_YEARS = 3
MIN_TITLE_WORDS = 3
CAPITALS_SHARE = 0.8
FRANCE = "FR"
MOST_LATITUDE, MOST_LONGITUDE = 90, 180

# Who may read a flag; a code that is not here is for the ministry (D5.4: contact defects never reach the public).
PUBLIC_CODES = frozenset(
    {
        "title_missing",
        "title_probably_cut",
        "status_unknown",
        "status_vs_end",
        "end_missing",
        "end_in_future",
        "end_before_start",
        "stale",
        "year_implausible",
        "date_invalid",
        "pct_unplaced",
        "funding_years_suspect",
        "rows_missing",
        "truncated",
        "theme_missing",
        "foreign_partner_missing",
        "french_authority_missing",
    }
)
POST_CODES = frozenset({"same_person_twice", "correspondent_empty", "mail_not_official", "mail_domain_mistyped"})


class Finding(msgspec.Struct, frozen=True):
    """One remark: `code`, the draft's `field` ('' = the whole sheet), `detail` in English for reports, `level`."""

    code: str
    field: str = ""
    detail: str = ""
    level: str = "warning"

    @property
    def audience(self) -> str:
        """Who may read it: public, post or ministry."""
        if self.code in PUBLIC_CODES:
            return "public"
        return "post" if self.code in POST_CODES else "ministry"


def check(draft: ProjectDraft, *, today: date) -> tuple[Finding, ...]:
    """Every finding on a draft, in the sheet's order."""
    return tuple(finding for rule in _RULES for finding in rule(draft, today))


def _title(draft: ProjectDraft, today: date) -> Iterator[Finding]:
    if not draft.title.strip():
        yield Finding("title_missing", "title", level="error")
    elif title_is_poor(draft.title):
        yield Finding("title_poor", "title")


def title_is_poor(title: str) -> bool:
    """Mostly capitals, or fewer than three words (D3.7)."""
    letters = [char for char in title if char.isalpha()]
    capitals = sum(1 for char in letters if char.isupper())
    return len(re.findall(r"\w+", title)) < MIN_TITLE_WORDS or capitals > CAPITALS_SHARE * len(letters)


def _parties(draft: ProjectDraft, today: date) -> Iterator[Finding]:
    partners = [party for party in draft.parties if party.role == "partner"]
    if not any(party.country == "FR" for party in partners):
        yield Finding("french_authority_missing", "parties")
    if all(party.country == "FR" for party in partners):
        yield Finding("foreign_partner_missing", "parties")
    if not draft.countries:
        yield Finding("country_missing", "countries")


# A word of the title that names a subject, and the themes that would say so (D3.7: « contradicted by the title »).
TITLE_SUBJECTS = (
    (re.compile(r"\b(ecoles?|lycees?|colleges?|scolaires?|alphabetisation)\b"), ("edu",)),
    (re.compile(r"\b(sante|hopital|hopitaux|maternites?|sida|medica(l|ux|les?))\b"), ("edu", "pol")),
    (re.compile(r"\b(assainissement|eau potable|hydraulique|latrines|dechets)\b"), ("env", "pol", "eco")),
)


def _themes(draft: ProjectDraft, today: date) -> Iterator[Finding]:
    if not draft.themes:
        yield Finding("theme_missing", "themes")
        return
    roots = {theme.code.split(".")[0] for theme in draft.themes if theme.code}
    title = unicodedata.normalize("NFD", draft.title.lower())
    title = "".join(char for char in title if not unicodedata.combining(char))
    for words, expected in TITLE_SUBJECTS:
        if roots and (found := words.search(title)) and roots.isdisjoint(expected):
            yield Finding("theme_contradicted", "themes", f"title says « {found.group()} »")


def _status(draft: ProjectDraft, today: date) -> Iterator[Finding]:
    if draft.status is None and draft.status_declared:
        yield Finding("status_unknown", "status", draft.status_declared)
    end = last_day(draft)
    if draft.status == Status.ONGOING and end and end < today:
        yield Finding("status_vs_end", "end_date", end.isoformat())
    if draft.status == Status.COMPLETED and end is None:
        yield Finding("end_missing", "end_date")
    if draft.status == Status.COMPLETED and end and end > today and draft.end_year != today.year:
        yield Finding("end_in_future", "end_date", end.isoformat())
    if is_stale(draft, today=today):
        yield Finding("stale", "status")


def last_day(draft: ProjectDraft) -> date | None:
    """The declared end, or the last day of its year when only the year is known."""
    return draft.end_date or (date(draft.end_year, 12, 31) if draft.end_year else None)


def is_stale(draft: ProjectDraft, *, today: date) -> bool:
    """Ongoing, no end date, triennial with its three years over, and no funding after them (D2.5, D3.7)."""
    if draft.status != Status.ONGOING or last_day(draft) or not draft.is_triennial or draft.start_year is None:
        return False
    last = draft.start_year + TRIENNIAL_YEARS
    return last < today.year and not any(line.year and line.year >= last for line in draft.funding)


def _years(draft: ProjectDraft, today: date) -> Iterator[Finding]:
    years = [("first_convention_year", draft.first_convention_year), ("start_year", draft.start_year)]
    years += [("funding", line.year) for line in draft.funding]
    for field, year in years:
        if year is not None and not FIRST_YEAR <= year <= today.year + YEARS_AHEAD:
            yield Finding("year_implausible", field, str(year))
    end = last_day(draft)
    if draft.start_year and end and end.year < draft.start_year:
        yield Finding("end_before_start", "end_date", end.isoformat())


def _funding(draft: ProjectDraft, today: date) -> Iterator[Finding]:
    if any(line.pct_unplaced for line in draft.funding):
        yield Finding("pct_unplaced", "funding")


def _places(draft: ProjectDraft, today: date) -> Iterator[Finding]:
    for place in draft.places:
        if place.country not in (*draft.countries, FRANCE):
            yield Finding("place_other_country", "places", place.country)
        if (place.latitude is None) != (place.longitude is None):
            yield Finding("place_half", "places", place.name, "error")
        elif place.latitude is not None and place.longitude is not None:
            yield from _point(place.country, place.latitude, place.longitude)


def _point(country: str, lat: float, lon: float) -> Iterator[Finding]:
    detail = f"{lat}, {lon} in {country}"
    if not (abs(lat) <= MOST_LATITUDE and abs(lon) <= MOST_LONGITUDE):
        yield Finding("place_out_of_range", "places", detail, "error")
    elif lat == 0 and lon == 0:
        yield Finding("place_zero", "places", detail)
    elif is_far_from(country, lat, lon):
        is_swapped = abs(lon) <= MOST_LATITUDE and not is_far_from(country, lon, lat)
        yield Finding("place_swapped" if is_swapped else "place_outside_country", "places", detail)


_RULES = (_title, _parties, _places, _themes, _status, _years, _funding)
