"""A difference in words: each field by lines, what went and what came marked; no code reaches a reader."""

from datetime import date
from decimal import Decimal

import msgspec
from hypothesis import given

from atlas.contributions.comparison import Line, Mark, Words, differences, value_lines
from atlas.contributions.field_words import LABELS
from atlas.projects.diff import FIELDS
from atlas.projects.draft import ActionDraft, FundingDraft, PartyDraft, ProjectDraft, ThemeDraft, place_of
from tests.factories.drafts import drafts

WORDS = Words("fr", {"ML": "Mali", "FR": "France"}, {"env.eau": ("Environnement", "Eau")})


def test_every_field_has_a_name() -> None:
    assert tuple(LABELS) == FIELDS


def test_lines_that_went_and_came() -> None:
    (found,) = differences(ProjectDraft(objective="Un\n\nDeux"), ProjectDraft(objective="Un\nTrois"), WORDS)
    assert (found.field, found.label) == ("objective", "Objectif du partenariat")
    assert found.before == (Line("Un"), Line("Deux", Mark.REMOVED))
    assert found.after == (Line("Un"), Line("Trois", Mark.ADDED))


def test_a_row_that_stays_is_not_marked() -> None:
    town = PartyDraft(role="partner", name="Pontcharra", country="FR")
    lead = PartyDraft(role="lead", name="Sikoro", country="ML")
    (found,) = differences(ProjectDraft(parties=(town,)), ProjectDraft(parties=(lead, town)), WORDS)
    assert found.before == (Line("Pontcharra (France) – Partenaire"),)
    assert found.after == (Line("Sikoro (Mali) – Chef de file", Mark.ADDED), Line("Pontcharra (France) – Partenaire"))


def test_values_in_words() -> None:
    assert value_lines("status", "ongoing", WORDS) == ("En cours",)
    assert value_lines("is_triennial", False, WORDS) == ("Non",)
    assert value_lines("end_date", date(2027, 12, 1), WORDS) == ("1er décembre 2027",)
    assert value_lines("countries", ("ML", "XX"), WORDS) == ("Mali", "XX")
    assert value_lines("themes", (ThemeDraft(rank=0, code="env.eau"), ThemeDraft(rank=1, l1="Autre")), WORDS) == (
        "Environnement > Eau",
        "Autre",
    )
    line = FundingDraft(funder="Ville", year=2020, amount=Decimal("12000"), pct_water=Decimal("0"))
    assert value_lines("funding", (line,), WORDS) == (
        "Ville – 2020 – 12\u202f000\u00a0€ (déclaré) – 1\u00a0% eau\u00a0: 0\u00a0€",
    )
    action = ActionDraft(title="Forages", start=date(2020, 1, 1), end=date(2021, 1, 2))
    assert value_lines("actions", (action,), WORDS) == ("Forages – 1er janvier 2020 → 2 janvier 2021",)
    koro = place_of("ML", "Koro", at=(14.07, -3.08), is_approximate=True, area="Mopti")
    assert value_lines("places", (koro, place_of("ML"), place_of("XX", "Ici")), WORDS) == (
        "Koro – Mali – Mopti – 14.07, -3.08, position approchée",
        "Mali, pays entier",
        "Ici – XX",
    )
    assert value_lines("title", "", WORDS) == value_lines("start_year", None, WORDS) == ()


@given(drafts, drafts)
def test_it_names_exactly_the_fields_that_differ(before: ProjectDraft, after: ProjectDraft) -> None:
    found = {one.field for one in differences(before, after, WORDS)}
    assert found == {name for name in FIELDS if getattr(before, name) != getattr(after, name)}
    assert differences(after, msgspec.structs.replace(after), WORDS) == ()
