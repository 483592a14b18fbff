"""The rows of a file, in batches and in constant memory, with what depends on the day said of each."""

from collections.abc import Iterator
from itertools import islice

from atlas.catalogue.streaming import BATCH, Selection, records
from atlas.opendata.row import AnyRow, Decode

_NO_MORE = 0


class Doubts:
    """The projects of a selection whose state is to be confirmed today, read as far as they are needed."""

    def __init__(self, selection: Selection) -> None:
        self._ids = selection.ids_in_doubt()
        self._next = next(self._ids, _NO_MORE)

    def until(self, last: int) -> set[int]:
        """Those up to this number that were not told before."""
        found = set()
        while self._next and self._next <= last:
            found.add(self._next)
            self._next = next(self._ids, _NO_MORE)
        return found


def batches(selection: Selection, decode: Decode) -> Iterator[list[AnyRow]]:
    """Every project of a selection in the order of its number, so many at a time as one query reads."""
    doubts = Doubts(selection)
    found = records(selection.ids(), decode, revision=selection.revision)
    while batch := list(islice(found, BATCH)):
        doubtful = doubts.until(batch[-1].id)
        for row in batch:
            row.prepare(is_doubtful=row.id in doubtful)
        yield batch
