"""The texts that the program shows, and the English catalogue that must hold each of them.

Run as a program (`make translations`) it brings locale/en up to date: new texts come in empty, texts that are gone go.
GNU gettext is not needed: Babel reads Python, and templates after Django has turned them into something like Python.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tests.consistency.sources import ROOT, files, modules, name, templates

CATALOGUE = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"
FUNCTIONS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = b"""# The Atlas in English. The French of the code is the source; `make translations` keeps the list complete.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
Key = tuple[str | None, str | tuple[str, ...]]
"""(context or None, French text or its singular and plural)."""


def _code(path: Path) -> str:
    if path.suffix == ".py":
        return path.read_text()
    # In brackets, so that the indentation of the page is not taken for that of a program.
    return "(" + templatize(path.read_text(), origin=name(path)) + "\n)"


def texts() -> Iterator[tuple[Path, int, Key]]:
    """(file, line, text) for each text marked for translation in modules, settings and templates."""
    for path in [*modules(), *files("*.py", under="config"), *templates()]:
        found = extract("python", io.BytesIO(_code(path).encode()), keywords=FUNCTIONS, options={"encoding": "utf-8"})
        for line, message, _comments, context in found:
            yield path, line, (context, message)


def key(message: Message) -> Key:
    """How a message of a catalogue is told from others."""
    return message.context, message.id


def _empty() -> Catalog:
    return Catalog(locale="en", domain="django", fuzzy=False, charset="utf-8")


def catalogue() -> Catalog:
    """The English catalogue as it is in the repository; an empty one before its first text."""
    if not CATALOGUE.exists():
        return _empty()
    with CATALOGUE.open("rb") as text:
        return read_po(text, locale="en", domain="django")


def updated() -> Catalog:
    """The catalogue with exactly the texts of the code, in the order of files: known translations stay."""
    before, after = catalogue(), _empty()
    for path, _line, (context, message) in texts():
        known = before.get(message if isinstance(message, str) else message[0], context)
        kept = known.string if known and known.id == message else None
        after.add(message, kept, locations=[(name(path), None)], context=context)
    return after


def main() -> int:
    """Write the catalogue; 1 when texts wait for their English, which are then listed."""
    written = updated()
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with CATALOGUE.open("wb") as file:
        file.write(HEADER)
        write_po(file, written, width=120, omit_header=True, include_lineno=False, ignore_obsolete=True)
    waiting = [message for message in written if message.id and not all(strings(message))]
    for message in waiting:
        sys.stdout.write(f"{message.locations[0][0]}: {message.id}\n")
    sys.stdout.write(f"{len(written)} texts, {len(waiting)} without English\n")
    return 1 if waiting else 0


def strings(message: Message) -> tuple[str, ...]:
    """The English of a message: one text, or singular and plural."""
    return message.string if isinstance(message.string, tuple | list) else (message.string,)


if __name__ == "__main__":
    sys.exit(main())
