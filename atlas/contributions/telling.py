"""What was decided of a proposal, told to the person who wrote it, in the transaction of the decision."""

from datetime import datetime
from typing import Final

from atlas.accounts.models import User
from atlas.accounts.queries import PREFIX
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import site_url
from atlas.projects.draft import decode_draft

from .models import Contribution

KIND: Final = "proposal_decided"


def tell_author(row: Contribution, verb: str, text: str, *, by: str, at: datetime) -> None:
    """A notice to the account that wrote it, unless it decided itself. Readers without an account get none."""
    number = row.created_by.removeprefix(PREFIX)
    if row.created_by == by or not row.created_by.startswith(PREFIX) or not number.isdecimal():
        return
    author = User.objects.filter(pk=int(number), is_active=True).first()
    if author is None:
        return
    page = site_url(author.language, "workspace_sheet", row.pk)
    context = {"verb": verb, "title": decode_draft(row.draft).title, "text": text.strip(), "url": page}
    notify(Recipient(author.email, author.language, author.actor), KIND, context, by=by, at=at)
