"""Where a list goes on: the key of the last item that was read, signed together with what was asked.

A key and not a position: what is written meanwhile moves no other item. A cursor of another list, or one that somebody
has changed, is refused. Only the order by best match has no key; its cursor holds a position, good for one revision.
"""

import base64
import binascii
from typing import Final

import msgspec
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext

from atlas.opendata.api.problems import BAD_CURSOR, STALE_CURSOR, Refused

_SALT: Final = "atlas.opendata.api.cursors"
_SIGNATURE: Final = 16


class Cursor(msgspec.Struct, array_like=True, frozen=True):
    """`after`: the last key that was read, or for the best match (`revision` is not 0) how many items were."""

    after: int
    revision: int = 0


_encode: Final = msgspec.msgpack.Encoder().encode
_decode: Final = msgspec.msgpack.Decoder(Cursor).decode


def written(cursor: Cursor, asked: str) -> str:
    """The cursor as text for addresses. `asked` names the list: its filters and order."""
    content = _encode(cursor)
    return base64.urlsafe_b64encode(_signature(content, asked) + content).rstrip(b"=").decode()


def read(text: str, asked: str) -> Cursor:
    """Inverse of `written`. Raises Refused for any text that `written` did not make for this very list."""
    try:
        raw = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        signature, content = raw[:_SIGNATURE], raw[_SIGNATURE:]
        if constant_time_compare(signature, _signature(content, asked)):
            return _decode(content)
    except (binascii.Error, msgspec.DecodeError):
        pass
    detail = gettext(
        "Le paramètre cursor n’est pas celui de cette liste : il a été changé, ou les filtres l’ont été depuis. "
        "Reprenez la liste sans lui, puis suivez les adresses « next »."
    )
    raise Refused(BAD_CURSOR, detail)


def check_revision(cursor: Cursor, revision: int) -> None:
    """Raise Refused when a list by best match has changed since the cursor was given."""
    if cursor.revision != revision:
        detail = gettext(
            "Le registre a changé depuis la page précédente, et avec lui l’ordre par pertinence. Reprenez la liste au "
            "début, ou demandez un ordre qui tient : sans « tri », maj, debut ou montant."
        )
        raise Refused(STALE_CURSOR, detail)


def _signature(content: bytes, asked: str) -> bytes:
    return salted_hmac(_SALT, content + asked.encode(), algorithm="sha256").digest()[:_SIGNATURE]
