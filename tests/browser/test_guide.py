"""The user guide cannot drift: its page is what its texts make, its steps are walked, the buttons it names exist."""

import ast
import re
from pathlib import Path

from tests.browser import guide, guide_journeys, journeys

HERE = Path(__file__).parent
CATALOGUE = guide.ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
SAID = {"14.49, -4.19", "on ne sait pas", "À jour", "Mot de passe oublié ?"}
"""Quoted, and no text of ours: an example, an answer, the beginning of a line, words of the library."""


def taken_in(path: str) -> list[str]:
    """Names of pictures in the code of journeys."""
    tree = ast.parse((HERE / path).read_text())
    calls = [one for one in ast.walk(tree) if isinstance(one, ast.Call)]
    takes = [one for one in calls if isinstance(one.func, ast.Attribute) and one.func.attr == "take"]
    return [one.args[1].value for one in takes if isinstance(one.args[1], ast.Constant)]


def test_the_page_is_what_the_texts_make() -> None:
    assert guide.GUIDE.read_text() == guide.text_of(guide.told()), "run `make guide`"


def test_each_step_has_its_picture_and_each_picture_its_step() -> None:
    named = guide.pictures(guide.told())
    assert len(named) == len(set(named))
    assert {path.stem for path in guide.IMAGES.iterdir()} == set(named)
    deciding = [name for pair in journeys.DECIDING.values() for name in pair]
    taken = taken_in("journeys.py") + taken_in("guide_journeys.py") + deciding
    assert sorted(taken) == sorted(named)


def test_each_journey_of_the_guide_is_walked_by_a_test() -> None:
    walked = set(re.findall(r"(?:guide_)?journeys\.(\w+)\(scene", (HERE / "guide.py").read_text()))
    assert len(walked) > 10
    tests = "".join(path.read_text() for path in HERE.glob("test_*.py"))
    assert [name for name in sorted(walked) if f"{name}(" not in tests] == []
    known = {**vars(journeys), **vars(guide_journeys)}
    assert [name for name in sorted(walked) if name not in known] == []


def test_words_in_quotation_marks_are_those_of_the_pages() -> None:
    words = set(re.findall(r'^msgid "(.*)"$', CATALOGUE.read_text(), re.MULTILINE))
    known = {re.sub(r"%\(\w+\)s", "…", re.sub(r"\s", " ", one)) for one in words} | SAID
    text = re.sub(r"\s", " ", guide.text_of(guide.told()))
    quoted = set(re.findall(r"« ([^»]+) »", text)) - {one["title"] for one in guide.told()["chapter"]}
    assert sorted(quoted - known) == []
