"""One section of a draft: shown, saved by its buttons, saved by its script as one types."""

import json
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, signed_in
from atlas.accounts.typed import CLOSED, NOT_YOURS, OLD, back_of, given_back, gives_back, is_from_own_page
from atlas.contributions.comparison import Words
from atlas.contributions.locking import AlreadyDecided
from atlas.workspace.desk import Desk, desk_of
from atlas.workspace.editing import SectionSaved, save_section
from atlas.workspace.fields import FieldSpec, Lists, of_section
from atlas.workspace.finding import candidates_for, places_for
from atlas.workspace.form import FORM, SECTIONS
from atlas.workspace.giving_back import section_back
from atlas.workspace.lists import load_lists, load_words
from atlas.workspace.page import section_context
from atlas.workspace.posting import Posted, posted
from atlas.workspace.saved_words import as_json, pairs_of

INVALID, CONFLICT = 422, 409


@gives_back(section_back)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def section_page(request: PrivateRequest, contribution_id: int, section: str) -> HttpResponse:
    """404 for a section that is not there or a draft of others; what was sent already leads to its page."""
    desk, specs = desk_of(request.scope, contribution_id), of_section(FORM, section)
    if not specs:
        raise Http404(_("Cette rubrique n’existe pas."))
    if not desk.can_write:
        return _closed(request, desk)
    if request.method != "POST":
        return render(request, "workspace/section.html", section_context(desk, section, load_lists()))
    is_script = request.content_type == "application/json"
    return _autosave(request, desk, specs) if is_script else _sent(request, desk, section, specs)


@csrf_exempt  # the page that asks is older than the sign-in: `is_from_own_page` stands in
@gives_back(section_back)
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def restore_page(request: PrivateRequest, contribution_id: int, section: str) -> HttpResponse:
    """What was given back goes into the draft through the door of every save; what cannot is given back again."""
    address = reverse("workspace_section", args=[contribution_id, section])
    if request.method != "POST":
        return HttpResponseRedirect(address, status=303)
    try:
        desk, specs = desk_of(request.scope, contribution_id), of_section(FORM, section)
    except Http404:
        return given_back(request, NOT_YOURS, status=404)
    if not specs or not desk.can_write:
        return _closed(request, desk)
    if not is_from_own_page(request):
        return given_back(request, OLD)
    answer = _sent(request, desk, section, specs)
    if answer.status_code == 303:
        messages.success(request, _("Vos textes sont de nouveau dans le brouillon."))
    return answer


def _closed(request: PrivateRequest, desk: Desk) -> HttpResponse:
    """Sent or withdrawn meanwhile: a script is told, a person is given back what they typed, or comes to the page that
    says what happens next."""
    address = reverse("workspace_sheet", args=[desk.contribution.pk])
    if request.content_type == "application/json":
        said = _("Cette fiche a été envoyée ou retirée entre-temps : elle ne peut plus être modifiée ici.")
        return JsonResponse({"closed": said, "url": address}, status=CONFLICT)
    if request.method == "POST" and back_of(request).pieces:
        return given_back(request, CLOSED, status=CONFLICT)
    return HttpResponseRedirect(address, status=303)


def _autosave(request: PrivateRequest, desk: Desk, specs: tuple[FieldSpec, ...]) -> HttpResponse:
    try:
        typed = pairs_of(json.loads(request.body))
    except (ValueError, RecursionError):
        return JsonResponse({"error": _("Ce qui a été envoyé n’a pas pu être lu.")}, status=400)
    try:
        saved = _saved(request, desk, specs, Posted(typed))
    except AlreadyDecided:
        return _closed(request, desk)
    return JsonResponse(as_json(saved, specs, at=timezone.now(), today=timezone.localdate()))


def _saved(request: PrivateRequest, desk: Desk, specs: tuple[FieldSpec, ...], form: Posted) -> SectionSaved:
    """Lists and names are read only where a field that was changed needs them: most saves are of a text."""
    was = {name.removeprefix("was-"): values[-1] for name, values in form.typed.items() if name.startswith("was-")}
    return save_section(
        desk.contribution,
        specs,
        form.typed,
        was,
        lists=cast(Lists, SimpleLazyObject(load_lists)),
        words=cast(Words, SimpleLazyObject(load_words)),
        by=request.scope.actor,
        at=timezone.now(),
    )


def _sent(request: PrivateRequest, desk: Desk, section: str, specs: tuple[FieldSpec, ...]) -> HttpResponse:
    lists = load_lists()
    form = posted(dict(request.POST.lists()), specs, lists)
    try:
        saved = _saved(request, desk, specs, form)
    except AlreadyDecided:
        return _closed(request, desk)
    if form.stays or saved.problems or saved.clashes:
        context = section_context(desk_of(request.scope, desk.contribution.pk), section, lists, form=form, saved=saved)
        status = INVALID if saved.problems else CONFLICT if saved.clashes else 200
        return render(request, "workspace/section.html", context, status=status)
    return HttpResponseRedirect(_onward(form.do, desk.contribution.pk, section), status=303)


def _onward(do: str, contribution_id: int, section: str) -> str:
    """Where a button leads once all is saved; after the last section one reads the whole and sends it."""
    slugs = [one.slug for one in SECTIONS]
    following = slugs[slugs.index(section) + 1 :]
    if do == "preview":
        return reverse("workspace_preview", args=[contribution_id])
    if do == "send" or (do == "next" and not following):
        return reverse("workspace_send", args=[contribution_id])
    return reverse("workspace_section", args=[contribution_id, following[0] if do == "next" else section])


@require_safe
@signed_in
def names(request: PrivateRequest) -> JsonResponse:
    """Organisations for the text `q`, as the boxes of rows ask while one types."""
    found = candidates_for(request.GET.get("q", "").replace("\0", ""))
    number = len(found)
    said = ngettext("%(count)s organisation", "%(count)s organisations", number) % {"count": number}
    choices: list[dict[str, Any]] = [
        {"label": one.label, "kind": "", "value": one.link, "name": one.name, "country": one.country} for one in found
    ]
    return JsonResponse({"said": said if found else _("Aucune organisation de ce nom"), "found": choices})


@require_safe
@signed_in
def places(request: PrivateRequest) -> JsonResponse:
    """Places that we know for the text `q`, as the boxes of a table of places ask while one types."""
    found = places_for(request.GET.get("q", "").replace("\0", ""))
    number = len(found)
    said = ngettext("%(count)s lieu", "%(count)s lieux", number) % {"count": number}
    choices = [{"label": one.label, "kind": "", **one.cells} for one in found]
    return JsonResponse({"said": said if found else _("Aucun lieu connu de ce nom"), "found": choices})
