"""Is a token good? Asked of the database once a minute and process, whatever number of requests comes with it."""

import re
import time
from hashlib import sha256
from typing import Final

from atlas.opendata.api.models import ApiToken

PREFIX: Final = "atlas_"
KEPT: Final = 60.0
"""Seconds for which a process believes what it has read: a token taken back is refused that much later."""
MOST: Final = 1_000
"""Tokens that a process remembers."""

_BEARER: Final = re.compile(r"Bearer\s+([\w.~+/-]{1,200}=*)\s*", re.IGNORECASE | re.ASCII)
_known: dict[str, tuple[bool, float]] = {}


def digest_of(text: str) -> str:
    """What is kept of a token."""
    return sha256(text.encode()).hexdigest()


def token_in(authorization: str) -> str | None:
    """The digest of the token in a header Authorization; null when there is none that could be one."""
    found = _BEARER.fullmatch(authorization)
    return digest_of(found[1]) if found else None


def remembered(digest: str) -> bool | None:
    """Is the token in service? Null when this process has not looked lately."""
    found = _known.get(digest)
    return found[0] if found and time.monotonic() < found[1] else None


def look_up(digest: str) -> bool:
    """Is the token in service? One query."""
    is_good = ApiToken.objects.filter(digest=digest, revoked_at=None).exists()
    if len(_known) >= MOST:
        _known.clear()
    _known[digest] = (is_good, time.monotonic() + KEPT)
    return is_good
