"""Sheets that may tell of the same project: typing errors, inverted words, other years; renewals are no duplicates."""

from dataclasses import replace

import pytest

from atlas.duplicates.pairs import LARGEST_BLOCK, THRESHOLD, WINDOW
from atlas.duplicates.projects_alike import ProjectFact, projects_alike, score
from tests.counting import calls_of

ONE = ProjectFact(1, "Réseau d’eau potable de Tambaga", 2010, frozenset({"7"}), frozenset({"90"}), frozenset({"ML"}))


def found(*facts):
    return {(pair.first, pair.second): dict(pair.reasons) for pair in projects_alike(facts)}


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Reseau d'eau potble de Tambaga"},
        {"title": "Eau potable : réseau de Tambaga d’"},
        {"title": "RÉSEAU D’EAU POTABLE DE TAMBAGA"},
        {"start_year": 2011},
        {"start_year": 2012},
        {"start_year": None},
        {"partners": frozenset(), "title": "Réseau d’eau potable à Tambaga"},
        {"authorities": frozenset({"7", "8"})},
    ],
    ids=["typo", "inverted", "capitals", "next year", "near year", "no year", "no partner", "one more authority"],
)
def test_the_same_project_entered_twice(changes):
    assert (1, 2) in found(ONE, replace(ONE, id=2, **changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"start_year": 2020},
        {"title": "Réseau d’eau potable de Tambaga, phase 2"},
        {"title": "Réseau d’eau potable de Kouroumé", "partners": frozenset({"91"})},
        {"title": "Échanges scolaires avec Tambaga"},
        {"authorities": frozenset({"8"})},
        {"countries": frozenset({"SN"})},
    ],
    ids=["ten years later", "phase 2", "another partner", "another subject", "another authority", "another country"],
)
def test_two_projects(changes):
    assert found(ONE, replace(ONE, id=2, **changes)) == {}


def test_three_years_of_a_programme_are_renewals():
    first = replace(ONE, title="Programme 2010-2012", start_year=2010)
    assert found(first, replace(first, id=2, title="Programme 2013-2015", start_year=2013)) == {}


def test_reasons_are_given_and_the_score_is_the_same_both_ways():
    other = replace(ONE, id=2, title="Réseau d’eau potble de Tambaga", start_year=2011)
    points, reasons = score(ONE, other)
    assert points >= THRESHOLD
    assert dict(reasons) == {"title": "98", "authority": "", "partner": "", "years": "2010, 2011"}
    assert score(other, ONE) == (points, reasons)


def test_partners_known_by_name_are_met_in_spite_of_a_typing_error():
    first = replace(ONE, title="Jumelage", partners=frozenset({"~tambaga"}))
    assert found(first, replace(first, id=2, partners=frozenset({"~tambagha"})))[1, 2]["near_partner"] == ""


def test_without_an_authority_a_partner_brings_them_together():
    first = replace(ONE, authorities=frozenset())
    assert (1, 2) in found(first, replace(first, id=2))
    assert found(first, replace(first, id=2, partners=frozenset({"91"}))) == {}


def _title(number, words):
    letters = "abcdefghij"[number // 100 % 10], "klmnopqrst"[number // 1000]
    return " ".join((words[number % 10], words[number // 10 % 10], *(letter * 9 for letter in letters)))


def test_a_large_block_is_not_compared_with_itself():
    """A région with thousands of sheets in one country: the twin stands beside its twin in the order of titles."""
    words = ("eau", "école", "santé", "forage", "mairie", "archives", "marché", "piste", "barrage", "semences")
    facts = [
        replace(ONE, id=number, title=_title(number, words), partners=frozenset({str(number)}))
        for number in range(1, 6 * LARGEST_BLOCK)
    ]
    twin = replace(facts[500], id=9_999)
    with calls_of(score) as compared:
        pairs = found(*facts, twin)
    assert (facts[500].id, 9_999) in pairs
    assert len(facts) < compared.number <= WINDOW * (len(facts) + 1)
