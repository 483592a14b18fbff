"""The ministry's dashboard, its file, and the lists behind its numbers."""

import csv
from datetime import datetime

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY
from atlas.accounts.scopes import Scope
from atlas.ui.formulas import harmless

from .health import contacts_table, imports_tables, jobs_table, mails_table, quality_tables
from .lists import page_of
from .tables import Table, long_rows
from .work import campaign_table, decisions_table, waiting_table


def tables_for(scope: Scope, now: datetime) -> tuple[Table, ...]:
    """All of the dashboard; the number of queries does not grow with the register."""
    today = timezone.localdate(now)
    return (
        waiting_table(scope, now),
        decisions_table(today),
        campaign_table(today),
        *quality_tables(today),
        contacts_table(),
        mails_table(),
        jobs_table(now),
        *imports_tables(),
    )


@for_roles(*MINISTRY)
@require_safe
def dashboard(request: PrivateRequest) -> HttpResponse:
    """One table a question."""
    now = timezone.now()
    return render(request, "dashboard/dashboard.html", {"tables": tables_for(request.scope, now), "now": now})


@for_roles(*MINISTRY)
@require_safe
def dashboard_file(request: PrivateRequest) -> HttpResponse:
    """The same numbers, a line each."""
    now = timezone.now()
    answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="tableau-de-bord-{timezone.localdate(now)}.csv"'
    writer = csv.writer(answer)
    writer.writerow([_("Tableau"), _("Ligne"), _("Mesure"), _("Valeur")])
    for row in long_rows(tables_for(request.scope, now)):
        writer.writerow([value if isinstance(value, int) else harmless(value) for value in row])
    return answer


@for_roles(*MINISTRY)
@require_safe
def list_page(request: PrivateRequest, slug: str) -> HttpResponse:
    """The rows behind a number."""
    try:
        table, page = page_of(slug, request.GET)
    except KeyError:
        raise Http404 from None
    asked = request.GET.copy()
    asked.pop("page", None)
    return render(request, "dashboard/list.html", {"table": table, "page": page, "query": asked.urlencode()})
