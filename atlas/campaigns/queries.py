"""Reads of campaigns: the current one, what an authority has said in it, whether it is « à jour »."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from atlas.accounts.scopes import Scope
from atlas.organisations.models import Organisation
from atlas.reference.kinds import FRENCH_AUTHORITIES, kind_group

from .editing import edited_since
from .models import AuthorityUpdate, SheetAnswer, UpdateCampaign
from .sheets import Sheet, led_sheets, sheets_for
from .up_to_date import Facts, up_to_date_on


def current_campaign(on: date) -> UpdateCampaign | None:
    """The last one that has begun by that day, over or not."""
    begun = UpdateCampaign.objects.filter(opened_at__isnull=False, opens_on__lte=on)
    return begun.order_by("-opens_on", "-year").first()


def is_asked(campaign: UpdateCampaign, organisation: Organisation) -> bool:
    """The campaign is for this authority."""
    return (
        organisation.kind in FRENCH_AUTHORITIES
        and (not campaign.kinds or kind_group(organisation.kind) in campaign.kinds)
        and (not campaign.regions or organisation.region_code in campaign.regions)
    )


def facts_of(update: AuthorityUpdate, sheets: Collection[Sheet] | None = None) -> Facts:
    """What the rule looks at (`up_to_date`). `sheets`: those of the authority, when already at hand."""
    led = (
        led_sheets(update.organisation_id)
        if sheets is None
        else {sheet.id: sheet.created_at for sheet in sheets if sheet.is_led}
    )
    answered = SheetAnswer.objects.filter(update=update).values_list("project_id", flat=True)
    return Facts(update.state, update.signed_at, update.contacts_at is not None, frozenset(answered), led)


def atlas_up_to_date(organisation_id: int, on: date) -> date | None:
    """The day on which an authority attested all in the current campaign; null when it is not « à jour » (D6.2).

    A precondition of what asks for an authority's word: its co-financing, its declaration of aid.
    """
    campaign = current_campaign(on)
    if campaign is None:
        return None
    update = AuthorityUpdate.objects.filter(campaign=campaign, organisation_id=organisation_id).first()
    return up_to_date_on(facts_of(update)) if update else None


@dataclass(frozen=True)
class ToAttest:
    """A campaign that waits for an authority of this account."""

    year: int
    organisation_id: int
    name: str
    state: str
    last_day: date


def waiting_for(scope: Scope, on: date) -> list[ToAttest]:
    """What the open campaign asks of the authorities that this account prepares for, by name. Two queries."""
    campaign = current_campaign(on)
    if campaign is None or campaign.stage(on) != "open" or not scope.prepares_for:
        return []
    rows = Organisation.objects.filter(pk__in=scope.prepares_for).order_by("name", "pk")
    done = dict(
        AuthorityUpdate.objects.filter(campaign=campaign, organisation__in=rows).values_list("organisation_id", "state")
    )
    return [
        ToAttest(campaign.year, one.pk, one.display_name, done.get(one.pk, "not_started"), campaign.last_day)
        for one in rows
        if is_asked(campaign, one) and done.get(one.pk) != "attested"
    ]


@dataclass(frozen=True)
class SheetLine:
    """A sheet on the page of an update. `answer`: what was said of it; `is_edited`: it sent a change."""

    sheet: Sheet
    answer: SheetAnswer | None
    is_edited: bool


def lines_of(update: AuthorityUpdate) -> list[SheetLine]:
    """The sheets of the authority, with what it said of each. Queries do not grow with their number."""
    sheets = sheets_for(update.organisation_id)
    answers = {answer.project_id: answer for answer in update.answers.all()}
    edited = edited_since([sheet.id for sheet in sheets], update)
    return [SheetLine(sheet, answers.get(sheet.id), sheet.id in edited) for sheet in sheets]
