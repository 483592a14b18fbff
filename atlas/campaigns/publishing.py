"""From the campaigns to the public page of an authority: the day of its attestation, handed down to the catalogue.

This app stands above the catalogue, as the registers do (ADR 15): whoever attests calls its verb, no signal is needed.
"""

from atlas.catalogue.actions import publish_attestation

from .models import AuthorityUpdate
from .queries import facts_of
from .states import State
from .up_to_date import up_to_date_on


def publish_update(update: AuthorityUpdate) -> bool:
    """Show, or no longer show, when the authority attested its sheets. True when something changed."""
    return publish_attestation(update.organisation_id, up_to_date_on(facts_of(update)))


def publish_all() -> int:
    """The last attestation of each authority, after the public records were lost. Returns how many changed."""
    signed = AuthorityUpdate.objects.filter(state=State.ATTESTED).order_by("organisation", "-signed_at")
    last = {update.organisation_id: update for update in reversed(signed.select_related("campaign"))}
    return sum(map(publish_update, last.values()))
