"""Attaching a file to a draft: looked at, kept under a random name, named in the draft by its address."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from django.db import transaction

from atlas.audit.actions import Entry, record
from atlas.contributions.drafting import save_draft
from atlas.contributions.models import Contribution
from atlas.projects.draft import DocumentDraft, decode_draft
from atlas.uploads.checking import SHEETS, check
from atlas.uploads.files import store, under_random_name
from atlas.uploads.scanning import scan

from .models import Attachment

MOST_FILES: Final = 40
"""Of one draft."""


class TooManyFiles(Exception):
    """The draft holds as many files as it may."""


def attach_file(
    contribution: Contribution,
    *,
    name: str,
    content: bytes,
    title: str,
    kind: str,
    address: Callable[[str], str],
    by: str,
    at: datetime,
) -> Attachment:
    """Keep a file and add it to the documents of the draft. `address`: of a key, as the public will follow it.

    Raises uploads.checking.NotAcceptable, TooManyFiles, AlreadyDecided.
    """
    checked = under_random_name(check(name, content, accepted=SHEETS))
    scan(content)
    if Attachment.objects.filter(contribution=contribution).count() >= MOST_FILES:
        raise TooManyFiles
    store(checked)
    with transaction.atomic():
        row = Contribution.objects.select_for_update(of=("self",)).get(pk=contribution.pk)
        attachment = Attachment.objects.create(
            contribution=row,
            key=checked.key,
            name=name[-150:],
            media_type=checked.media_type,
            size=checked.size,
            added_by=by,
            added_at=at,
        )
        documents = decode_draft(row.draft).documents
        document = DocumentDraft(kind=kind, title=title or name, url=address(checked.key))
        save_draft(row, {"documents": (*documents, document)}, row.edit_number, by=by, at=at)
        record([Entry("attachment.added", "contribution", row.pk, {"size": checked.size})], by=by, at=at)
    return attachment
