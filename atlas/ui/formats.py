"""Numbers, amounts and dates as a reader of each language writes them. Pure: the language comes as an argument.

Dates keep their precision: a year alone stays a year (design §4).
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel.dates import format_date

NARROW_SPACE = "\u202f"
SPACE = "\u00a0"


def number(value: int | Decimal, language: str) -> str:
    """`12 725` in French, `12,725` in English; decimals only when there are some."""
    return _whole(value, language) if isinstance(value, int) else _decimal(value, language)


@lru_cache(maxsize=8192)
def _whole(value: int, language: str) -> str:
    """Kept: a page of results writes two hundred counts, most of them small."""
    return f"{value:,}" if language == "en" else f"{value:,}".replace(",", NARROW_SPACE)


def _decimal(value: Decimal, language: str) -> str:
    amount = Decimal(value)
    whole = amount == amount.to_integral_value()
    text = f"{amount:,.0f}" if whole else f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
    return text if language == "en" else text.replace(",", NARROW_SPACE).replace(".", ",")


def euros(value: int | Decimal, language: str) -> str:
    """`380 272 €` in French, `€380,272` in English."""
    text = number(value, language)
    if language == "en":
        return f"-€{text[1:]}" if text.startswith("-") else f"€{text}"
    return f"{text}{SPACE}€"


_SCALES = ((10**9, "Md€", "bn"), (10**6, "M€", "m"), (10**3, "k€", "k"))


def short_euros(value: int, language: str) -> str:
    """`2,4 M€` in French, `€2.4m` in English: where there is little room. Rounded to two decimals of its scale."""
    scale, french, english = next((one for one in _SCALES if value >= one[0]), (1, "€", ""))
    text = f"{value / scale:.2f}".rstrip("0").removesuffix(".")
    return f"€{text}{english}" if language == "en" else f"{text.replace('.', ',')}{SPACE}{french}"


@lru_cache(maxsize=4096)
def day(value: date, language: str) -> str:
    """`31 décembre 2021`, `31 December 2021`; the first of the month is « 1er » in French."""
    text = format_date(value, "d MMMM y", locale="en_GB" if language == "en" else "fr")
    return f"1er{text[1:]}" if language != "en" and text.startswith("1 ") else text


def short_day(value: date) -> str:
    """`31/12/2021`: both languages of the site read it day first."""
    return f"{value:%d/%m/%Y}"


def percent(part: int | Decimal, whole: int | Decimal, language: str) -> str:
    """`24,5 %` in French, `24.5%` in English; one decimal."""
    share = (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{share:f}"
    return f"{text}%" if language == "en" else f"{text.replace('.', ',')}{NARROW_SPACE}%"


def file_size(size: int, language: str) -> str:
    """Bytes → `58 ko`, `1,2 Mo`; `58 kB`, `1.2 MB` in English. Rounded up: never less than what is sent."""
    if size < 1_000_000:
        return f"{number(-(-size // 1000), language)}{SPACE}{'kB' if language == 'en' else 'ko'}"
    tenths = Decimal(-(-size // 100_000)) / 10
    text = f"{tenths:f}" if language == "en" else f"{tenths:f}".replace(".", ",")
    return f"{text}{SPACE}{'MB' if language == 'en' else 'Mo'}"
