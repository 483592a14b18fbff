"""From what the page of an entry sends to one verb of `actions`, and what its refusals mean in words."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.contributions.drafting import HasErrors
from atlas.contributions.field_words import LABELS
from atlas.organisations.actions import register_organisation
from atlas.organisations.models import Origin

from . import actions
from .entry_page import EntryPage
from .forms import CheckForm, SheetForm
from .models import DeclaredEntry
from .sheets import LightSheet, draft_of

DONE: Final[Mapping[str, str | Promise]] = {
    "check": gettext_lazy("Collectivité confirmée. Rattachez l’inscription à une fiche, ou proposez-en une."),
    "link": gettext_lazy("Inscription rattachée à la fiche. La personne qui a déclaré en est informée."),
    "propose": gettext_lazy("Fiche proposée : la collectivité, ou le ministère, décide. Rien n’est public avant."),
    "refuse": gettext_lazy("Inscription refusée. La personne qui a déclaré reçoit le motif."),
    "double": gettext_lazy("Inscription notée comme en double."),
    "reopen": gettext_lazy("Inscription rouverte."),
}


class Late(Exception):
    """Somebody was faster, or the verb is not offered: the message says where the entry stands now."""


def carry_out(page: EntryPage, *, by: str, at: datetime) -> str | None:
    """Do what was sent; the sentence that says so, or None when a form has errors. Raises Late."""
    form = page.form
    if page.verb not in page.verbs or (form is None and page.verb not in ("link", "reopen")):
        raise Late(_state_words(page.entry))
    if form is not None and not form.is_valid():
        return None
    try:
        with transaction.atomic():
            _VERBS[page.verb](page, by, at)
    except actions.AlreadyDecided as late:
        raise Late(_state_words(late.entry)) from late
    except actions.NotItsSheet:
        raise Late(
            _("Cette fiche n’est plus parmi celles de la collectivité avec ce pays. Choisissez-en une autre.")
        ) from None
    except HasErrors as errors:
        _explain(form, errors)
        return None
    return str(DONE[page.verb])


def _state_words(entry: DeclaredEntry) -> str:
    entry.refresh_from_db(fields=["state"])
    words = _("Cela n’est plus possible : l’inscription est maintenant dans l’état « %(state)s ».")
    return words % {"state": entry.get_state_display()}


def _explain(form: forms.Form | None, errors: HasErrors) -> None:
    names = ", ".join(dict.fromkeys(str(LABELS.get(one.field, one.field)) for one in errors.findings))
    if form is not None:
        form.add_error(None, _("La fiche ne peut pas être enregistrée ainsi : %(fields)s.") % {"fields": names})


def _check(page: EntryPage, by: str, at: datetime) -> None:
    form = page.form
    assert isinstance(form, CheckForm)  # noqa: S101  (carry_out gave it)
    number = form.authority_id
    if form.is_missing or number is None:
        kind, name = form.cleaned_data["missing_kind"], page.entry.authority_name
        number = register_organisation(kind=kind, name=name, country_id="FR", by=by, origin=Origin.PERSON).pk
    actions.check_entry(page.entry, authority_id=number, by=by, at=at)


def _link(page: EntryPage, by: str, at: datetime) -> None:
    asked = str((page.sent or {}).get("sheet", ""))
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else 0
    actions.link_entry(page.entry, project_id=number, by=by, at=at)


def _propose(page: EntryPage, by: str, at: datetime) -> None:
    form, entry = page.form, page.entry
    assert isinstance(form, SheetForm)  # noqa: S101  (as above)
    said, authority = form.cleaned_data, entry.authority
    assert authority is not None  # noqa: S101  (a checked entry names one: constraint)
    sheet = LightSheet(
        title=said["title"],
        country=entry.country_id,
        authority=authority.pk,
        authority_name=authority.name,
        partner_name=said["partner"],
        partner=int(said["partner_is"]) if said["partner_is"] else None,
        place=said["place"],
        start_year=said["since"],
        form=said["form"],
        status=said["status"],
        description=said["description"],
    )
    actions.propose_sheet(entry, draft=draft_of(sheet), by=by, at=at)


def _refuse(page: EntryPage, by: str, at: datetime) -> None:
    actions.refuse_entry(page.entry, reason=page.forms["refuse"].cleaned_data["reason"], by=by, at=at)


def _double(page: EntryPage, by: str, at: datetime) -> None:
    number = int(page.forms["double"].cleaned_data["of"])
    other = next(one for one in page.doubles if one.pk == number)
    actions.mark_double(page.entry, of=other, by=by, at=at)


def _reopen(page: EntryPage, by: str, at: datetime) -> None:
    actions.reopen_entry(page.entry, by=by, at=at)


_VERBS: Final[Mapping[str, Callable[[EntryPage, str, datetime], None]]] = {
    "check": _check,
    "link": _link,
    "propose": _propose,
    "refuse": _refuse,
    "double": _double,
    "reopen": _reopen,
}
