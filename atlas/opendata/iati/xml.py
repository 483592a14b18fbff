"""Texts, attributes and elements of XML as text. Pure.

By hand because most of a file is long texts that only need their few special characters replaced: building a tree of
each activity and writing it out takes ten times as long. That what comes out is well-formed and valid is tested on
thousands of activities and on hostile texts.
"""

import re
from typing import Final

_REFUSED: Final = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 65534, 65535))
"""No XML may hold them. Records hold none but the last two (`catalogue.record.encode`)."""


_SPECIAL: Final = re.compile('[&<>"\r\n\t\ufffe\uffff]')


def text(value: str) -> str:
    """The value as content of an element, read back as it was: a carriage return too."""
    if "\ufffe" in value or "\uffff" in value:
        value = value.translate(_REFUSED)
    value = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return value.replace("\r", "&#13;") if "\r" in value else value


def is_blank(value: str) -> bool:
    """Nothing would be left to read of it."""
    return not value.strip().strip("\ufffe\uffff").strip()


def attribute(value: str) -> str:
    """The value between the quotation marks of an attribute."""
    if not _SPECIAL.search(value):
        return value
    return text(value).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def empty(name: str, **attributes: str | None) -> str:
    """An element without content; an attribute that is null is left out. `iso_date` is written `iso-date`."""
    return f"<{name}{_written(attributes)}/>"


def element(name: str, content: str, **attributes: str | None) -> str:
    """An element around XML that is ready."""
    return f"<{name}{_written(attributes)}>{content}</{name}>"


def narrative(value: str) -> str:
    """A text in the activity's own language, French."""
    return f"<narrative>{text(value)}</narrative>"


def _written(attributes: dict[str, str | None]) -> str:
    made = ""
    for name, value in attributes.items():
        if value is not None:
            made += f' {_NAMES.get(name) or _name(name)}="{attribute(value)}"'
    return made


_NAMES: Final[dict[str, str]] = {"field": "atlas:field", "siren": "atlas:siren"}
"""Names of attributes as they are written, by the name of the argument."""


def _name(argument: str) -> str:
    return _NAMES.setdefault(argument, argument.replace("_", "-"))
