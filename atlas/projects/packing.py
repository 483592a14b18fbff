"""A document as it is kept: compressed, beside the digits that stand for its bytes. Pure, so that readers can pack."""

import hashlib
import zlib
from typing import NamedTuple


class Packed(NamedTuple):
    """`content_hash`: 32 hexadecimal digits that stand for the bytes received. `data`: those bytes, zlib."""

    content_hash: str
    data: bytes


def pack(raw: bytes) -> Packed:
    """The bytes received, made ready to be kept."""
    return Packed(hashlib.blake2b(raw, digest_size=16).hexdigest(), zlib.compress(raw, 1))


def unpack(data: bytes) -> bytes:
    """Inverse of `pack`: the bytes received."""
    return zlib.decompress(data)
