"""The two verbs on tokens of the API: give one, take it back."""

import secrets
from datetime import datetime

from django.db import transaction

from atlas.audit.actions import Entry, record
from atlas.opendata.api.models import ApiToken
from atlas.opendata.api.tokens import PREFIX, digest_of


class NoSuchToken(Exception):
    """No token in service has this number."""


@transaction.atomic
def create_token(*, label: str, by: str, at: datetime) -> tuple[ApiToken, str]:
    """A new token for a service, and its text, which nobody can read again."""
    text = PREFIX + secrets.token_urlsafe(32)
    made = ApiToken.objects.create(label=label, digest=digest_of(text), created_at=at)
    record([Entry("create", "apitoken", made.pk)], by=by, at=at)
    return made, text


@transaction.atomic
def revoke_token(number: int, *, by: str, at: datetime) -> None:
    """Take a token back; all processes know it within tokens.KEPT seconds. Raises NoSuchToken."""
    if not ApiToken.objects.filter(pk=number, revoked_at=None).update(revoked_at=at):
        raise NoSuchToken(str(number))
    record([Entry("revoke", "apitoken", number)], by=by, at=at)
