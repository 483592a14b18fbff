"""The French that the Atlas gives the sign-in library instead of its own: complete, current, in our typography."""

import re
from functools import cache
from pathlib import Path

import allauth
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from tests.consistency.sources import ROOT

OURS = ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po"
THEIRS = Path(allauth.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"
VARIABLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


@cache
def read(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale="fr", domain="django")


TEXTS = {str(message.id): str(message.string) for message in read(OURS) if message.id}


def test_the_library_says_what_we_translate() -> None:
    assert [text for text in TEXTS if read(THEIRS).get(text) is None] == []


@pytest.mark.parametrize("text", TEXTS)
def test_each_has_its_french_and_keeps_its_variables(text: str) -> None:
    french = TEXTS[text]
    assert french
    assert "'" not in re.sub(r"<[^>]+>", "", french)
    assert set(VARIABLE.findall(text)) == set(VARIABLE.findall(french))


def test_ours_is_what_people_read() -> None:
    with override("fr"):
        assert gettext("Use a security key") == "Utiliser une clé de sécurité"
    with override("en"):
        assert gettext("Use a security key") == "Use a security key"
