"""Invented content for the registers of two countries, so that a trial shows what posts and authorities can do.

Every mailbox is at a reserved domain. Idempotent; what staff changed meanwhile is left alone.
"""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from atlas.organisations.actions import save_mailbox
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Organisation, Post


def load_mailboxes(path: Path, *, by: str) -> int:
    """Add the mailboxes of the file that are not there yet. Returns how many; holders that are unknown are left out."""
    fresh = [mailbox for mailbox in _mailboxes(path) if not _exists(mailbox)]
    for mailbox in fresh:
        save_mailbox(mailbox, by=by)
    return len(fresh)


def _mailboxes(path: Path) -> Iterator[Mailbox]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            post = Post.objects.filter(name=row["post"]).first() if row["post"] else None
            organisation = Organisation.objects.filter(reference_key=row["authority"]).first() if not post else None
            if post or organisation:
                yield Mailbox(
                    post=post,
                    organisation=organisation,
                    function_fr=row["function_fr"],
                    function_en=row["function_en"],
                    email=row["email"],
                    verified_on=date.fromisoformat(row["verified_on"]),
                )


def _exists(mailbox: Mailbox) -> bool:
    held = Mailbox.objects.filter(post=mailbox.post, organisation=mailbox.organisation)
    return held.filter(function_fr=mailbox.function_fr).exists()
