"""The life of a contribution as one table: (state, verb) → state, and who may. Buttons, permissions, docs and tests
derive from it. `by_rule` marks the verbs that a rule may do for a trusted source, without a person."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a contribution stands. `submitted` is « en attente »: nothing of it shows yet."""

    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("En attente")
    RETURNED = "returned", _("Renvoyée à l’auteur")
    ACCEPTED = "accepted", _("Acceptée")
    REJECTED = "rejected", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")


@dataclass(frozen=True)
class Transition:
    """`to` = the state after; `who` = roles of D1.5 that may, `author` being whoever made the contribution."""

    to: State
    who: frozenset[str]
    by_rule: bool = False


AUTHOR = frozenset({"author"})
MINISTRY = frozenset({"ministry_officer", "ministry_admin"})

TRANSITIONS: dict[tuple[State, str], Transition] = {
    (State.DRAFT, "submit"): Transition(State.SUBMITTED, AUTHOR, by_rule=True),
    (State.DRAFT, "withdraw"): Transition(State.WITHDRAWN, AUTHOR),
    (State.SUBMITTED, "accept"): Transition(State.ACCEPTED, MINISTRY, by_rule=True),
    (State.SUBMITTED, "reject"): Transition(State.REJECTED, MINISTRY),
    (State.SUBMITTED, "return"): Transition(State.RETURNED, MINISTRY),
    (State.SUBMITTED, "withdraw"): Transition(State.WITHDRAWN, AUTHOR),
    (State.RETURNED, "submit"): Transition(State.SUBMITTED, AUTHOR),
    (State.RETURNED, "withdraw"): Transition(State.WITHDRAWN, AUTHOR),
}

DECIDED = frozenset({State.ACCEPTED, State.REJECTED, State.RETURNED})


class ForbiddenTransition(Exception):
    """The verb does not exist in this state."""


def after(state: str, verb: str) -> State:
    """The state that a verb leads to. Raises ForbiddenTransition."""
    try:
        return TRANSITIONS[(State(state), verb)].to
    except KeyError:
        raise ForbiddenTransition(f"a contribution that is {state} cannot {verb}") from None
