"""Links that a mail carries: made once, good for a while, good once. Only a digest of an invitation's secret is kept.

A link that confirms an address is signed and names the state that it was made in (`stamp_of`): once the account has
changed — the link was used, the password was set — it is a link of the past.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Final

from django.core import signing
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import User

SALT: Final = "atlas.accounts.links"
CONFIRMED_WITHIN: Final = timedelta(days=3)
INVITED_FOR: Final = timedelta(days=14)


class BadLink(Exception):
    """The link is unknown, was used, or is too old."""


def new_secret() -> str:
    """43 characters that nobody guesses."""
    return secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """64 hexadecimal digits; what the database keeps of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def confirmation_for(user: User) -> str:
    """The text of a link that shows that the person reads the mailbox of the account."""
    return signing.dumps([user.pk, _stamp_of(user)], salt=SALT)


def confirmed_user(text: str) -> User:
    """Whose link it is. Raises BadLink when it is forged, too old, or was used."""
    try:
        number, stamp = signing.loads(text, salt=SALT, max_age=CONFIRMED_WITHIN)
        user = User.objects.get(pk=number, is_active=True)
    except (signing.BadSignature, ValueError, TypeError, User.DoesNotExist):
        raise BadLink from None
    if not constant_time_compare(str(stamp), _stamp_of(user)):
        raise BadLink
    return user


def _stamp_of(user: User) -> str:
    """Changes with the password and the address."""
    return salted_hmac(SALT, f"{user.pk} {user.email} {user.password}").hexdigest()[:24]
