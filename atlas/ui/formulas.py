"""Texts that a spreadsheet would compute when it opens a CSV file, made harmless (ADR 13). Pure.

What OWASP names: signs of operations, the at sign, white space that spreadsheets skip, and the wide forms that East
Asian editions read like the others.
"""

from typing import Final

NARROW: Final = frozenset("=+-@\t\r\n")
WIDE: Final = frozenset("＝＋－＠")
STARTS: Final = NARROW | WIDE


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet would compute."""
    return f"'{text}" if text[:1] in STARTS else text
