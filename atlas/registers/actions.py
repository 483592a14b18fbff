"""The verbs of a register: open, save an entry, restore a version. Each keeps a version and an audit event.

They do not publish: whoever calls them does, once for all that was saved (`publishing`).
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atlas.audit import actions as audit
from atlas.organisations.models import Post

from .models import MODELS, CountryRegister, Entry, EntryVersion, RegionalNetwork, Versioned
from .rules import may_edit


class NotItsCountry(ValidationError):
    """A post does not follow the country whose register it would edit."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Ce poste ne suit pas ce pays. Choisissez un poste qui le suit, ou ajoutez d’abord le pays à la fiche "
                "du poste."
            ),
            code="not_its_country",
        )


@transaction.atomic
def save_register(
    register: CountryRegister, *, by: str, post: Post | None = None, is_example: bool = False
) -> CountryRegister:
    """Open the register of a country, or change the date of its data, which the post then vouches for.

    Raises ValidationError (NotItsCountry among them).
    """
    _check_scope(register, post)
    before = CountryRegister.objects.filter(pk=register.pk).values_list("data_on", flat=True).first()
    if register.data_on != before or not register.data_on:
        register.data_post = post if register.data_on else None
    if register._state.adding:
        register.edited_at, register.edited_post = timezone.now(), post
    register.full_clean()
    _keep(register, register, by=by, post=post, is_example=is_example)
    return register


@transaction.atomic
def save_entry(entry: Entry, *, by: str, post: Post | None = None, is_example: bool = False) -> Entry:
    """Keep an entry as given, new or changed, if it says anything new. Raises ValidationError."""
    _check_scope(entry.register, post)
    entry.full_clean()
    _keep(entry, entry.register, by=by, post=post, is_example=is_example)
    return entry


@transaction.atomic
def save_network(network: RegionalNetwork, *, by: str, is_example: bool = False) -> RegionalNetwork:
    """Keep a regional network, which stands in the registers of several countries. Raises ValidationError."""
    network.full_clean()
    _keep(network, None, by=by, post=None, is_example=is_example)
    return network


@transaction.atomic
def restore(version: EntryVersion, *, by: str) -> Versioned:
    """The entry as it was after that edit, as a new edit by the ministry. What it held meanwhile stays a version.

    Raises ValidationError where it no longer fits (another entry took its heading or address meanwhile).
    """
    entry = MODELS[version.kind]._default_manager.get(pk=version.entry_id)
    for field in entry._meta.concrete_fields:
        if field.attname in version.content:
            setattr(entry, field.attname, field.to_python(version.content[field.attname]))
    entry.full_clean()
    _keep(entry, version.register, by=by, post=None, verb="restored")
    return entry


def _check_scope(register: CountryRegister, post: Post | None) -> None:
    if not may_edit(post, register.country_id, on=timezone.localdate()):
        raise NotItsCountry


def _keep(
    entry: Versioned,
    register: CountryRegister | None,
    *,
    by: str,
    post: Post | None,
    verb: str = "saved",
    is_example: bool = False,
) -> None:
    """The row, its next version and the event. An entry that says what it said before is left alone."""
    last = _last_version(entry)
    before = last.content if last else {}
    if before == entry.content():
        return
    entry.is_example = is_example
    entry.save()
    version = EntryVersion.objects.create(
        kind=entry.entry_kind,
        entry_id=entry.pk,
        register=register,
        number=last.number + 1 if last else 1,
        label=str(entry)[:300],
        content=entry.content(),
        actor=by,
        post=post,
        at=timezone.now(),
    )
    if register is not None:
        CountryRegister.objects.filter(pk=register.pk).update(edited_at=version.at, edited_post=post)
    _record(entry, version, before, verb)


def _record(entry: Versioned, version: EntryVersion, before: Mapping[str, Any], verb: str) -> None:
    """The audit trail names the fields that changed and holds no text."""
    detail = {
        "country": version.register.country_id if version.register else None,
        "post": version.post_id,
        "version": version.number,
        "fields": [name for name, value in version.content.items() if before.get(name) != value],
    }
    event = audit.Entry(f"register_{verb}", entry._meta.model_name or "", entry.pk, detail)
    audit.record([event], by=version.actor, at=version.at)


def _last_version(entry: Versioned) -> EntryVersion | None:
    """Under a lock of the entry's row, so that two edits at once get two numbers."""
    if entry.pk is None:
        return None
    type(entry)._default_manager.select_for_update().filter(pk=entry.pk).values_list("pk").first()
    versions = EntryVersion.objects.filter(kind=entry.entry_kind, entry_id=entry.pk)
    return versions.order_by("-number").first()
