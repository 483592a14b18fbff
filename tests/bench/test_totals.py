"""The count that figures and map are compared with: it agrees with a right index, and a wrong number is told."""

from pathlib import Path

import pytest
from django.test import override_settings
from django.utils.timezone import localdate

from atlas.catalogue.index import writer
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.map_counts import map_counts
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule, Scope, tally
from tests.bench import overview, totals
from tests.catalogue.records import project

RECORDS = [project(number, length=0) for number in range(1, 120)]


def test_a_right_index_agrees(tmp_path: Path) -> None:
    with override_settings(INDEX_DIR=tmp_path):
        writer.build(RECORDS, revision=1)
        said = tally(Scope(SearchQuery(), FAMILIES[0], localdate(), Rule.RECORDED))
        places = map_counts(SearchQuery(), snapshot(), localdate()).places
    found = totals.count(RECORDS)
    assert 0 < found.projects == said.projects < len(RECORDS)
    assert len(found.french) == sum(said.authorities.values()) > 0
    assert (len(found.pairs), len(found.foreign)) == (said.partnerships, said.foreign_partners)
    assert len(found.countries) == said.countries
    assert dict(found.places) == {code: sum(numbers) for code, numbers in places.items()}


def test_parts_of_a_count_add_up() -> None:
    added = totals.Totals()
    for part in (RECORDS[:40], RECORDS[40:]):
        added.add(totals.count(part))
    assert added == totals.count(RECORDS)


def test_a_wrong_number_is_told() -> None:
    page = '<h3 class="atlas-figure__label">Pays d’ici</h3><p><span class="atlas-figure__value">1&nbsp;250</span></p>'
    said = overview._cards(page)
    assert said == {"Pays d’ici": 1_250}
    with pytest.raises(overview.WrongFigures, match="Pays d’ici is 1250 instead of 1251"):
        overview._compare("page", {"Pays d’ici": 1_251}, said)
    data = {"places": {"code": ["ML", "VN"], "projects": [[2, 0], [1, 4]]}}
    assert overview._places(data) == {"ML": 3, "VN": 4}
