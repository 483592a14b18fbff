"""What a form sends becomes what the officer meant, and nothing that was not touched changes."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from atlas.projects.draft import FundingDraft, PartyDraft, ProjectDraft, ThemeDraft
from atlas.workspace.fields import Typed
from atlas.workspace.form import BY_NAME, FORM
from atlas.workspace.reading import MOST_ROWS, as_typed, digest, normal, read, rows_of
from tests.factories.drafts import drafts, full_draft
from tests.workspace.worlds import LISTS, numbers

FULL = full_draft(numbers())
EMPTY = ProjectDraft()


def taken(field: str, typed: Typed, before: ProjectDraft = EMPTY) -> object:
    """The value that one field gets; the message where it gets none."""
    reading = read(BY_NAME[field], normal(BY_NAME[field], typed), before, LISTS)
    return reading.problems[0].message if reading.problems else reading.values[field]


@pytest.mark.parametrize("spec", FORM, ids=lambda spec: spec.name)
def test_a_page_that_is_sent_back_untouched_changes_nothing(spec) -> None:
    typed = as_typed(spec, FULL)
    assert read(spec, typed, FULL, LISTS).values == {name: getattr(FULL, name) for name in spec.fields}
    assert normal(spec, typed) == typed


@pytest.mark.parametrize("spec", FORM, ids=lambda spec: spec.name)
def test_what_is_typed_anew_is_what_stood_there(spec) -> None:
    """All of a sheet copied by hand into an empty one; what only the old sheet holds of a theme cannot be."""
    found = read(spec, as_typed(spec, FULL), EMPTY, LISTS)
    if spec.name in ("themes", "posts"):
        return
    assert found.problems == ()
    assert found.values == {name: getattr(FULL, name) for name in spec.fields}


@given(drafts)
def test_any_draft_survives_its_form(draft: ProjectDraft) -> None:
    for spec in FORM:
        found = read(spec, as_typed(spec, draft), draft, LISTS)
        assert found.values == {name: getattr(draft, name) for name in spec.fields}


@given(
    st.dictionaries(
        st.sampled_from([spec.name for spec in FORM])
        | st.from_regex(r"(parties|funding|actions)-\d-[a-z_]+", fullmatch=True),
        st.lists(st.text(max_size=20), max_size=2),
    )
)
def test_any_form_is_read_or_refused_in_words(typed: dict[str, list[str]]) -> None:
    for spec in FORM:
        mine = normal(spec, typed)
        found = read(spec, mine, FULL, LISTS)
        assert bool(found.values) != bool(found.problems)
        assert normal(spec, mine) == mine
        assert len(digest(mine)) == 16


def test_lines_end_alike_whatever_the_browser_sends() -> None:
    spec = BY_NAME["objective"]
    one, other = (normal(spec, {"objective": [text]}) for text in ("Un\r\nDeux ", "Un\nDeux"))
    assert digest(one) == digest(other)


def test_an_end_is_a_day_or_a_year() -> None:
    spec = BY_NAME["end_date"]
    for text, day, year in (("31/12/2027", date(2027, 12, 31), None), ("2027", None, 2027), ("", None, None)):
        assert read(spec, {"end_date": [text]}, FULL, LISTS).values == {"end_date": day, "end_year": year}
    assert "n’existe pas" in str(taken("end_date", {"end_date": ["31/02/2027"]}))
    assert "Écrivez un jour" in str(taken("end_date", {"end_date": ["bientôt"]}))


@pytest.mark.parametrize(("field", "text", "words"), [
    ("start_year", "20x", "quatre chiffres"),
    ("start_year", "0019", "vraisemblable"),
    ("status", "peut-être", "de la liste"),
    ("is_triennial", "oui", "de la liste"),
    ("sdgs", "18", "de la liste"),
    ("title", "x" * 1001, "trop long"),
])  # fmt: skip
def test_what_cannot_be_read_says_how_to_mend_it(field: str, text: str, words: str) -> None:
    assert words in str(taken(field, {field: [text]}))


def test_a_row_is_wrong_in_its_cell() -> None:
    typed = {"funding-3-funder": ["Ville"], "funding-3-amount": ["12 OOO"], "funding-3-nature": ["declared"]}
    (problem,) = read(BY_NAME["funding"], normal(BY_NAME["funding"], typed), EMPTY, LISTS).problems
    assert (problem.field, problem.anchor) == ("funding", "funding-0-amount")
    assert problem.message.startswith("Ligne 1, Montant en euros\u00a0: ")
    with override("en"):
        (problem,) = read(BY_NAME["funding"], normal(BY_NAME["funding"], typed), EMPTY, LISTS).problems
        assert problem.message.startswith("Row 1, Amount in euros: Write")


def test_a_row_without_its_name_is_refused_and_an_empty_one_is_not_there() -> None:
    assert "Remplissez" in str(taken("parties", {"parties-0-role": ["lead"], "parties-0-country": ["ML"]}))
    assert taken("parties", {"parties-0-role": ["partner"], "parties-0-name": [" "]}) == ()


def test_a_number_beside_a_name_holds_for_that_name_only() -> None:
    typed = {"parties-0-name": ["Sikoro"], "parties-0-role": ["partner"], "parties-0-name-link": ["7|Sikoro"]}
    assert taken("parties", typed) == (PartyDraft(role="partner", name="Sikoro", organisation_id=7),)
    for link in ("7|Autre", "x|Sikoro", "-7|Sikoro", "7" * 30 + "|Sikoro"):
        found = taken("parties", {**typed, "parties-0-name-link": [link]})
        assert found == (PartyDraft(role="partner", name="Sikoro"),)


def test_zero_is_not_nothing() -> None:
    typed = {"funding-0-funder": ["Ville"], "funding-0-amount": ["0"], "funding-0-nature": [""]}
    assert taken("funding", typed) == (FundingDraft(funder="Ville", amount=Decimal(0)),)


def test_themes_keep_what_the_old_sheet_says_and_count_from_zero() -> None:
    old = ThemeDraft(rank=1, l1="Un thème inconnu")
    typed = {"themes-0-theme": ["Un thème inconnu"], "themes-5-theme": ["env.eau"]}
    assert taken("themes", typed, FULL) == (
        ThemeDraft(rank=0, l1=old.l1),
        ThemeDraft(rank=1, code="env.eau", l1="Environnement, Climat et Energie", l2="Eau et déchets"),
    )
    assert "de la liste" in str(taken("themes", {"themes-0-theme": ["Un autre"]}, FULL))


def test_columns_that_are_not_there_are_not_read() -> None:
    rows = rows_of(
        BY_NAME["parties"], {"parties-0-name": ["A"], "parties-0-organisation_id": ["3"], "parties-x-name": ["B"]}
    )
    assert rows == [{"name": "A", "name-link": "", "role": "", "country": "", "name_at_signature": ""}]


def test_there_is_a_largest_table() -> None:
    typed = {f"countries-{place}-country": ["ML"] for place in range(MOST_ROWS + 1)}
    assert "trop de lignes" in str(taken("countries", typed))


def test_signs_that_no_one_types_go() -> None:
    assert taken("title", {"title": [" Eau\x00\x07 potable\n"]}) == "Eau potable"
