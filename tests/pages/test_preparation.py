import pytest

from atlas.pages.preparation import Step, fingerprint, is_done, marks, note

STEP = Step("Data", "load", ("data/*.csv",))


@pytest.fixture
def root(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.csv").write_text("1")
    return tmp_path


def test_the_fingerprint_follows_content_names_and_database(root):
    first = fingerprint(root, STEP.inputs, "monday")
    assert fingerprint(root, STEP.inputs, "monday") == first
    seen = {first, fingerprint(root, STEP.inputs, "tuesday")}
    (root / "data" / "a.csv").write_text("2")
    seen.add(fingerprint(root, STEP.inputs, "monday"))
    (root / "data" / "a.csv").rename(root / "data" / "b.csv")
    seen.add(fingerprint(root, STEP.inputs, "monday"))
    assert len(seen) == 4


def test_a_step_is_done_once_noted_and_until_its_mark_changes(root):
    journal = root / "var" / "prepared.json"
    assert not is_done(journal, STEP, "m1")
    note(journal, STEP, "m1")
    assert is_done(journal, STEP, "m1")
    assert not is_done(journal, STEP, "m2")


def test_notes_of_other_steps_stay(root):
    journal = root / "prepared.json"
    note(journal, STEP, "m1")
    note(journal, Step("Other", "other", ("x",)), "m2")
    assert marks(journal) == {"load": "m1", "other": "m2"}


def test_a_step_without_inputs_is_never_done(root):
    journal, always = root / "prepared.json", Step("Database", "migrate")
    note(journal, always, "m")
    assert not is_done(journal, always, "m")


def test_a_lost_product_is_made_again(root):
    journal = root / "prepared.json"
    step = Step("Files", "collect", ("data/*",), product=root / "made")
    note(journal, step, "m")
    assert not is_done(journal, step, "m")
    (root / "made").touch()
    assert is_done(journal, step, "m")


@pytest.mark.parametrize("content", ["", "{", "[]", "\x00"])
def test_an_unreadable_journal_means_that_everything_runs_again(root, content):
    journal = root / "prepared.json"
    journal.write_text(content)
    assert marks(journal) == {}
