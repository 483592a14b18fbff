"""The description of the form is whole: every field of a draft is asked for, or said why not; words everywhere."""

from atlas.contributions.values import PROTECTED
from atlas.projects.diff import FIELDS
from atlas.workspace.fields import Widget, of_section
from atlas.workspace.finding_words import WORDS
from atlas.workspace.form import BY_NAME, FORM, NOT_ASKED, SECTION_OF, SECTIONS


def test_every_field_of_a_draft_is_asked_for_or_said_why_not() -> None:
    asked = [name for spec in FORM for name in spec.fields]
    assert sorted([*asked, *NOT_ASKED]) == sorted(FIELDS)
    assert set(NOT_ASKED) == PROTECTED
    assert all(NOT_ASKED.values())


def test_every_section_asks_something_and_every_field_has_one() -> None:
    slugs = [section.slug for section in SECTIONS]
    assert all(of_section(FORM, slug) for slug in slugs)
    assert {spec.section for spec in FORM} == set(slugs)
    assert set(SECTION_OF) == {name for spec in FORM for name in spec.fields}
    assert len(BY_NAME) == len(FORM)


def test_a_table_has_rows_and_only_a_table() -> None:
    assert all((spec.table is not None) == (spec.widget is Widget.TABLE) for spec in FORM)
    for spec in FORM:
        if spec.table is not None:
            assert any(column.is_required for column in spec.table.columns), spec.name
            assert "%(number)s" in str(spec.table.row)


def test_what_is_said_of_a_field_ends_like_a_sentence() -> None:
    said = [str(words) for words in WORDS.values()] + [str(spec.help) for spec in FORM if spec.help]
    assert [words for words in said if words[-1] not in ".?»"] == []
