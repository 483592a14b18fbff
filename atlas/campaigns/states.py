"""The life of an authority's update in a campaign (D6.2): (state, verb) → state, and who may. Buttons, rules, docs and
tests derive from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where an authority stands."""

    NOT_STARTED = "not_started", _("Pas commencée")
    IN_PROGRESS = "in_progress", _("En cours")
    ATTESTED = "attested", _("Attestée")
    REOPENED = "reopened", _("Rouverte")


class Who(StrEnum):
    """Who may do a verb for an authority."""

    PREPARES = "prepares"
    """Its agents, its admin, and partners by delegation."""
    SIGNS = "signs"
    """Its admin."""
    FOLLOWS = "follows"
    """The prefecture of its region, and the ministry."""


@dataclass(frozen=True)
class Transition:
    """`to` = the state after."""

    to: State
    who: frozenset[Who]


VERBS: Final[Mapping[str, str | Promise]] = {
    "answer": _("Répondre fiche par fiche"),
    "sign": _("Attester la mise à jour"),
    "reopen": _("Rouvrir la mise à jour"),
}
_WORK: Final = frozenset({Who.PREPARES})
_SIGN: Final = frozenset({Who.SIGNS})
TRANSITIONS: Final[Mapping[tuple[State, str], Transition]] = {
    (State.NOT_STARTED, "answer"): Transition(State.IN_PROGRESS, _WORK),
    (State.IN_PROGRESS, "answer"): Transition(State.IN_PROGRESS, _WORK),
    (State.REOPENED, "answer"): Transition(State.REOPENED, _WORK),
    (State.IN_PROGRESS, "sign"): Transition(State.ATTESTED, _SIGN),
    (State.REOPENED, "sign"): Transition(State.ATTESTED, _SIGN),
    (State.ATTESTED, "reopen"): Transition(State.REOPENED, frozenset({Who.SIGNS, Who.FOLLOWS})),
}


class Forbidden(Exception):
    """The verb does not exist in this state."""


def after(state: str, verb: str) -> State:
    """The state that a verb leads to. Raises Forbidden."""
    try:
        return TRANSITIONS[State(state), verb].to
    except KeyError:
        raise Forbidden(f"an update that is {state} cannot {verb}") from None
