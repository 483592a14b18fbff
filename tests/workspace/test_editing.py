"""Saving a section: only what was changed; what two people changed is shown to both and kept, never written over."""

from datetime import UTC, datetime

import pytest

from atlas.contributions.drafting import start_draft, submit
from atlas.contributions.locking import AlreadyDecided
from atlas.contributions.models import Contribution, DraftEdit
from atlas.contributions.values import from_json
from atlas.projects.draft import PartyDraft, decode_draft
from atlas.workspace.editing import SectionSaved, save_section, with_known_names
from atlas.workspace.fields import of_section
from atlas.workspace.form import FORM
from atlas.workspace.lists import load_lists, load_words
from atlas.workspace.reading import as_typed, digest
from tests.workspace.conftest import Stage

AT = datetime(2026, 11, 25, 9, 42, tzinfo=UTC)


@pytest.fixture
def draft(stage: Stage) -> Contribution:
    return start_draft(project_id=stage.project_id, by=stage.agent.actor, at=AT, authority_id=stage.world.commune.pk)


class Page:
    """A section as somebody has it open."""

    def __init__(self, draft: Contribution, section: str, actor: str) -> None:
        self.draft, self.actor, self.specs = draft, actor, of_section(FORM, section)
        now = decode_draft(Contribution.objects.get(pk=draft.pk).draft)
        self.typed = {name: list(values) for spec in self.specs for name, values in as_typed(spec, now).items()}
        self.was = {spec.name: digest(as_typed(spec, now)) for spec in self.specs}

    def save(self, **typed: str) -> SectionSaved:
        self.typed.update({name.replace("__", "-"): [text] for name, text in typed.items()})
        read = Contribution.objects.get(pk=self.draft.pk)  # as each request does
        return save_section(
            read, self.specs, self.typed, self.was, lists=load_lists(), words=load_words(), by=self.actor, at=AT
        )


def stands(draft: Contribution) -> object:
    return decode_draft(Contribution.objects.get(pk=draft.pk).draft)


def test_only_what_was_changed_is_saved(draft: Contribution, stage: Stage) -> None:
    saved = Page(draft, "essentiel", stage.agent.actor).save(title="Eau potable de Sikoro", end_date="2029")
    assert saved.saved == ("title", "end_date", "end_year")
    assert saved.problems == saved.clashes == saved.elsewhere == ()
    assert (saved.draft.title, saved.draft.end_date, saved.draft.end_year) == ("Eau potable de Sikoro", None, 2029)
    assert stands(draft) == saved.draft
    edit = DraftEdit.objects.get(contribution=draft)
    assert set(from_json(edit.changes)) == {"title", "end_date", "end_year"}


def test_nothing_changed_writes_nothing(draft: Contribution, stage: Stage) -> None:
    assert Page(draft, "essentiel", stage.agent.actor).save().saved == ()
    assert not DraftEdit.objects.exists()


def test_what_cannot_be_read_does_not_keep_the_rest(draft: Contribution, stage: Stage) -> None:
    saved = Page(draft, "essentiel", stage.agent.actor).save(title="Autre titre du projet", start_year="20x")
    assert saved.saved == ("title",)
    assert [one.field for one in saved.problems] == ["start_year"]
    assert saved.draft.start_year == 2019


def test_two_people_change_different_fields(draft: Contribution, stage: Stage) -> None:
    mine, theirs = (Page(draft, "recit", one.actor) for one in (stage.agent, stage.colleague))
    theirs.save(context="Le contexte de Camille")
    saved = mine.save(objective="L’objectif d’Alix")
    assert saved.clashes == ()
    assert (saved.draft.context, saved.draft.objective) == ("Le contexte de Camille", "L’objectif d’Alix")
    (other,) = saved.elsewhere
    assert (other.field, other.by, dict(other.typed)) == (
        "context",
        "Camille Durand",
        {"context": ["Le contexte de Camille"]},
    )


def test_two_people_change_the_same_field(draft: Contribution, stage: Stage) -> None:
    mine, theirs = (Page(draft, "recit", one.actor) for one in (stage.agent, stage.colleague))
    theirs.save(objective="La version de Camille")
    saved = mine.save(objective="La version d’Alix", context="Un autre contexte")
    assert (saved.draft.objective, saved.draft.context) == ("La version de Camille", "Un autre contexte")
    (clash,) = saved.clashes
    assert (clash.field, clash.theirs, clash.by) == ("objective", ("La version de Camille",), "Camille Durand")
    refused = [from_json(edit.refused) for edit in DraftEdit.objects.exclude(refused="").order_by("number")]
    assert refused == [{"objective": "La version d’Alix"}]


def test_two_windows_of_one_person(draft: Contribution, stage: Stage) -> None:
    one, other = (Page(draft, "recit", stage.agent.actor) for _ in range(2))
    one.save(objective="Dans l’une")
    (clash,) = other.save(objective="Dans l’autre").clashes
    assert clash.by == "Vous, dans une autre fenêtre,"


def test_whoever_has_seen_both_may_insist(draft: Contribution, stage: Stage) -> None:
    mine, theirs = (Page(draft, "recit", one.actor) for one in (stage.agent, stage.colleague))
    theirs.save(objective="La version de Camille")
    (clash,) = mine.save(objective="La version d’Alix").clashes
    mine.was["objective"] = clash.was
    again = mine.save()
    assert (again.clashes, again.draft.objective) == ((), "La version d’Alix")


def test_a_page_that_saved_other_fields_since_does_not_overwrite(draft: Contribution, stage: Stage) -> None:
    """Its number of the last edit is newer than the other's change, its text of that field is not."""
    mine, theirs = (Page(draft, "recit", one.actor) for one in (stage.agent, stage.colleague))
    theirs.save(objective="La version de Camille")
    mine.save(context="Un contexte")
    mine.was["context"] = digest({"context": ["Un contexte"]})
    assert mine.save(objective="La version d’Alix").clashes != ()
    assert stands(draft).objective == "La version de Camille"  # type: ignore[attr-defined]  # a draft


def test_rows_of_two_people(draft: Contribution, stage: Stage) -> None:
    mine, theirs = (Page(draft, "financement", one.actor) for one in (stage.agent, stage.colleague))
    theirs.save(funding__0__amount="4 500")
    saved = mine.save(funding__1__amount="7 000")
    (clash,) = saved.clashes
    assert clash.field == "funding"
    assert any("4\u202f500\u00a0€" in line for line in clash.theirs)


def test_a_field_that_was_not_on_the_page_is_left_alone(draft: Contribution, stage: Stage) -> None:
    page = Page(draft, "recit", stage.agent.actor)
    del page.was["context"], page.typed["context"]
    assert page.save(objective="Autre").draft.context == "Un contexte."


def test_what_was_sent_meanwhile_is_not_changed(draft: Contribution, stage: Stage) -> None:
    page = Page(draft, "recit", stage.agent.actor)
    page.save(objective="Autre")
    submit(draft, by=stage.agent.actor, at=AT)
    with pytest.raises(AlreadyDecided):
        page.save(objective="Encore")


def test_names_that_mean_one_organisation_get_its_number(stage: Stage) -> None:
    rows = (
        PartyDraft(role="partner", name="PONTCHARRA", country="FR"),
        PartyDraft(role="partner", name="Pontcharra", country="ML"),
        PartyDraft(role="partner", name="Inconnue", country="ML"),
    )
    found = with_known_names({"parties": rows})["parties"]
    assert [one.organisation_id for one in found] == [stage.world.commune.pk, None, None]
