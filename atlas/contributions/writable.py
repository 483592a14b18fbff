"""Can the register hold this draft? What it names must exist, closed lists hold, numbers fit their columns.

Errors of people's drafts are found when they are sent, not when a moderator accepts them. Four queries, whatever the
draft; none for what it does not name.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, Final

from django.db.models import Model

from atlas.organisations.models import Organisation, Post
from atlas.projects.checks import Finding
from atlas.projects.draft import ProjectDraft
from atlas.reference.choices import Family, Form, Nature, Role, Status
from atlas.reference.models import Country, Theme

LAST_YEAR: Final = 9999
LARGEST: Final = Decimal(10) ** 12
LARGEST_ID: Final = 2**63 - 1
LONGEST_POST: Final = 255
DOCUMENT_KINDS: Final = frozenset({"convention", "report", "evaluation", "source", "other"})


def unwritable(draft: ProjectDraft) -> tuple[Finding, ...]:
    """Everything that would keep the draft from being written, as errors."""
    return (*_closed(draft), *_rows(draft), *_numbers(draft), *_named(draft))


def _error(code: str, field: str, detail: object = "") -> Finding:
    return Finding(code, field, str(detail), "error")


def _closed(draft: ProjectDraft) -> Iterator[Finding]:
    for name, choices in (("family", Family), ("form", Form), ("status", Status)):
        value = getattr(draft, name)
        if value is not None and value not in choices.values:
            yield _error("not_in_list", name, value)
    for party in draft.parties:
        if party.role not in Role.values:
            yield _error("not_in_list", "parties", party.role)
    for line in draft.funding:
        if line.nature not in Nature.values:
            yield _error("not_in_list", "funding", line.nature)
    for document in draft.documents:
        if document.kind not in DOCUMENT_KINDS:
            yield _error("not_in_list", "documents", document.kind)


def _rows(draft: ProjectDraft) -> Iterator[Finding]:
    if draft.end_date is not None and draft.end_year is not None:
        yield _error("end_twice", "end_year")
    if any(not party.name.strip() for party in draft.parties):
        yield _error("name_missing", "parties")
    if any(not line.funder.strip() for line in draft.funding):
        yield _error("name_missing", "funding")
    if any(not (theme.code or theme.l1 or theme.l2 or theme.l3) for theme in draft.themes):
        yield _error("name_missing", "themes")
    if any(len(post.name) > LONGEST_POST for post in draft.posts):
        yield _error("too_long", "posts")
    if len(set(draft.countries)) != len(draft.countries):
        yield _error("twice", "countries")


def _numbers(draft: ProjectDraft) -> Iterator[Finding]:
    years: list[tuple[str, int | None]] = [
        *((name, getattr(draft, name)) for name in ("first_convention_year", "start_year", "end_year")),
        *(("funding", line.year) for line in draft.funding),
    ]
    for field, year in years:
        if year is not None and not 0 < year <= LAST_YEAR:
            yield _error("number_out_of_range", field, year)
    if any(not 0 <= theme.rank <= LAST_YEAR for theme in draft.themes):
        yield _error("number_out_of_range", "themes")
    for field, amount in _amounts(draft):
        if amount is not None and not (amount.is_finite() and 0 <= amount < LARGEST and _cents(amount)):
            yield _error("number_out_of_range", field, amount)


def _cents(amount: Decimal) -> bool:
    exponent = amount.normalize().as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -2


def _amounts(draft: ProjectDraft) -> Iterator[tuple[str, Decimal | None]]:
    for line in draft.funding:
        for amount in (line.amount, line.pct_col1, line.pct_col2, line.pct_col3, *line.pct_unplaced):
            yield "funding", amount
        for amount in (line.pct_water, line.pct_waste, line.pct_energy):
            yield "funding", amount
    for action in draft.actions:
        yield "actions", action.amount


def _named(draft: ProjectDraft) -> Iterator[Finding]:
    countries = {("countries", code) for code in draft.countries}
    countries |= {("places", place.country) for place in draft.places}
    countries |= {("parties", party.country) for party in draft.parties if party.country}
    yield from _unknown(Country, "iso2", countries)
    yield from _unknown(Theme, "code", {("themes", theme.code) for theme in draft.themes if theme.code})
    yield from _unknown(Post, "pk", {("posts", post.post_id) for post in draft.posts if post.post_id is not None})
    organisations = {("parties", one.organisation_id) for one in draft.parties if one.organisation_id is not None}
    organisations |= {("funding", one.organisation_id) for one in draft.funding if one.organisation_id is not None}
    yield from _unknown(Organisation, "pk", organisations)


def _unknown(model: type[Model], key: str, named: Iterable[tuple[str, Any]]) -> Iterator[Finding]:
    """One error for each that is not there."""
    wanted = sorted(named)
    if not wanted:
        return
    values = {value for _field, value in wanted if not isinstance(value, int) or abs(value) <= LARGEST_ID}
    found = set(model._default_manager.filter(**{f"{key}__in": values}).values_list(key, flat=True))
    for field, value in wanted:
        if value not in found:
            yield _error("unknown_reference", field, value)
