"""A list of authorities as CSV, spreadsheet or PDF/UA-1: the rows of its page, for the same date, rule and filters.

Rows are counted first, then made section by section as they are written, in batches. What the file is (date, rule,
filters, licence) is said inside, as in the files of projects (ADR 13).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, Final

from django.utils.text import slugify
from django.utils.translation import gettext, ngettext, override

from atlas.catalogue.register_lists import RegisterRow
from atlas.catalogue.register_networks import NetworkRow
from atlas.catalogue.register_words import ShownFamily
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS, SITE
from atlas.opendata.columns import EXTRACTION, Column, Kind
from atlas.opendata.csv_fields import quoted
from atlas.opendata.csv_file import BYTE_ORDER_MARK, END
from atlas.opendata.quality_columns import QualityRow
from atlas.opendata.register_columns import CONSTANT
from atlas.opendata.spreadsheet import Book, workbook
from atlas.opendata.typesetting import typeset
from atlas.opendata.words import Words
from atlas.ui.formats import day, number
from atlas.ui.formulas import harmless

BATCH: Final = 1_000
MOST_ROWS: Final = 2_000
"""Rows that one PDF file shows."""


@dataclass(frozen=True)
class ListFile:
    """Ready to write, in the reader's language. `filters`: in words; `page`: the same list on the site.

    `rules`: how it is counted, in sentences; `rows`: read as often as called, `total` of them; `families`: the page's
    sections with every row, made for PDF only.
    """

    language: str
    title: str
    as_of: date
    made_on: date
    rule: str
    rules: tuple[str, ...]
    filters: tuple[str, ...]
    ignored: tuple[str, ...]
    page: str
    words: Words
    chosen: Sequence[Column]
    rows: Callable[[], Iterable[RegisterRow] | Iterable[NetworkRow] | Iterable[QualityRow]]
    total: int
    families: Callable[[], Sequence[ShownFamily]]

    @property
    def filter_words(self) -> str:
        words = " | ".join(self.filters)
        return " | ".join([words, *(gettext("ignoré : %(what)s") % {"what": one} for one in self.ignored)])

    @property
    def file_name(self) -> str:
        """Without its extension: `atlas-mali-communes-2026-11-24`, ASCII."""
        return f"atlas-{slugify(' '.join(self.filters))[:80].strip('-')}-{self.as_of.isoformat()}"


def csv_list(made: ListFile) -> Iterator[bytes]:
    """The file in pieces: the labels, then one piece a batch of rows."""
    with override(made.language):
        labels = ",".join(quoted(str(one.label)) for one in (*made.chosen, *CONSTANT, *EXTRACTION))
        ends = (made.as_of.isoformat(), quoted(made.rule), made.made_on.isoformat(),
                quoted(harmless(made.filter_words)), quoted(LICENCE))  # fmt: skip
    yield f"{BYTE_ORDER_MARK}{labels}{END}".encode()
    for values in _batches(made):
        fields = [
            [_field(one.kind, value) for value in column] for one, column in zip(made.chosen, values, strict=True)
        ]
        yield "".join(f"{','.join((*line, *ends))}{END}" for line in zip(*fields, strict=True)).encode()


def _field(kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    return quoted(harmless(value)) if kind is Kind.TEXT else quoted(value) if kind is Kind.WORDS else str(value)


def _batches(made: ListFile) -> Iterator[list[list[Any]]]:
    """Values by column, a batch at a time; words are those of the file's language whatever is active meanwhile."""
    waiting: Iterator[Any] = iter(made.rows())
    while rows := list(islice(waiting, BATCH)):
        with override(made.language):
            values = [one.values(made.words, rows) for one in made.chosen]
        yield values


def xlsx_list(made: ListFile) -> Iterator[bytes]:
    """The file in pieces."""
    with override(made.language):
        lines = tuple((label, words) for label, words, _address in _lines(made))
        book = Book(made.title, day(made.as_of, made.language), gettext("Liste"), lines, made.chosen, made.total)
    yield from workbook(book, _batches(made), made.language)


def _lines(made: ListFile) -> Iterator[tuple[str, str, str]]:
    """Label, words and address ("" for none) of what the file says of itself."""
    yield gettext("Liste au"), day(made.as_of, made.language), ""
    yield gettext("Règle"), made.rule, ""
    yield gettext("Date d’extraction"), day(made.made_on, made.language), ""
    yield gettext("Nombre de lignes"), number(made.total, made.language), ""
    yield gettext("Filtres"), ", ".join(made.filters), ""
    if made.ignored:
        yield gettext("Ignoré dans l’adresse"), ", ".join(made.ignored), ""
    yield gettext("Comment elle est comptée"), " ".join(made.rules), ""
    yield gettext("La même liste sur le site"), made.page, made.page


def pdf_list(made: ListFile) -> Iterator[bytes]:
    """The file in one piece: PDF/UA-1, the first MOST_ROWS rows; it says so when there are more."""
    with override(made.language):
        day_words = day(made.as_of, made.language)
        lines = [(gettext("%(label)s :") % {"label": label}, words, address) for label, words, address in _lines(made)]
        yield typeset(
            "register.typ",
            title=made.title,
            language=made.language,
            made_on=made.made_on,
            site=str(SITE),
            foot=f"{SITE} · {day_words} · {LICENCE}",
            page=gettext("Page"),
            about=[*lines, (gettext("%(label)s :") % {"label": gettext("Licence")}, LICENCE, LICENCE_ADDRESS)],
            notice=_notice(made),
            empty=gettext("Cette liste est vide à cette date : choisissez une autre date ou une autre liste."),
            families=list(_families(made)),
        )


def _notice(made: ListFile) -> str:
    if made.total <= MOST_ROWS:
        return ""
    words = ngettext(
        "Ce fichier montre la première ligne de la liste, sur %(total)s. Le fichier CSV les contient toutes.",
        "Ce fichier montre les %(shown)s premières lignes de la liste, sur %(total)s. Le fichier CSV les contient "
        "toutes.",
        MOST_ROWS,
    )
    return words % {"shown": number(MOST_ROWS, made.language), "total": number(made.total, made.language)}


def _families(made: ListFile) -> Iterator[dict[str, Any]]:
    """Each family with its sections as tables, up to MOST_ROWS rows in all."""
    left = MOST_ROWS
    for family in made.families():
        sections = []
        for section in family.sections:
            rows = [[cell.text for cell in row] for row in section.rows[:left]]
            left -= len(rows)
            if rows or section.title:
                sections.append({"title": section.title, "facts": section.facts, "level": section.level, "rows": rows})
        yield {
            "label": family.label,
            "summary": family.summary,
            "caption": family.caption,
            "labels": [one.text for one in family.headings],
            "numbers": [one.is_number for one in family.headings],
            "sections": sections,
        }
