"""The mails of accounts: whom they go to, and what a role is called in them. Their words: `templates/accounts/mails`.

Nothing that a stranger typed goes into a mail to a third person, the reason of a refusal excepted: an identified person
wrote it. An organisation that is provisional is not named: somebody typed its name.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import override

from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient

from .models import Invitation, Membership, User
from .queries import place_of
from .roles import Role


def tell(user: User, kind: str, context: Mapping[str, object], *, by: str, at: datetime) -> None:
    """A mail to a person, in their language. `kind`: of `notifications.kinds`."""
    notify(Recipient(user.email, user.language, user.actor), kind, context, by=by, at=at)


def role_in(language: str, like: Membership | Invitation) -> str:
    """« Agent d’une collectivité – Rezé »: a role and what it is held for."""
    with override(language):
        label = str(Role(like.role).label)
    is_typed = like.organisation and like.organisation.is_provisional
    place = "" if is_typed else place_of(like)
    return f"{label} – {place}" if place else label
