"""A selection as CSV (RFC 4180): commas, UTF-8 with a byte order mark, one line of labels, then projects only (ADR 13).

What the file is (day, filters, licence) stands in the last columns of each line: no reader has to skip anything. A
text that a spreadsheet would take for a formula begins with an apostrophe.
"""

from collections.abc import Iterator, Sequence

from atlas.catalogue.streaming import Selection
from atlas.opendata.about import LICENCE, About
from atlas.opendata.columns import EXTRACTION, Column, columns
from atlas.opendata.csv_fields import quoted
from atlas.opendata.lines import lines
from atlas.ui.formulas import harmless

BYTE_ORDER_MARK = "\ufeff"
END = "\r\n"


def csv_file(selection: Selection, about: About, *, is_full: bool) -> Iterator[bytes]:
    """The file in pieces: the labels, then one piece a batch of projects."""
    yield labels(columns(is_full=is_full))
    end = end_of(about)
    for batch in lines(selection, about.words, is_full=is_full):
        yield end.join([*batch, b""])


def labels(chosen: Sequence[Column]) -> bytes:
    """The first line, in the active language."""
    line = ",".join(quoted(str(column.label)) for column in (*chosen, *EXTRACTION))
    return f"{BYTE_ORDER_MARK}{line}{END}".encode()


def end_of(about: About) -> bytes:
    """The last columns, the same in every line: written as the end of the line, they cost nothing."""
    return f",{about.made_on.isoformat()},{quoted(harmless(about.filter_words))},{quoted(LICENCE)}{END}".encode()
