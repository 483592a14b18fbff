"""A typst template and data → PDF/UA-1: tagged, with title and language. Made by a program of its own (`typesetter`).

Data reach the template as one JSON text and are never read as markup. Only the fonts inside typst are used, so that
every machine makes the same file; characters that they lack are replaced, because PDF/UA forbids empty boxes.
"""

import re
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from threading import Lock
from typing import Any, Final

import msgspec

_TEMPLATES: Final = Path(__file__).parent / "typst"
_TYPESETTER: Final = Path(__file__).with_name("typesetter.py")
_ONE_AT_A_TIME: Final = Lock()
"""In each process: the longest list takes 200 MB while it is being laid out."""

_LACKING: Final = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u0377\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u0621-\u063a\u0641-\u064a"
    "\u1e00-\u1eff\u2000-\u2027\u202f-\u2040\u20a0-\u20bf\u2100-\u211e\u2190-\u23ff\u2460-\u25ff]"
)
REPLACEMENT: Final = "\ufffd"


class TypesettingFailed(Exception):
    """What typst said."""


def typeset(template: str, *, title: str, language: str, made_on: date, **values: Any) -> bytes:
    """The file that `template` (a name under typst/) makes of these values: texts, numbers, lists and mappings.

    Raises TypesettingFailed.
    """
    data = {**values, "title": title, "language": language, "date": (made_on.year, made_on.month, made_on.day)}
    command = (sys.executable, "-I", str(_TYPESETTER), str(_TEMPLATES / template))
    with _ONE_AT_A_TIME:
        done = subprocess.run(command, input=msgspec.json.encode(printable(data)), capture_output=True, check=False)
    if done.returncode:
        raise TypesettingFailed(done.stderr.decode(errors="replace")[-2_000:])
    return done.stdout


def printable(value: Any) -> Any:
    """The same value with every text in characters that the fonts have."""
    if isinstance(value, str):
        return _LACKING.sub(REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return value
