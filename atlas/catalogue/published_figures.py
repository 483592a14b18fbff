"""Figures that others published (D1.3, D10.4) → what pages show beside the computed ones: dated, sourced, apart.

Kept with the snapshot of the index, so that a page costs no query for them. Nothing here is added to what the Atlas
counts; the only sum is that of a publication's own parts, which is set against its own total.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext, override

from atlas.catalogue.index.reader import snapshot
from atlas.reference.choices import Family
from atlas.reference.published import Parts, PublishedFigure, PublishedSnapshot, Sign, Unit
from atlas.reference.queries import published_snapshots
from atlas.ui.formats import SPACE, euros, number

from .wording import label_of


@dataclass(frozen=True, slots=True)
class PublishedLine:
    """One number as read, what it counts, and its parts in words with their sum (`check`), '' without parts."""

    value: str
    words: str
    parts: str
    check: str


@dataclass(frozen=True, slots=True)
class Published:
    """One publication. `address` and `warning` are '' where there is none."""

    when: str
    source: str
    address: str
    rule: str
    warning: str
    lines: tuple[PublishedLine, ...]


def published(country: str | None, language: str) -> tuple[Published, ...]:
    """What was published of one country (ISO 2), or of the world (null), oldest first."""
    return snapshot().keep(("published", country, language), lambda: _published(country, language))


def _published(country: str | None, language: str) -> tuple[Published, ...]:
    with override(language):
        return tuple(_block(one, language) for one in published_snapshots(country))


def _block(one: PublishedSnapshot, language: str) -> Published:
    figures = sorted(one.figures.all(), key=lambda figure: figure.rank)
    is_english = language == "en"
    return Published(
        when=one.as_of_en if is_english else one.as_of_fr,
        source=one.source_en if is_english else one.source_fr,
        address=one.address,
        rule=one.rule_en if is_english else one.rule_fr,
        warning=one.warning_en if is_english else one.warning_fr,
        lines=tuple(_line(figure, figures, language) for figure in figures if not figure.part_of),
    )


def _line(figure: PublishedFigure, figures: Iterable[PublishedFigure], language: str) -> PublishedLine:
    parts = [one for one in figures if one.part_of == figure.words_fr]
    words = ", ".join(filter(None, (_words(figure, language), label_of(Family, figure.family or None).lower())))
    named = ", ".join(f"{_value(part, language)} {_words(part, language)}" for part in parts)
    check = _check(figure, sum(part.value for part in parts), language) if figure.parts == Parts.ALL else ""
    return PublishedLine(_value(figure, language), words, named, check)


def _words(figure: PublishedFigure, language: str) -> str:
    return figure.words_en if language == "en" else figure.words_fr


def _check(figure: PublishedFigure, total: int, language: str) -> str:
    """The sum of the parts against the published total."""
    values = {"sum": number(total, language), "total": _value(figure, language)}
    if total == figure.value:
        return gettext("Les parts font %(sum)s, comme le total.") % values
    return gettext("Les parts font %(sum)s, le total publié est : %(total)s.") % values


def _value(figure: PublishedFigure, language: str) -> str:
    """« plus de 245 », « 5 000 000 à 10 000 000 € », « environ 15 % »."""
    first = _amount(figure.value, figure.unit, language)
    if figure.value_to is not None:
        ends = {"first": first, "last": _amount(figure.value_to, figure.unit, language)}
        return gettext("%(first)s à %(last)s") % ends
    words = {
        Sign.ABOUT: gettext("environ %(number)s"),
        Sign.OVER: gettext("plus de %(number)s"),
        Sign.NEARLY: gettext("près de %(number)s"),
    }
    return words.get(Sign(figure.sign), "%(number)s") % {"number": first}


def _amount(value: int, unit: str, language: str) -> str:
    if unit == Unit.EUR:
        return euros(value, language)
    text = number(value, language)
    return text if unit == Unit.COUNT else f"{text}%" if language == "en" else f"{text}{SPACE}%"
