"""What the open update campaign asks of the person's authorities (`campaigns`)."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atlas.accounts.scopes import Scope
from atlas.campaigns.queries import waiting_for
from atlas.campaigns.states import State
from atlas.ui import formats

from .waiting import CAMPAIGN, SHOWN, Group, Item


def to_attest(scope: Scope, on: date) -> Iterator[Group]:
    """Authorities that have not attested: each leads to the page on which it is done."""
    found = waiting_for(scope, on)
    language = get_language() or "fr"
    items = tuple(
        Item(
            one.name,
            reverse("campaign_update", args=[one.year, one.organisation_id]),
            _("Campagne %(year)s, jusqu’au %(day)s") % {"year": one.year, "day": formats.day(one.last_day, language)},
            str(State(one.state).label),
        )
        for one in found[:SHOWN]
    )
    yield Group(
        CAMPAIGN,
        _("À attester"),
        _("La campagne de mise à jour demande si vos fiches et vos contacts sont à jour."),
        _("Mettre à jour"),
        items,
        len(found),
        reverse("campaigns"),
    )


WAITING: Final = (to_attest,)
