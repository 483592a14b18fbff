"""Files that nothing names: what was kept just before its row could not be. Removed after a day, once a day.

Who names files says so in a function that the settings list (ATLAS_FILES_IN_USE): names in, those of them in use out. A
file that somebody keeps again at the same moment is not lost: see `files.store`.
"""

import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

from django.conf import settings
from django.core.files.storage import Storage
from django.utils.module_loading import import_string

from .files import hold_back, is_local, put_back, storage

FORGOTTEN: Final = timedelta(days=1)
"""Nobody is still writing the row of a file that is older."""
AT_ONCE: Final = 500
Finder = Callable[[Collection[str]], Collection[str]]
_KEY: Final = re.compile(r"[0-9a-f]{64}\.\w{1,5}")
_HELD: Final = re.compile(rf"({_KEY.pattern})\.held")


def remove_orphans(*, at: datetime) -> int:
    """Delete the old files that nobody names. Returns how many. Other files of the folder are left alone."""
    kept = storage()
    try:
        names = kept.listdir("")[1]
    except FileNotFoundError:  # nobody has sent a file yet
        return 0
    for name in names:
        if held := _HELD.fullmatch(name):  # whoever held it back was killed
            put_back(held[1])
    old = (one for one in sorted(names) if _KEY.fullmatch(one) and _is_old(kept, one, at))
    return sum(_remove(one, at) for batch in _batches(old) for one in _unnamed(batch))


def _unnamed(keys: Collection[str]) -> list[str]:
    finders: list[Finder] = [import_string(name) for name in settings.ATLAS_FILES_IN_USE]
    used = {key for find in finders for key in find(keys)}
    return [key for key in keys if key not in used]


def _remove(key: str, at: datetime) -> bool:
    """In a folder it is moved aside first, then looked at again: who keeps it just now finds it gone, or marks it."""
    if not is_local():
        if _unnamed([key]):
            storage().delete(key)
            return True
        return False
    if not hold_back(key):
        return False
    if not _unnamed([key]) or not _is_old(storage(), f"{key}.held", at):
        put_back(key)
        return False
    storage().delete(f"{key}.held")
    return True


def _is_old(kept: Storage, name: str, at: datetime) -> bool:
    try:
        return kept.get_modified_time(name) < at - FORGOTTEN
    except FileNotFoundError:
        return False


def _batches(names: Iterator[str]) -> Iterator[list[str]]:
    while batch := list(islice(names, AT_ONCE)):
        yield batch
