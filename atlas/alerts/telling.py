"""Mails of alerts: what was found since the last one, when the alert's rhythm says that it is time."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Min

from atlas.catalogue.record import PublicProject
from atlas.catalogue.watching import records_of
from atlas.notifications.actions import notify
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import site_url

from .links import STOP, link_for
from .models import Alert
from .rhythm import is_due
from .searches import address_of, in_words, search_kept

LISTED: Final = 30
"""Sheets in one mail; how many more there are is said, with the address of the list."""


def tell_due(*, by: str, at: datetime) -> int:
    """Queue the mail of each alert whose time has come. Returns how many."""
    waiting = Alert.objects.filter(found__isnull=False).annotate(first=Min("found__found_at")).defer("seen")
    due = [
        one for one in waiting.order_by("pk") if is_due(one.frequency, found_at=one.first, sent_at=one.sent_at, at=at)
    ]
    return sum(_tell(alert.pk, by=by, at=at) for alert in due)


@transaction.atomic
def _tell(alert_id: int, *, by: str, at: datetime) -> bool:
    """False when the alert was stopped or told meanwhile, or when nothing of what was found is public any more."""
    alert = Alert.objects.select_for_update().defer("seen").filter(pk=alert_id).first()
    ids = list(alert.found.order_by("-project_id").values_list("project_id", flat=True)) if alert else []
    if alert is None or not ids:
        return False
    alert.found.filter(project_id__in=ids).delete()
    projects = records_of(ids[:LISTED])
    if not projects:
        return False
    alert.sent_at = at
    alert.save(update_fields=["sent_at"])
    to, stop = Recipient(alert.address, alert.language), link_for(alert, STOP)
    notify(to, "alert_news", _context(alert, projects, len(ids)), by=by, at=at, stop_url=stop)
    return True


def _context(alert: Alert, projects: list[PublicProject], total: int) -> dict[str, object]:
    query, language = search_kept(alert.query), alert.language
    return {
        "criteria": in_words(query, language) if query else (),
        "sheets": [_sheet(project, language) for project in projects],
        "number": total,
        "more": total - len(projects),
        "list_url": f"{settings.ATLAS_SITE}{address_of(alert.query, language)}",
    }


def _sheet(project: PublicProject, language: str) -> dict[str, object]:
    countries = [one.name_en if language == "en" else one.name_fr for one in project.countries]
    url = site_url(language, "project", project.id)
    return {"title": " ".join(project.title.split()), "countries": ", ".join(countries), "url": url}
