"""Pages of the ministry on campaigns: prepare, announce, extend, close."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY
from atlas.accounts.typed import gives_back, labels_of
from atlas.campaigns.actions import (
    AnotherIsOpen,
    Plan,
    WrongStage,
    close_campaign,
    extend_campaign,
    open_campaign,
    plan_campaign,
)
from atlas.campaigns.forms import ExtensionForm, PlanForm, WordsForm
from atlas.campaigns.models import UpdateCampaign

from .following import progress_context

INVALID = 422


@gives_back(labels_of(PlanForm))
@for_roles(*MINISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: PrivateRequest) -> HttpResponse:
    """Prepare a campaign; nothing is sent before it is announced."""
    today = timezone.localdate()
    form = PlanForm(request.POST if request.method == "POST" else None, initial={"year": today.year})
    if form.is_valid():
        campaign = plan_campaign(form.plan, by=request.user.actor, at=timezone.now())
        return redirect("campaign", campaign.year)
    return render(request, "campaigns/plan.html", {"form": form}, status=INVALID if form.is_bound else 200)


@gives_back(labels_of(PlanForm))
@for_roles(*MINISTRY)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_page(request: PrivateRequest, year: int) -> HttpResponse:
    """Change all of it before it is announced, its texts afterwards."""
    campaign = get_object_or_404(UpdateCampaign, year=year)
    form = _form(campaign, request.POST if request.method == "POST" else None)
    if form.is_valid():
        plan = form.plan if isinstance(form, PlanForm) else _reworded(campaign, form)
        try:
            campaign = plan_campaign(plan, by=request.user.actor, at=timezone.now(), campaign_id=campaign.pk)
        except WrongStage:
            messages.warning(request, _("Cette campagne est fermée : elle ne change plus."))
        return redirect("campaign", campaign.year)
    context = {"form": form, "campaign": campaign}
    return render(request, "campaigns/plan.html", context, status=INVALID if form.is_bound else 200)


def _form(campaign: UpdateCampaign, data: Any) -> WordsForm:
    names = ("circular_fr", "circular_en", "year", "opens_on", "closes_on", "kinds", "regions")
    initial = {name: getattr(campaign, name) for name in names}
    return (
        WordsForm(data, initial=initial) if campaign.opened_at else PlanForm(data, campaign=campaign, initial=initial)
    )


def _reworded(campaign: UpdateCampaign, form: WordsForm) -> Plan:
    words = form.cleaned_data
    return Plan(campaign.year, words["circular_fr"], words["circular_en"], campaign.opens_on, campaign.closes_on)


@for_roles(*MINISTRY)
@require_POST
def open_page(request: PrivateRequest, year: int) -> HttpResponse:
    """Announce it."""
    campaign = get_object_or_404(UpdateCampaign, year=year)
    try:
        open_campaign(campaign.pk, by=request.user.actor, at=timezone.now())
    except WrongStage:
        messages.warning(request, _("Cette campagne est déjà annoncée, ou ses dates sont passées."))
    except AnotherIsOpen:
        messages.warning(request, _("Une autre campagne court encore : fermez-la d’abord."))
    else:
        messages.success(request, _("La campagne est annoncée. Les courriels partent à son premier jour."))
    return redirect("campaign", year)


@gives_back(labels_of(ExtensionForm))
@for_roles(*MINISTRY)
@require_POST
def extend_page(request: PrivateRequest, year: int) -> HttpResponse:
    """Give more time."""
    campaign = get_object_or_404(UpdateCampaign, year=year, opened_at__isnull=False)
    form = ExtensionForm(request.POST, campaign=campaign, today=timezone.localdate())
    if form.is_valid():
        extend_campaign(campaign.pk, form.cleaned_data["until"], by=request.user.actor, at=timezone.now())
        messages.success(request, _("La campagne est prolongée."))
        return redirect("campaign", year)
    context = {**progress_context(request, campaign), "form": form}
    return render(request, "campaigns/campaign.html", context, status=INVALID)


@for_roles(*MINISTRY)
@require_POST
def close_page(request: PrivateRequest, year: int) -> HttpResponse:
    """End it now."""
    campaign = get_object_or_404(UpdateCampaign, year=year)
    try:
        close_campaign(campaign.pk, by=request.user.actor, at=timezone.now())
    except WrongStage:
        messages.warning(request, _("Cette campagne ne court pas."))
    else:
        messages.success(request, _("La campagne est fermée. On peut encore la prolonger."))
    return redirect("campaign", year)
