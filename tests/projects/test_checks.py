from datetime import date
from decimal import Decimal

import pytest

from atlas.projects.checks import check, title_is_poor
from atlas.projects.draft import FundingDraft, PartyDraft, ProjectDraft, ThemeDraft

TODAY = date(2026, 11, 22)
SOUND = ProjectDraft(
    title="Appui au service de l’eau",
    countries=("ML",),
    status="completed",
    start_year=2010,
    end_date=date(2013, 12, 31),
    themes=(ThemeDraft(rank=0, code="env.eau"),),
    parties=(PartyDraft(role="partner", name="A", country="FR"), PartyDraft(role="partner", name="B", country="ML")),
)


def codes(**values: object) -> set[str]:
    import msgspec

    return {finding.code for finding in check(msgspec.structs.replace(SOUND, **values), today=TODAY)}


def test_a_sound_draft_has_no_finding() -> None:
    assert check(SOUND, today=TODAY) == ()


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"title": ""}, {"title_missing"}),
        ({"title": "jumelage"}, {"title_poor"}),
        ({"title": "RENFORCEMENT DES CAPACITÉS DE LA VILLE"}, {"title_poor"}),
        ({"parties": ()}, {"french_authority_missing", "foreign_partner_missing"}),
        ({"countries": ()}, {"country_missing"}),
        ({"themes": ()}, {"theme_missing"}),
        ({"title": "Rénovation de l’école de Kloto"}, {"theme_contradicted"}),
        ({"status": None, "status_declared": "Gelé"}, {"status_unknown"}),
        ({"status": "ongoing", "end_date": date(2020, 6, 1)}, {"status_vs_end"}),
        ({"status": "ongoing", "end_date": TODAY}, set()),
        ({"end_date": None}, {"end_missing"}),
        ({"end_date": None, "end_year": 2026}, set()),
        ({"end_date": date(2027, 1, 1)}, {"end_in_future"}),
        ({"start_year": 20019}, {"year_implausible", "end_before_start"}),
        ({"start_year": 1944}, {"year_implausible"}),
        ({"start_year": 2014}, {"end_before_start"}),
        ({"funding": (FundingDraft(funder="X", pct_unplaced=(Decimal(5),)),)}, {"pct_unplaced"}),
    ],
)
def test_each_defect_is_found_and_nothing_else(values: dict[str, object], expected: set[str]) -> None:
    assert codes(**values) == expected


@pytest.mark.parametrize(
    ("start", "last_funding", "stale"),
    [(2019, None, True), (2019, 2022, False), (2023, None, False), (2022, None, True)],
)
def test_a_triennial_without_end_or_later_money_is_stale(start: int, last_funding: int | None, stale: bool) -> None:
    funding = (FundingDraft(funder="X", year=last_funding),) if last_funding else ()
    found = codes(status="ongoing", end_date=None, is_triennial=True, start_year=start, funding=funding)
    assert ("stale" in found) is stale


def test_contact_defects_are_for_the_post_and_not_for_the_public() -> None:
    from atlas.projects.checks import Finding

    assert Finding("mail_not_official").audience == "post"
    assert Finding("status_vs_end").audience == "public"
    assert Finding("private_use_chars").audience == "ministry"


def test_a_title_in_sentence_case_is_not_poor() -> None:
    assert not title_is_poor("Une Terre pour Vivre au Mali")
