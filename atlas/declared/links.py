"""The signed address by which whoever declared follows the entry, without an account: read, and have oneself erased."""

from datetime import timedelta
from typing import Final

from django.core.signing import BadSignature, TimestampSigner

from atlas.notifications.writing import site_url

from .models import Declarer

FOLLOW: Final = "declared_follow"
LASTS: Final = timedelta(days=730)
"""As long as the person is kept."""


def link_for(declarer: Declarer) -> str:
    """The whole address of the page, in the person's language."""
    return site_url(declarer.language, FOLLOW, _signer().sign(str(declarer.pk)))


def declarer_of(token: str) -> Declarer | None:
    """Whose link it is; None when it is not ours, too old, or the person was erased: all are the same to the reader."""
    try:
        number = _signer().unsign(token, max_age=LASTS)
    except BadSignature:
        return None
    return Declarer.objects.select_related("entry__country").filter(pk=int(number)).first()


def _signer() -> TimestampSigner:
    return TimestampSigner(salt="atlas.declared.links")
