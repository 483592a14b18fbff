"""One contribution as one person has it before them: what it holds, what they may do with it. Reads only."""

from dataclasses import dataclass
from functools import cached_property

from django.http import Http404
from django.utils.translation import gettext as _

from atlas.accounts.scopes import Scope
from atlas.contributions.field_words import LABELS
from atlas.contributions.models import Contribution, Origin
from atlas.contributions.queries import base_of, proposed_by, stakes_for
from atlas.contributions.rules import Case, can_edit, can_see, case_of, is_author, verbs_for
from atlas.contributions.states import EDITABLE, WAITING
from atlas.projects.draft import ProjectDraft, decode_draft
from atlas.projects.queries import Stakes, current_draft


@dataclass(frozen=True)
class Desk:
    """`stakes`: whom the sheet concerns, or whom a new one is for. `overtaken`: fields changed on the sheet since."""

    contribution: Contribution
    scope: Scope
    stakes: Stakes
    case: Case
    overtaken: tuple[str, ...] = ()

    @cached_property
    def draft(self) -> ProjectDraft:
        """As saved last."""
        return decode_draft(self.contribution.draft)

    @cached_property
    def base(self) -> ProjectDraft:
        """What it was begun from: the sheet as published then, or an empty one."""
        return base_of(self.contribution)

    @property
    def title(self) -> str:
        """What the sheet is called in lists."""
        return self.draft.title.strip() or _("Fiche sans titre")

    @property
    def overtaken_words(self) -> tuple[str, ...]:
        """Names of the fields that changed on the sheet since."""
        return tuple(str(LABELS[name]) for name in self.overtaken)

    @property
    def is_author(self) -> bool:
        """Whoever writes it: the person, or a colleague."""
        return is_author(self.scope, self.case)

    @property
    def can_write(self) -> bool:
        """It is still being written, and the person may write it."""
        return self.contribution.state in EDITABLE and self.is_author and self._reaches(with_awaited=True)

    @property
    def can_send(self) -> bool:
        """A role that was asked for and not granted yet lets prepare, not send (D6.2)."""
        return self.can_write and self._reaches(with_awaited=False)

    @property
    def verbs(self) -> tuple[str, ...]:
        """What the table lets the person do now."""
        found = verbs_for(self.scope, self.stakes, self.case)
        return found if self.can_send else tuple(verb for verb in found if verb not in ("submit", "answer"))

    def _reaches(self, *, with_awaited: bool) -> bool:
        """An edit needs the authority's rights on the day of the edit; a suggestion needs an account."""
        if self.case.origin != Origin.PERSON or self.scope.is_ministry:
            return True
        own = self.scope.prepares_for | (self.scope.awaited if with_awaited else frozenset())
        if self.contribution.project_id is None:
            return self.contribution.authority_id in own
        return can_edit(self.scope, self.stakes) or (with_awaited and bool(own & self.stakes.authorities))


def desk_of(scope: Scope, contribution_id: int, *, is_compared: bool = False) -> Desk:
    """`is_compared`: with what changed on the sheet since, which costs a few queries more.

    Raises Http404 for what is not there or not for this person: both are the same to them.
    """
    found = Contribution.objects.select_related("authority").filter(pk=contribution_id).first()
    if found is None:
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    stakes = stakes_for(found, found.project_id)
    if not can_see(scope, stakes, case_of(found)):
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    overtaken = _overtaken(found) if is_compared else ()
    return Desk(found, scope, stakes, case_of(found, has_conflict=bool(overtaken)), overtaken)


def _overtaken(contribution: Contribution) -> tuple[str, ...]:
    """Fields that it would change and that somebody changed on the sheet since it was begun."""
    if contribution.project_id is None or contribution.state not in EDITABLE | WAITING:
        return ()
    try:
        return proposed_by(contribution, current_draft(contribution.project_id)).conflicts
    except KeyError:  # the sheet has no version any more that is in force
        return ()
