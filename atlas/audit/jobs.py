"""When the programs that nobody watches last did their work, and when they last failed. One row a program."""

import time
from contextlib import suppress
from types import TracebackType

from django.db import DatabaseError
from django.utils import timezone

from .models import Job


class recorded:  # noqa: N801  (reads as a verb: `with recorded("tend")`)
    """Note the end of what stands inside, good or bad. `seldom`: seconds between two notes of good ends.

    A program that is killed notes nothing: its last good end grows old, which says enough.
    """

    _noted: dict[str, float] = {}

    def __init__(self, name: str, *, seldom: float = 0.0) -> None:
        self.name, self.seldom = name, seldom

    def __enter__(self) -> None:
        self.started_at = timezone.now()

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._good()
        elif not issubclass(kind, (KeyboardInterrupt, GeneratorExit)):
            with suppress(DatabaseError):  # what failed is told by whoever raised it, not by this
                self._write(failed_at=timezone.now(), failure=kind.__name__)

    def _good(self) -> None:
        now = time.monotonic()
        if self.seldom and now - self._noted.get(self.name, float("-inf")) < self.seldom:
            return
        self._write(started_at=self.started_at, finished_at=timezone.now())
        self._noted[self.name] = now

    def _write(self, **values: object) -> None:
        Job.objects.update_or_create(name=self.name, defaults=values)
