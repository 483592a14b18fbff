"""The life of an entry (D10.2: pending, checked by the post, linked): (state, verb) → state. Buttons, docs and tests
derive from it. Every verb of people is for the posts of the country and the ministry (`Scope.follows`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where an entry stands. Nothing of it is public in any state: what shows is the sheet."""

    PENDING = "pending", _("À vérifier")
    CHECKED = "checked", _("Vérifiée")
    PROPOSED = "proposed", _("Fiche proposée à la collectivité")
    LINKED = "linked", _("Rattachée à une fiche")
    REFUSED = "refused", pgettext_lazy("inscription", "Refusée")
    DOUBLE = "double", _("En double")


OPEN: Final = frozenset({State.PENDING, State.CHECKED})
"""The post has something to do."""


@dataclass(frozen=True)
class Transition:
    """`to` = the state after; `by_rule`: follows from a decision on the proposed sheet, nobody presses it."""

    to: State
    by_rule: bool = False


VERBS: Final[Mapping[str, str | Promise]] = {
    "check": _("Confirmer la collectivité"),
    "link": _("Rattacher à une fiche"),
    "propose": _("Proposer une fiche à la collectivité"),
    "refuse": pgettext_lazy("inscription", "Refuser"),
    "double": _("Dire qu’elle est en double"),
    "reopen": pgettext_lazy("inscription", "Rouvrir"),
    "settle": _("La fiche proposée est acceptée"),
    "give_back": _("La fiche proposée est refusée"),
}
TRANSITIONS: Final[Mapping[tuple[State, str], Transition]] = {
    (State.PENDING, "check"): Transition(State.CHECKED),
    (State.PENDING, "refuse"): Transition(State.REFUSED),
    (State.PENDING, "double"): Transition(State.DOUBLE),
    (State.CHECKED, "link"): Transition(State.LINKED),
    (State.CHECKED, "propose"): Transition(State.PROPOSED),
    (State.CHECKED, "refuse"): Transition(State.REFUSED),
    (State.CHECKED, "double"): Transition(State.DOUBLE),
    (State.CHECKED, "reopen"): Transition(State.PENDING),
    (State.PROPOSED, "settle"): Transition(State.LINKED, by_rule=True),
    (State.PROPOSED, "give_back"): Transition(State.CHECKED, by_rule=True),
    (State.REFUSED, "reopen"): Transition(State.PENDING),
    (State.DOUBLE, "reopen"): Transition(State.PENDING),
}


class Forbidden(Exception):
    """The verb does not exist in this state."""


def after(state: str, verb: str) -> State:
    """The state that a verb leads to. Raises Forbidden."""
    try:
        return TRANSITIONS[State(state), verb].to
    except KeyError:
        raise Forbidden(f"an entry that is {state} cannot {verb}") from None


def verbs_for(state: str) -> tuple[str, ...]:
    """The verbs of people in this state, in the order of VERBS."""
    return tuple(
        verb for verb in VERBS if (found := TRANSITIONS.get((State(state), verb))) is not None and not found.by_rule
    )
