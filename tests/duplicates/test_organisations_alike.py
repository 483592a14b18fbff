"""Organisations that may be one: typing errors, old names of communes, inverted words, places."""

import random
from dataclasses import replace

import pytest

from atlas.duplicates.organisations_alike import OrganisationFact, organisations_alike, score
from tests.counting import calls_of

TOWN = OrganisationFact(1, ("rivebourg sur isle",), "commune", "FR", area="24")
ABROAD = OrganisationFact(5, ("tambaga",), "foreign", "ML", area="kayes", place=(13.10, -9.20))


def found(*facts, related=frozenset()):
    return {(pair.first, pair.second): dict(pair.reasons) for pair in organisations_alike(facts, related)}


@pytest.mark.parametrize(
    ("first", "changes"),
    [
        (TOWN, {"names": ("rivbourg sur isle",)}),
        (TOWN, {"names": ("sur isle rivebourg",)}),
        (TOWN, {"area": ""}),
        (TOWN, {"names": ("rivebourg nouvelle", "rivebourg sur isle"), "code": "24001", "is_reference": True}),
        (ABROAD, {"names": ("tambagha",)}),
        (ABROAD, {"names": ("kita koro",), "place": (13.102, -9.20)}),
        (ABROAD, {"place": None, "area": ""}),
    ],
    ids=["typo", "inverted", "no département", "old commune name", "typo abroad", "same place", "bare name"],
)
def test_the_same_organisation_twice(first, changes):
    assert (first.id, 9) in found(first, replace(first, id=9, **changes))


@pytest.mark.parametrize(
    ("first", "changes"),
    [
        (TOWN, {"area": "33"}),
        (TOWN, {"kind": "intermunicipality"}),
        (TOWN, {"country": "BE"}),
        (replace(TOWN, code="24001"), {"code": "24002"}),
        (ABROAD, {"place": (14.90, -5.00), "area": "segou"}),
        (ABROAD, {"names": ("kita koro",), "place": (13.18, -9.20)}),
        (ABROAD, {"names": ("kita koro",), "place": (13.107, -9.20)}),
        (ABROAD, {"names": ("kita koro",), "kind": "foreign region", "place": (13.10, -9.20)}),
    ],
    ids=[
        "other département",
        "other kind",
        "other country",
        "two codes",
        "far",
        "neighbour",
        "town that touches",
        "region around a town",
    ],
)
def test_two_organisations(first, changes):
    assert found(first, replace(first, id=9, **changes)) == {}


def test_reference_data_has_no_duplicates_in_itself():
    first = replace(TOWN, is_reference=True)
    assert found(first, replace(first, id=9)) == {}
    assert (1, 9) in found(first, replace(first, id=9, is_reference=False))


def test_predecessor_and_successor_are_two():
    related = frozenset({(1, 9), (9, 1)})
    assert found(TOWN, replace(TOWN, id=9), related=related) == {}


def test_reasons_say_what_was_alike():
    other = replace(TOWN, id=9, names=("rivebourg nouvelle", "rivebourg sur isle"))
    assert found(TOWN, other)[1, 9] == {"name": "100", "former_name": "", "kind": "", "area": ""}
    assert found(ABROAD, replace(ABROAD, id=9, names=("tambagha",)))[5, 9]["near"] == "0.0"


def test_tens_of_thousands_are_not_compared_with_each_other():
    """Each with one or two others: 450 million pairs are a matter of hours."""
    rng = random.Random(7)
    syllables = ("ba", "ko", "ri", "lan", "me", "tou", "ga", "si", "dour", "ne", "fa", "ze", "pol", "vi", "cha", "mon")
    names = ["".join(rng.choices(syllables, k=4)) for _ in range(30_000)]
    facts = [
        replace(TOWN, id=number, names=(name,), area=f"{number % 95}", is_reference=number > 10_000)
        for number, name in enumerate(names, start=1)
    ]
    twins = [replace(one, id=100_000 + one.id, names=(f"{one.names[0]}x",), is_reference=False) for one in facts[:50]]
    with calls_of(score) as compared:
        pairs = found(*facts, *twins)
    assert {(one.id, 100_000 + one.id) for one in facts[:50]} <= pairs.keys()
    assert len(twins) < compared.number < 3 * len(facts)
