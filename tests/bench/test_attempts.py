"""One part that goes wrong never hides what the others measured."""

from collections.abc import Iterator
from math import isnan

import pytest

from tests.bench.attempts import Wrong, attempted
from tests.bench.limits import Row, missed, table, unmeasured


def _breaks_off() -> Iterator[Row]:
    yield Row("search, pages/s", 400.0)
    raise Wrong("12 rows\ninstead of 13")


def test_what_went_wrong_is_a_row_beside_the_others() -> None:
    rows = [*attempted("list, pages/s", _breaks_off), *attempted("index", lambda: [Row("index build, s", 7.0)])]
    assert [row.name for row in rows] == ["search, pages/s", "list, pages/s", "index build, s"]
    assert isnan(rows[1].value)
    assert rows[1].note == "FAILED: Wrong: 12 rows instead of 13"
    assert missed(rows, "15k") == ["list, pages/s"]
    assert "NO" in list(table(rows, "15k"))[2]
    assert "index build, s" not in unmeasured(rows, "15k")
    assert "search, p99 ms" in unmeasured(rows, "15k")


def test_a_defect_of_the_bench_stops_it() -> None:
    def part() -> Iterator[Row]:
        raise TypeError("no such argument")
        yield

    with pytest.raises(TypeError):
        list(attempted("index", part))
