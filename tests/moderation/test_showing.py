"""Values as lines of text, and what differs between two of them."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from atlas.moderation.showing import lines_of, marked, sides_of
from atlas.projects.diff import FIELDS
from atlas.projects.draft import ActionDraft, DocumentDraft, FundingDraft, PartyDraft, ProjectDraft, ThemeDraft
from tests.factories.drafts import drafts

BREAKS = "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"
LETTERS = st.characters(codec="utf-8", exclude_characters=BREAKS)
TEXTS = st.lists(st.text(LETTERS, max_size=12), max_size=5)


def test_each_sort_of_value_has_words() -> None:
    cases = {
        "status": ("ongoing", ["En cours"]),
        "family": ("unknown_family", ["unknown_family"]),
        "is_triennial": (False, ["Non"]),
        "end_date": (date(2030, 12, 31), ["31 décembre 2030"]),
        "title": ("", []),
        "countries": (("ML", "QQ"), ["Mali", "QQ"]),
        "parties": (
            (PartyDraft(role="partner", name="Pontcharra", country="FR", organisation_id=4),),
            ["Partenaire – Pontcharra · FR · n° 4"],
        ),
        "funding": (
            (FundingDraft(funder="MAEE", year=2019, amount=Decimal(4000), pct_col1=Decimal(5)),),
            ["MAEE · 2019 · 4\u202f000\u00a0€ · déclaré · 1 % : 5\u00a0€"],
        ),
        "themes": ((ThemeDraft(rank=0, code="env", l1="Environnement"),), ["Environnement · env"]),
        "actions": ((ActionDraft(title="Forages", start=date(2020, 1, 2)),), ["Forages · 2 janvier 2020"]),
        "documents": ((DocumentDraft(kind="report", title="Bilan", url="https://x.test"),), None),
        "extra": ((("Rubrique", "Valeur"),), ["Rubrique : Valeur"]),
    }
    for name, (value, words) in cases.items():
        found = lines_of(name, value, "fr")
        assert found == words if words is not None else found[0].endswith("Bilan · https://x.test"), name


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
    for language in ("fr", "en"):
        assert len(sides_of(before, after, FIELDS, language=language, conflicts=["title"])) == len(FIELDS)
