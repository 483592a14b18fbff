"""What people have to do and did: what waits, what was decided each week, how far the campaign is."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atlas.accounts.grants import memberships_to_decide
from atlas.accounts.scopes import Scope
from atlas.campaigns.progress import all_of, by_region
from atlas.campaigns.queries import current_campaign
from atlas.contributions.decided import contributions_a_week, monday_of, values_a_week
from atlas.contributions.models import Origin
from atlas.contributions.queue import Ages, Filters, ages_by_origin, ages_of, open_proposals
from atlas.contributions.states import State
from atlas.declared.queries import open_for
from atlas.moderation.beside import missing_organisations, open_candidates
from atlas.ui import formats

from .tables import Cell, Table, days, linked

WEEKS: Final = 8
BY_PEOPLE: Final = (Origin.PERSON, Origin.SUGGESTED_EDIT, Origin.SUGGESTION)
"""Shown even where nothing waits; sources only when something does."""
DECIDED: Final = (State.ACCEPTED, State.REJECTED, State.RETURNED, State.UNDONE)


def waiting_table(scope: Scope, now: datetime) -> Table:
    """By kind, how many wait, half of them for how long, and the oldest. Six queries."""
    kinds = [*_contributions(now), *_others(scope, now)]
    rows = [(Cell(label), linked(one.number, url), days(one.median), days(one.oldest)) for label, url, one in kinds]
    columns = (_("Nature"), _("En attente"), _("La moitié attend depuis (jours)"), _("Le plus ancien (jours)"))
    return Table("attente", _("Ce qui attend une décision"), columns, rows)


def _contributions(now: datetime) -> Iterator[tuple[str, str, Ages]]:
    found, queue = ages_by_origin(now=now), reverse("moderation_queue")
    for origin in Origin:
        if origin in BY_PEOPLE or origin in found:
            yield str(origin.label), f"{queue}?origine={origin.value}", found.get(origin.value, Ages())


def _others(scope: Scope, now: datetime) -> Iterator[tuple[str, str, Ages]]:
    doubts, pairs = open_proposals(Filters(), now=now), open_candidates()
    for label, page, rows, since in (
        (_("Valeurs douteuses des imports"), "moderation_doubts", doubts, "contribution__created_at"),
        (_("Doublons possibles"), "moderation_duplicates", pairs, "found_at"),
        (_("Organismes à confirmer"), "moderation_missing", missing_organisations(), "created_at"),
        (_("Inscriptions à traiter"), "declared_entries", open_for(scope), "declared_at"),
        (_("Demandes de compte"), "account_requests", memberships_to_decide(scope), "requested_at"),
    ):
        yield label, reverse(page), ages_of(rows, since, now=now)


def week_of(monday: date) -> tuple[datetime, datetime]:
    """Its first moment in Paris, and that of the next one."""
    zone = timezone.get_current_timezone()
    return tuple(datetime.combine(day, datetime.min.time(), zone) for day in (monday, monday + timedelta(7)))  # type: ignore[return-value]  # two


def decisions_table(today: date) -> Table:
    """What people decided in the last weeks, the current one first. Two queries."""
    mondays = [monday_of(today) - timedelta(7 * number) for number in range(WEEKS)]
    span = week_of(mondays[-1])[0], week_of(mondays[0])[1]
    states, values = contributions_a_week(*span), values_a_week(*span)
    rows = []
    for monday in mondays:
        sheets, doubts = (f"{reverse('dashboard_list', args=[one])}?semaine={monday}" for one in LISTS_OF_WEEKS)
        cells = [linked(states.get((monday, state), 0), f"{sheets}&etat={state.value}") for state in DECIDED]
        rows.append((Cell(_week_words(monday)), *cells, linked(values.get(monday, 0), doubts)))
    columns = (_("Semaine"), *(str(state.label) for state in DECIDED), _("Valeurs d’imports"))
    return Table("decisions", _("Décisions par semaine"), columns, rows)


LISTS_OF_WEEKS: Final = ("decisions", "valeurs")


def _week_words(monday: date) -> str:
    return _("Semaine du %(day)s") % {"day": formats.short_day(monday)}


def campaign_table(today: date) -> Table:
    """The current campaign by région. Three queries, one where there is none."""
    campaign = current_campaign(today)
    columns = (
        _("Région"),
        _("Collectivités"),
        _("Attestées"),
        _("En cours"),
        _("Pas commencées"),
        _("dont sans compte"),
    )
    if campaign is None:
        return Table("campagne", _("Campagne de mise à jour"), columns, (), _("Aucune campagne n’a commencé."))
    tallies, page = by_region(campaign, None), reverse("campaign", args=[campaign.year])
    total = all_of(tallies)
    rows = [
        (Cell(name, url), *(linked(getattr(one, part), url) for part in PARTS))
        for name, url, one in (
            (_("Ensemble"), page, total),
            *((one.name or _("Sans région"), reverse("campaign_region", args=[campaign.year, one.slug]), one)
              for one in tallies),
        )
    ]  # fmt: skip
    said = _("%(stage)s, jusqu’au %(day)s ; %(percent)s %% des collectivités ont attesté.") % {
        "stage": campaign.stage(today).label,
        "day": formats.day(campaign.last_day, get_language() or "fr"),
        "percent": total.percent,
    }
    return Table("campagne", _("Campagne %(year)s") % {"year": campaign.year}, columns, rows, said=said)


PARTS: Final = ("total", "attested", "in_progress", "not_started", "silent")
