"""Charts: well-formed SVG with a name and a description, values to scale, safe with any words."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from atlas.ui.charts import Bar, Column, Frame, Unit, bars, columns

SVG = "{http://www.w3.org/2000/svg}"
printable = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=80)


def frame(**values: object) -> Frame:
    base = {"name": "x", "title": "Dans quels pays ?", "description": "Mali : 2", "language": "fr"}
    return Frame(**{**base, **values})


def parsed(drawing: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawing)  # noqa: S314  (our own drawing)


def parts(drawing: str, order: int = 0) -> list[ElementTree.Element]:
    return [one for one in parsed(drawing).iter(f"{SVG}rect") if one.get("class") == f"atlas-chart__part{order}"]


def test_a_chart_has_a_name_and_a_description() -> None:
    drawing = parsed(bars(frame(), [Bar("Mali", 2)]))
    assert drawing.get("role") == "img"
    named = [one.get("id") for one in (drawing.find(f"{SVG}title"), drawing.find(f"{SVG}desc")) if one is not None]
    assert drawing.get("aria-labelledby") == " ".join(filter(None, named)) == "x-title x-desc"


def test_bars_are_to_scale_and_say_their_number() -> None:
    drawing = bars(frame(), [Bar("Mali", 1_200), Bar("Bénin", 300), Bar("Fidji", 0)])
    assert [one.get("width") for one in parts(drawing)] == ["74.00%", "18.50%", "0.00%"]
    assert [one.text for one in parsed(drawing).iter(f"{SVG}text")] == [
        "Mali",
        "1\u202f200",
        "Bénin",
        "300",
        "Fidji",
        "0",
    ]


def test_amounts_are_written_whole_on_bars_and_short_on_the_axis() -> None:
    rows = [Bar("État", Decimal("1234567.5")), Bar("Communes", Decimal(0))]
    drawing = bars(frame(unit=Unit.EUROS), rows)
    assert [one.get("width") for one in parts(drawing)] == ["46.00%", "0.00%"]
    assert [one.text for one in parsed(drawing).iter(f"{SVG}text")][1::2] == [
        "1\u202f234\u202f567,50\u00a0€",
        "0\u00a0€",
    ]
    drawing = columns(
        frame(unit=Unit.EUROS), [Column("2010", (Decimal(1_800_000), Decimal(600_000)))], ("État", "Autres")
    )
    words = [one.text for one in parsed(drawing).iter(f"{SVG}text")]
    assert words[2:] == ["0\u00a0€", "600\u00a0k€", "1,2\u00a0M€", "1,8\u00a0M€", "2,4\u00a0M€", "2010"]


def test_shares_are_drawn_up_to_a_hundred_and_a_year_without_one_keeps_its_place() -> None:
    rows = [Column("2010", (Decimal("25.0"),)), Column("2011", ()), Column("2012", (Decimal(100),))]
    drawing = columns(frame(unit=Unit.PERCENT, language="en"), rows)
    assert [float(one.get("height", "")) for one in parts(drawing)] == [50.0, 200.0]
    assert [one.text for one in parsed(drawing).iter(f"{SVG}text")] == [
        "0%", "25%", "50%", "75%", "100%", "2010", "2011", "2012"
    ]  # fmt: skip


def test_long_labels_go_over_several_lines() -> None:
    label = "Politique, humanitaire et coopération transfrontalière"
    lines = [one.text or "" for one in parsed(bars(frame(), [Bar(label, 1)])).iter(f"{SVG}text")][:-1]
    assert " ".join(lines) == label
    assert max(map(len, lines)) <= 36


def test_columns_are_stacked_and_told_apart_by_pattern() -> None:
    drawing = columns(frame(), [Column("2019", (30, 10)), Column("2020", (0, 20))], ("Oui", "Non"))
    legend, *plain = parts(drawing)
    assert [float(one.get("height", "")) for one in plain] == [150.0]
    hatched = parts(drawing, 1)[1:]
    assert [float(one.get("height", "")) for one in hatched] == [50.0, 100.0]
    assert {one.get("fill") for one in hatched} == {"url(#x-hatch)"} != {legend.get("fill")}
    assert float(hatched[0].get("y", "")) + 50 == float(plain[0].get("y", ""))


@pytest.mark.parametrize("draw", [bars, columns])
def test_nothing_to_show_is_still_a_drawing(draw: object) -> None:
    assert parsed(draw(frame(), [])).tag == f"{SVG}svg"


def test_a_file_says_its_title_and_notes_and_needs_no_style() -> None:
    drawing = bars(frame(is_file=True, notes=("Chaque projet compte une fois.",)), [Bar("Mali", 2)])
    assert [one.text for one in parsed(drawing).iter(f"{SVG}text")] == [
        "Dans quels pays ?", "Mali", "2", "Chaque projet compte une fois."
    ]  # fmt: skip
    assert parsed(drawing).get("width") == "760"
    assert "style" not in drawing


@example([("Mali\uffff", 2)], "Deux\ufffe", True)
@given(st.lists(st.tuples(printable, st.integers(0, 10**9)), max_size=8), printable, st.booleans())
def test_any_words_and_numbers_make_a_well_formed_drawing(
    rows: list[tuple[str, int]], title: str, is_file: bool
) -> None:
    said = frame(title=title, description=title, notes=(title,), is_file=is_file)
    parsed(bars(said, [Bar(label, value) for label, value in rows]))
    parsed(columns(said, [Column(label, (value, 1)) for label, value in rows], (title, "b")))
