"""Where the files of documents are kept: the storage « documents » of the settings, a folder or an S3-compatible store.

A name is the SHA-256 of the bytes: a file is never overwritten, and older versions of a document keep theirs. What is
not public yet has a name that nobody can guess, not even who knows the bytes (`under_random_name`).
"""

import secrets
from dataclasses import replace
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from .checking import CheckedFile


def _storage() -> Storage:
    return storages["documents"]


def store(checked: CheckedFile) -> None:
    """Keep the bytes; nothing to do for a file that is there already."""
    if not _storage().exists(checked.key):
        _storage().save(checked.key, ContentFile(checked.content))


def open_file(key: str) -> IO[Any]:
    """The bytes, to be read in pieces. Raises FileNotFoundError."""
    return _storage().open(key)


def under_random_name(checked: CheckedFile) -> CheckedFile:
    """The same file, to be kept under a name of 256 random bits."""
    return replace(checked, key=f"{secrets.token_hex(32)}.{checked.key.rpartition('.')[2]}")
