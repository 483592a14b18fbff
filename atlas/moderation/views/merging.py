"""Pairs that may be one, and the merge of two sheets or two organisations, with what will happen before it does."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY
from atlas.contributions.merging import MergeRefused, merge_organisations, merge_projects
from atlas.duplicates.actions import decide
from atlas.duplicates.finding import set_aside
from atlas.duplicates.models import Candidate, CandidateKind, Decision
from atlas.duplicates.words import reason_words
from atlas.moderation.beside import open_candidates
from atlas.moderation.deciding import Refused, refusals
from atlas.moderation.merges import MERGE_WORDS, choices_from, organisations_to_merge, sheets_to_merge
from atlas.moderation.narrowing import filters_beside, narrowed
from atlas.moderation.tabs import tabs_for

AT_ONCE, INVALID, LONGEST = 50, 422, 16


@for_roles(*MINISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def duplicates_page(request: PrivateRequest) -> HttpResponse:
    """Pairs with the reasons; « not a duplicate » here, the merge on its page."""
    if request.method == "POST":
        decide(_chosen(request), Decision.DISTINCT, by=request.scope.actor, at=timezone.now())
        messages.success(request, _("Cette paire ne sera plus proposée."))
        return redirect("moderation_duplicates")
    form = filters_beside(request)
    found = open_candidates(form.filters(), now=timezone.now())
    page = Paginator(found, AT_ONCE).get_page(request.GET.get("page"))
    context = {
        **narrowed(request, form),
        "tabs": tabs_for(request.scope, "moderation_duplicates"),
        "page": page,
        "pairs": [(one, reason_words(one.reasons)) for one in page],
    }
    return render(request, "moderation/duplicates.html", context)


def _chosen(request: PrivateRequest) -> QuerySet[Candidate]:
    """The pair of the button; none for nonsense."""
    number = request.POST.get("pair", "")
    is_number = number.isascii() and number.isdecimal() and len(number) < LONGEST
    return Candidate.objects.filter(pk=int(number) if is_number else 0)


@for_roles(*MINISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_sheets_page(request: PrivateRequest) -> HttpResponse:
    """Both side by side, a choice a field, the result; then the merge."""
    asked = request.POST if request.method == "POST" else request.GET
    merge = sheets_to_merge(asked, get_language() or "fr")
    error = ""
    if request.method == "POST" and merge.is_ready:
        try:
            _merge_sheets(request, merge.keep_id, merge.other_id)
            messages.success(request, _("Les deux fiches n’en font plus qu’une. L’ancienne adresse y conduit."))
            return redirect("moderation_sheet", merge.keep_id)
        except Refused as refused:
            error = refused.message
    return render(
        request, "moderation/merge_sheets.html", {"merge": merge, "error": error}, status=INVALID if error else 200
    )


def _merge_sheets(request: PrivateRequest, keep_id: int, other_id: int) -> None:
    by, at, reason = request.scope.actor, timezone.now(), request.POST.get("reason", "")
    choices = choices_from(request.POST)
    try:
        refusals(
            lambda: merge_projects(
                keep_id=keep_id, drop_id=other_id, choices=choices, reason=reason[:1000], by=by, at=at
            )
        )
    except MergeRefused as refused:
        raise Refused(str(MERGE_WORDS[refused.code])) from refused
    set_aside(CandidateKind.PROJECT, other_id)


@for_roles(*MINISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def merge_organisations_page(request: PrivateRequest) -> HttpResponse:
    """Both with their sheets and links, what will move; then the merge."""
    merge = organisations_to_merge(request.POST if request.method == "POST" else request.GET)
    error = str(MERGE_WORDS[merge.refusal]) if merge.refusal else ""
    if request.method == "POST" and merge.is_ready and not error:
        try:
            _merge_organisations(request, merge.keep_id, merge.other_id)
            messages.success(request, _("Les deux organismes n’en font plus qu’un. L’ancienne adresse y conduit."))
            return redirect("moderation_organisation", merge.keep_id)
        except MergeRefused as refused:
            error = str(MERGE_WORDS[refused.code])
    return render(
        request,
        "moderation/merge_organisations.html",
        {"merge": merge, "error": error},
        status=INVALID if error and request.method == "POST" else 200,
    )


def _merge_organisations(request: PrivateRequest, keep_id: int, other_id: int) -> None:
    """Raises MergeRefused."""
    by, at, reason = request.scope.actor, timezone.now(), request.POST.get("reason", "")[:1000]
    merge_organisations(keep_id=keep_id, drop_id=other_id, reason=reason, by=by, at=at)
    set_aside(CandidateKind.ORGANISATION, other_id)
