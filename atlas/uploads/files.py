"""Where the files of documents are kept: the storage « documents » of the settings, a folder or an S3-compatible store.

A name is the SHA-256 of the bytes: a file is never overwritten, and older versions of a document keep theirs. What is
not public yet has a name that nobody can guess, not even who knows the bytes (`under_random_name`).
"""

import os
import secrets
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from .checking import CheckedFile


def storage() -> Storage:
    """Where they are."""
    return storages["documents"]


def store(checked: CheckedFile) -> None:
    """Keep the bytes. A file that is there already is marked as new, so that nobody takes it for forgotten."""
    if not _marked(checked.key):
        storage().save(checked.key, ContentFile(checked.content))


def open_file(key: str) -> IO[Any]:
    """The bytes, to be read in pieces. Raises FileNotFoundError."""
    return storage().open(key)


def under_random_name(checked: CheckedFile) -> CheckedFile:
    """The same file, to be kept under a name of 256 random bits."""
    return replace(checked, key=f"{secrets.token_hex(32)}.{checked.key.rpartition('.')[2]}")


def is_local() -> bool:
    """A folder, rather than a store elsewhere."""
    try:
        storage().path("x")
    except NotImplementedError:
        return False
    return True


def _marked(key: str) -> bool:
    """Is it there? In a folder its time is set to now by the same look."""
    if not is_local():
        return storage().exists(key)
    try:
        os.utime(storage().path(key))
    except FileNotFoundError:
        return False
    return True


def hold_back(key: str) -> bool:
    """Move a file of the folder aside. False when it is gone."""
    try:
        Path(storage().path(key)).rename(storage().path(f"{key}.held"))
    except FileNotFoundError:
        return False
    return True


def put_back(key: str) -> None:
    """The contrary; somebody may have kept the same bytes, or put it back, meanwhile."""
    with suppress(FileNotFoundError):
        Path(storage().path(f"{key}.held")).replace(storage().path(key))
