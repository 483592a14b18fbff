"""Whole public pages kept compressed for one state of the catalogue, and the rules of HTTP that go with them.

Knows neither Django nor the index: the caller says which version of the site it serves. Not a cache of values: those
are kept with the snapshot of the index (`index.reader.Snapshot.keep`).
"""

import gzip
import re
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Final

from isal import igzip

BOUND: Final = 16 * 2**20
"""Bytes of pages in each process: about 2,000 sheets of 6.9 kB, or 1,500 pages of results of 9.8 kB."""

OVERHEAD: Final = 1_500
"""Bytes that a kept page is taken to cost beside its body: address, headers, the objects themselves (an estimate)."""

LEVEL: Final = 2
"""Of ISA-L, 0 to 3. A page of results of 46 kB: 9.4 kB in 0.05 ms; zlib's level 3 makes 9.2 kB of it in 0.23 ms."""

SMALLEST: Final = 500
"""Bytes from which compressing saves a reader anything."""

_CODING: Final = re.compile(r"(?:^|,)\s*(gzip|x-gzip|\*)\s*(?:;\s*q=([\d.]+)\s*)?(?=,|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Version:
    """What all pages of the site depend on. `build`: fingerprint of the code; `index`: name of the index folder."""

    build: str
    index: str
    revision: int
    day: date


@dataclass(frozen=True, slots=True)
class Page:
    """An answer 200 as it is kept: its headers without those of one transfer, its body compressed."""

    headers: tuple[tuple[str, str], ...]
    compressed: bytes

    @property
    def plain(self) -> bytes:
        """The body for the rare client that does not take gzip."""
        return gzip.decompress(self.compressed)

    @property
    def size(self) -> int:
        return len(self.compressed) + OVERHEAD


@dataclass
class PageCache:
    """Pages by address, all of one version; the ones asked least recently go first. Safe for threads."""

    bound: int = BOUND
    version: Version | None = None
    size: int = 0
    _pages: OrderedDict[str, Page] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def get(self, version: Version, address: str) -> Page | None:
        """The page of this very version. Another version than the last one asked for empties the cache."""
        with self._lock:
            if version != self.version:
                self._pages.clear()
                self.version, self.size = version, 0
            found = self._pages.get(address)
            if found is not None:
                self._pages.move_to_end(address)
            return found

    def put(self, version: Version, address: str, page: Page) -> None:
        """Keep a page, unless the catalogue has moved on while it was made or it alone would take a tenth of all."""
        with self._lock:
            if version != self.version or page.size > self.bound // 10:
                return
            former = self._pages.pop(address, None)
            self._pages[address] = page
            self.size += page.size - (former.size if former else 0)
            while self.size > self.bound:
                self.size -= self._pages.popitem(last=False)[1].size


def compress(body: bytes) -> bytes:
    """The body as gzip, the same bytes for the same body."""
    return igzip.compress(body, LEVEL, mtime=0)


def accepts_gzip(accept_encoding: str) -> bool:
    """What the header Accept-Encoding says (RFC 9110, 12.5.3); a coding named beats `*`."""
    weights = {name.lower(): float(weight or 1) for name, weight in _CODING.findall(accept_encoding) if _is(weight)}
    return weights.get("gzip", weights.get("x-gzip", weights.get("*", 0.0))) > 0


def _is(weight: str) -> bool:
    return weight.count(".") <= 1 and weight != "."


def tag_of(version: Version, address: str) -> str:
    """The ETag of an address: weak, because plain and compressed bodies share it (RFC 9110, 8.8.3)."""
    text = f"{version.build} {version.index} {version.day} {address}"
    return f'W/"{version.revision}-{blake2b(text.encode(), digest_size=8).hexdigest()}"'


def is_known(if_none_match: str, tag: str) -> bool:
    """Does the client hold this tag? Weak comparison; `*` needs to know that the page exists, and is not answered."""
    opaque = tag.removeprefix("W/")
    return bool(if_none_match) and opaque in (one.strip().removeprefix("W/") for one in if_none_match.split(","))


def fingerprint(files: Iterable[Path], words: Iterable[object]) -> str:
    """Of contents, in the order of the paths: the same on every machine that runs the same code with these settings."""
    digest = blake2b(repr(tuple(words)).encode(), digest_size=8)
    for path in sorted(files):
        digest.update(blake2b(path.read_bytes()).digest())
    return digest.hexdigest()
