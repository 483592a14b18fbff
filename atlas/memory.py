"""How the interpreter's collector of cycles behaves in a run: it walks what a run makes, not what it stands on.

An import keeps the names of a whole register in memory, half a million objects without a cycle, and makes thousands of
short-lived values a page; so does who builds an index. Left alone, the collector walks them again and again: a quarter
of the run's processor time.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

SELDOM: Final = 100_000  # new objects between two looks at the youngest: what cycles may hold meanwhile stays small


@contextmanager
def uncollected() -> Iterator[None]:
    """While a large structure without cycles is built."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def collect_seldom() -> None:
    """From now on, in a process that only makes values of short life beside what it holds already."""
    gc.freeze()
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])


@contextmanager
def collected_seldom() -> Iterator[None]:
    """The same while the block runs. What was set aside before stays aside: forks share it."""
    before, was_aside = gc.get_threshold(), gc.get_freeze_count()
    if not was_aside:
        gc.freeze()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not was_aside:
            gc.unfreeze()
