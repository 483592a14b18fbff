"""The life of a membership as one table: (state, verb) → state. Pages and tests derive from it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MembershipState(TextChoices):
    """`unconfirmed`: asked for, the address was not shown to be the person's yet. `requested`: waits for a decision."""

    UNCONFIRMED = "unconfirmed", _("Adresse à confirmer")
    REQUESTED = "requested", _("À valider")
    ACTIVE = "active", _("Active")
    REFUSED = "refused", _("Refusée")
    ENDED = "ended", _("Terminée")


TRANSITIONS: dict[tuple[MembershipState, str], MembershipState] = {
    (MembershipState.UNCONFIRMED, "confirm"): MembershipState.REQUESTED,
    (MembershipState.UNCONFIRMED, "end"): MembershipState.ENDED,
    (MembershipState.REQUESTED, "validate"): MembershipState.ACTIVE,
    (MembershipState.REQUESTED, "refuse"): MembershipState.REFUSED,
    (MembershipState.REQUESTED, "end"): MembershipState.ENDED,
    (MembershipState.ACTIVE, "end"): MembershipState.ENDED,
}
DECIDED = frozenset({MembershipState.ACTIVE, MembershipState.REFUSED, MembershipState.ENDED})


class ForbiddenTransition(Exception):
    """The verb does not exist in this state: somebody else decided before."""


def after(state: str, verb: str) -> MembershipState:
    """The state that a verb leads to. Raises ForbiddenTransition."""
    try:
        return TRANSITIONS[(MembershipState(state), verb)]
    except KeyError:
        raise ForbiddenTransition(f"a membership that is {state} cannot {verb}") from None
