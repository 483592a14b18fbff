"""Text of a page → its lines, as values and for comparison (D3.4). Knows blanks and Word's bullets, no label.

Values keep their own characters; ``key`` is how lines are compared. HTML is turned into lines by ``markup`` first.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

CONTROLS = bytes(byte for byte in (*range(0x20), 0x7F) if byte not in b"\t\n\r")
_TO_BLANKS = bytes.maketrans(CONTROLS, b" " * len(CONTROLS))
_PRIVATE = re.compile("[\ue000-\uf8ff]")
# Word's Symbol and Wingdings bullets arrive as private-use characters; D3.4 names the first two.
_BULLETS = frozenset("\uf0b7\uf0c4\uf0a7\uf0a8\uf0d8\uf0fc\uf076\uf06e\uf071")
_KEY = str.maketrans(
    dict.fromkeys("\u00a0\u202f\u2007\u2009\t\u0085\u2028\u2029", " ")
    | dict.fromkeys("\u2019\u2018\u02bc", "'")
    | dict.fromkeys("\u200b\ufeff\u00ad\u200e", "")
    | {"œ": "oe", "Œ": "OE"}
)
# ``translate`` looks each character up; on a whole page five replacements are ten times faster, and mostly enough.
_RARE = "\u202f\u2007\u2009\t\u0085\u2028\u2029\u2018\u02bc\u200b\ufeff\u00ad\u200e"
_BLANKS = re.compile(" {2,}")
# Keys that the old site failed to translate (D3.4). In prose only ???…??? and three segments or more: « commun.Les »
# is a missing blank, not a key.
_UNTRANSLATED = re.compile(r"\?\?\?[\w.]{1,80}\?\?\?|\b(?:commun|menu|pagination)(?:\.[a-z][A-Za-z]{0,30}){2,6}\b")


@dataclass(frozen=True)
class Page:
    """Lines of a page: their text, key, and 1-based line in the source; the cells of the rows that keep them."""

    lines: Sequence[str]
    keys: Sequence[str]
    numbers: Sequence[int]
    cells: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    is_markup: bool = False
    own_ids: tuple[int, ...] = ()
    private_use: Mapping[int, str] = field(default_factory=dict)

    def span(self, indexes: Sequence[int]) -> tuple[int, int]:
        """First and last source line of lines given in order; not empty."""
        return self.numbers[indexes[0]], self.numbers[indexes[-1]]


def _fold_table() -> dict[int, str]:
    table = {}
    for code in [*range(0xC0, 0x250), *range(0x1E00, 0x1F00)]:
        plain = "".join(c for c in unicodedata.normalize("NFD", chr(code)) if not unicodedata.combining(c))
        table[code] = plain or chr(code)
    return table | _KEY


_FOLD = _fold_table()


def key(text: str) -> str:
    """The text as D3.4 compares it: one blank, straight apostrophes, oe; case and accents kept."""
    return _plain(text).strip()


def _plain(text: str) -> str:
    if text.isascii():
        text = text.replace("\t", " ")
    else:
        text = text.replace("\u00a0", " ").replace("\u2019", "'").replace("œ", "oe").replace("Œ", "OE")
        for character in _RARE:
            if character in text:
                text = text.translate(_KEY)
                break
    return _BLANKS.sub(" ", text) if "  " in text else text


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    return _BLANKS.sub(" ", text.translate(_FOLD)).strip().casefold()


def fold(text: str) -> str:
    """``key`` without case and accents, for names."""
    return _fold(text) if len(text) < 100 else _fold.__wrapped__(text)


def clean(text: str) -> str:
    """NFC, LF line ends, blanks for control characters, nothing that UTF-8 cannot hold."""
    text = text.encode("utf-8", "replace").translate(_TO_BLANKS).decode("utf-8").removeprefix("\ufeff")
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    return text


def comparison_keys(text: str) -> list[str]:
    """The key of each line of a text, in one pass."""
    return [line.strip() for line in _plain(text).split("\n")]


def without_bullets(text: str) -> tuple[str, dict[int, str]]:
    """(text with Word's private-use bullets as « • », the private characters of each 0-based line)."""
    found: dict[int, str] = {}
    line = place = 0
    for match in _PRIVATE.finditer(text):
        line += text.count("\n", place, match.start())
        place = match.start()
        found[line] = found.get(line, "") + match[0]
    for character in {c for characters in found.values() for c in characters} & _BULLETS:
        text = text.replace(character, "•")
    return text, found


def without_untranslated(text: str) -> str:
    """The text without keys that the old site failed to translate."""
    return _UNTRANSLATED.sub("", text) if may_be_untranslated(text) else text


def may_be_untranslated(text: str) -> bool:
    """A quick look: false for nearly every line."""
    return "???" in text or "commun." in text or "pagination." in text or "menu." in text


def untranslated(lines: Iterable[str]) -> list[str]:
    """The untranslated keys in a page's lines (D3.4)."""
    suspect = [s for s in lines if "???" in s or "commun." in s or "pagination." in s or "menu." in s]
    return _UNTRANSLATED.findall("\n".join(suspect))


def joined(lines: Iterable[str]) -> str | None:
    """A field's value: its lines, outer blanks trimmed, inner empty lines kept; None when empty."""
    return without_untranslated("\n".join(lines)).strip() or None
