"""The count that search is compared with: it agrees with a right index and tells what a wrong one says."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from atlas.catalogue.index import reader, writer
from tests.bench import answers
from tests.catalogue.records import project

RECORDS = [project(number, length=600) for number in range(1, 80)]
QUERIES = (
    "q=commune",
    "q=d%C3%A9chets",
    "q=habitants+potable",
    "pays=ML&etat=ongoing",
    "q=syndicat&theme=env.eau",
    "debut_min=1990&debut_max=2010",
)


@pytest.fixture(autouse=True)
def _own_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(reader, "CHECK_EVERY", 0.0)
    with override_settings(INDEX_DIR=tmp_path):
        yield


def counted() -> list[answers.Expected]:
    return answers.count(RECORDS, answers.asked_of(QUERIES))


def test_a_right_index_agrees() -> None:
    writer.build(RECORDS, revision=1)
    found = counted()
    assert sum(0 < len(answer.ids) < len(RECORDS) for answer in found) >= 4, "the questions tell sheets apart"
    assert list(answers.differences(found)) == []


def test_an_index_without_some_sheets_is_told() -> None:
    writer.build(RECORDS[:40], revision=1)
    assert any("instead of" in told for told in answers.differences(counted()))


def test_wrong_facets_are_told() -> None:
    writer.build(RECORDS, revision=1)
    found = counted()
    found[0].facets["country:ML"] += 1
    assert list(answers.differences(found)) == ["q=commune: facet country differs"]


@pytest.mark.parametrize(
    ("query", "is_so"), [("q=eau+usee", True), ("pays=ML", True), ("q=jumelage+usee", False), ("q=projet+usee", False)]
)
def test_texts_that_find_more_than_their_words_are_not_counted(query: str, is_so: bool) -> None:
    assert answers.is_countable(query) == is_so
