"""Who decides what, as two tables: the life of a contribution, and that of a sheet. (state, verb) → state, and who may.

Buttons, permissions (`rules`), docs/workflows.md and tests derive from them. `by_rule` marks the verbs that a rule may
do for a trusted source, without a person.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.projects.models import Publication


class State(models.TextChoices):
    """Where a contribution stands. `submitted` is « en attente »: nothing of it shows yet."""

    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("En attente")
    ASKED = "asked", _("Question posée")
    RETURNED = "returned", _("Renvoyée à l’auteur")
    ACCEPTED = "accepted", _("Acceptée")
    REJECTED = "rejected", _("Refusée")
    WITHDRAWN = "withdrawn", _("Retirée")
    UNDONE = "undone", _("Annulée")


EDITABLE: Final = frozenset({State.DRAFT, State.RETURNED, State.ASKED})
"""The author may go on writing."""
WAITING: Final = frozenset({State.SUBMITTED, State.ASKED})
"""Somebody has to decide: the queue."""
APPLIED: Final = frozenset({State.ACCEPTED, State.UNDONE})
"""It was written to the sheet, whatever became of it: a source has said its last word in it."""


class Reach(StrEnum):
    """How far a role reaches (D6.2)."""

    AUTHOR = "author"
    """What they wrote themselves, or what was written for their authority (own, or by delegation)."""
    SHEET = "sheet"
    """Suggestions of others on the sheets of their own authority, as long as nothing conflicts."""
    ALL = "all"


class Reason(StrEnum):
    """Whether a verb takes words of explanation."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True)
class Grant:
    """Who may: roles of D1.5 (empty = every account), and how far they reach."""

    reach: Reach
    roles: frozenset[str] = frozenset()


AUTHOR: Final = Grant(Reach.AUTHOR)
AUTHORITY: Final = Grant(Reach.SHEET, frozenset({"authority_agent", "authority_admin"}))
MINISTRY: Final = Grant(Reach.ALL, frozenset({"ministry_officer", "ministry_admin"}))


@dataclass(frozen=True)
class Verb:
    """What stands on the button; `to_author`: only where an account wrote it, who can answer."""

    label: str | Promise
    reason: Reason = Reason.NONE
    to_author: bool = False


VERBS: Final[Mapping[str, Verb]] = {
    "submit": Verb(pgettext_lazy("verbe", "Envoyer"), Reason.OPTIONAL),
    "withdraw": Verb(_("Retirer ma proposition"), Reason.OPTIONAL),
    "answer": Verb(pgettext_lazy("verbe", "Répondre"), Reason.REQUIRED),
    "accept": Verb(pgettext_lazy("verbe", "Accepter"), Reason.OPTIONAL),
    "reject": Verb(pgettext_lazy("verbe", "Refuser"), Reason.REQUIRED),
    "return": Verb(_("Renvoyer à l’auteur"), Reason.REQUIRED, to_author=True),
    "ask": Verb(_("Poser une question"), Reason.REQUIRED, to_author=True),
    "reopen": Verb(pgettext_lazy("verbe", "Rouvrir"), Reason.OPTIONAL),
    "undo": Verb(_("Annuler ce changement"), Reason.REQUIRED),
}


@dataclass(frozen=True)
class Transition:
    """`to` = the state after; `grants` = who may."""

    to: State
    grants: tuple[Grant, ...]
    by_rule: bool = False


_DECIDERS = (AUTHORITY, MINISTRY)
TRANSITIONS: Final[Mapping[tuple[State, str], Transition]] = {
    (State.DRAFT, "submit"): Transition(State.SUBMITTED, (AUTHOR,), by_rule=True),
    (State.DRAFT, "withdraw"): Transition(State.WITHDRAWN, (AUTHOR,)),
    (State.SUBMITTED, "accept"): Transition(State.ACCEPTED, _DECIDERS, by_rule=True),
    (State.SUBMITTED, "reject"): Transition(State.REJECTED, _DECIDERS),
    (State.SUBMITTED, "return"): Transition(State.RETURNED, _DECIDERS),
    (State.SUBMITTED, "ask"): Transition(State.ASKED, _DECIDERS),
    (State.SUBMITTED, "withdraw"): Transition(State.WITHDRAWN, (AUTHOR,)),
    (State.ASKED, "answer"): Transition(State.SUBMITTED, (AUTHOR,)),
    (State.ASKED, "withdraw"): Transition(State.WITHDRAWN, (AUTHOR,)),
    (State.ASKED, "accept"): Transition(State.ACCEPTED, _DECIDERS),
    (State.ASKED, "reject"): Transition(State.REJECTED, _DECIDERS),
    (State.ASKED, "return"): Transition(State.RETURNED, _DECIDERS),
    (State.RETURNED, "submit"): Transition(State.SUBMITTED, (AUTHOR,)),
    (State.RETURNED, "withdraw"): Transition(State.WITHDRAWN, (AUTHOR,)),
    (State.WITHDRAWN, "reopen"): Transition(State.DRAFT, (AUTHOR,)),
    (State.REJECTED, "reopen"): Transition(State.SUBMITTED, (MINISTRY,)),
    (State.ACCEPTED, "undo"): Transition(State.UNDONE, (MINISTRY,)),
}


class ForbiddenTransition(Exception):
    """The verb does not exist in this state."""


def after(state: str, verb: str) -> State:
    """The state that a verb leads to. Raises ForbiddenTransition."""
    try:
        return TRANSITIONS[(State(state), verb)].to
    except KeyError:
        raise ForbiddenTransition(f"a contribution that is {state} cannot {verb}") from None


SHEET_VERBS: Final[Mapping[str, Verb]] = {
    "withdraw": Verb(_("Retirer la fiche de la publication"), Reason.REQUIRED),
    "restore": Verb(_("Publier de nouveau"), Reason.OPTIONAL),
    "merge": Verb(_("Fusionner avec une autre fiche"), Reason.OPTIONAL),
    "unmerge": Verb(_("Défaire la fusion"), Reason.REQUIRED),
}


@dataclass(frozen=True)
class SheetTransition:
    """The same for a sheet itself (D2.5)."""

    to: Publication
    grants: tuple[Grant, ...] = (MINISTRY,)


SHEET_TRANSITIONS: Final[Mapping[tuple[Publication, str], SheetTransition]] = {
    (Publication.PUBLISHED, "withdraw"): SheetTransition(Publication.ARCHIVED),
    (Publication.ARCHIVED, "restore"): SheetTransition(Publication.PUBLISHED),
    (Publication.PUBLISHED, "merge"): SheetTransition(Publication.MERGED),
    (Publication.ARCHIVED, "merge"): SheetTransition(Publication.MERGED),
    (Publication.MERGED, "unmerge"): SheetTransition(Publication.PUBLISHED),
}


def sheet_after(state: str, verb: str) -> Publication:
    """The state that a verb leads a sheet to. Raises ForbiddenTransition."""
    try:
        return SHEET_TRANSITIONS[(Publication(state), verb)].to
    except KeyError:
        raise ForbiddenTransition(f"a sheet that is {state} cannot {verb}") from None
