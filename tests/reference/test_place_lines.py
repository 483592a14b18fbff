"""Places as lines of a cell: what is written is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.reference.place_lines import PlaceLine, read, written

_text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=30)
_lines = st.builds(
    PlaceLine,
    st.sampled_from(["ML", "FR"]),
    _text,
    st.one_of(
        st.just((None, None)),
        st.tuples(st.floats(-90, 90), st.floats(-180, 180)).map(lambda at: (round(at[0], 5), round(at[1], 5))),
    ),
    st.booleans(),
    _text,
)


@given(_lines)
def test_what_is_written_is_read_back(one: PlaceLine) -> None:
    found = read(written(one))
    assert found is not None
    assert (found.country, found.at) == (one.country, one.at)
    assert found.is_approximate == (one.is_approximate and one.at != (None, None))
    for text, back in ((one.name, found.name), (one.area, found.area)):
        assert back == " ".join(text.replace("[", "(").replace("]", ")").split())


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Koro [ML 14.06723, -3.08021] Mopti", PlaceLine("ML", "Koro", (14.06723, -3.08021), False, "Mopti")),
        ("Cercle de Bankass [ML ~14.07 ; -3.52]", PlaceLine("ML", "Cercle de Bankass", (14.07, -3.52), True, "")),
        ("[ML]", PlaceLine("ML", "", (None, None), False, "")),
        ("Koro [ML]", PlaceLine("ML", "Koro", (None, None), False, "")),
        ("Koro", None),
        ("Koro [Mali]", None),
        ("Koro [ML 91, 0]", None),
        ("Koro [ML 1, 181]", None),
        ("Koro [ML 1]", None),
    ],
)
def test_lines_that_people_write(line: str, expected: PlaceLine | None) -> None:
    assert read(line) == expected
