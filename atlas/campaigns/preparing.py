"""What follows when a campaign is announced, done by the keeper in small steps: a row for each authority, the mails.

Killed anywhere, the next round goes on: each row says whether its agents were told.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from atlas.accounts.models import Membership
from atlas.accounts.roles import OF_AUTHORITY
from atlas.accounts.states import MembershipState
from atlas.audit.actions import Entry, record
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import site_url
from atlas.organisations.models import Organisation

from .models import AuthorityUpdate, Stage, UpdateCampaign
from .publishing import publish_lapsed
from .queries import current_campaign, is_asked
from .sheets import leading_authorities
from .states import State

ROUND: Final = 100
"""Authorities told in one round of the keeper."""


@dataclass(frozen=True)
class Prepared:
    """Numbers of one round: rows made, authorities told or reminded."""

    rows: int = 0
    told: int = 0
    reminded: int = 0


def tend_campaigns(*, by: str, at: datetime) -> Prepared:
    """One round of the keeper."""
    waiting = UpdateCampaign.objects.filter(opened_at__isnull=False, prepared_at__isnull=True).order_by("pk")
    rows = sum(prepare(campaign, by=by, at=at) for campaign in waiting)
    today = timezone.localdate(at)
    campaign = current_campaign(today)
    if campaign is None:
        return Prepared(rows)
    publish_lapsed(campaign, today, ROUND)
    if campaign.stage(today) != Stage.OPEN:
        return Prepared(rows)
    return Prepared(rows, tell(campaign, by=by, at=at), remind(campaign, by=by, at=at))


def prepare(campaign: UpdateCampaign, *, by: str, at: datetime) -> int:
    """A row for each authority that the campaign asks: those that lead a published sheet, those with agents."""
    held = Membership.objects.filter(role__in=OF_AUTHORITY, state=MembershipState.ACTIVE)
    made = _rows(campaign, set(held.values_list("organisation_id", flat=True)))
    for batch in leading_authorities():
        made += _rows(campaign, batch)
    UpdateCampaign.objects.filter(pk=campaign.pk).update(prepared_at=at)
    record([Entry("campaign.prepared", "updatecampaign", campaign.pk, {"authorities": made})], by=by, at=at)
    return made


def _rows(campaign: UpdateCampaign, organisation_ids: Iterable[int | None]) -> int:
    known = AuthorityUpdate.objects.filter(campaign=campaign).values("organisation_id")
    found = Organisation.objects.filter(pk__in=[*organisation_ids]).exclude(pk__in=known).order_by("pk")
    rows = [AuthorityUpdate(campaign=campaign, organisation=one) for one in found if is_asked(campaign, one)]
    AuthorityUpdate.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def tell(campaign: UpdateCampaign, *, by: str, at: datetime) -> int:
    """Write to the agents of authorities that were not told yet."""
    waiting = AuthorityUpdate.objects.filter(campaign=campaign, told_at__isnull=True).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:ROUND])
    return sum(_write(number, "campaign_opened", by=by, at=at) for number in ids)


def remind(campaign: UpdateCampaign, *, by: str, at: datetime) -> int:
    """Write the reminders that were asked for."""
    asked = AuthorityUpdate.objects.filter(campaign=campaign).exclude(remind_by="").order_by("pk")
    ids = list(asked.values_list("pk", flat=True)[:ROUND])
    return sum(_write(number, "campaign_reminder", by=by, at=at) for number in ids)


@transaction.atomic
def _write(update_id: int, kind: str, *, by: str, at: datetime) -> bool:
    """One authority, once: the row says so in the same transaction. True when there was somebody to write to."""
    rows = AuthorityUpdate.objects.select_for_update(of=("self",)).select_related("campaign", "organisation")
    update = rows.get(pk=update_id)
    if kind == "campaign_opened":
        is_due, update.told_at = update.told_at is None, at
    else:
        is_due = bool(update.remind_by) and update.state != State.ATTESTED
        update.remind_by = ""
    update.save(update_fields=["told_at", "remind_by"])
    people = _agents(update.organisation_id, timezone.localdate(at)) if is_due else []
    for membership in people:
        user = membership.user
        to = Recipient(user.email, user.language, user.actor)
        notify(to, kind, _context(update, user.language), by=by, at=at)
    return bool(people)


def _agents(organisation_id: int, on: date) -> list[Membership]:
    """One role of each person who acts for the authority on that day."""
    active = Membership.objects.filter(
        organisation=organisation_id, role__in=OF_AUTHORITY, state=MembershipState.ACTIVE, user__is_active=True
    )
    held = (one for one in active.select_related("user").order_by("pk") if one.holds_on(on))
    return list({one.user_id: one for one in held}.values())


def _context(update: AuthorityUpdate, language: str) -> dict[str, object]:
    campaign = update.campaign
    circular = (campaign.circular_en if language == "en" else "") or campaign.circular_fr
    return {
        "year": campaign.year,
        "authority": update.organisation.display_name,
        "circular": circular.strip(),
        "last_day": campaign.last_day,
        "url": site_url(language, "campaign_update", campaign.year, update.organisation_id),
    }


@transaction.atomic
def ask_reminders(campaign: UpdateCampaign, region: str, *, by: str, at: datetime) -> int:
    """Have every authority of a région that has not attested reminded, once a day each. Returns how many.

    The mails leave with the keeper's next rounds, with other notices of the hour.
    """
    today = timezone.localdate(at)
    asked = AuthorityUpdate.objects.filter(campaign=campaign, organisation__region_code=region, remind_by="")
    late = asked.exclude(state=State.ATTESTED).exclude(reminded_on=today)
    ids = list(late.order_by("pk").values_list("pk", flat=True))
    AuthorityUpdate.objects.filter(pk__in=ids).update(remind_by=by, reminded_on=today)
    record((Entry("update.reminded", "authorityupdate", number) for number in ids), by=by, at=at)
    return len(ids)
