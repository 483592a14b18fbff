"""Values as lines of text, and what differs between two of them."""

from hypothesis import given
from hypothesis import strategies as st

from atlas.contributions.comparison import Words
from atlas.moderation.showing import marked, sides_of
from atlas.projects.diff import FIELDS
from atlas.projects.draft import ProjectDraft
from tests.factories.drafts import drafts

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LETTERS = st.characters(codec="utf-8", exclude_characters=BREAKS)
TEXTS = st.lists(st.text(LETTERS, max_size=12), max_size=5)


def test_words_that_came_and_went_are_marked() -> None:
    left, right = marked(["un réseau d’eau", "resté"], ["un grand réseau", "resté", "ajouté"])
    assert [(piece.text, piece.mark) for piece in left[0]] == [("un ", ""), ("réseau ", ""), ("d’eau ", "removed")]
    assert [(piece.text, piece.mark) for piece in right[0]] == [("un ", ""), ("grand ", "added"), ("réseau ", "")]
    assert right[2][0].mark == "added"


@given(TEXTS, TEXTS)
def test_both_sides_can_be_read_back(old: list[str], new: list[str]) -> None:
    left, right = marked(old, new)
    for lines, side in ((old, left), (new, right)):
        assert ["".join(piece.text for piece in line).rstrip(" ") for line in side] == [
            one.rstrip(" ") for one in lines
        ]
    if old == new:
        assert not any(piece.mark for line in (*left, *right) for piece in line)


@given(drafts, drafts)
def test_any_two_drafts_can_be_shown(before: ProjectDraft, after: ProjectDraft) -> None:
    words = Words("fr", {}, {})
    assert len(sides_of(before, after, FIELDS, words=words, conflicts=["title"])) == len(FIELDS)
