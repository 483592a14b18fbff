"""The rules of IATI that its schema cannot say (D11.3), one function each, on one activity as a tree.

Our own files must break none: tests hold every export to them, and `manage.py check_iati` looks at any file. A rule
yields what is wrong, in English, once for each place. Not for structure: that is the XSD.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import groupby
from typing import Any, Final

from lxml import etree

Found = Iterator[str]
Check = Callable[[Any, date], Found]
LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN: Final = re.compile(r"[/&|?]")
_PLACES: Final = ("recipient-country", "recipient-region")


@dataclass(frozen=True)
class Rule:
    """`ids`: as IATI's validator numbers it; a warning spoils nothing."""

    ids: str
    check: Check
    is_warning: bool = False


@dataclass(frozen=True)
class Broken:
    """One breach of a rule."""

    rule: Rule
    message: str


def broken(activity: etree._Element, *, today: date) -> list[Broken]:
    """Every breach in one activity, rule by rule."""
    return [Broken(rule, message) for rule in RULES for message in rule.check(activity, today)]


def identifier_is_not_the_organisation(activity: Any, today: date) -> Found:
    if _identifier(activity) == activity.find("reporting-org").get("ref"):
        yield f"the identifier {_identifier(activity)!r} is the organisation's"


def identifier_begins_with_the_organisation(activity: Any, today: date) -> Found:
    ref = activity.find("reporting-org").get("ref")
    if not _identifier(activity).startswith(f"{ref}-"):
        yield f"{_identifier(activity)!r} does not begin with {ref}-"


def identifiers_have_no_forbidden_sign(activity: Any, today: date) -> Found:
    yield from (f"{one!r} holds one of / & | ?" for one in _identifiers(activity) if _FORBIDDEN.search(one))


def identifiers_have_no_outer_blanks(activity: Any, today: date) -> Found:
    yield from (f"{one!r} begins or ends with a blank" for one in _identifiers(activity) if one != one.strip())


def a_start_is_known(activity: Any, today: date) -> Found:
    if not _day(activity, "1") and not _day(activity, "2"):
        yield "neither a planned nor an actual start"


def sectors_stand_in_one_place(activity: Any, today: date) -> Found:
    yield from _one_place(activity, ("sector",), "sector")


def percentages_of_sectors(activity: Any, today: date) -> Found:
    """Vocabulary by vocabulary; the DAC's is meant where none is said."""
    by_vocabulary = sorted(activity.findall("sector"), key=_vocabulary)
    for vocabulary, sectors in groupby(by_vocabulary, key=_vocabulary):
        yield from _percentages(list(sectors), f"sectors of vocabulary {vocabulary}")


def own_vocabularies_are_named(activity: Any, today: date) -> Found:
    for sector in activity.iter("sector"):
        if _vocabulary(sector) in ("98", "99") and not _has_narrative(sector):
            yield f"sector {sector.get('code')} of the reporter's own vocabulary has no narrative"


def sectors_are_of_the_dac_too(activity: Any, today: date) -> Found:
    sectors = list(activity.iter("sector"))
    if sectors and not any(_vocabulary(one) == "1" for one in sectors):
        yield "no sector of vocabulary 1"


def places_stand_in_one_place(activity: Any, today: date) -> Found:
    yield from _one_place(activity, _PLACES, "recipient country or region")


def percentages_of_places(activity: Any, today: date) -> Found:
    yield from _percentages([one for name in _PLACES for one in activity.findall(name)], "recipients")


def narratives_have_a_language(activity: Any, today: date) -> Found:
    if activity.get(LANG) is None:
        without = [one for one in activity.iter("narrative") if one.get(LANG) is None]
        yield from (f"a narrative of <{one.getparent().tag}> has no language" for one in without)


def the_title_is_not_empty(activity: Any, today: date) -> Found:
    if not _has_narrative(activity.find("title")):
        yield "the title is empty"


def descriptions_are_not_empty(activity: Any, today: date) -> Found:
    yield from ("a description is empty" for one in activity.findall("description") if not _has_narrative(one))


def amounts_have_a_currency(activity: Any, today: date) -> Found:
    if activity.get("default-currency") is None:
        without = [one for one in activity.iter("value") if one.get("currency") is None]
        yield from (f"a value of <{one.getparent().tag}> has no currency" for one in without)


def it_was_not_updated_in_the_future(activity: Any, today: date) -> Found:
    updated = activity.get("last-updated-datetime")
    if updated and _read(updated[:10]) > today:
        yield f"last updated on {updated}"


def planned_dates_are_in_order(activity: Any, today: date) -> Found:
    yield from _in_order(activity, "1", "3", "planned")


def actual_dates_are_in_order(activity: Any, today: date) -> Found:
    yield from _in_order(activity, "2", "4", "actual")


def an_actual_start_is_not_in_the_future(activity: Any, today: date) -> Found:
    yield from _not_in_the_future(_day(activity, "2"), today, "actual start")


def an_actual_end_is_not_in_the_future(activity: Any, today: date) -> Found:
    yield from _not_in_the_future(_day(activity, "4"), today, "actual end")


def no_transaction_is_in_the_future(activity: Any, today: date) -> Found:
    for one in activity.findall("transaction/transaction-date"):
        yield from _not_in_the_future(_read(one.get("iso-date")), today, "transaction")


def no_value_of_a_transaction_is_in_the_future(activity: Any, today: date) -> Found:
    for one in activity.findall("transaction/value"):
        yield from _not_in_the_future(_read(one.get("value-date")), today, "value")


def participants_are_named(activity: Any, today: date) -> Found:
    yield from _unnamed(activity.findall("participating-org"))


def owners_of_identifiers_are_named(activity: Any, today: date) -> Found:
    yield from _unnamed(activity.findall("other-identifier/owner-org"))


def sides_of_transactions_are_named(activity: Any, today: date) -> Found:
    yield from _unnamed([*activity.findall("transaction/provider-org"), *activity.findall("transaction/receiver-org")])


def markers_have_a_significance(activity: Any, today: date) -> Found:
    for marker in activity.findall("policy-marker"):
        if _vocabulary(marker) == "1" and marker.get("significance") is None:
            yield f"policy marker {marker.get('code')} has no significance"


def budgets_span_a_year_at_most(activity: Any, today: date) -> Found:
    for start, end in _periods(activity):
        following = start.replace(year=start.year + 1, day=min(start.day, 28 if start.month == 2 else 31))
        if end > following:
            yield f"a budget from {start} to {end}"


def budgets_start_before_they_end(activity: Any, today: date) -> Found:
    yield from (f"a budget from {start} to {end}" for start, end in _periods(activity) if start > end)


def aid_types_are_of_the_dac_too(activity: Any, today: date) -> Found:
    for owner in (activity, *activity.findall("transaction")):
        types = [*owner.findall("default-aid-type"), *owner.findall("aid-type")]
        if types and not any(_vocabulary(one) == "1" for one in types):
            yield "no aid type of vocabulary 1"


RULES: Final = (
    Rule("1.1.3", identifier_is_not_the_organisation),
    Rule("1.1.21", identifier_begins_with_the_organisation, is_warning=True),
    Rule("1.3.13", identifiers_have_no_forbidden_sign, is_warning=True),
    Rule("1.3.1", identifiers_have_no_outer_blanks, is_warning=True),
    Rule("6.11.1", a_start_is_known),
    Rule("6.2.2, 6.6.2, 6.7.2", sectors_stand_in_one_place),
    Rule("2.1.1, 2.1.2, 2.1.4", percentages_of_sectors),
    Rule("2.2.1", own_vocabularies_are_named),
    Rule("102.1.1", sectors_are_of_the_dac_too, is_warning=True),
    Rule("3.7.1, 3.6.2", places_stand_in_one_place),
    Rule("3.1.1, 3.1.2, 3.1.4", percentages_of_places),
    Rule("4.1.1", narratives_have_a_language),
    Rule("4.3.1", the_title_is_not_empty),
    Rule("4.4.1", descriptions_are_not_empty),
    Rule("7.8.1", amounts_have_a_currency),
    Rule("11.1.1", it_was_not_updated_in_the_future),
    Rule("11.1.2", planned_dates_are_in_order),
    Rule("11.1.3", actual_dates_are_in_order),
    Rule("11.1.4", an_actual_start_is_not_in_the_future),
    Rule("11.1.5", an_actual_end_is_not_in_the_future),
    Rule("11.2.1", no_transaction_is_in_the_future),
    Rule("11.2.2", no_value_of_a_transaction_is_in_the_future),
    Rule("6.10.1", participants_are_named),
    Rule("6.9.1", owners_of_identifiers_are_named),
    Rule("6.9.2", sides_of_transactions_are_named),
    Rule("6.14.1", markers_have_a_significance),
    Rule("7.5.3", budgets_span_a_year_at_most),
    Rule("8.6.3", budgets_start_before_they_end),
    Rule("107.1.1", aid_types_are_of_the_dac_too, is_warning=True),
)


def _identifier(activity: Any) -> str:
    return activity.findtext("iati-identifier") or ""


def _identifiers(activity: Any) -> Found:
    """The activity's, and the references of organisations."""
    yield _identifier(activity)
    for path in ("reporting-org", "participating-org", "transaction/provider-org", "transaction/receiver-org"):
        yield from (ref for one in activity.findall(path) if (ref := one.get("ref")))


def _vocabulary(of: Any) -> str:
    return of.get("vocabulary") or "1"


def _has_narrative(of: Any) -> bool:
    return of is not None and any((one.text or "").strip() for one in of.findall("narrative"))


def _unnamed(organisations: Iterable[Any]) -> Found:
    yield from (
        f"<{one.tag}> without ref and name" for one in organisations if not one.get("ref") and not _has_narrative(one)
    )


def _one_place(activity: Any, names: tuple[str, ...], what: str) -> Found:
    """On the activity, or on all of its transactions, never on both."""
    transactions = activity.findall("transaction")
    placed = [any(one.find(name) is not None for name in names) for one in transactions]
    if any(activity.find(name) is not None for name in names):
        if any(placed):
            yield f"a {what} both on the activity and on a transaction"
    elif not placed or not all(placed):
        yield f"no {what}" if not any(placed) else f"a {what} on some transactions only"


def _percentages(elements: list[Any], what: str) -> Found:
    said = [one.get("percentage") for one in elements]
    if len(said) == 1 and said[0] is not None and _number(said[0]) != 100:
        yield f"{what}: a single one has {said[0]} %"
    if len(said) > 1:
        if None in said:
            yield f"{what}: one of {len(said)} has no percentage"
        elif sum(map(_number, said), Decimal(0)) != 100:
            yield f"{what}: {' + '.join(said)} is not 100 %"


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(-1)


def _read(text: str | None) -> date:
    """A date; the first of all where it is none, which the schema says."""
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return date.min


def _day(activity: Any, kind: str) -> date | None:
    found = activity.find(f"activity-date[@type='{kind}']")
    return None if found is None else _read(found.get("iso-date"))


def _in_order(activity: Any, start: str, end: str, what: str) -> Found:
    first, last = _day(activity, start), _day(activity, end)
    if first and last and first > last:
        yield f"{what} start {first} after {what} end {last}"


def _not_in_the_future(day: date | None, today: date, what: str) -> Found:
    if day and day > today:
        yield f"{what} on {day}"


def _periods(activity: Any) -> Iterator[tuple[date, date]]:
    for budget in activity.findall("budget"):
        yield _read(budget.find("period-start").get("iso-date")), _read(budget.find("period-end").get("iso-date"))
