"""Verbs on entries: declare without an account, check, link, propose a sheet, refuse, forget who declared.

A sheet is only ever proposed (`contributions.drafting`): who accepts it is the table of `contributions.states`, and
what was decided there comes back by `settle_proposals`, which the keeper calls. Of two verbs at once the first wins.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.contributions.drafting import start_draft, submit
from atlas.contributions.models import Origin
from atlas.contributions.states import State as Proposal
from atlas.projects.draft import ProjectDraft
from atlas.visitors.actions import TooMany, take_turn

from .models import DeclaredEntry, Declarer
from .queries import may_be_linked
from .states import Forbidden, State, after
from .telling import tell_outcome, tell_posts, tell_received

PURPOSE: Final = "declared"
A_DAY: Final = {"visitor": 20, "mailbox": 5}
A_DAY_FOR_ONE_COUNTRY: Final = 30
KEPT: Final = timedelta(days=730)
"""24 months, as what readers say of a sheet (`contributions.retention`)."""


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a visitor declares. `authority_id`: the one of the register that is meant, when it is sure. `visitor`: where
    the request came from, never kept."""

    country: str
    authority_name: str
    partner_name: str
    name: str
    email: str
    language: str
    visitor: str
    authority_id: int | None = None
    partner_place: str = ""
    since_year: int | None = None
    form: str = ""
    words: str = ""
    function: str = ""


class AlreadyDecided(Exception):
    """Somebody was faster: the entry is no longer in a state for this verb."""

    def __init__(self, entry: DeclaredEntry) -> None:
        super().__init__(f"it is {entry.state} already")
        self.entry = entry


class ReasonMissing(ValueError):
    """A refusal says why."""


class NotItsSheet(ValueError):
    """The sheet is not one of that authority with that country."""


@transaction.atomic
def declare(said: Declared, *, by: str, at: datetime) -> DeclaredEntry:
    """Keep what a visitor declares, write to them and to the posts. Raises visitors.TooMany (`visitor`, `mailbox`,
    `country`)."""
    take_turn(PURPOSE, visitor=said.visitor, mailbox=said.email, a_day=A_DAY, by=by, at=at)
    recent = DeclaredEntry.objects.filter(country=said.country, declared_at__gt=at - timedelta(days=1))
    if recent.count() >= A_DAY_FOR_ONE_COUNTRY:
        raise TooMany("country")
    entry = DeclaredEntry.objects.create(
        country_id=said.country,
        authority_name=said.authority_name,
        authority_id=said.authority_id,
        partner_name=said.partner_name,
        partner_place=said.partner_place,
        since_year=said.since_year,
        form=said.form,
        words=said.words,
        declared_at=at,
    )
    declarer = Declarer.objects.create(
        entry=entry,
        name=said.name,
        function=said.function,
        email=said.email,
        language=said.language,
        expires_on=(at + KEPT).date(),
    )
    record([Entry("entry.declared", "declaredentry", entry.pk, {"country": said.country})], by=by, at=at)
    tell_received(declarer, by=by, at=at)
    tell_posts(entry, by=by, at=at)
    return entry


@transaction.atomic
def check_entry(entry: DeclaredEntry, *, authority_id: int, by: str, at: datetime) -> DeclaredEntry:
    """The post says which authority it is. Raises AlreadyDecided."""
    row = _moved(entry, "check")
    before, row.authority_id = row.authority_id, authority_id
    return _done(row, "check", by=by, at=at, authority=authority_id, before=before)


@transaction.atomic
def link_entry(entry: DeclaredEntry, *, project_id: int, by: str, at: datetime) -> DeclaredEntry:
    """It is on that sheet already. Raises AlreadyDecided, NotItsSheet."""
    row = _moved(entry, "link")
    if not may_be_linked(row, project_id):
        raise NotItsSheet(f"sheet {project_id} is not one of entry {row.pk}")
    row.project_id = project_id
    return _done(row, "link", by=by, at=at, project=project_id)


@transaction.atomic
def propose_sheet(entry: DeclaredEntry, *, draft: ProjectDraft, by: str, at: datetime) -> DeclaredEntry:
    """Send a new sheet to the authority, which accepts or refuses it. Raises AlreadyDecided, drafting.HasErrors."""
    row = _moved(entry, "propose")
    new = start_draft(
        project_id=None, by=by, at=at, origin=Origin.SUGGESTED_EDIT, draft=draft, proposed_to=row.authority_id
    )
    row.proposal = submit(new, by=by, at=at)
    return _done(row, "propose", by=by, at=at, contribution=new.pk)


@transaction.atomic
def refuse_entry(entry: DeclaredEntry, *, reason: str, by: str, at: datetime) -> DeclaredEntry:
    """It stays, with its reason, which is told. Raises AlreadyDecided, ReasonMissing."""
    if not reason.strip():
        raise ReasonMissing("to refuse needs a reason")
    row = _moved(entry, "refuse")
    row.reason = reason.strip()
    return _done(row, "refuse", by=by, at=at)


@transaction.atomic
def mark_double(entry: DeclaredEntry, *, of: DeclaredEntry, by: str, at: datetime) -> DeclaredEntry:
    """The same was declared before. Raises AlreadyDecided, ValueError for another country or itself."""
    if of.pk == entry.pk or of.country_id != entry.country_id or of.state == State.DOUBLE:
        raise ValueError(f"entry {entry.pk} is no double of {of.pk}")
    row = _moved(entry, "double")
    row.double_of = of
    return _done(row, "double", by=by, at=at, of=of.pk)


@transaction.atomic
def reopen_entry(entry: DeclaredEntry, *, by: str, at: datetime) -> DeclaredEntry:
    """Look at it again from the beginning. Raises AlreadyDecided."""
    row = _moved(entry, "reopen")
    row.reason, row.double_of = "", None
    return _done(row, "reopen", by=by, at=at)


def settle_proposals(*, by: str, at: datetime) -> int:
    """Bring home what was decided of the proposed sheets; whoever declared is told. Returns how many."""
    decided = (*_LINKED, *_GIVEN_BACK)
    waiting = DeclaredEntry.objects.filter(state=State.PROPOSED, proposal__state__in=decided).order_by("pk")
    return sum(_settled(entry, by=by, at=at) for entry in waiting)


_LINKED: Final = (Proposal.ACCEPTED, Proposal.UNDONE)
_GIVEN_BACK: Final = (Proposal.REJECTED, Proposal.WITHDRAWN)


@transaction.atomic
def _settled(entry: DeclaredEntry, *, by: str, at: datetime) -> bool:
    verb = "settle" if entry.proposal and entry.proposal.state in _LINKED else "give_back"
    try:
        row = _moved(entry, verb)
    except AlreadyDecided:  # another keeper was faster
        return False
    if verb == "settle" and row.proposal:
        row.project_id = row.proposal.project_id
    _done(row, verb, by=by, at=at)
    return True


def _moved(entry: DeclaredEntry, verb: str) -> DeclaredEntry:
    """The row under its lock, in the state after the verb. Raises AlreadyDecided."""
    row = DeclaredEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    try:
        row.state = after(row.state, verb)
    except Forbidden:
        raise AlreadyDecided(row) from None
    return row


def _done(row: DeclaredEntry, verb: str, *, by: str, at: datetime, **detail: Any) -> DeclaredEntry:
    row.decided_at, row.decided_by = at, by
    row.save()
    facts = {"state": row.state, **detail}
    record([Entry(f"entry.{verb}", "declaredentry", row.pk, facts)], by=by, at=at)
    tell_outcome(row, verb, by=by, at=at)
    return row


def note_seen(entry: DeclaredEntry, *, by: str, at: datetime) -> None:
    """Looking at who declared leaves a trace: whose, not what."""
    record([Entry("entry.person_seen", "declaredentry", entry.pk)], by=by, at=at)


@transaction.atomic
def forget_declarer(declarer: Declarer, *, by: str, at: datetime) -> None:
    """The person asks to be forgotten: no more mails; the entry stays."""
    _forget([declarer.entry_id], by=by, at=at)


@transaction.atomic
def erase_expired_declarers(*, by: str, at: datetime) -> int:
    """Those whose 24 months are over. Returns how many."""
    today: date = timezone.localdate(at)
    old = Declarer.objects.filter(expires_on__lt=today).order_by("entry_id")
    return _forget(list(old.values_list("entry_id", flat=True)), by=by, at=at)


def _forget(entry_ids: list[int], *, by: str, at: datetime) -> int:
    record((Entry("entry.person_erased", "declaredentry", number) for number in entry_ids), by=by, at=at)
    Declarer.objects.filter(entry__in=entry_ids).delete()
    return len(entry_ids)
