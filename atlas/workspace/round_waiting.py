"""Rounds of verification after an election (`rounds`): pairs for a post, contacts abroad for a French authority."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from atlas.accounts.scopes import Scope
from atlas.organisations.models import Organisation
from atlas.rounds.queries import to_confirm, unanswered
from atlas.ui import formats

from .waiting import CAMPAIGN, CONTACTS, SHOWN, Group, Item


def to_verify(scope: Scope, _on: date) -> Iterator[Group]:
    """The open rounds of the countries of one's post that lack answers."""
    if not scope.countries:
        return
    language = get_language() or "fr"
    found = unanswered(scope)
    items = tuple(
        Item(
            one.country.name,
            f"{reverse('round', args=[one.pk])}?reponse=open",
            _("Élection du %(day)s") % {"day": formats.day(one.held_on, language)},
            ngettext("%(n)d relation sans réponse", "%(n)d relations sans réponse", left) % {"n": left},
        )
        for one, left in found[:SHOWN]
    )
    yield Group(
        CAMPAIGN + 1,
        _("Relations à vérifier"),
        _("Une élection locale a eu lieu : dites si chaque relation est vivante, et si le contact est le même."),
        _("Vérifier"),
        items,
        len(found),
        reverse("rounds"),
    )


def contacts_abroad(scope: Scope, _on: date) -> Iterator[Group]:
    """Partners of one's authority whose contact nobody has verified since an election."""
    waiting = to_confirm(scope.authorities)
    names = dict(Organisation.objects.filter(pk__in=waiting).values_list("pk", "name")) if waiting else {}
    items = tuple(
        Item(
            f"{pair.foreign_name} ({pair.round.country.name})",
            f"{reverse('round_contacts', args=[authority])}#relation-{pair.pk}",
            names[authority],
        )
        for authority, pairs in waiting.items()
        for pair in pairs
    )
    yield Group(
        CONTACTS - 1,
        _("Contacts à vérifier à l’étranger"),
        _("Une élection locale a eu lieu dans le pays : vos interlocuteurs ont peut-être changé."),
        _("Vérifier"),
        items[:SHOWN],
        len(items),
        reverse("round_contacts", args=[min(waiting)]) if waiting else "",
    )


WAITING: Final = (to_verify, contacts_abroad)
