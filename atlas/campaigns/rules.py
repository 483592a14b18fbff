"""Who may do what in a campaign (D6.2, `states`). Pure: a scope and facts in, yes or no out."""

from atlas.accounts.scopes import Scope
from atlas.organisations.models import Organisation

from .states import TRANSITIONS, State, Who


def can_manage(scope: Scope) -> bool:
    """Open, extend and close campaigns."""
    return scope.is_ministry


def can_follow(scope: Scope, region: str) -> bool:
    """See who has answered in a région, and remind."""
    return scope.is_ministry or (bool(region) and region in scope.regions)


def can_prepare(scope: Scope, organisation_id: int) -> bool:
    """Answer for an authority: its agents, partners by delegation."""
    return organisation_id in scope.prepares_for


def can_sign(scope: Scope, organisation_id: int) -> bool:
    """Attest for an authority: its admin."""
    return organisation_id in scope.signs_for


def can_see(scope: Scope, organisation_id: int, region: str) -> bool:
    """Open the page of an authority's update."""
    return can_prepare(scope, organisation_id) or can_follow(scope, region)


def may(scope: Scope, state: str, verb: str, *, of: Organisation) -> bool:
    """Does the table let this account do this verb for that authority now?"""
    transition = TRANSITIONS.get((State(state), verb))
    held = {
        Who.PREPARES: can_prepare(scope, of.pk),
        Who.SIGNS: can_sign(scope, of.pk),
        Who.FOLLOWS: can_follow(scope, of.region_code),
    }
    return transition is not None and any(held[who] for who in transition.who)
