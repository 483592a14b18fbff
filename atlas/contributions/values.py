"""Values of single fields of a draft: JSON or the draft's own types in, as forms and scripts send them; typed out.

Pure. Whether what they refer to exists (a country, an organisation) is `writable`'s question.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec

from atlas.projects.diff import FIELDS
from atlas.projects.draft import ProjectDraft

PROTECTED: Final = frozenset({"legacy_prj_id", "form_declared", "status_declared", "extra"})
"""What sources said; nobody types it."""
EDITABLE_FIELDS: Final = tuple(name for name in FIELDS if name not in PROTECTED)
_encoder = msgspec.json.Encoder(decimal_format="string")
_UNKEPT = re.compile("[\\x00\\ud800-\\udfff]")


class InvalidValue(ValueError):
    """`field` cannot hold this, or is none that people write."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field = field


def typed(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The same values in the types of the draft. Raises InvalidValue."""
    found = {}
    for name, value in changes.items():
        if name not in EDITABLE_FIELDS:
            raise InvalidValue(name, "not a field that people write")
        found[name] = _typed(name, value)
    return found


def _typed(name: str, value: Any) -> Any:
    try:
        whole = msgspec.convert({name: msgspec.to_builtins(value)}, ProjectDraft)
    except (msgspec.ValidationError, TypeError) as problem:
        raise InvalidValue(name, str(problem)) from None
    if any(_UNKEPT.search(text) for text in _texts(msgspec.to_builtins(value))):
        raise InvalidValue(name, "a character that no database keeps")
    return getattr(whole, name)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)


def as_json(values: Mapping[str, Any]) -> str:
    """Typed values as text, as a `DraftEdit` keeps them."""
    return _encoder.encode(dict(values)).decode()


def from_json(text: str) -> dict[str, Any]:
    """Inverse of `as_json`, in the types of the draft; a field that drafts no longer have is left out."""
    found: dict[str, Any] = msgspec.json.decode(text) if text else {}
    return {name: _typed(name, value) for name, value in found.items() if name in FIELDS}
