"""Files that staff send by the administration, between the dry run and the import. They may name persons: none is kept
once it is imported, nor longer than a week.

In the storage « documents », so that any node finds them. A name is the SHA-256 of the bytes.
"""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, BinaryIO, Final, cast

from django.core.files.storage import Storage, storages

MOST_BYTES: Final = 20 * 2**20
"""About 5,000 activities: what a page can wait for. The command takes files of any size."""
KEPT: Final = timedelta(days=7)
_FOLDER: Final = "imports"
_KEY: Final = re.compile(r"[0-9a-f]{64}")


def _storage() -> Storage:
    return storages["documents"]


def _path(key: str) -> str:
    """Raises KeyError for what is no key of ours."""
    if not _KEY.fullmatch(key):
        raise KeyError(key)
    return f"{_FOLDER}/{key}.xml"


def store(file: Any) -> str:
    """Keep a file (django.core.files.File); its key."""
    digest = hashlib.sha256()
    for piece in file.chunks():
        digest.update(piece)
    file.seek(0)
    if not _storage().exists(path := _path(digest.hexdigest())):
        _storage().save(path, file)
    return digest.hexdigest()


@contextmanager
def stored(key: str) -> Iterator[BinaryIO]:
    """The bytes. Raises KeyError when they are not kept, or no longer."""
    path = _path(key)
    if not _storage().exists(path):
        raise KeyError(key)
    with _storage().open(path) as file:
        yield cast(BinaryIO, file)


def forget(key: str) -> None:
    """The file was imported."""
    _storage().delete(_path(key))


def forget_old(at: datetime) -> int:
    """Delete what nobody imported within a week; how many files."""
    try:
        names = _storage().listdir(_FOLDER)[1]
    except FileNotFoundError:
        return 0
    old = [name for name in names if _storage().get_modified_time(f"{_FOLDER}/{name}") < at - KEPT]
    for name in old:
        _storage().delete(f"{_FOLDER}/{name}")
    return len(old)
