"""Tags of private pages: the menu of the workspace."""

from typing import Any

from django import template
from django.conf import settings

from atlas.accounts.menu import menu_for
from atlas.accounts.middleware import scope_for, seconds_left
from atlas.ui.frame import page_name

register = template.Library()


@register.inclusion_tag("accounts/_menu.html", takes_context=True)
def workspace_menu(context: Any) -> dict[str, object]:
    """Entries of this person, and who is signed in; nothing for a visitor."""
    request = context["request"]
    scope = scope_for(request)
    shown = menu_for(scope, page_name(request)) if scope.is_signed_in else ()
    return {"menu": shown, "person": request.user if shown else None, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("accounts/_session_end.html", takes_context=True)
def session_end(context: Any) -> dict[str, object]:
    """The warning that a session is about to end, hidden until the script shows it; nothing for a visitor."""
    return {"seconds": seconds_left(context["request"]), "whole": settings.SESSION_COOKIE_AGE}
