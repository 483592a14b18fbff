"""The rows of a file, in batches and in constant memory, with what depends on the day said of each."""

from collections.abc import Iterator
from itertools import islice

from atlas.catalogue.streaming import BATCH, Selection, records
from atlas.opendata.row import AnyRow, Decode

NO_MORE = 0


def rows(selection: Selection, decode: Decode) -> Iterator[AnyRow]:
    """Every project of a selection in the order of its number."""
    doubtful = selection.ids_in_doubt()
    next_doubtful = next(doubtful, NO_MORE)
    for row in records(selection.ids(), decode, revision=selection.revision):
        while next_doubtful and next_doubtful < row.id:  # withdrawn meanwhile
            next_doubtful = next(doubtful, NO_MORE)
        row.prepare(is_doubtful=row.id == next_doubtful)
        yield row


def batches(selection: Selection, decode: Decode) -> Iterator[list[AnyRow]]:
    """The same, so many at a time as one query reads."""
    found = rows(selection, decode)
    while batch := list(islice(found, BATCH)):
        yield batch
