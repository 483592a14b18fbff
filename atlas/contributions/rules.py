"""Who may do what with a sheet or a contribution (D6.2, and the tables of `states`). Pure: facts in, yes or no out.

A scope says what an account reaches, stakes say whom a sheet concerns; neither reads the database here.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from atlas.projects.models import Publication
from atlas.projects.queries import Stakes

from .models import Contribution, Origin
from .states import SHEET_TRANSITIONS, TRANSITIONS, VERBS, Grant, Reach, State

SUGGESTED: Final = frozenset({Origin.SUGGESTION, Origin.SUGGESTED_EDIT})
"""What people say of the sheets of others: the authority may accept it (D6)."""


class Scope(Protocol):
    """What an account reaches: `accounts.scopes.Scope`."""

    @property
    def actor(self) -> str: ...
    @property
    def roles(self) -> frozenset[str]: ...
    @property
    def authorities(self) -> frozenset[int]: ...
    @property
    def delegated(self) -> frozenset[int]: ...
    @property
    def regions(self) -> frozenset[str]: ...
    @property
    def posts(self) -> frozenset[int]: ...
    @property
    def countries(self) -> frozenset[str]: ...
    @property
    def is_ministry(self) -> bool: ...


def can_edit(scope: Scope, stakes: Stakes) -> bool:
    """Own sheets, those of an authority by delegation; the ministry all."""
    return scope.is_ministry or bool(stakes.authorities & (scope.authorities | scope.delegated))


def can_suggest(scope: Scope) -> bool:
    """Everybody who has an account."""
    return bool(scope.actor)


def can_say_alive(scope: Scope, stakes: Stakes) -> bool:
    """« Relation vivante »: the posts that follow the sheet or one of its countries; the ministry."""
    return scope.is_ministry or bool((scope.posts & stakes.posts) or (scope.countries & stakes.countries))


def can_create(scope: Scope) -> bool:
    """A new sheet: for an own authority, by delegation, or by the ministry."""
    return scope.is_ministry or bool(scope.authorities | scope.delegated)


def can_decide(scope: Scope) -> bool:
    """Whatever waits."""
    return scope.is_ministry


def can_see_private(scope: Scope, stakes: Stakes) -> bool:
    """Personal data of the contacts of a sheet: own, region, countries of the post, all."""
    own = stakes.authorities & scope.authorities
    followed = (scope.posts & stakes.posts) or (scope.countries & stakes.countries)
    return scope.is_ministry or bool(own or followed or scope.regions & stakes.regions)


def origin_for(scope: Scope, stakes: Stakes) -> Origin:
    """What a draft of this account on this sheet is: an edit of those concerned, or a suggestion to them."""
    return Origin.PERSON if can_edit(scope, stakes) else Origin.SUGGESTED_EDIT


@dataclass(frozen=True)
class Case:
    """What rules ask of a contribution. `has_conflict`: the sheet changed meanwhile where it wants to change it."""

    state: str
    origin: str
    author: str
    authority: int | None = None
    has_conflict: bool = False

    @property
    def can_answer(self) -> bool:
        """An account wrote it: there is somebody to ask."""
        return self.author.startswith("user:")


def case_of(contribution: Contribution, *, has_conflict: bool = False) -> Case:
    """The facts of one contribution."""
    return Case(
        contribution.state,
        contribution.origin,
        contribution.created_by,
        contribution.authority_id,
        has_conflict=has_conflict,
    )


def is_author(scope: Scope, case: Case) -> bool:
    """Whoever wrote it, and those for whose authority it was written."""
    return case.author == scope.actor or case.authority in (scope.authorities | scope.delegated)


def can_see(scope: Scope, stakes: Stakes, case: Case) -> bool:
    """The author's side; who may decide; a suggestion on an own sheet, even one that only the ministry decides."""
    is_own = case.origin in SUGGESTED and case.state != State.DRAFT and bool(stakes.authorities & scope.authorities)
    if case.state == State.DRAFT:
        return is_author(scope, case)
    return scope.is_ministry or is_author(scope, case) or is_own


def may(scope: Scope, stakes: Stakes, case: Case, verb: str) -> bool:
    """Does the table let this account do this verb now?"""
    transition = TRANSITIONS.get((State(case.state), verb))
    if transition is None or (VERBS[verb].to_author and not case.can_answer):
        return False
    return any(_reaches(grant, scope, stakes, case) for grant in transition.grants)


def _reaches(grant: Grant, scope: Scope, stakes: Stakes, case: Case) -> bool:
    if grant.roles and not grant.roles & scope.roles:
        return False
    if grant.reach is Reach.AUTHOR:
        return is_author(scope, case)
    if grant.reach is Reach.ALL:
        return True
    is_own = case.author == scope.actor
    return (
        case.origin in SUGGESTED
        and not is_own
        and not case.has_conflict
        and bool(stakes.authorities & scope.authorities)
    )


def verbs_for(scope: Scope, stakes: Stakes, case: Case) -> tuple[str, ...]:
    """The buttons of one contribution, in the order of `states.VERBS`."""
    return tuple(verb for verb in VERBS if may(scope, stakes, case, verb))


def may_with_sheet(scope: Scope, state: str, verb: str) -> bool:
    """Withdraw, restore, merge: does the table let this account?"""
    transition = SHEET_TRANSITIONS.get((Publication(state), verb))
    return transition is not None and any(grant.roles & scope.roles for grant in transition.grants)
