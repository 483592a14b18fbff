"""Days in templates of campaigns, pages and mails, as the rest of the site writes them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from atlas.ui import formats

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """« 1er novembre 2026 », « 1 November 2026 »; of a moment, its day in Paris; "" for none."""
    return formats.day(_date(value), get_language() or "fr") if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """As in tables; "" for none."""
    return formats.short_day(_date(value)) if value else ""


def _date(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
