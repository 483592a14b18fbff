"""Lines that are made beforehand say what the record says, always: kept, missing, late or made by other code."""

import csv
import io
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw, json
from time_machine import travel

from atlas.catalogue import lines as catalogue
from atlas.catalogue.actions import keep_lines, make_lines
from atlas.catalogue.lines import Fields
from atlas.catalogue.models import ProjectLine, ProjectRecord, Revision
from atlas.catalogue.record import PublicDocument, PublicFlag, encode
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.streaming import select
from atlas.opendata import lines, words
from atlas.opendata.columns import Held, columns
from atlas.opendata.csv_fields import quoted, verbatim
from atlas.opendata.reading import batches
from atlas.opendata.row import decoder
from atlas.opendata.words import words_for
from atlas.ui.formulas import harmless
from tests.catalogue.records import project, publish, withdraw
from tests.opendata import reading
from tests.opendata.test_files import HOSTILE
from tests.opendata.test_same_lists import PROJECTS

SHEET = "http://testserver/"
ODD = [
    project(1_000 + number, title=text, description=text, owners=text, extra=((text, text),), length=60)
    for number, text in enumerate((*HOSTILE, "\\", "\\n", '"', "a\\\\b\tc", "\r\nfin"))
]
FLAGGED = project(2_000, flags=(PublicFlag(code="stale"),), documents=(PublicDocument(kind="a", title="b", url="c"),))
EVERY = (*PROJECTS, *ODD, FLAGGED)


def written(language, *, is_full):
    """The lines of everything, as csv reads them."""
    made = lines.lines(select(SearchQuery()), words_for(language, SHEET), is_full=is_full)
    text = b"\r\n".join(line for batch in made for line in batch).decode()
    return list(csv.reader(io.StringIO(text, newline="")))


def from_records(language, *, is_full):
    """The same, each cell from the column's declaration and the whole record."""
    found = []
    for rows in batches(select(SearchQuery()), decoder(language, is_full=True)):
        cells = [column.values(words_for(language, SHEET), rows) for column in columns(is_full=is_full)]
        found += [[harmless("" if cell is None else str(cell)) for cell in row] for row in zip(*cells, strict=True)]
    return found


def check():
    for language in ("fr", "en"):
        for is_full in (False, True):
            assert written(language, is_full=is_full) == from_records(language, is_full=is_full)


def kept():
    return {line.project_id: (line.fr, line.en, line.fr_more, line.en_more) for line in ProjectLine.objects.all()}


def test_a_line_is_the_same_kept_or_not(public):
    public(*EVERY)
    check()
    make_lines()
    assert len(kept()) == len(EVERY)
    check()


def test_half_of_the_lines_kept(public):
    public(*ODD)
    make_lines()
    ProjectLine.objects.filter(project_id__gt=ODD[len(ODD) // 2].id).delete()
    check()


def test_kept_lines_are_what_files_are_made_of(public):
    """Else none of these tests could fail."""
    public(project(1))
    make_lines()
    ProjectLine.objects.update(fr=b"1\x1fA\x1fB")
    ((number, permalink, first, _doubt, last),) = written("fr", is_full=False)
    assert (number, permalink, first, last) == ("1", "http://testserver/1/", "A", "B")


def test_what_other_code_or_another_record_left_is_not_read(public):
    public(project(1), project(2))
    make_lines()
    ProjectLine.objects.filter(project_id=1).update(fr=b"wrong", fr_more=b"wrong", recipe="older")
    ProjectLine.objects.filter(project_id=2).update(fr=b"wrong", fr_more=b"wrong", content_hash="older")
    check()


def test_a_changed_project_has_its_new_line_at_once_and_keeps_it_later(public):
    public(*(project(number) for number in range(1, 6)))
    after = make_lines()
    public(project(3, title="Autre titre"), *(project(number) for number in (1, 2, 4, 5)))
    check()
    assert make_lines(after) == Revision.objects.get().number
    step_by_step = kept()
    ProjectLine.objects.all().delete()
    make_lines()
    assert kept() == step_by_step
    assert "Autre titre" in step_by_step[3][0].decode()


def test_who_finds_nothing_to_make_does_not_look_at_it_again(public):
    public(project(1), project(2))
    make_lines()
    assert make_lines(0) == Revision.objects.get().number


def test_lines_of_other_code_are_made_anew(public, monkeypatch):
    public(project(1))
    make_lines()
    before = kept()
    monkeypatch.setattr(lines, "recipe", lambda: "another")
    monkeypatch.setattr(lines, "MAKER", catalogue.Maker(lambda: "another", lines.make))
    ProjectLine.objects.update(fr=b"wrong")
    check()
    make_lines()
    assert kept() == before
    assert ProjectLine.objects.get().recipe == "another"


def test_other_words_are_another_recipe(monkeypatch):
    before = lines.recipe.__wrapped__()
    assert before == lines.recipe.__wrapped__() == lines.recipe()
    monkeypatch.setattr(words, "gettext", lambda text: f"{text}.")
    words_for.cache_clear()
    try:
        assert lines.recipe.__wrapped__() != before
    finally:
        words_for.cache_clear()


def test_other_code_is_another_recipe(monkeypatch, tmp_path):
    before = lines.recipe()
    changed = tmp_path / "cells.py"
    changed.write_bytes(b"# changed")
    monkeypatch.setattr(lines.cells, "__file__", str(changed))
    assert lines.recipe.__wrapped__() != before


def test_a_line_of_a_record_that_changed_meanwhile_is_dropped(public):
    public(project(1), project(2), project(3))
    hashes = dict(ProjectRecord.objects.values_list("project_id", "content_hash"))
    publish(project(1, title="Changé"))
    withdraw(2)
    made = [(number, hashes[number], Fields(b"a", b"b", b"c", b"d", b"e")) for number in (1, 2, 3)]
    assert keep_lines("recipe", made) == 1
    assert list(kept()) == [3]


def test_nothing_to_do_costs_one_query(public, django_assert_num_queries):
    public(project(1), project(2))
    after = make_lines()
    with django_assert_num_queries(1):
        assert make_lines(after) == after


def test_making_lines_ends_in_time(public, monkeypatch):
    public(project(1), project(2))
    monkeypatch.setattr(catalogue, "BATCH", 1)
    assert make_lines(seconds=0) == 0
    assert not kept()


def test_what_depends_on_the_day_and_the_host_is_not_kept(client, public):
    with travel("2026-11-25"):
        public(project(1, status="ongoing", start_year=None, end_date=None, verified_on=date(2026, 11, 1)))
        make_lines()
        (row,) = reading.rows_of_csv(reading.body(client, "/fr/recherche/export.csv"))
        assert row["À confirmer"] == "non"
    with travel("2031-01-01"):
        (row,) = reading.rows_of_csv(reading.body(client, "/fr/recherche/export.csv"))
        assert row["À confirmer"] == "oui"
    (row,) = reading.rows_of_csv(client.get("/fr/recherche/export.csv", headers={"host": "localhost"}).getvalue())
    assert row["Adresse de la fiche"] == "http://localhost/fr/projets/1/"


def test_a_file_of_kept_lines_costs_one_query_a_batch(public, django_assert_num_queries, monkeypatch):
    public(*(project(number, length=0) for number in range(1, 8)))
    make_lines()
    monkeypatch.setattr(lines, "SHORT_BATCH", 3)
    with django_assert_num_queries(3):
        assert len(written("fr", is_full=False)) == 7


def test_every_column_has_its_place(public):
    """A line is cut at the same places when it is kept and when it is put together."""
    kinds = {group.held for group in (*lines._SHORT, *lines._LONG)}
    assert kinds == set(Held)
    assert [column for group in (*lines._SHORT, *lines._LONG) for column in group.columns] == list(
        columns(is_full=True)
    )


@given(st.text())
def test_a_text_as_it_stands_is_the_text_read_and_written(text):
    record = json.encode(text)
    assert verbatim([Raw(record)]) == [quoted(harmless(text)).encode()]


def test_texts_of_records_hold_no_separator(public):
    public(project(1, title="a\x1fb"))
    assert "\x1f" not in encode(project(1, title="a\x1fb"))
    make_lines()
    check()
