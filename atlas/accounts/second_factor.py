"""The way out for who has lost the telephone and the recovery codes: an administrator takes the second factor away.

Who is asking is checked before, by voice or in person. The account then signs in as if it never had one: with its
password or a code by mail; a role of the ministry has to add a new one at once.
"""

from datetime import datetime
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from atlas.audit.actions import Entry, record
from atlas.notifications.writing import site_url

from .mails import tell
from .models import User

VERB: Final = "account.second_factor_taken"


class OwnAccount(Exception):
    """Nobody takes away their own: a stolen session could."""


@transaction.atomic
def take_second_factor(user_id: int, *, by: str, at: datetime) -> bool:
    """Forget applications, keys and recovery codes of an account, end its sessions and tell it by mail.

    False when it had none. Raises OwnAccount, User.DoesNotExist.
    """
    user = User.objects.select_for_update().get(pk=user_id)
    if user.actor == by:
        raise OwnAccount
    number, _each = Authenticator.objects.filter(user=user).delete()
    if not number:
        return False
    for session in UserSession.objects.filter(user=user):
        session.end()
    record([Entry(VERB, "user", user.pk)], by=by, at=at)
    url = site_url(user.language, "account_login")
    tell(user, "account_factor_taken", {"url": url}, by=by, at=at)
    return True
