"""Compiled translations follow their source without a step that somebody could forget, and no text hides from it."""

import ast
import os
from gettext import GNUTranslations

import pytest
from django.conf import settings

from atlas.ui.translations import compile_outdated

SOURCE = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Pays"\nmsgstr "{}"\n'


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(SOURCE.format("Countries"))
    return path


def english(source):
    with source.with_suffix(".mo").open("rb") as compiled:
        return GNUTranslations(compiled).gettext("Pays")


def test_compiles_what_has_no_compiled_form(tmp_path, source):
    assert compile_outdated(tmp_path) == [source.with_suffix(".mo")]
    assert english(source) == "Countries"
    assert [path.name for path in sorted(source.parent.iterdir())] == ["django.mo", "django.po"]


def test_leaves_alone_what_is_up_to_date(tmp_path, source):
    compile_outdated(tmp_path)
    assert compile_outdated(tmp_path) == []


def test_compiles_again_after_a_change(tmp_path, source):
    compiled = compile_outdated(tmp_path)[0]
    source.write_text(SOURCE.format("Lands"))
    os.utime(source, ns=(0, compiled.stat().st_mtime_ns + 1))
    assert compile_outdated(tmp_path) == [compiled]
    assert english(source) == "Lands"


TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def test_no_text_hides_in_a_formatted_string():
    """Python 3.11 reads an f-string as one piece: a text marked for translation inside of it is never collected."""
    hidden = [
        f"{path.relative_to(settings.BASE_DIR)}:{call.lineno}"
        for path in sorted((settings.BASE_DIR / "atlas").rglob("*.py"))
        for formatted in ast.walk(ast.parse(path.read_text()))
        if isinstance(formatted, ast.JoinedStr)
        for call in ast.walk(formatted)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in TRANSLATORS
    ]
    assert hidden == []
