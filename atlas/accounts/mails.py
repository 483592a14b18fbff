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
from atlas.notifications.writing import signed, site_url

from .models import User
from .roles import Role

CONFIRM_ADDRESS: Final = "accounts/mails/confirm_address.txt"
ADDRESS_KNOWN: Final = "accounts/mails/address_known.txt"
DECISION_NEEDED: Final = "accounts/mails/decision_needed.txt"
ROLE_GRANTED: Final = "accounts/mails/role_granted.txt"
ROLE_REFUSED: Final = "accounts/mails/role_refused.txt"
ROLE_ENDED: Final = "accounts/mails/role_ended.txt"
INVITED: Final = "accounts/mails/invited.txt"
UNUSED: Final = "accounts/mails/unused.txt"
SECOND_FACTOR_TAKEN: Final = "accounts/mails/second_factor_taken.txt"
SUBJECTS: Final[Mapping[str, str | Promise]] = {
    CONFIRM_ADDRESS: _("Confirmez votre adresse pour ouvrir votre compte de l’Atlas"),
    ADDRESS_KNOWN: _("Vous avez déjà un compte de l’Atlas"),
    DECISION_NEEDED: _("Une demande de compte attend votre réponse"),
    ROLE_GRANTED: _("Votre compte de l’Atlas est ouvert"),
    ROLE_REFUSED: _("Votre demande de compte n’a pas été acceptée"),
    ROLE_ENDED: _("Un de vos rôles dans l’Atlas a pris fin"),
    INVITED: _("Vous êtes invité à travailler dans l’Atlas"),
    UNUSED: _("Votre compte de l’Atlas n’a pas servi depuis longtemps"),
    SECOND_FACTOR_TAKEN: _("Le second facteur de votre compte a été retiré"),
}


def send(kind: str, user: User, context: Mapping[str, object], *, by: str, at: datetime) -> None:
    """A mail to a person, in their language."""
    send_to(kind, user.email, user.language, {"name": user.full_name, **context}, by=by, at=at)


def send_to(kind: str, email: str, language: str, context: Mapping[str, object], *, by: str, at: datetime) -> None:
    """A mail to an address. `context`: `role` is worded here."""
    with override(language):
        values = {"name": "", "accounts": site_url(language, "account_requests"), **context}
        if "role" in values:
            values["role"] = Role(str(values["role"])).label
        body = signed(render_to_string(kind, values).strip(), language)
        queue_mail(recipient=email, subject=str(SUBJECTS[kind]), body=body, by=by, at=at)
