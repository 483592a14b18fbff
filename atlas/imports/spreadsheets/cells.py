"""What people type into cells, as values: years, days, amounts, positions, yes and no. Pure; raises Unreadable.

A cell says nothing when it is empty or holds one of the marks that people write for « nothing ».
"""

import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from atlas.ui.formulas import STARTS

NOTHING: Final = frozenset({"", "-", "–", "—", "n/a", "na", "nc", "n.c.", "nr", "néant", "null", "none", "?"})
_BLANKS: Final = re.compile(r"[\s\u00a0\u2007\u202f]+")
_YEAR: Final = re.compile(r"(\d{4})(?:[.,]0+)?")
_ISO_DAY: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?")
_FRENCH_DAY: Final = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_SERIAL: Final = re.compile(r"(\d{5})(?:[.,]\d+)?")
_DAY_ZERO: Final = date(1899, 12, 30)
_SERIALS: Final = range(14_000, 75_000)
"""1938 to 2105: what spreadsheets keep for a day, shown as a number when a cell lost its format."""
_AMOUNT: Final = re.compile(r"[+-]?\d+(?:\.\d+)?")
_DEGREES: Final = re.compile(
    r"(?P<minus>-)?(?P<degrees>\d{1,3}(?:[.,]\d+)?)\s*(?:°\s*|(?=[NSEWO]$))"
    r"(?:(?P<minutes>\d{1,2}(?:[.,]\d+)?)\s*['’′]\s*)?"
    r"(?:(?P<seconds>\d{1,2}(?:[.,]\d+)?)\s*(?:[\"”″]|''|’’|′′)\s*)?(?P<side>[NSEWO])?",
    re.IGNORECASE,
)
_LONGEST_POSITION: Final = 100
_SIDES: Final = re.compile(r"(.*\d.*[NS])[\s,;]+(.*\d.*[EWO])", re.IGNORECASE | re.DOTALL)
"""Both degrees of a position that says its sides of the globe: « 14° 29′ N, 4° 11′ O »."""
_GARBLED: Final = re.compile(r"Ã[©¨ªª«®´§¢»¹\u00a0‰ˆ€]|â€[™œ“”]|\ufffd")
YES: Final = frozenset({"oui", "o", "yes", "y", "vrai", "true", "1", "x"})
NO: Final = frozenset({"non", "n", "no", "faux", "false", "0"})


class Unreadable(ValueError):
    """`code` is worded in `problems.CELL_WORDS`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def meant(cell: str) -> str:
    """The text of a cell without outer blanks; '' = nothing. Inner lines stay as they are.

    The apostrophe goes that our own files put before what a spreadsheet would compute.
    """
    text = cell.strip()
    if text[:1] == "'" and text[1:2] in STARTS:
        text = text[1:]
    return "" if text.lower() in NOTHING else text


def is_garbled(text: str) -> bool:
    """Read once in the wrong encoding and saved so: « Ã© » for « é »."""
    return _GARBLED.search(text) is not None


def year(text: str) -> int:
    """2005, 2005.0, a day of 2005, the number that a spreadsheet keeps for one."""
    if found := _YEAR.fullmatch(text):
        return int(found[1])
    try:
        return day(text).year
    except Unreadable:
        raise Unreadable("year") from None


def day(text: str) -> date:
    """2021-12-31, 31/12/2021 (day first), 44561. Raises for days that do not exist."""
    try:
        if found := _ISO_DAY.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if found := _FRENCH_DAY.fullmatch(text):
            return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        raise Unreadable("no_such_day") from None
    if (found := _SERIAL.fullmatch(text)) and int(found[1]) in _SERIALS:
        return _DAY_ZERO + timedelta(days=int(found[1]))
    raise Unreadable("day")


def amount(text: str) -> Decimal:
    """Euros: « 12 345,67 € », 12,345.67, 12.345,67, 12345. No other currency, no thousands in words."""
    bare = _BLANKS.sub("", text).replace("€", "").removesuffix("EUR").removesuffix("euros").replace("'", "")
    plain = _with_point(bare)
    if not _AMOUNT.fullmatch(plain):
        raise Unreadable("amount")
    value = Decimal(plain)
    if value < 0 or value >= Decimal(10) ** 12 or value != round(value, 2):
        raise Unreadable("amount_range")
    return round(value, 2) if value != value.to_integral_value() else value.to_integral_value()


def _with_point(text: str) -> str:
    """Which of comma and point parts the cents? The last one; a single one before three digits parts thousands."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        thousands, cents = (",", ".") if point > comma else (".", ",")
        return text.replace(thousands, "").replace(cents, ".")
    sign = "," if comma >= 0 else "."
    head, _, tail = text.rpartition(sign)
    if text.count(sign) > 1 or (sign == "," and len(tail) == 3 and head not in ("", "0")):
        return text.replace(sign, "")
    return text.replace(",", ".")


def whole(text: str) -> int:
    """A whole number: 12480, 12480.0, « 12 480 »."""
    bare = re.sub(r"[.,]0+$", "", _BLANKS.sub("", text))
    if not re.fullmatch(r"\d{1,9}", bare):
        raise Unreadable("number")
    return int(bare)


def yes_no(text: str) -> bool:
    """oui, non, yes, no, vrai, faux, x, 1, 0."""
    word = text.lower()
    if word in YES or word in NO:
        return word in YES
    raise Unreadable("yes_no")


def latitude(text: str) -> float:
    """Decimal degrees: 45.4321, « 45,4321 », 45° 25′ 48″ N."""
    return _degrees(text, 90, "S")


def longitude(text: str) -> float:
    """Decimal degrees; west is negative."""
    return _degrees(text, 180, "WO")


def _degrees(text: str, limit: int, negative: str) -> float:
    bare = _BLANKS.sub(" ", text).strip().replace("\u2212", "-")
    if found := _DEGREES.fullmatch(bare):
        parts = (float((found[name] or "0").replace(",", ".")) for name in ("degrees", "minutes", "seconds"))
        value = sum(part / 60.0**place for place, part in enumerate(parts))
        is_negative = bool(found["minus"]) != ((found["side"] or "").upper() in tuple(negative))
        value = -value if is_negative else value
    else:
        try:
            value = float(bare.replace(",", "."))
        except ValueError:
            raise Unreadable("degrees") from None
    if not abs(value) <= limit:
        raise Unreadable("degrees_range")
    return round(value, 6)


def position(text: str) -> tuple[float, float]:
    """Both in one cell: « 45.4321, 6.0123 », « 45,4321 ; 6,0123 », « POINT(6.01 45.43) » (longitude first there),
    « 14° 29′ N, 4° 11′ O »."""
    if len(text) > _LONGEST_POSITION:
        raise Unreadable("position")
    if found := re.fullmatch(r"POINT\s*\(\s*(\S+)\s+(\S+)\s*\)", text, re.IGNORECASE):
        return latitude(found[2]), longitude(found[1])
    if found := _SIDES.fullmatch(text.strip()):
        return latitude(found[1]), longitude(found[2])
    parts = re.split(r"\s*;\s*|\s*,\s+|\s+", text.strip())
    if len(parts) == 1:
        parts = text.split(",")
    if len(parts) != 2:
        raise Unreadable("position")
    return latitude(parts[0]), longitude(parts[1])


def several(text: str) -> tuple[str, ...]:
    """Values of one cell, parted as our own files part them, or by semicolons and lines."""
    sign = "|" if "|" in text else ";"
    return tuple(part for piece in text.split(sign) for line in piece.splitlines() if (part := line.strip()))


def is_web_address(text: str) -> bool:
    """An address that a sheet may link to: nothing but http and https, no blanks, a host."""
    return re.fullmatch(r"https?://[^\s/?#<>\"']+\.[^\s<>\"']+", text, re.IGNORECASE) is not None and len(text) <= 500
