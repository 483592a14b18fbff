"""Bytes of a file → text, or a clear refusal. Knows encodings and what is not text, nothing of pages.

The pages of the old site are UTF-8 (D3.1); files that went through other programs are not always.
"""

import codecs
import re

from .sheet import NotASheet
from .text import CONTROLS

MAX_BYTES = 10_000_000

_BINARY_STARTS = (
    b"%PDF",
    b"PK\x03\x04",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
)
_CHARSET = re.compile(rb"charset=[\"']?\s{0,9}([\w-]{1,20})", re.IGNORECASE)
# Browsers read a declared ISO-8859-1 as Windows-1252.
_WESTERN = {"iso8859-1": "cp1252", "cp1252": "cp1252", "iso8859-15": "iso8859-15"}
_CP1252_TO_LATIN1 = {
    ord(character): byte for byte in range(0x80, 0xA0) if (character := bytes([byte]).decode("cp1252", "ignore"))
}


def decode(data: bytes) -> tuple[str, str | None]:
    """(text, the encoding that had to be guessed or None). Raises NotASheet for what cannot be text."""
    _refuse(data)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, guessed = _decode_utf16(data), None
    else:
        try:
            text, guessed = data.decode("utf-8-sig"), None
        except UnicodeDecodeError as error:
            text, guessed = _decode_damaged(data, error)
    encoded = text.encode("utf-8", "replace")
    if "\x00" in text or len(encoded) - len(encoded.translate(None, CONTROLS)) > 2 + len(encoded) // 200:
        raise NotASheet("binary", "the file holds control characters: it is not text")
    if repaired := _undo_double_encoding(text):
        return repaired, "utf-8 read as cp1252"
    return text, guessed


def _refuse(data: bytes) -> None:
    if len(data) > MAX_BYTES:
        raise NotASheet("too_large", f"the file has {len(data)} bytes, more than the {MAX_BYTES} that a sheet may have")
    if not data.strip(b" \t\r\n\xef\xbb\xbf"):
        raise NotASheet("empty", "the file is empty")
    if data.startswith(_BINARY_STARTS):
        raise NotASheet("binary", "the file is a document or an image, not a page")


def _decode_utf16(data: bytes) -> str:
    try:
        return data.decode("utf-16")
    except UnicodeDecodeError as error:
        raise NotASheet("binary", "the file starts like UTF-16 but is not") from error


def _decode_damaged(data: bytes, error: UnicodeDecodeError) -> tuple[str, str | None]:
    """Not UTF-8 as a whole: cut inside a character, damaged, declared otherwise, or an old Western encoding."""
    if error.reason == "unexpected end of data" and not data[: error.start].isascii():
        return data[: error.start].decode("utf-8-sig"), None
    damaged = data.decode("utf-8-sig", "replace")
    broken = damaged.count("\ufffd")
    if sum(1 for c in damaged if c > "\x7f") - broken >= 4 * broken:
        return damaged, "utf-8, damaged"
    if declared := _declared_western(data):
        return data.decode(declared, "replace"), None
    # Latin-9 has œ where cp1252 has ½; the labels of every page hold « œuvre ».
    encoding = "iso8859-15" if b"\xbduvre" in data else "cp1252"
    return data.decode(encoding, "replace"), encoding


def _declared_western(data: bytes) -> str | None:
    if not (found := _CHARSET.search(data[:4096])):
        return None
    try:
        return _WESTERN.get(codecs.lookup(found[1].decode("ascii")).name)
    except LookupError:
        return None


def _undo_double_encoding(text: str) -> str | None:
    """« coopÃ©ration » → « coopération », when the whole text was read so and no label shows otherwise."""
    if text.count("Ã") < 3 or "Thématique" in text:
        return None
    try:
        return text.translate(_CP1252_TO_LATIN1).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return None
