"""The private JSON of a sheet: keys and their order, shapes, numbers."""

import json
from dataclasses import replace
from decimal import Decimal

from atlas.imports.legacy_pages.as_json import as_json
from atlas.imports.legacy_pages.sheet import LegacyFunding, LegacySheet

from .samples import example, funding, read
from .writer import write_g3

KEYS = (
    "source generation truncated legacy_prj_id posts title first_convention_year theme other_themes start_year status"
    " end_date context history objective description cofinancing_years actions form implementers owners beneficiaries"
    " foreign_partners foreign_contacts french_authorities other_partners_france other_partners_abroad"
    " pre_reform_authority is_triennial funding_lines communication_france communication_partner_countries"
    " has_evaluation volunteers flags matches"
)


def test_the_keys_come_in_the_order_that_was_agreed() -> None:
    keys = list(as_json(read(write_g3(example())), source="une.txt"))
    assert keys[: len(KEYS.split())] == KEYS.split()


def test_values_have_the_shapes_that_were_agreed() -> None:
    sheet = read(write_g3(example(title="court")))
    told = json.loads(json.dumps(as_json(sheet, source="une.txt", matches=[{"name": "x", "applied": True}])))
    assert told["posts"][0]["correspondent"] == {
        "name": "Aline DUVERNOIS",
        "first_name": "Aline",
        "last_name": "DUVERNOIS",
        "email": "aline.duvernois@diplomatie.gouv.fr",
    }
    assert set(told["posts"][0]) == {"name", "kind", "city", "correspondent", "cultural_counsellor"}
    assert told["theme"] == ["Environnement, Climat et Energie", "Eau et déchets", "Eau et assainissement"]
    assert told["other_themes"][1] == {"theme": ["Culture et Patrimoine", None, None], "priority": 2}
    assert (told["status"], told["end_date"], told["form"]) == ("ongoing", "2027-12-31", "project")
    assert told["foreign_partners"][0] == {"name": "Commune rurale de TAMADOUGOU", "country": "ML"}
    assert set(told["foreign_contacts"][0]) == {"organisation", "last_name", "first_name", "function", "email"}
    assert told["funding_lines"][2] == {
        "funder": "Valmorins-sur-Yse",
        "year": 2025,
        "amount": 12000,
        "pct": [500, 0, 250],
    }
    assert (told["flags"], told["matches"]) == (["title_poor"], [{"name": "x", "applied": True}])
    assert told["findings"][0]["field"] == "title"
    assert told["lines"]["title"] == [15, 15]


def test_absent_values_are_null_or_empty() -> None:
    told = as_json(LegacySheet(), source="vide")
    assert {value for value in told.values() if not isinstance(value, list | dict)} == {None, False, "vide"}
    assert told["theme"] is None
    assert told["funding_lines"] == told["flags"] == []


def test_numbers_are_whole_when_they_can_and_blank_columns_are_null() -> None:
    lines = (
        replace(funding("a", 2019, 1), amount=Decimal("10.50")),
        LegacyFunding("b", 2019, Decimal("7.00"), (None, Decimal(0), None), True),
        LegacyFunding("c", 2019, None, (None, None, None), True),
    )
    told = as_json(LegacySheet(funding_lines=lines), source="x")["funding_lines"]
    assert told == [
        {"funder": "a", "year": 2019, "amount": 10.5, "pct": []},
        {"funder": "b", "year": 2019, "amount": 7, "pct": [None, 0, None]},
        {"funder": "c", "year": 2019, "amount": None, "pct": []},
    ]


def test_two_flags_of_one_code_are_one_code() -> None:
    sheet = read(write_g3(example(objective="\uf0b7 a", context="\uf0b7 b")))
    assert as_json(sheet, source="x")["flags"] == ["private_use_chars"]
