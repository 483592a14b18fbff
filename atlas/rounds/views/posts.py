"""The rounds of a country as its post goes through them. A round of another country answers 404."""

import csv

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY, Role
from atlas.accounts.typed import gives_back, labels_of
from atlas.organisations.models import PostCountry
from atlas.projects.models import Project
from atlas.reference.models import Country
from atlas.rounds.actions import (
    Election,
    NotedBefore,
    NotOpen,
    note_contacts_seen,
    record_election,
)
from atlas.rounds.export import LABELS, values_of
from atlas.rounds.forms import AnswerForm, ContactForm, ElectionForm
from atlas.rounds.models import PairCheck, VerificationRound
from atlas.rounds.pair_page import card_of, carry_out
from atlas.rounds.pairs import areas_of
from atlas.rounds.queries import contacts_of, pairs_of, rounds_for
from atlas.rounds.round_page import Late, answers, do, page_of

KEEPERS = (Role.POST_AGENT, *MINISTRY)
INVALID = 422


@require_safe
@for_roles(*KEEPERS)
def rounds_page(request: PrivateRequest) -> HttpResponse:
    """All of one's countries, the open ones first; a country in which an election is to be noted."""
    followed = PostCountry.objects.values("country_id") if request.scope.is_ministry else request.scope.countries
    countries = sorted(Country.objects.filter(pk__in=followed).exclude(pk="FR"), key=lambda one: one.name)
    return render(request, "rounds/rounds.html", {"rounds": rounds_for(request.scope), "countries": countries})


@gives_back(labels_of(ElectionForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def new_page(request: PrivateRequest, iso2: str) -> HttpResponse:
    """Note an election: date, what was elected, where, who says so. The round is started from its page."""
    country = Country.objects.filter(pk=iso2).exclude(pk="FR").first()
    if country is None or not request.scope.follows(iso2):
        raise _not_there()
    data = request.POST if request.method == "POST" else None
    form = ElectionForm(data, areas=areas_of(iso2), today=timezone.localdate())
    if form.is_valid():
        said = form.cleaned_data
        election = Election(
            country=iso2, held_on=said["held_on"], kind=said["kind"], areas=tuple(said.get("areas", ())),
            source_url=said["source_url"],
        )  # fmt: skip
        try:
            made = record_election(election, by=request.scope.actor, at=timezone.now())
        except NotedBefore:
            form.add_error("held_on", _("Cette élection est déjà notée : ouvrez-la dans la liste."))
        else:
            return HttpResponseRedirect(reverse("round", args=[made.pk]), status=303)
    status = INVALID if form.errors else 200
    return render(request, "rounds/new.html", {"country": country, "form": form}, status=status)


@gives_back(labels_of(AnswerForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def round_page(request: PrivateRequest, number: int) -> HttpResponse:
    """The pairs with their answers; `do`: `start`, `answer` for those that are ticked, `close`."""
    row = _round(request, number)
    form = answers(row, request.POST if request.POST.get("do") == "answer" else None)
    if request.method == "POST" and not form.errors:
        try:
            messages.success(request, do(row, request.POST.get("do", ""), form, by=request.scope.actor))
        except Late as late:
            messages.warning(request, str(late))
        return HttpResponseRedirect(request.get_full_path(), status=303)
    context = page_of(row, form, request.GET.get("reponse", ""))
    return render(request, "rounds/round.html", context, status=INVALID if form.errors else 200)


@require_safe
@for_roles(*KEEPERS)
def round_file(request: PrivateRequest, number: int) -> HttpResponse:
    """Every pair with its answers, as CSV; no persons."""
    row = _round(request, number)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    name = f"verification-{row.country_id}-{row.held_on.isoformat()}.csv"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    writer = csv.writer(answer)
    writer.writerow([str(label) for label in LABELS])
    writer.writerows(values_of(one) for one in pairs_of(row).select_related("round"))
    return answer


@gives_back(labels_of(ContactForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*KEEPERS)
def pair_page(request: PrivateRequest, number: int, pair: int) -> HttpResponse:
    """One pair: its sheets, and its contacts with a button each. `do`: `confirm:<number>`, `drop:…`, `add`."""
    row = _round(request, number)
    found = pairs_of(row).select_related("round").filter(pk=pair).first()
    if found is None:
        raise _not_there()
    verb, _sign, contact = request.POST.get("do", "").partition(":")
    form = ContactForm(request.POST if verb == "add" else None, auto_id=f"contact_{found.pk}_%s")
    if request.method == "POST" and (answer := _said(request, found, (verb, contact), form)) is not None:
        return answer
    note_contacts_seen([found.foreign_id] if found.foreign_id else [], by=request.scope.actor, at=timezone.now())
    card = card_of(found, contacts_of([found.foreign_id]), form if form.is_bound else None)
    context = {"round": row, "card": card, "sheets": Project.objects.filter(pk__in=found.sheets).order_by("pk")}
    return render(request, "rounds/pair.html", context, status=INVALID if form.errors else 200)


def _said(request: PrivateRequest, pair: PairCheck, asked: tuple[str, str], form: ContactForm) -> HttpResponse | None:
    """The answer after a verb on a contact; None when the form comes back."""
    try:
        words = carry_out(pair, *asked, form, by=request.scope.actor, at=timezone.now())
    except LookupError:
        raise _not_there() from None
    except NotOpen:
        messages.warning(request, _("Cette vérification est close : rien n’a été changé."))
        return HttpResponseRedirect(request.path, status=303)
    if words is None:
        return None
    messages.success(request, words)
    return HttpResponseRedirect(request.path, status=303)


def _round(request: PrivateRequest, number: int) -> VerificationRound:
    found = VerificationRound.objects.select_related("country").filter(pk=number).first()
    if found is None or not request.scope.follows(found.country_id):
        raise _not_there()
    return found


def _not_there() -> Http404:
    return Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
