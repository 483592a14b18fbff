"""The verb of the relay: pass a visitor's message on to the mailbox of a function, without showing either address.

No copy is kept: the message is a mail of the outbox, erased when a server took it, or after 30 days when none did
(`notifications`). The audit event says that a mailbox received a message, not from whom nor what.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import get_language

from atlas.audit.actions import Entry, record
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.organisations.mailboxes import Mailbox
from atlas.visitors.actions import take_turn

PURPOSE = "relay"
A_DAY = {"visitor": 10, "mailbox": 5, "target": 30}


@dataclass(frozen=True)
class Message:
    """What a visitor writes. `holder`: public name of whom to; `visitor`: where the request came from, never kept."""

    holder: str
    topic: str
    text: str
    name: str
    email: str
    visitor: str


@transaction.atomic
def pass_on(message: Message, mailbox: Mailbox, *, by: str, at: datetime) -> None:
    """Queue the message for the mailbox and the acknowledgement for its sender. Raises visitors.TooMany."""
    to = str(mailbox.pk)
    take_turn(PURPOSE, visitor=message.visitor, mailbox=message.email, target=to, a_day=A_DAY, by=by, at=at)
    record([Entry("mailbox.message_passed_on", "mailbox", mailbox.pk)], by=by, at=at)
    context = {"message": message, "function": mailbox.function_fr}
    notify(Recipient(mailbox.email, "fr"), "relay_message", context, by=by, at=at, reply_to=message.email)
    # What was typed is not in the acknowledgement: the mail cannot carry a stranger's words to a third person.
    sender = Recipient(message.email, get_language() or "fr")
    notify(sender, "relay_sent", {"holder": message.holder}, by=by, at=at)
