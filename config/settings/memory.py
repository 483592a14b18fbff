"""What the programs of a node are told: how much memory they take (ADR 12), where the site is. Read by the watcher,
before it loads Django."""

import os
from collections.abc import Mapping
from typing import Final

MEMORY: Final[Mapping[str, str]] = {
    # glibc gives each thread an arena of its own, and none of them gives back what another could use.
    "MALLOC_ARENA_MAX": "2",
    # A page reads one row by its key: the system's own copy of the file is near enough (kilobytes, bytes).
    "ATLAS_DATABASE_CACHE": "1000",
    "ATLAS_DATABASE_MAPPED": "0",
}
"""What programs started from here are told, unless the environment says otherwise."""


def limit_memory() -> None:
    """Tell the programs that this process starts."""
    os.environ.update({name: value for name, value in MEMORY.items() if name not in os.environ})


def name_site(address: str) -> None:
    """Tell the programs where the site is that they serve, unless the environment says otherwise."""
    os.environ.setdefault("ATLAS_SITE", address)
