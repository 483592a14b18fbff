"""Verbs of authorities in a campaign: answer sheet by sheet, attest the contacts, sign; and reopening.

Agents and partners by delegation prepare, the authority's admin signs (D6.2). Signing sets the day of verification
of the sheets, so that « à confirmer » goes from them, and hands the date down to the public page.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from atlas.audit.actions import Entry, record
from atlas.contributions.sheets import verify_sheets
from atlas.organisations.actions import NewContact, confirm_contact, forget_contact, keep_contacts
from atlas.organisations.models import Contact, Organisation

from .editing import edited_since, propose
from .models import AuthorityUpdate, SheetAnswer, Stage, UpdateCampaign, Verdict
from .publishing import publish_update
from .queries import facts_of, is_asked
from .sheets import led_sheets, sheets_for
from .states import State, after
from .up_to_date import Missing, missing

CONFIRMING: Final = (Verdict.UNCHANGED, Verdict.EDITED, Verdict.ENDED)
"""Answers after which a sheet is verified: it says what is so, or what was proposed will."""


class NotOpen(Exception):
    """The campaign does not run on this day, or does not ask this authority."""


class NotTheLead(Exception):
    """The sheet is none that this authority attests."""


class NotEdited(Exception):
    """« Modifiée », but no change was sent since the campaign began."""


class Incomplete(Exception):
    """`missing`: what has no answer yet."""

    def __init__(self, missing_: Missing) -> None:
        super().__init__(str(missing_))
        self.missing = missing_


def update_for(campaign: UpdateCampaign, organisation: Organisation) -> AuthorityUpdate:
    """What an authority does in a campaign; begun when it did not stand there. Raises NotOpen for one not asked."""
    if not is_asked(campaign, organisation):
        raise NotOpen(str(organisation.pk))
    found, _ = AuthorityUpdate.objects.get_or_create(campaign=campaign, organisation=organisation)
    return found


@transaction.atomic
def answer_sheet(update_id: int, project_id: int, verdict: Verdict, *, by: str, at: datetime) -> None:
    """Say what is so of one sheet; the last answer counts.

    « Terminé » and « pas à nous » send a proposal. Raises NotOpen, NotTheLead, NotEdited, states.Forbidden, and what
    `editing.propose` raises.
    """
    update = _working(update_id, at)
    if project_id not in led_sheets(update.organisation_id):
        raise NotTheLead(str(project_id))
    if verdict == Verdict.EDITED and not edited_since([project_id], update):
        raise NotEdited(str(project_id))
    before = update.answers.filter(project_id=project_id).first()
    if before is None or before.verdict != verdict:
        propose(update, project_id, verdict, by=by, at=at)
    values = {"verdict": verdict, "at": at, "by": by}
    SheetAnswer.objects.update_or_create(update=update, project_id=project_id, defaults=values)
    _moved(update, "answer", by, at, project=project_id, verdict=verdict.value)


@transaction.atomic
def attest_contacts(
    update_id: int, *, still: Collection[int], new: Collection[NewContact], by: str, at: datetime
) -> None:
    """Say who is in charge of international relations: `still` (ids) stay, others of the authority go, `new` come."""
    update, today = _working(update_id, at), timezone.localdate(at)
    for contact in Contact.objects.filter(organisation=update.organisation).order_by("pk"):
        if contact.pk in still:
            confirm_contact(contact, by=by, today=today)
        else:
            forget_contact(contact, by=by)
    for contact in keep_contacts([*new], by=by, today=today):
        confirm_contact(contact, by=by, today=today)
    update.contacts_at, update.contacts_by = at, by
    update.save(update_fields=["contacts_at", "contacts_by"])
    _moved(update, "answer", by, at, contacts=len(still) + len(new))


@transaction.atomic
def sign_update(update_id: int, *, by: str, at: datetime) -> None:
    """Attest everything for the authority. Raises Incomplete, NotOpen, states.Forbidden."""
    update = _working(update_id, at)
    sheets = sheets_for(update.organisation_id)
    if left := missing(facts_of(update, sheets)):
        raise Incomplete(left)
    update.signed_at, update.signed_by = at, by
    _moved(update, "sign", by, at, sheets=sum(sheet.is_led for sheet in sheets))
    led = {sheet.id for sheet in sheets if sheet.is_led}
    said = update.answers.filter(project_id__in=led, verdict__in=CONFIRMING).values_list("project_id", flat=True)
    if confirmed := sorted(said):
        verify_sheets(confirmed, on=timezone.localdate(at), by=by, at=at)
    publish_update(update, timezone.localdate(at))


@transaction.atomic
def reopen_update(update_id: int, reason: str, *, by: str, at: datetime) -> None:
    """Take a signature back: the authority is no longer « à jour » until it signs again. Raises states.Forbidden."""
    update = AuthorityUpdate.objects.select_for_update(of=("self",)).select_related("campaign").get(pk=update_id)
    update.reopened_at, update.reopened_by, update.reason = at, by, reason[:500]
    update.signed_at, update.signed_by = None, ""
    _moved(update, "reopen", by, at, reason=reason[:500])
    publish_update(update, timezone.localdate(at))


def _working(update_id: int, at: datetime) -> AuthorityUpdate:
    """The row, locked, of a campaign that runs. Raises NotOpen."""
    rows = AuthorityUpdate.objects.select_for_update(of=("self",)).select_related("campaign", "organisation")
    update = rows.get(pk=update_id)
    if update.campaign.stage(timezone.localdate(at)) != Stage.OPEN:
        raise NotOpen(str(update))
    return update


def _moved(update: AuthorityUpdate, verb: str, by: str, at: datetime, **detail: object) -> None:
    """The state after a verb, and the event of it."""
    before, update.state = update.state, after(update.state, verb)
    if before == State.NOT_STARTED:
        update.started_at = at
    update.save()
    facts = {"campaign": update.campaign_id, "before": before, "after": update.state.value, **detail}
    record([Entry(f"update.{verb}", "authorityupdate", update.pk, facts)], by=by, at=at)
