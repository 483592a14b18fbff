"""A published sheet as somebody with an account meets it: how complete it is, what is doubtful, what they may do."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from atlas.accounts.scopes import Scope
from atlas.catalogue.completeness import stated
from atlas.catalogue.confirmation import doubts
from atlas.catalogue.queries import project_by_id
from atlas.catalogue.record import PublicProject
from atlas.catalogue.search_values import Criterion
from atlas.catalogue.wording import DOUBTS
from atlas.contributions.models import Contribution
from atlas.contributions.rules import can_create, can_edit, can_say_alive
from atlas.contributions.states import EDITABLE
from atlas.projects.queries import Stakes, stakes_of
from atlas.reference.choices import Alive

from .sheets import my_contributions


@dataclass(frozen=True)
class Said:
    """One thing that a complete sheet states, and whether this one does."""

    words: Any
    is_there: bool


@dataclass(frozen=True)
class Overview:
    """`mine`: what the person and their colleagues wrote on it, newest first; `open`: what is still being written."""

    record: PublicProject
    stakes: Stakes
    can_edit: bool
    can_copy: bool
    can_say_alive: bool
    said: tuple[Said, ...]
    doubts: tuple[str, ...]
    mine: tuple[Contribution, ...]

    @property
    def title(self) -> str:
        """As published."""
        return self.record.title.strip() or _("Fiche sans titre")

    @property
    def alive_words(self) -> str:
        """What a post said of the relation; '' = nobody did."""
        return str(Alive(self.record.alive).label) if self.record.alive in Alive.values else ""

    @property
    def open(self) -> Contribution | None:
        """The draft that would be gone on with."""
        return next((one for one in self.mine if one.state in EDITABLE), None)

    @property
    def missing(self) -> int:
        """How many things it does not state."""
        return sum(not one.is_there for one in self.said)


def overview_of(scope: Scope, project_id: int, *, today: date) -> Overview | None:
    """None when no sheet is published under this number."""
    record = project_by_id(project_id)
    if record is None:
        return None
    stakes, there = stakes_of([project_id])[project_id], stated(record)
    return Overview(
        record,
        stakes,
        can_edit(scope, stakes),
        can_create(scope),
        can_say_alive(scope, stakes),
        tuple(Said(one.label, one in there) for one in Criterion if one is not Criterion.VERIFICATION),
        tuple(str(DOUBTS[doubt]) for doubt in doubts(record, today=today)),
        tuple(my_contributions(scope).filter(project_id=project_id).order_by("-pk")[:20]),
    )
