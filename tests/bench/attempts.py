"""Parts of the bench that may go wrong: each becomes a row that says what went wrong, and the next one is measured."""

import http.client
import subprocess
from collections.abc import Callable, Iterable, Iterator
from math import nan
from typing import Final

from lxml import etree

from tests.bench.limits import Row


class Wrong(Exception):
    """An answer or a file says something else than the records: nothing is told of its speed."""


FAILURES: Final = (
    *(Wrong, OSError, RuntimeError, ValueError, LookupError, ArithmeticError, EOFError),
    *(etree.LxmlError, http.client.HTTPException, subprocess.SubprocessError),
)
"""What a part may raise. Anything else is a defect of the bench and stops it."""
_SHOWN: Final = 300


def attempted(what: str, part: Callable[[], Iterable[Row]]) -> Iterator[Row]:
    """The rows of a part; where it breaks off, a row without a number that says why."""
    try:
        yield from part()
    except FAILURES as error:
        yield failed(what, error)


def failed(what: str, error: Exception) -> Row:
    """The row of what went wrong: it misses whatever limit bears its name."""
    said = " ".join(f"{type(error).__name__}: {error}".split())
    return Row(what, nan, note=f"FAILED: {said[:_SHOWN]}")
