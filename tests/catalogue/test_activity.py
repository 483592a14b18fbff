"""When a project had begun and when it was over: from its dates, and from its versions where dates say nothing."""

from datetime import UTC, date, datetime

import pytest

from atlas.catalogue.activity import begun_in, over_on
from atlas.catalogue.record import PublicProject, PublicVersion

KNOWN = datetime(2019, 3, 1, 8, tzinfo=UTC)


def sheet(*changes: tuple[str, ...], **values: object) -> PublicProject:
    """A sheet known since 2019; each further version, one a year, changes some fields."""
    versions = tuple(
        PublicVersion(number=number, at=datetime(2018 + number, 6, 30, 23, tzinfo=UTC), origin="person", changed=names)
        for number, names in enumerate((("title", "status"), *changes), start=1)
    )
    base = {"id": 1, "title": "x", "version": 1, "updated_at": KNOWN, "created_at": KNOWN, "history_lines": versions}
    return PublicProject(**{**base, **values})


@pytest.mark.parametrize(
    ("values", "year"),
    [
        ({"start_year": 1998, "first_convention_year": 1990}, 1998),
        ({"first_convention_year": 1990}, 1990),
        ({}, 2019),
        ({"status": "planned"}, None),
        ({"status": "planned", "start_year": 2027}, 2027),
    ],
)
def test_a_project_without_a_start_year_had_begun_when_its_sheet_was_known(
    values: dict[str, object], year: int | None
) -> None:
    assert begun_in(sheet(**values)) == year


@pytest.mark.parametrize("status", [None, "ongoing", "dormant", "suspended", "planned"])
def test_only_completed_and_cancelled_projects_are_over(status: str | None) -> None:
    assert over_on(sheet(("status",), status=status, end_date=date(2010, 1, 1))) is None


def test_the_end_date_says_when_a_completed_project_was_over() -> None:
    assert over_on(sheet(("status",), status="completed", end_date=date(2015, 6, 30))) == date(2015, 6, 30)
    assert over_on(sheet(status="completed", end_year=2015)) == date(2015, 12, 31)


def test_else_the_version_that_declared_it_does_in_french_time() -> None:
    assert over_on(sheet(("title",), ("status", "title"), ("context",), status="completed")) == date(2021, 7, 1)
    assert over_on(sheet(("status",), status="cancelled", end_date=date(2030, 1, 1))) == date(2020, 7, 1)


def test_else_nobody_knows_and_it_counts_on_no_day() -> None:
    assert over_on(sheet(("title",), status="completed")) == date.min
    assert over_on(sheet(status="cancelled")) == date.min
