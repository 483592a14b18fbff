"""The way of every outside document: read → resolve names → contribution, in batches, each batch one transaction.

Knows no format: a source gives readings and a resolver that turns each into a `Delivery`. A killed run leaves whole
batches behind, and running again finds them received already. An item that fails is reported; the others go on.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, Protocol, TypeVar

from django.db import DatabaseError, transaction
from django.utils import timezone

from atlas.bulk import many_batches
from atlas.contributions.actions import Delivery, Outcome, receive
from atlas.memory import collected_seldom
from atlas.projects.packing import pack

from .items import Reading, Refused
from .models import ImportRun, RefusedItem
from .report import Report

BATCH = 200
# What one odd document may raise while it is turned into rows; anything else is a defect of ours and stops the run.
ITEM_ERRORS = (DatabaseError, ValueError, LookupError)


T = TypeVar("T", bound=Reading)
T_contra = TypeVar("T_contra", contravariant=True)
Item = TypeVar("Item")


class Resolver(Protocol[T_contra]):
    """What a source must know to turn its readings into deliveries."""

    def prepare(self, readings: Sequence[T_contra]) -> None:
        """Inside the batch's transaction, before `deliver`: register the organisations that the batch needs."""

    def deliver(self, reading: T_contra) -> Delivery:
        """One reading as a delivery."""

    def keep(self) -> None:
        """After the batch's commit: remember what it registered."""

    def forget(self) -> None:
        """After a batch that was not kept."""


@dataclass
class Run(Generic[T]):
    """One run over a source. `each` is told of every reading with its delivery and outcome, in order; `not_written` of
    each that could not be written, with the reason.
    """

    source: str
    resolver: Resolver[T]
    by: str
    commit: bool
    each: Callable[[T, Delivery, Outcome], None] | None = None
    not_written: Callable[[T, str], None] | None = None
    batch_size: int = BATCH
    report: Report = field(default_factory=Report)
    _seen: dict[str, str] = field(default_factory=dict)
    _run: ImportRun | None = None

    def over(self, items: Iterable[T | Refused]) -> Report:
        """Take every item; returns the report. Writes an ImportRun when committing."""
        if self.commit:
            self._run = ImportRun.objects.create(source=self.source, started_at=timezone.now(), by=self.by)
        with collected_seldom(), many_batches():
            for batch in _batches(items, self.batch_size):
                self._over(batch)
        if self._run is not None:
            self._run.finished_at = timezone.now()
            self._run.counts = {**self.report.outcomes, "refused": len(self.report.failures)}
            self._run.flags = dict(self.report.flags)
            self._run.save()
        return self.report

    def _over(self, batch: Sequence[T | Refused]) -> None:
        for item in batch:
            if isinstance(item, Refused):
                self._refuse(item)
        self._take([item for item in batch if not isinstance(item, Refused)])

    def _refuse(self, item: Refused) -> None:
        """Tell it and keep its bytes, once."""
        self.report.fail(item.name, item.code, item.message)
        if self._run is not None:
            packed = pack(item.raw)
            RefusedItem.objects.get_or_create(
                content_hash=packed.content_hash,
                defaults={
                    "run": self._run,
                    "name": item.name,
                    "code": item.code,
                    "message": item.message,
                    "raw": packed.data,
                },
            )

    def _take(self, readings: Sequence[T]) -> None:
        """One transaction for all; when that fails, one for each, so that only the odd one is left out."""
        try:
            self._take_together(readings)
        except ITEM_ERRORS as error:
            self.resolver.forget()
            if len(readings) == 1:
                reading = readings[0]
                if self.not_written is not None:
                    self.not_written(reading, str(error))
                self._refuse(Refused(reading.name, reading.raw, "not_written", f"{type(error).__name__}: {error}"))
                return
            for reading in readings:
                self._take([reading])

    def _take_together(self, readings: Sequence[T]) -> None:
        seen = dict(self._seen)
        now: datetime = timezone.now()
        with transaction.atomic():
            self.resolver.prepare(readings)
            deliveries = [self._held(self.resolver.deliver(reading), seen) for reading in readings]
            outcomes = receive(deliveries, by=self.by, at=now, today=timezone.localdate(now))
            if not self.commit:
                transaction.set_rollback(True)
        self._seen = seen
        if self.commit:
            self.resolver.keep()
        else:
            self.resolver.forget()
        for reading, delivery, outcome in zip(readings, deliveries, outcomes, strict=True):
            self._count(reading, delivery, outcome)

    def _held(self, delivery: Delivery, seen: dict[str, str]) -> Delivery:
        """Two documents of one run with one key and different content: which is right? The second waits."""
        first = seen.setdefault(delivery.key, delivery.raw_hash)
        return delivery if first == delivery.raw_hash else delivery.held("same_id_different_content")

    def _count(self, reading: T, delivery: Delivery, outcome: Outcome) -> None:
        self.report.outcomes[outcome.kind] += 1
        if outcome.kind == "pending":
            self.report.reasons[outcome.reason] += 1
        if outcome.kind != "unchanged":
            self.report.proposals.update(proposal.rule for proposal in delivery.proposals)
        self.report.flags.update(sorted({finding.code for finding in outcome.findings}))
        if self.each is not None:
            self.each(reading, delivery, outcome)


def _batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    batch: list[Item] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
