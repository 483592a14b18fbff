"""Verbs of the ministry on campaigns: prepare, announce, extend, close. What follows for authorities: `preparing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from atlas.audit.actions import Entry, record

from .models import Stage, UpdateCampaign


class WrongStage(Exception):
    """The campaign is not where this can be done: somebody else was first."""


class AnotherIsOpen(Exception):
    """Two campaigns would ask at once."""


class DateRefused(Exception):
    """An extension that extends nothing."""


@dataclass(frozen=True)
class Plan:
    """What the ministry decides of a campaign."""

    year: int
    circular_fr: str
    circular_en: str
    opens_on: date
    closes_on: date
    kinds: Sequence[str] = ()
    regions: Sequence[str] = ()


@transaction.atomic
def plan_campaign(plan: Plan, *, by: str, at: datetime, campaign_id: int | None = None) -> UpdateCampaign:
    """Prepare a campaign, or change one: all of it before it is announced, its texts afterwards. Raises WrongStage."""
    if campaign_id is None:
        campaign = UpdateCampaign(created_at=at)
    else:
        campaign = UpdateCampaign.objects.select_for_update().get(pk=campaign_id)
    campaign.circular_fr, campaign.circular_en = plan.circular_fr, plan.circular_en
    if campaign.opened_at is None:
        campaign.year, campaign.opens_on, campaign.closes_on = plan.year, plan.opens_on, plan.closes_on
        campaign.kinds, campaign.regions = sorted(plan.kinds), sorted(plan.regions)
    elif campaign.closed_at is not None:
        raise WrongStage(str(campaign))
    campaign.save()
    _told(campaign, "planned", by, at)
    return campaign


@transaction.atomic
def open_campaign(campaign_id: int, *, by: str, at: datetime) -> UpdateCampaign:
    """Announce it: from `opens_on` on authorities attest, and are told so. Raises WrongStage, AnotherIsOpen."""
    campaign = UpdateCampaign.objects.select_for_update().get(pk=campaign_id)
    today = timezone.localdate(at)
    if campaign.stage(today) != Stage.DRAFT or today > campaign.closes_on:
        raise WrongStage(str(campaign))
    others = UpdateCampaign.objects.filter(opened_at__isnull=False).exclude(pk=campaign_id)
    if any(one.stage(today) != Stage.OVER for one in others):
        raise AnotherIsOpen(str(campaign))
    campaign.opened_at = at
    campaign.save(update_fields=["opened_at"])
    _told(campaign, "opened", by, at)
    return campaign


@transaction.atomic
def extend_campaign(campaign_id: int, until: date, *, by: str, at: datetime) -> UpdateCampaign:
    """Give more time, also to one that is over. Raises WrongStage before it was announced, DateRefused."""
    campaign = UpdateCampaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.opened_at is None:
        raise WrongStage(str(campaign))
    if until <= campaign.last_day or until < timezone.localdate(at):
        raise DateRefused(str(until))
    campaign.extended_to, campaign.closed_at = until, None
    campaign.save(update_fields=["extended_to", "closed_at"])
    _told(campaign, "extended", by, at, until=until.isoformat())
    return campaign


@transaction.atomic
def close_campaign(campaign_id: int, *, by: str, at: datetime) -> UpdateCampaign:
    """End it before its last day. Raises WrongStage."""
    campaign = UpdateCampaign.objects.select_for_update().get(pk=campaign_id)
    if campaign.stage(timezone.localdate(at)) not in (Stage.PLANNED, Stage.OPEN):
        raise WrongStage(str(campaign))
    campaign.closed_at = at
    campaign.save(update_fields=["closed_at"])
    _told(campaign, "closed", by, at)
    return campaign


def _told(campaign: UpdateCampaign, verb: str, by: str, at: datetime, **detail: object) -> None:
    facts = {"year": campaign.year, **detail}
    record([Entry(f"campaign.{verb}", "updatecampaign", campaign.pk, facts)], by=by, at=at)
