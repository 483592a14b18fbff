"""The table says what was asked for and what was missed."""

from tests.bench.limits import LIMITS, Row, missed, table


def test_floors_and_ceilings() -> None:
    rows = [Row("search, pages/s", 299.0, 0.1), Row("search, p99 ms", 59.9), Row("unheard of", 5.0)]
    assert missed(rows, "15k") == ["search, pages/s"]
    assert missed([Row("search, pages/s", 300.0), Row("search, p99 ms", 60.0)], "15k") == ["search, p99 ms"]
    lines = list(table(rows, "15k"))
    assert lines[1].split()[-4:] == ["≥", "300", "NO", "10.0%"]
    assert lines[2].split()[-3:] == ["<", "60", "yes"]
    assert lines[3].split()[-1] == "5"


def test_every_size_has_limits_or_none() -> None:
    assert set(LIMITS) == {"15k", "100k", "1m", "officers"}
    assert LIMITS["1m"]["search, pages/s"].value == 80
