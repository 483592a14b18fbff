"""How many requests one client may still send this minute: counted by all processes of a node, in bounded memory.

The counts stand in one small file that the processes share (half a megabyte, whatever comes): no database, no other
service, a few microseconds. A client is a digest of its address that is good for one minute; the address itself is kept
nowhere. When more clients come in a minute than there are places, the least busy of a place are forgotten: a limit may
then be too kind, never too harsh. Each node counts for itself. Public pages never come here.
"""

import fcntl
import mmap
import os
import struct
import threading
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Final

WINDOW: Final = 60
"""Seconds; windows begin with the minutes of the clock."""
BUCKETS: Final = 4_096
PLACES: Final = 8
_ENTRY: Final = struct.Struct("<QII")
"""Client, minute, requests."""
_BUCKET: Final = _ENTRY.size * PLACES
_MOST: Final = 2**32 - 1


@dataclass(frozen=True)
class Quota:
    """`policy`: address or token; `left`: requests still allowed in the `seconds` that the window lasts."""

    policy: str
    limit: int
    used: int
    seconds: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def left(self) -> int:
        return max(0, self.limit - self.used)

    def headers(self) -> dict[str, str]:
        """As draft-ietf-httpapi-ratelimit-headers has them; Retry-After when nothing is left."""
        told = {
            "RateLimit-Policy": f'"{self.policy}";q={self.limit};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.left};t={self.seconds}',
        }
        return told | {"Retry-After": str(self.seconds)} if self.is_over else told


class Counter:
    """The counts of a node in one file, changed by one thread of one process at a time."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.ftruncate(self._file, BUCKETS * _BUCKET)
        self._memory = mmap.mmap(self._file, BUCKETS * _BUCKET)
        self._lock = threading.Lock()  # threads of a process share its lock on the file

    def spend(self, client: int, minute: int) -> int:
        """Count one more request of a client; returns how many it has sent in this minute."""
        with self._lock:
            fcntl.flock(self._file, fcntl.LOCK_EX)
            try:
                return self._spend(client, minute)
            finally:
                fcntl.flock(self._file, fcntl.LOCK_UN)

    def _spend(self, client: int, minute: int) -> int:
        first = client % BUCKETS * _BUCKET
        place, least, used = first, _MOST, 0
        for number, (known, when, count) in enumerate(_ENTRY.iter_unpack(self._memory[first : first + _BUCKET])):
            if known == client and when == minute:
                place, used = first + number * _ENTRY.size, count
                break
            weight = count if when == minute else 0
            if weight < least:
                place, least = first + number * _ENTRY.size, weight
        used = min(used + 1, _MOST)
        _ENTRY.pack_into(self._memory, place, client, minute, used)
        return used


@lru_cache(maxsize=4)
def counter(path: Path) -> Counter:
    """The counter of this process for a file."""
    return Counter(path)


def client_of(who: str, minute: int, secret: str) -> int:
    """A number that stands for a client during one minute, on this installation; never 0."""
    key = blake2b(secret.encode(), digest_size=32).digest()
    digest = blake2b(f"{minute} {who}".encode(), key=key, digest_size=8).digest()
    return int.from_bytes(digest) or 1


def spend(path: Path, who: str, *, policy: str, limit: int, secret: str, now: float) -> Quota:
    """Count a request of `who` at `now` (seconds since 1970) and say what is left."""
    minute = int(now // WINDOW)
    used = counter(path).spend(client_of(f"{policy} {who}", minute, secret), minute)
    return Quota(policy, limit, used, max(1, WINDOW - int(now % WINDOW)))
