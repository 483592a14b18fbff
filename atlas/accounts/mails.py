"""The mails of accounts: which template each has, in the language of who receives it.

Nothing that a stranger typed goes into a mail to a third person, the reason of a refusal excepted: an identified person
wrote it.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from atlas.notifications.actions import queue_mail

from .models import User
from .roles import Role

CONFIRM_ADDRESS: Final = "confirm_address"
ADDRESS_KNOWN: Final = "address_known"
DECISION_NEEDED: Final = "decision_needed"
ROLE_GRANTED: Final = "role_granted"
ROLE_REFUSED: Final = "role_refused"
ROLE_ENDED: Final = "role_ended"
INVITED: Final = "invited"
UNUSED: Final = "unused"
SUBJECTS: Final[Mapping[str, str | Promise]] = {
    CONFIRM_ADDRESS: _("Confirmez votre adresse pour ouvrir votre compte de l’Atlas"),
    ADDRESS_KNOWN: _("Vous avez déjà un compte de l’Atlas"),
    DECISION_NEEDED: _("Une demande de compte attend votre réponse"),
    ROLE_GRANTED: _("Votre compte de l’Atlas est ouvert"),
    ROLE_REFUSED: _("Votre demande de compte n’a pas été acceptée"),
    ROLE_ENDED: _("Un de vos rôles dans l’Atlas a pris fin"),
    INVITED: _("Vous êtes invité à travailler dans l’Atlas"),
    UNUSED: _("Votre compte de l’Atlas n’a pas servi depuis longtemps"),
}


def send(kind: str, user: User, context: Mapping[str, object], *, by: str, at: datetime) -> None:
    """A mail to a person, in their language."""
    send_to(kind, user.email, user.language, {"name": user.full_name, **context}, by=by, at=at)


def send_to(kind: str, email: str, language: str, context: Mapping[str, object], *, by: str, at: datetime) -> None:
    """A mail to an address. `context`: `role` is worded here."""
    with override(language):
        values = {"name": "", **context}
        if "role" in values:
            values["role"] = Role(str(values["role"])).label
        body = render_to_string(f"accounts/mails/{kind}.txt", values)
        queue_mail(recipient=email, subject=str(SUBJECTS[kind]), body=body, by=by, at=at)
