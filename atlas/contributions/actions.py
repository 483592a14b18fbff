"""Verbs on contributions. `receive` takes what a source delivers, in batches; the rules of `acceptance` decide at once.
`suggest_correction` takes what a reader says of a sheet; it always waits for a person. What people with an account do
stands beside: `drafting` (begin, save, send), `deciding`, `proposals`, `sheets` (undo, withdraw), `merging`.

Everything received is kept: the document byte for byte, the draft, the findings and the proposals, whether accepted or
not. A document that was received before changes nothing, whatever became of it (D3.9: idempotent).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property

import msgspec
from django.db import transaction
from django.utils.translation import get_language

from atlas import bulk
from atlas.audit.actions import Entry, record
from atlas.audit.origin import IMPORT, coming_from
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.projects.actions import Application, Applied, apply_drafts
from atlas.projects.checks import Finding, check
from atlas.projects.diff import changed_fields
from atlas.projects.draft import (
    Encoded,
    PrivatePart,
    PrivatePerson,
    ProjectDraft,
    content_hash,
    decode_draft,
    encode,
    encoded,
)
from atlas.projects.models import SourceDocument
from atlas.projects.packing import Packed, pack
from atlas.projects.queries import current_versions
from atlas.visitors.actions import TooMany, take_turn

from .acceptance import EMPTY, Decision, decide
from .digests import between_blanks, digest_of
from .limits import A_DAY, PURPOSE, is_crowded
from .models import Contribution, Origin, Proposal
from .queries import Source, Target, targets_for
from .states import State, after


@dataclass(frozen=True)
class ProposedChange:
    """A value that waits for a human; `proposed` is JSON-able (see models.Proposal)."""

    field: str
    rule: str
    current: object
    proposed: object
    reason: str = ""

    @property
    def digest(self) -> str:
        """Equal for changes that say the same of other sheets."""
        return digest_of(self.rule, self.field, self.current, self.proposed)


@dataclass(frozen=True)
class Repair:
    """A change that the reader made to what it read, logged so that nothing is corrected silently (D3.9)."""

    field: str
    rule: str
    before: str
    after: str


@dataclass(frozen=True)
class Delivery:
    """One document from a source, read. `key` names the record in the source; `hold` = a reason to make it wait.

    `project_id`: the project that it is known to be about, where neither its key nor an old identifier says so.
    `packed`: the same bytes made ready to be kept, where the reader had the time for it.
    """

    origin: str
    key: str
    name: str
    raw: bytes
    draft: ProjectDraft
    address: str = ""
    private: PrivatePart | None = None
    findings: tuple[Finding, ...] = ()
    proposals: tuple[ProposedChange, ...] = ()
    repairs: tuple[Repair, ...] = ()
    lines: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    is_partial: bool = False
    hold: str = ""
    packed: Packed | None = None
    project_id: int | None = None

    @cached_property
    def kept(self) -> Packed:
        """The bytes received, as they are kept."""
        return self.packed or pack(self.raw)

    @property
    def raw_hash(self) -> str:
        """32 hexadecimal digits that stand for the bytes received."""
        return self.kept.content_hash

    def held(self, reason: str) -> "Delivery":
        """The same delivery, to wait for a human whatever the rules say."""
        return replace(self, hold=reason)


@dataclass(frozen=True)
class Outcome:
    """What became of a delivery: `created`, `updated`, `same` (accepted, nothing new), `pending` or `unchanged`
    (received before). `reason` is the rule's code."""

    kind: str
    reason: str
    project_id: int | None = None
    detail: str = ""
    changed: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class _Item:
    """A delivery on its way through one batch. `encoded`: its own draft, whatever the rules made of it."""

    delivery: Delivery
    target: Target
    decision: Decision
    findings: tuple[Finding, ...]
    encoded: Encoded
    document_id: int = 0


@coming_from(IMPORT)
@transaction.atomic
def receive(deliveries: Sequence[Delivery], *, by: str, at: datetime, today: date) -> list[Outcome]:
    """Keep and decide a batch, all or nothing; outcomes in the order given. A key may be accepted once a batch."""
    fresh = _not_received_before(deliveries)
    sources = [Source(d.origin, d.key, d.draft.legacy_prj_id, d.project_id) for d in fresh]
    targets = targets_for(sources)
    items = [_decided(delivery, target, today) for delivery, target in zip(fresh, targets, strict=True)]
    items = _with_documents(items, at)
    applied = _apply(items, by=by, at=at)
    contributions = _keep(items, applied, by=by, at=at)
    _keep_proposals(items, contributions)
    waiting = [(i, item) for i, item in zip(contributions, items, strict=True) if not item.decision.accepted]
    record((_submitted(number, item.decision.reason) for number, item in waiting), by=by, at=at)
    outcomes = {id(item.delivery): _outcome(item, result) for item, result in zip(items, applied, strict=True)}
    return [outcomes.get(id(delivery), Outcome("unchanged", "received_before")) for delivery in deliveries]


def _not_received_before(deliveries: Sequence[Delivery]) -> list[Delivery]:
    known = set(
        SourceDocument.objects.filter(key__in={delivery.key for delivery in deliveries}).values_list(
            "kind", "key", "content_hash"
        )
    )
    fresh = []
    for delivery in deliveries:
        identity = (delivery.origin, delivery.key, delivery.raw_hash)
        if identity not in known:
            known.add(identity)
            fresh.append(delivery)
    return fresh


def _decided(delivery: Delivery, target: Target, today: date) -> _Item:
    own = check(delivery.draft, today=today)
    if delivery.hold or target.is_merged:
        decision = Decision(False, delivery.hold or "sheet_was_merged", delivery.draft)
    else:
        decision = decide(
            delivery.draft,
            origin=delivery.origin,
            existing=target.existing,
            findings=own,
            is_partial=delivery.is_partial,
        )
    final = own if decision.draft is delivery.draft else check(decision.draft, today=today)
    codes = {(finding.code, finding.field) for finding in final}
    page = tuple(finding for finding in delivery.findings if (finding.code, finding.field) not in codes)
    return _Item(delivery, target, decision, final + page, encoded(delivery.draft))


def _with_documents(items: Sequence[_Item], at: datetime) -> list[_Item]:
    documents = bulk.insert_numbered(
        SourceDocument,
        ("kind", "key", "name", "address", "content_hash", "raw", "received_at"),
        ((d.origin, d.key, d.name, d.address, d.raw_hash, d.kept.data, at) for d in (item.delivery for item in items)),
    )
    return [replace(item, document_id=document) for item, document in zip(items, documents, strict=True)]


def _apply(items: Sequence[_Item], *, by: str, at: datetime) -> list[Applied | None]:
    """Write what was accepted and changes something; None for the others."""
    chosen = [item for item in items if item.decision.accepted and item.decision.changes]
    applied = apply_drafts([_application(item) for item in chosen], by=by, at=at)
    results = {id(item): result for item, result in zip(chosen, applied, strict=True)}
    return [results.get(id(item)) for item in items]


def _application(item: _Item) -> Application:
    return Application(
        draft=item.decision.draft,
        origin=item.delivery.origin,
        project_id=item.target.project_id,
        expected_version=item.target.version,
        private=item.delivery.private,
        findings=item.findings,
        document_id=item.document_id,
        lines=item.delivery.lines,
        encoded=item.encoded if item.decision.draft is item.delivery.draft else None,
    )


_KEPT_COLUMNS = (
    *("project_id", "base_version", "applied_version", "origin", "source_key", "document_id", "draft", "draft_hash"),
    "fields",
    *("private", "findings", "lines", "repairs", "is_partial", "state", "reason", "reason_detail"),
    *("created_at", "created_by", "submitted_at", "decided_at", "decided_by"),
)


def _keep(items: Sequence[_Item], applied: Sequence[Applied | None], *, by: str, at: datetime) -> list[int]:
    """The ids of the contributions, in the order of the items."""
    pairs = zip(items, applied, strict=True)
    return bulk.insert_numbered(Contribution, _KEPT_COLUMNS, (_kept(item, result, by, at) for item, result in pairs))


def _kept(item: _Item, result: Applied | None, by: str, at: datetime) -> tuple[object, ...]:
    """A contribution as a row, in the order of `_KEPT_COLUMNS`."""
    delivery, decision = item.delivery, item.decision
    return (
        result.project_id if result else item.target.project_id,
        item.target.version,
        result.version if result else None,
        delivery.origin,
        delivery.key,
        item.document_id,
        *item.encoded,
        "" if decision.accepted else between_blanks(changed_fields(_stands(item), delivery.draft)),
        encode(delivery.private) if delivery.private else "",
        msgspec.to_builtins(item.findings),
        {name: list(span) for name, span in delivery.lines.items()},
        msgspec.to_builtins(delivery.repairs),
        delivery.is_partial,
        after(State.SUBMITTED, "accept") if decision.accepted else State.SUBMITTED,
        decision.reason,
        decision.detail,
        at,
        by,
        at,
        at if decision.accepted else None,
        f"rule:{decision.reason}" if decision.accepted else "",
    )


def _stands(item: _Item) -> ProjectDraft:
    return item.target.existing.draft if item.target.existing else EMPTY


def _keep_proposals(items: Sequence[_Item], contributions: Sequence[int]) -> None:
    columns = ("contribution_id", "field", "rule", "current", "proposed", "reason")
    bulk.insert(
        Proposal,
        (*columns, "digest"),
        (
            (contribution, *(getattr(proposal, name) for name in columns[1:]), proposal.digest)
            for item, contribution in zip(items, contributions, strict=True)
            for proposal in item.delivery.proposals
        ),
    )


def _submitted(contribution_id: int, reason: str) -> Entry:
    return Entry("contribution.submitted", "contribution", contribution_id, {"reason": reason})


def _outcome(item: _Item, result: Applied | None) -> Outcome:
    decision = item.decision
    if not decision.accepted:
        return Outcome("pending", decision.reason, item.target.project_id, decision.detail, findings=item.findings)
    if result is None:
        return Outcome("same", decision.reason, item.target.project_id, findings=item.findings)
    kind = "created" if item.target.project_id is None else "updated"
    return Outcome(kind, decision.reason, result.project_id, changed=result.changed, findings=item.findings)


@dataclass(frozen=True)
class Suggestion:
    """What a reader says of a published sheet. `field` is a field of the draft, '' for none or several.

    `address`: the sheet's own, for the acknowledgement. `visitor`: where the request came from, never kept as such.
    """

    project_id: int
    field: str
    problem: str
    proposed: str
    source: str
    name: str
    email: str
    address: str
    visitor: str


@transaction.atomic
def suggest_correction(suggestion: Suggestion, *, by: str, at: datetime) -> int:
    """Keep what a reader says as a contribution that waits; queue the acknowledgement. Returns the contribution's id.

    The draft is the sheet as it stands. Raises visitors.TooMany, and KeyError when the project has no version.
    """
    take_turn(PURPOSE, visitor=suggestion.visitor, mailbox=suggestion.email, a_day=A_DAY, by=by, at=at)
    if is_crowded(suggestion.project_id, at):
        raise TooMany("project")
    contribution = _keep_suggestion(suggestion, by, at)
    record([_submitted(contribution.pk, contribution.reason)], by=by, at=at)
    # Nothing that was typed is in the acknowledgement: the mail cannot carry a stranger's words to a third person.
    context = {"number": suggestion.project_id, "address": suggestion.address}
    notify(Recipient(suggestion.email, get_language() or "fr"), "suggestion_received", context, by=by, at=at)
    return contribution.pk


def _keep_suggestion(suggestion: Suggestion, by: str, at: datetime) -> Contribution:
    version = current_versions([suggestion.project_id])[suggestion.project_id]
    draft = decode_draft(version.draft)
    reader = PrivatePerson(role="reader", organisation="", last_name=suggestion.name, email=suggestion.email)
    contribution = Contribution.objects.create(
        project_id=suggestion.project_id,
        base_version=version.number,
        origin=Origin.SUGGESTION,
        draft=version.draft,
        draft_hash=content_hash(version.draft),
        private=encode(PrivatePart(persons=(reader,))),
        state=after(State.DRAFT, "submit"),
        reason=decide(draft, origin=Origin.SUGGESTION, existing=None).reason,
        fields=between_blanks({suggestion.field} if suggestion.field else set()),
        created_at=at,
        created_by=by,
        submitted_at=at,
    )
    contribution.proposals.create(
        field=suggestion.field,
        rule="reader_suggestion",
        current=msgspec.to_builtins(getattr(draft, suggestion.field)) if suggestion.field else None,
        proposed={"text": suggestion.proposed, "source": suggestion.source},
        reason=suggestion.problem,
    )
    return contribution
