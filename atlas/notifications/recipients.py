"""Whom a mail goes to: an address, a language, and a key that stays when the address changes.

Knows no accounts: those stand above and say `Recipient(user.email, user.language, user.actor)`.
"""

from dataclasses import dataclass
from functools import cached_property

from django.utils.crypto import salted_hmac

_PURPOSE = "atlas.notifications.recipients"


@dataclass(frozen=True)
class Recipient:
    """`language`: "fr" or "en". `actor`: "user:12" for an account, "" for somebody who is only an address."""

    address: str
    language: str
    actor: str = ""

    @cached_property
    def key(self) -> str:
        """What unsubscriptions and digests know the person by: nobody can read an address from it."""
        if self.actor:
            return self.actor
        digest = salted_hmac(_PURPOSE, self.address.lower(), algorithm="sha256").hexdigest()
        return f"address:{digest[:48]}"
