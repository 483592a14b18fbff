"""Reads of the private register: what publication hands down."""

from collections.abc import Iterable
from typing import TypeVar

from django.db.models import QuerySet

from .models import CountryRegister, Entry

E = TypeVar("E", bound=Entry)


def registers_with_entries() -> QuerySet[CountryRegister]:
    """Registers with all that is in them, withdrawn entries too. Six queries for any number of registers."""
    return CountryRegister.objects.select_related("data_post", "edited_post").prefetch_related(
        "passages", "weblinks", "papers", "articles", "networkpresences__network__region"
    )


def public(entries: Iterable[E]) -> list[E]:
    """Those that are published, by rank, then as they were entered."""
    return sorted((one for one in entries if one.is_public), key=lambda one: (one.rank, one.pk))
