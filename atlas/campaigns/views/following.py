"""Pages of those who follow a campaign: the list, progress by région and département, the file, reminders in bulk."""

import csv
from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY, Role
from atlas.campaigns.export import LABELS, values_of
from atlas.campaigns.forms import ExtensionForm
from atlas.campaigns.menu import ROLES
from atlas.campaigns.models import Stage, UpdateCampaign
from atlas.campaigns.preparing import ask_reminders
from atlas.campaigns.progress import all_of, by_department, by_region, lines_of, region_of
from atlas.campaigns.queries import waiting_for
from atlas.campaigns.rules import can_follow, can_manage

FOLLOWING = (Role.PREFECTURE, *MINISTRY)


@for_roles(*ROLES)
@require_safe
def campaigns_page(request: PrivateRequest) -> HttpResponse:
    """Every campaign, and what the open one asks of one's own authorities."""
    today, campaigns = timezone.localdate(), UpdateCampaign.objects.order_by("-year")
    if not can_manage(request.scope):
        campaigns = campaigns.filter(opened_at__isnull=False)
    context = {
        "campaigns": [(one, one.stage(today).label) for one in campaigns],
        "waiting": waiting_for(request.scope, today),
        "may_follow": not request.scope.roles.isdisjoint(FOLLOWING),
        "may_manage": can_manage(request.scope),
    }
    return render(request, "campaigns/campaigns.html", context)


@for_roles(*FOLLOWING)
@require_safe
def campaign_page(request: PrivateRequest, year: int) -> HttpResponse:
    """Progress by région: the ministry sees all, a prefecture its own."""
    return render(request, "campaigns/campaign.html", progress_context(request, _campaign(request, year)))


def _campaign(request: PrivateRequest, year: int) -> UpdateCampaign:
    """404 for one that is only being prepared, unless the account prepares it."""
    campaign = get_object_or_404(UpdateCampaign, year=year)
    if campaign.opened_at is None and not can_manage(request.scope):
        raise Http404
    return campaign


def _regions(request: PrivateRequest) -> Collection[str] | None:
    return None if can_manage(request.scope) else request.scope.regions


def progress_context(request: PrivateRequest, campaign: UpdateCampaign) -> dict[str, Any]:
    """What the page of a campaign shows."""
    today = timezone.localdate()
    tallies = by_region(campaign, _regions(request))
    stage = campaign.stage(today)
    return {
        "campaign": campaign,
        "stage": stage,
        "is_running": stage in (Stage.PLANNED, Stage.OPEN),
        "tallies": tallies,
        "total": all_of(tallies),
        "may_manage": can_manage(request.scope),
        "form": ExtensionForm(campaign=campaign, today=today),
    }


@for_roles(*FOLLOWING)
@require_safe
def region_page(request: PrivateRequest, year: int, code: str) -> HttpResponse:
    """One région by département, and each of its authorities; 404 for that of another prefecture.

    What lies in no région is the ministry's: it has a page like theirs, so that the sums are those of the list.
    """
    campaign, region = _followed(request, year, code), region_of(code)
    departments, stage = by_department(campaign, region), campaign.stage(timezone.localdate())
    context = {
        "campaign": campaign,
        "code": code,
        "name": _name(campaign, region),
        "departments": departments,
        "total": all_of(departments),
        "lines": lines_of(campaign, [region]),
        "is_open": stage == Stage.OPEN,
    }
    return render(request, "campaigns/region.html", context)


def _name(campaign: UpdateCampaign, region: str) -> str:
    if not region:
        return _("Sans région")
    return next((one.name for one in by_region(campaign, [region])), region)


def _followed(request: PrivateRequest, year: int, code: str) -> UpdateCampaign:
    campaign = _campaign(request, year)
    if not can_follow(request.scope, region_of(code)):
        raise Http404
    return campaign


@for_roles(*FOLLOWING)
@require_POST
def remind_page(request: PrivateRequest, year: int, code: str) -> HttpResponse:
    """Have every authority of the région that has not attested reminded, once a day each."""
    campaign = _followed(request, year, code)
    if campaign.stage(timezone.localdate()) != Stage.OPEN:
        messages.warning(request, _("La campagne ne court pas aujourd’hui : rien n’est parti."))
        return redirect("campaign_region", year, code)
    number = ask_reminders(campaign, region_of(code), by=request.user.actor, at=timezone.now())
    words = ngettext("%(count)s collectivité sera relancée.", "%(count)s collectivités seront relancées.", number)
    none = _("Toutes ont attesté ou ont déjà été relancées aujourd’hui.")
    messages.success(request, words % {"count": number} if number else none)
    return redirect("campaign_region", year, code)


@for_roles(*FOLLOWING)
@require_safe
def progress_file(request: PrivateRequest, year: int) -> HttpResponse:
    """Every authority that one follows, a line each, for a spreadsheet."""
    campaign = _campaign(request, year)
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="campagne-{campaign.year}.csv"'
    writer = csv.writer(answer)
    writer.writerow([str(label) for label in LABELS])
    writer.writerows(values_of(line) for line in lines_of(campaign, _regions(request)))
    return answer
