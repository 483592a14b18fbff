"""Days and persons in templates of campaigns, pages and mails, as the rest of the site writes them."""

from datetime import date, datetime

from django import template
from django.utils import timezone
from django.utils.translation import get_language

from atlas.organisations.models import Contact
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


@register.filter
def in_words(contact: Contact) -> str:
    """« Ada Inventée, adjointe », as far as each is known."""
    name = f"{contact.first_name} {contact.last_name}".strip()
    return ", ".join(filter(None, (name, contact.function))) or contact.email


def _date(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value
