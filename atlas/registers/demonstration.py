"""Invented content for the registers of two countries, so that a trial shows what posts and authorities can do.

Every mailbox is at a reserved domain. Idempotent; what staff changed meanwhile is left alone. Texts go through the same
verbs as those of staff, and are marked as examples until somebody edits them.
"""

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from atlas.organisations.actions import save_mailbox
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Organisation, Post
from atlas.reference.models import Territory, TerritoryKind
from atlas.uploads.checking import check
from atlas.uploads.files import store

from .actions import save_entry, save_network, save_register
from .models import (
    Article,
    CountryRegister,
    Entry,
    NetworkPresence,
    Paper,
    Passage,
    RegionalNetwork,
    WebLink,
)


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


def load_networks(path: Path, *, by: str) -> int:
    """Add the regional networks of the file that nobody entered yet. Returns how many."""
    with path.open(encoding="utf-8", newline="") as file:
        fresh = [row for row in csv.DictReader(file) if not RegionalNetwork.objects.filter(name=row["name"]).exists()]
    for row in fresh:
        region = Territory.objects.get(kind=TerritoryKind.REGION, code=row["region"])
        save_network(RegionalNetwork(name=row["name"], url=row["url"], region=region), by=by, is_example=True)
    return len(fresh)


@transaction.atomic
def load_register(path: Path, *, by: str) -> bool:
    """Fill the register of one country (TOML), documents beside it. False, and nothing done, when it exists already."""
    said = tomllib.loads(path.read_text(encoding="utf-8"))
    if CountryRegister.objects.filter(country_id=said["country"]).exists():
        return False
    post = Post.objects.filter(name=said["post"]).first()
    register = CountryRegister(country_id=said["country"], data_on=said["data_on"])
    save_register(register, by=by, post=post, is_example=True)
    for entry in _entries(said, path.parent):
        entry.register = register
        save_entry(entry, by=by, post=post, is_example=True)
    return True


def _entries(said: Mapping[str, Any], folder: Path) -> Iterator[Entry]:
    for values in said.get("passages", ()):
        yield Passage(**{name: value.strip() if isinstance(value, str) else value for name, value in values.items()})
    for values in said.get("papers", ()):
        yield _paper(values, folder)
    yield from (WebLink(**values) for values in said.get("links", ()))
    yield from (Article(**values) for values in said.get("articles", ()))
    networks = RegionalNetwork.objects.filter(name__in=said.get("networks", ())).order_by("name")
    yield from (NetworkPresence(network=network) for network in networks)


def _paper(values: Mapping[str, Any], folder: Path) -> Paper:
    """A document with its file, looked at and kept as one that somebody uploads."""
    checked = check(values["file"], (folder / values["file"]).read_bytes())
    store(checked)
    paper = Paper(**{name: value for name, value in values.items() if name != "file"})
    paper.attach(checked.key, checked.media_type, checked.size)
    return paper
