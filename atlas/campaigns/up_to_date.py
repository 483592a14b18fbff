"""When an authority is « à jour » (D6.2). One rule, pure: pages, files and what comes later ask it.

Its contacts and all sheets that it leads have been attested in the campaign, and its admin has signed. A sheet that
came after the signature is new: it says what is so, and is attested in the next campaign.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from .states import State

PARIS = ZoneInfo("Europe/Paris")


@dataclass(frozen=True)
class Facts:
    """What the rule looks at. `sheets`: each published sheet that the authority leads → when it was created.

    `answered`: sheets with an answer; `is_contacts_attested`: somebody looked through the contacts.
    """

    state: str
    signed_at: datetime | None = None
    is_contacts_attested: bool = False
    answered: frozenset[int] = frozenset()
    sheets: Mapping[int, datetime] = field(default_factory=dict)


@dataclass(frozen=True)
class Missing:
    """What stands between an authority and its signature."""

    sheets: tuple[int, ...] = ()
    contacts: bool = False

    def __bool__(self) -> bool:
        return self.contacts or bool(self.sheets)


def missing(facts: Facts) -> Missing:
    """What has no answer yet."""
    asked = {number for number, since in facts.sheets.items() if not _is_later(since, facts)}
    return Missing(tuple(sorted(asked - facts.answered)), not facts.is_contacts_attested)


def up_to_date_on(facts: Facts) -> date | None:
    """The day of the signature while the authority is « à jour »; null when it is not."""
    if facts.state != State.ATTESTED or facts.signed_at is None or missing(facts):
        return None
    return facts.signed_at.astimezone(PARIS).date()


def _is_later(since: datetime, facts: Facts) -> bool:
    return facts.state == State.ATTESTED and facts.signed_at is not None and since > facts.signed_at
