"""The page of an authority's update: sheet by sheet, one click each; contacts; the signature. No script is needed."""

from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.queries import names_of
from atlas.accounts.roles import MINISTRY, OF_AUTHORITY, Role
from atlas.accounts.typed import gives_back, labels_of
from atlas.campaigns.attesting import (
    Incomplete,
    NotEdited,
    NotOpen,
    NotTheLead,
    answer_sheet,
    attest_contacts,
    reopen_update,
    sign_update,
    update_for,
)
from atlas.campaigns.editing import DraftBegun
from atlas.campaigns.forms import ContactsForm
from atlas.campaigns.menu import ROLES
from atlas.campaigns.models import AuthorityUpdate, Stage, UpdateCampaign, Verdict
from atlas.campaigns.queries import facts_of, lines_of
from atlas.campaigns.rules import can_prepare, can_see, may
from atlas.campaigns.states import Forbidden, State
from atlas.campaigns.up_to_date import missing
from atlas.contributions.drafting import HasErrors
from atlas.contributions.locking import SheetGone
from atlas.organisations.models import Organisation

INVALID = 422
PREPARING = (*OF_AUTHORITY, Role.PARTNER_EDITOR)
REOPENING = (Role.AUTHORITY_ADMIN, Role.PREFECTURE, *MINISTRY)
REFUSED: Final[dict[type[Exception], Any]] = {
    NotOpen: gettext_lazy("La campagne ne court pas aujourd’hui : rien n’a changé."),
    NotTheLead: gettext_lazy("Une autre collectivité atteste cette fiche."),
    NotEdited: gettext_lazy("Aucune modification de cette fiche n’a été envoyée depuis le début de la campagne."),
    Forbidden: gettext_lazy("La mise à jour est attestée : rouvrez-la pour changer une réponse."),
    DraftBegun: gettext_lazy(
        "Un brouillon attend sur cette fiche : envoyez-le ou retirez-le, puis répondez « Modifiée »."
    ),
    HasErrors: gettext_lazy("Cette fiche a des erreurs à corriger d’abord : ouvrez-la pour la modifier."),
    SheetGone: gettext_lazy("Cette fiche n’est plus publiée."),
}


@for_roles(*ROLES)
@require_safe
def update_page(request: PrivateRequest, year: int, organisation_id: int) -> HttpResponse:
    """Where the authority stands, and what is left."""
    update = _update(request, year, organisation_id)
    form = ContactsForm(organisation=update.organisation) if _sees_contacts(request, update) else None
    return render(request, "campaigns/update.html", _context(request, update, form))


def _update(request: PrivateRequest, year: int, organisation_id: int) -> AuthorityUpdate:
    """404 for authorities of others, campaigns that have not begun, authorities that are not asked."""
    campaign = get_object_or_404(UpdateCampaign, year=year, opened_at__isnull=False)
    organisation = get_object_or_404(Organisation, pk=organisation_id)
    has_begun = campaign.stage(timezone.localdate()) != Stage.PLANNED
    if not has_begun or not can_see(request.scope, organisation.pk, organisation.region_code):
        raise Http404
    try:
        return update_for(campaign, organisation)
    except NotOpen:
        raise Http404 from None


def _sees_contacts(request: PrivateRequest, update: AuthorityUpdate) -> bool:
    """Own ones, and those of the region (D6.2); a partner by delegation sees no persons."""
    scope, region = request.scope, update.organisation.region_code
    return scope.is_ministry or update.organisation_id in scope.authorities or region in scope.regions


def _context(request: PrivateRequest, update: AuthorityUpdate, form: ContactsForm | None) -> dict[str, Any]:
    lines = lines_of(update)
    scope, state, of = request.scope, update.state, update.organisation
    is_open = update.campaign.stage(timezone.localdate()) == Stage.OPEN
    left = missing(facts_of(update, [line.sheet for line in lines]))
    names = names_of({update.signed_by, update.contacts_by, update.reopened_by} - {""})
    return {
        "update": update,
        "campaign": update.campaign,
        "organisation": update.organisation,
        "led": [line for line in lines if line.sheet.is_led],
        "shared": [line for line in lines if not line.sheet.is_led],
        "verdicts": Verdict,
        "missing": left,
        "form": form,
        "signed_by": names.get(update.signed_by, ""),
        "contacts_by": names.get(update.contacts_by, ""),
        "is_theirs": of.pk in scope.prepares_for,
        "may_answer": is_open and may(scope, state, "answer", of=of),
        "may_sign": is_open and may(scope, state, "sign", of=of),
        "may_reopen": is_open and may(scope, state, "reopen", of=of),
    }


@for_roles(*PREPARING)
@require_POST
def answer_page(request: PrivateRequest, year: int, organisation_id: int, project_id: int) -> HttpResponse:
    """One click on one sheet."""
    update = _allowed(request, year, organisation_id)
    verdict = request.POST.get("verdict", "")
    if verdict not in Verdict.values:
        raise Http404
    try:
        answer_sheet(update.pk, project_id, Verdict(verdict), by=request.user.actor, at=timezone.now())
    except tuple(REFUSED) as refused:
        messages.warning(request, REFUSED[type(refused)])
    return _back(update, f"#fiche-{project_id}")


def _allowed(request: PrivateRequest, year: int, organisation_id: int) -> AuthorityUpdate:
    """For those who prepare; who only follows gets 404."""
    if not can_prepare(request.scope, organisation_id):
        raise Http404
    return _update(request, year, organisation_id)


def _back(update: AuthorityUpdate, place: str = "") -> HttpResponse:
    url = reverse("campaign_update", args=[update.campaign.year, update.organisation_id])
    return redirect(f"{url}{place}")


@gives_back(labels_of(ContactsForm))
@for_roles(*OF_AUTHORITY)
@require_POST
def contacts_page(request: PrivateRequest, year: int, organisation_id: int) -> HttpResponse:
    """Who is in charge: those who stay, one who comes."""
    update = _allowed(request, year, organisation_id)
    if not _sees_contacts(request, update):
        raise Http404
    form = ContactsForm(request.POST, organisation=update.organisation)
    if not form.is_valid():
        return render(request, "campaigns/update.html", _context(request, update, form), status=INVALID)
    try:
        attest_contacts(update.pk, still=form.still, new=form.new, by=request.user.actor, at=timezone.now())
    except (NotOpen, Forbidden) as refused:
        messages.warning(request, REFUSED[type(refused)])
    return _back(update, "#contacts")


@for_roles(Role.AUTHORITY_ADMIN)
@require_POST
def sign_page(request: PrivateRequest, year: int, organisation_id: int) -> HttpResponse:
    """The signature of the authority's admin."""
    update = _allowed(request, year, organisation_id)
    if organisation_id not in request.scope.signs_for:
        raise Http404
    try:
        sign_update(update.pk, by=request.user.actor, at=timezone.now())
    except Incomplete:
        messages.warning(request, _("Il reste des fiches ou des contacts sans réponse : rien n’est attesté."))
    except (NotOpen, Forbidden) as refused:
        messages.warning(request, REFUSED[type(refused)])
    else:
        messages.success(request, _("C’est fait : votre collectivité est à jour."))
    return _back(update)


@for_roles(*REOPENING)
@require_POST
def reopen_page(request: PrivateRequest, year: int, organisation_id: int) -> HttpResponse:
    """Take the signature back, with a reason."""
    update = _update(request, year, organisation_id)
    if not may(request.scope, State.ATTESTED, "reopen", of=update.organisation):
        raise Http404
    try:
        reopen_update(update.pk, request.POST.get("reason", ""), by=request.user.actor, at=timezone.now())
    except Forbidden:
        messages.warning(request, _("Cette mise à jour n’est pas attestée."))
    return _back(update)
