"""A typst template and data → PDF/UA-1: tagged, with title and language. The only module that knows typst.

Data reach the template as one JSON text and are never read as markup. Only the fonts inside typst are used, so that
every machine makes the same file; characters that they lack are replaced, because PDF/UA forbids empty boxes.
"""

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

import msgspec
import typst

_TEMPLATES: Final = Path(__file__).parent / "typst"
_LACKING: Final = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u0377\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a3-\u04ff\u0621-\u063a\u0641-\u064a"
    "\u1e00-\u1eff\u2000-\u2027\u202f-\u2040\u20a0-\u20bf\u2100-\u211e\u2190-\u23ff\u2460-\u25ff]"
)
REPLACEMENT: Final = "\ufffd"


def typeset(template: str, *, title: str, language: str, made_on: date, **values: Any) -> bytes:
    """The file that `template` (a name under typst/) makes of these values: texts, numbers, lists and mappings."""
    data = {**values, "title": title, "language": language, "date": (made_on.year, made_on.month, made_on.day)}
    made: Any = typst.compile(  # the types leave open what `format` decides
        str(_TEMPLATES / template),
        root=str(_TEMPLATES),
        sys_inputs={"data": msgspec.json.encode(printable(data)).decode()},
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        format="pdf",
    )
    return bytes(made)


def printable(value: Any) -> Any:
    """The same value with every text in characters that the fonts have."""
    if isinstance(value, str):
        return _LACKING.sub(REPLACEMENT, value)
    if isinstance(value, Mapping):
        return {key: printable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [printable(one) for one in value]
    return value
