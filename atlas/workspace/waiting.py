"""What waits for a person, in order of urgency. Each app that knows of such things says so; « Mes projets » shows all.

`settings.ATLAS_WAITING` names modules that hold `WAITING`: functions of a scope and a day that give groups. A group
without items is not shown. Not for what is merely of interest: each item leads to something that the person can do.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from django.conf import settings
from django.utils.module_loading import import_string

from atlas.accounts.scopes import Scope


@dataclass(frozen=True, slots=True)
class Item:
    """One thing: its name leads to the page on which it is done. `note`: what is to be known of it, in words."""

    title: str
    url: str
    note: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Things of one kind. `rank`: the most urgent first; `total`: how many there are, also those not in `items`.

    `verb`: what one does with each, on the link; `more_url`: the page of all of them.
    """

    rank: int
    title: Any
    lead: Any
    verb: Any
    items: tuple[Item, ...]
    total: int
    more_url: str = ""

    @property
    def first(self) -> tuple[Item, ...]:
        """Those in sight."""
        return self.items[:SHOWN]

    @property
    def rest(self) -> tuple[Item, ...]:
        """Those that one unfolds."""
        return self.items[SHOWN:]


Provider = Callable[[Scope, date], Iterable[Group]]
SHOWN: Final = 8
"""Items of a group that are in sight; of one that has no page of its own, the others are folded."""
MOST_SHOWN: Final = 200
"""Items of a group that has no page of its own."""

# The places that apps take among each other; a rank between two is free for others.
SENT_BACK, CAMPAIGN, TO_DECIDE, UNSENT, STALE, CONTACTS = 10, 20, 30, 40, 50, 60


@cache
def providers() -> tuple[Provider, ...]:
    """All of them, in the order of the settings."""
    return tuple(found for module in settings.ATLAS_WAITING for found in import_string(f"{module}.WAITING"))


def waiting_for(scope: Scope, on: date) -> list[Group]:
    """The groups that hold something, the most urgent first."""
    found = [group for provider in providers() for group in provider(scope, on) if group.items]
    return sorted(found, key=lambda group: group.rank)
