"""From the campaigns to the public page of an authority: its last attestation, handed down to the catalogue.

This app stands above the catalogue, as the registers do (ADR 15): whoever attests calls its verb, no signal is needed.
The page says « à jour » of the current campaign only; of an earlier one it says the date, and that it lapsed (D6.2).
"""

from datetime import date

from atlas.catalogue.actions import publish_attestation
from atlas.catalogue.attestation import PublicAttestation
from atlas.catalogue.queries import attested_before

from .models import AuthorityUpdate, UpdateCampaign
from .queries import current_campaign, facts_of
from .states import State
from .up_to_date import up_to_date_on


def publish_update(update: AuthorityUpdate, on: date) -> bool:
    """Show when the authority last attested its sheets, as it is on that day. True when something changed."""
    return publish_authority(update.organisation_id, on)


def publish_authority(organisation_id: int, on: date) -> bool:
    """The same, of any authority."""
    return publish_attestation(organisation_id, attestation_of(organisation_id, on))


def attestation_of(organisation_id: int, on: date) -> PublicAttestation | None:
    """Its last attestation that is whole; lapsed when the current campaign, a later one, asks it and it has not."""
    signed = AuthorityUpdate.objects.filter(organisation=organisation_id, state=State.ATTESTED)
    for update in signed.select_related("campaign").order_by("-campaign__opens_on", "-pk"):
        if (day := up_to_date_on(facts_of(update))) is not None:
            lapsed = _asks_again(current_campaign(on), update)
            return PublicAttestation(on=day, campaign=update.campaign.year, lapsed_in=lapsed)
    return None


def _asks_again(current: UpdateCampaign | None, attested: AuthorityUpdate) -> int | None:
    """The year of the current campaign, where it is a later one that asks this authority."""
    if current is None or current.opens_on <= attested.campaign.opens_on:
        return None
    asked = AuthorityUpdate.objects.filter(campaign=current, organisation=attested.organisation_id)
    return current.year if asked.exists() else None


def publish_lapsed(campaign: UpdateCampaign, on: date, most: int) -> int:
    """From the first day of a campaign, who has not attested in it is no longer « à jour ». Returns how many."""
    asked = AuthorityUpdate.objects.filter(campaign=campaign).exclude(state=State.ATTESTED)
    late = asked.filter(organisation__in=attested_before(campaign.year)).order_by("organisation")
    ids = list(late.values_list("organisation_id", flat=True)[:most])
    return sum(publish_authority(number, on) for number in ids)


def publish_all(on: date) -> int:
    """The last attestation of each authority, after the public records were lost. Returns how many changed."""
    signed = AuthorityUpdate.objects.filter(state=State.ATTESTED).order_by("organisation")
    ids = signed.values_list("organisation_id", flat=True).distinct()
    return sum(publish_authority(number, on) for number in ids)
