"""A draft or proposal as a whole: where it stands, what happens next, sending it, taking it back, deciding on it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atlas.accounts.access import PrivateRequest, signed_in
from atlas.accounts.typed import gives_back, labels_of
from atlas.contributions.deciding import Conflict, NothingToAccept, accept, ask, reject, return_to_author
from atlas.contributions.drafting import (
    DraftExists,
    HasErrors,
    NothingToSend,
    answer,
    resume,
    submit,
    withdraw,
)
from atlas.contributions.locking import AlreadyDecided, ReasonMissing, SheetGone
from atlas.contributions.models import Contribution
from atlas.workspace.desk import Desk, desk_of
from atlas.workspace.finding_words import worded
from atlas.workspace.forms import ReasonForm, SendForm
from atlas.workspace.state_page import send_context, sheet_context

INVALID: Final = 422
Verb = Callable[[Contribution, str, str], Any]


def _now() -> Any:
    return timezone.now()


VERBS: Final[Mapping[str, Verb]] = {
    "withdraw": lambda one, words, by: withdraw(one, by=by, at=_now(), reason=words),
    "answer": lambda one, words, by: answer(one, text=words, by=by, at=_now()),
    "reopen": lambda one, _words, by: resume(one, by=by, at=_now()),
    "accept": lambda one, words, by: accept(one, by=by, at=_now(), reason=words),
    "reject": lambda one, words, by: reject(one, reason=words, by=by, at=_now()),
    "return": lambda one, words, by: return_to_author(one, reason=words, by=by, at=_now()),
    "ask": lambda one, words, by: ask(one, question=words, by=by, at=_now()),
}


GONE: Final = (*(AlreadyDecided, Conflict, DraftExists, HasErrors, NothingToAccept, NothingToSend, SheetGone),)
"""Why a verb that the page offered is no longer possible."""


@gives_back(labels_of(ReasonForm))
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def sheet_page(request: PrivateRequest, contribution_id: int) -> HttpResponse:
    """What happens next and when, what was said, what may be done. `do`: one of the verbs that the table allows."""
    desk = desk_of(request.scope, contribution_id, is_compared=True)
    if request.method != "POST":
        return render(request, "workspace/sheet.html", sheet_context(desk, ReasonForm()))
    form, verb = ReasonForm(request.POST), request.POST.get("do", "")
    if form.is_valid():
        _do(request, desk, form, verb)
    if form.errors:
        return render(request, "workspace/sheet.html", sheet_context(desk, form), status=INVALID)
    return HttpResponseRedirect(reverse("workspace_sheet", args=[contribution_id]), status=303)


def _do(request: PrivateRequest, desk: Desk, form: ReasonForm, verb: str) -> None:
    """What cannot be done any more is said on the page that follows."""
    late = _("Ce n’est plus possible : la proposition a changé d’état entre-temps.")
    if verb not in desk.verbs or verb not in VERBS:
        messages.error(request, late)
        return
    try:
        VERBS[verb](desk.contribution, form.cleaned_data["text"], request.scope.actor)
    except ReasonMissing:
        form.add_error("text", _("Dites pourquoi en quelques mots."))
    except GONE:
        messages.error(request, late)


@gives_back(labels_of(SendForm))
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def send_page(request: PrivateRequest, contribution_id: int) -> HttpResponse:
    """What changes, compared with the sheet as published; sent with a message."""
    desk = desk_of(request.scope, contribution_id, is_compared=True)
    form = SendForm(request.POST if request.method == "POST" else None)
    problems: Mapping[str, Sequence[str]] = {}
    if desk.can_write and desk.can_send and form.is_valid():
        problems = _send(desk, form)
    if not desk.can_write or (form.is_bound and form.is_valid()):
        return HttpResponseRedirect(reverse("workspace_sheet", args=[contribution_id]), status=303)
    return render(request, "workspace/send.html", send_context(desk, form, problems), status=_status(form))


def _status(form: SendForm) -> int:
    return INVALID if form.errors else 200


def _send(desk: Desk, form: SendForm) -> Mapping[str, Sequence[str]]:
    """Send, or say on the form why not. Returns what is to be mended, by field."""
    words, by, now = form.cleaned_data["message"], desk.scope.actor, timezone.now()
    try:
        if "answer" in desk.verbs:
            answer(desk.contribution, text=words, by=by, at=now)
        else:
            submit(desk.contribution, by=by, at=now, message=words)
    except NothingToSend:
        form.add_error(None, _("Rien n’a changé : il n’y a rien à envoyer."))
    except ReasonMissing:
        form.add_error("message", _("Répondez à la question qui vous est posée."))
    except AlreadyDecided:
        form.add_error(None, _("Cette fiche a été envoyée ou retirée entre-temps."))
    except HasErrors as refused:
        form.add_error(None, _("La fiche ne peut pas partir ainsi : voyez ce qui est à corriger."))
        return worded(refused.findings)
    return {}
