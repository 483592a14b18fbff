"""Authorities that declared themselves in a country of the person's post (`declared`)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atlas.accounts.scopes import Scope
from atlas.declared.queries import open_for
from atlas.ui import formats

from .waiting import SHOWN, TO_DECIDE, Group, Item


def to_check(scope: Scope, _on: date) -> Iterator[Group]:
    """Entries to check or to link; the ministry has them in its menu, not among what waits for it."""
    if not scope.countries:
        return
    found, language = open_for(scope), get_language() or "fr"
    items = tuple(
        Item(
            str(one),
            reverse("declared_entry", args=[one.pk]),
            _("Reçue le %(day)s") % {"day": formats.day(timezone.localdate(one.declared_at), language)},
            one.get_state_display(),
        )
        for one in found[:SHOWN]
    )
    yield Group(
        TO_DECIDE + 1,
        _("Inscriptions à vérifier"),
        _("Des collectivités déclarent elles-mêmes qu’elles coopèrent avec vos pays : vérifiez, puis rattachez."),
        _("Vérifier"),
        items,
        found.count() if len(items) == SHOWN else len(items),
        reverse("declared_entries"),
    )


WAITING: Final = (to_check,)
