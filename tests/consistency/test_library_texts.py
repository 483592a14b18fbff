"""What the Atlas has the sign-in library say instead of its own words: current, with its variables, well set."""

import re
from functools import cache
from pathlib import Path

import allauth
import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.utils.translation import gettext, override

from tests.consistency.sources import ROOT

OURS = {
    "fr": ROOT / "locale" / "fr" / "LC_MESSAGES" / "django.po",
    "en": ROOT / "locale" / "library" / "en" / "LC_MESSAGES" / "django.po",
}
THEIRS = Path(allauth.__file__).parent / "locale" / "fr" / "LC_MESSAGES" / "django.po"
VARIABLE = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")


@cache
def read(path: Path) -> Catalog:
    with path.open("rb") as text:
        return read_po(text, locale="fr", domain="django")


TEXTS = {
    (language, str(message.id)): str(message.string)
    for language, path in OURS.items()
    for message in read(path)
    if message.id
}


def test_the_library_says_what_we_translate() -> None:
    assert [text for _language, text in TEXTS if read(THEIRS).get(text) is None] == []


@pytest.mark.parametrize(("language", "text"), TEXTS)
def test_each_has_its_words_and_keeps_its_variables(language: str, text: str) -> None:
    ours = TEXTS[language, text]
    assert ours
    assert "'" not in re.sub(r"<[^>]+>", "", ours)
    assert set(VARIABLE.findall(text)) == set(VARIABLE.findall(ours))


def test_ours_is_what_people_read() -> None:
    with override("fr"):
        assert gettext("Use a security key") == "Utiliser une clé de sécurité"
    with override("en"):
        assert gettext("Use a security key") == "Use a security key"
        assert gettext("Change Password") == "Change the password"
