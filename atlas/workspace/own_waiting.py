"""What waits for the person on their own sheets: sent back or asked, to decide, not sent, to confirm."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atlas.accounts.scopes import Scope
from atlas.catalogue.confirmation import doubts
from atlas.catalogue.wording import DOUBTS
from atlas.contributions.models import Contribution
from atlas.contributions.queue import suggestions_to
from atlas.contributions.states import State
from atlas.organisations.models import Contact
from atlas.projects.draft import decode_draft
from atlas.ui import formats

from .sheets import my_contributions, records_of, sheets_of
from .waiting import CONTACTS, MOST_SHOWN, SENT_BACK, SHOWN, STALE, TO_DECIDE, UNSENT, Group, Item

MOST_RECORDS: Final = 400
"""Sheets of one person that are looked at for doubts; who looks after more has the page on quality."""


def title_of(contribution: Contribution) -> str:
    """As the draft has it."""
    return decode_draft(contribution.draft).title.strip() or _("Fiche sans titre")


def _day(contribution: Contribution) -> str:
    moment = contribution.submitted_at or contribution.created_at
    return formats.day(timezone.localdate(moment), get_language() or "fr")


def _items(found: Iterable[Contribution], words: str, page: str = "workspace_sheet") -> tuple[Item, ...]:
    """`page`: URL name of the page of one."""
    return tuple(Item(title_of(one), reverse(page, args=[one.pk]), words % {"day": _day(one)}) for one in found)


def sent_back(scope: Scope, _on: date) -> Iterator[Group]:
    """Somebody asks, or sent it back: nothing moves until the author does."""
    found = my_contributions(scope).filter(state__in=(State.RETURNED, State.ASKED)).order_by("submitted_at", "pk")
    items = _items(found[:MOST_SHOWN], _("Envoyée le %(day)s"))
    yield Group(
        SENT_BACK,
        _("On attend votre réponse"),
        _("Ces propositions vous ont été renvoyées, ou une question vous est posée."),
        _("Répondre"),
        items,
        found.count() if len(items) == MOST_SHOWN else len(items),
    )


def to_decide(scope: Scope, _on: date) -> Iterator[Group]:
    """What others suggest on the sheets of the person's own authority."""
    if not scope.authorities:
        return
    found = suggestions_to(scope.authorities).filter(state=State.SUBMITTED)
    items = _items(found[:SHOWN], _("Suggérée le %(day)s"), "moderation_item")
    yield Group(
        TO_DECIDE,
        _("Des modifications vous sont suggérées"),
        _("Un poste, un autre service ou un lecteur propose de changer une fiche, ou en propose une. Vous décidez."),
        _("Examiner"),
        items,
        found.count() if len(items) == SHOWN else len(items),
        reverse("moderation_queue"),
    )


def unsent(scope: Scope, _on: date) -> Iterator[Group]:
    """Begun and not sent: nobody but its authors sees it."""
    found = my_contributions(scope).filter(state=State.DRAFT).order_by("-pk")
    items = _items(found[:MOST_SHOWN], _("Brouillon commencé le %(day)s"))
    yield Group(
        UNSENT,
        _("Vos brouillons"),
        _("Commencés et pas encore envoyés : vous seul et vos collègues les voyez."),
        _("Continuer"),
        items,
        found.count() if len(items) == MOST_SHOWN else len(items),
    )


def stale(scope: Scope, on: date) -> Iterator[Group]:
    """Sheets « en cours » that nothing says is still so (D2.5)."""
    ids = sheets_of(scope.prepares_for).order_by("pk").values_list("pk", flat=True)[:MOST_RECORDS]
    doubtful = [(record, why) for record in records_of(ids).values() if (why := doubts(record, today=on))]
    items = tuple(
        Item(
            record.title.strip() or _("Fiche sans titre"),
            reverse("workspace_edit", args=[record.id]),
            " ; ".join(str(DOUBTS[doubt]) for doubt in why),
        )
        for record, why in doubtful[:MOST_SHOWN]
    )
    yield Group(
        STALE,
        _("Fiches à confirmer"),
        _("Elles sont dites « en cours », mais rien ne le montre plus. Un changement d’état suffit parfois."),
        _("Mettre à jour"),
        items,
        len(doubtful),
    )


def contacts(scope: Scope, _on: date) -> Iterator[Group]:
    """Contacts of the person's post that nobody has confirmed: they are erased after 24 months (D5.4)."""
    found = Contact.objects.filter(post__in=scope.posts, is_verified=False).order_by("expires_on", "pk")
    rows = found.values_list("function", "expires_on")[:SHOWN] if scope.posts else []
    language, page = get_language() or "fr", reverse("register_contacts")
    items = tuple(
        Item(
            function or _("Fonction inconnue"), page, _("Effacé après le %(day)s") % {"day": formats.day(day, language)}
        )
        for function, day in rows
    )
    yield Group(
        CONTACTS,
        _("Contacts à vérifier"),
        _("Personne ne les a encore confirmés. Un clic suffit pour chacun."),
        _("Vérifier"),
        items,
        found.count() if len(items) == SHOWN else len(items),
        page,
    )


WAITING: Final = (sent_back, to_decide, unsent, stale, contacts)
