from hypothesis import given

from atlas.projects.diff import FIELDS, changed_fields, diff, take
from atlas.projects.draft import (
    PrivatePart,
    PrivatePerson,
    ProjectDraft,
    content_hash,
    decode_draft,
    decode_private,
    encode,
)
from tests.factories.drafts import drafts


@given(drafts)
def test_a_draft_survives_its_encoding(draft: ProjectDraft) -> None:
    assert decode_draft(encode(draft)) == draft


@given(drafts, drafts)
def test_equal_drafts_and_only_they_have_equal_texts(one: ProjectDraft, other: ProjectDraft) -> None:
    assert (encode(one) == encode(other)) == (one == other)


def test_the_hash_is_stable_from_one_machine_to_the_next() -> None:
    assert content_hash(encode(ProjectDraft(title="Réseau"))) == "fba4fbd3361631cb4397bec325f55c86"


def test_the_private_part_is_not_in_the_draft() -> None:
    private = PrivatePart(persons=(PrivatePerson(role="correspondent", organisation="Poste", last_name="TESTE"),))
    assert decode_private(encode(private)) == private
    assert not {"persons", "contacts", "volunteers"} & set(FIELDS)


@given(drafts, drafts)
def test_taking_every_field_that_differs_gives_the_other_draft(one: ProjectDraft, other: ProjectDraft) -> None:
    assert take(one, other, changed_fields(one, other)) == other


@given(drafts)
def test_a_draft_does_not_differ_from_itself(draft: ProjectDraft) -> None:
    assert diff(draft, draft) == ()


def test_a_difference_names_field_before_and_after() -> None:
    (change,) = diff(ProjectDraft(title="Avant"), ProjectDraft(title="Après"))
    assert (change.field, change.before, change.after) == ("title", "Avant", "Après")


def test_a_typed_zero_is_not_a_blank() -> None:
    assert changed_fields(ProjectDraft(start_year=0), ProjectDraft()) == {"start_year"}
