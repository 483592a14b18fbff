"""What a campaign asks of contributions: was a change sent, send « terminé » or « pas à nous » in one click.

Both clicks are proposals like any other: who decides is said by `contributions`. Nothing here writes to a sheet.
"""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext

from atlas.contributions.drafting import NothingToSend, save_draft, start_draft, submit
from atlas.contributions.models import Contribution
from atlas.contributions.states import EDITABLE, State
from atlas.projects.queries import current_draft
from atlas.reference.choices import Status

from .models import AuthorityUpdate, Verdict
from .sheets import names_of_authority


class DraftBegun(Exception):
    """Colleagues are writing on the sheet: what they have not sent must not leave with this click."""


SENT = (State.SUBMITTED, State.ASKED, State.ACCEPTED)


def edited_since(project_ids: Collection[int], update: AuthorityUpdate) -> set[int]:
    """Those of the sheets on which the authority sent a change since the campaign was announced."""
    sent = Contribution.objects.filter(
        Q(authority_id=update.organisation_id),
        project_id__in=project_ids,
        state__in=SENT,
        submitted_at__gte=update.campaign.opened_at,
    )
    return {number for number in sent.values_list("project_id", flat=True) if number is not None}


def propose(update: AuthorityUpdate, project_id: int, verdict: Verdict, *, by: str, at: datetime) -> None:
    """Send what an answer means for the sheet, if it means anything. Raises DraftBegun, SheetGone, HasErrors."""
    changes = _changes(update, project_id, verdict)
    if not changes:
        return
    begun = Contribution.objects.filter(project_id=project_id, authority_id=update.organisation_id, state__in=EDITABLE)
    if begun.exists():
        raise DraftBegun(f"sheet {project_id}")
    contribution = start_draft(project_id=project_id, by=by, at=at, authority_id=update.organisation_id)
    save_draft(contribution, changes, contribution.edit_number, by=by, at=at)
    try:
        submit(contribution, by=by, at=at, message=_message(verdict))
    except NothingToSend:
        contribution.refresh_from_db()


def _changes(update: AuthorityUpdate, project_id: int, verdict: Verdict) -> Mapping[str, Any]:
    if verdict == Verdict.ENDED:
        return {} if current_draft(project_id).status == Status.COMPLETED else {"status": Status.COMPLETED.value}
    if verdict == Verdict.NOT_OURS:
        own = names_of_authority(update.organisation_id)
        parties = current_draft(project_id).parties
        return {"parties": tuple(one for one in parties if one.organisation_id not in own)}
    return {}


def _message(verdict: Verdict) -> str:
    if verdict == Verdict.ENDED:
        return gettext("Campagne de mise à jour : la collectivité dit que ce projet est terminé.")
    return gettext("Campagne de mise à jour : la collectivité dit que ce projet n’est pas le sien.")
