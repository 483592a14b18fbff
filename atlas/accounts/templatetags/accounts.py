"""Tags of private pages: the menu of the workspace."""

from typing import Any

from django import template
from django.conf import settings
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from atlas.accounts.devices import device_of
from atlas.accounts.menu import menu_for
from atlas.accounts.middleware import scope_for, seconds_left
from atlas.ui.frame import page_name
from atlas.ui.templatetags.ui import crumb

register = template.Library()


@register.inclusion_tag("accounts/_menu.html", takes_context=True)
def workspace_menu(context: Any) -> dict[str, object]:
    """Entries of this person, and who is signed in; nothing for a visitor."""
    request = context["request"]
    scope = scope_for(request)
    shown = menu_for(scope, page_name(request)) if scope.is_signed_in else ()
    return {"menu": shown, "person": request.user if shown else None, "csrf_token": context.get("csrf_token", "")}


@register.simple_tag(takes_context=True)
def library_crumbs(context: Any) -> SafeString:
    """The trail of a page of the library that signs people in: its own title, under « Mon compte » for who is in."""
    title = context.render_context[BLOCK_CONTEXT_KEY].get_block("head_title").render(context)
    here = crumb(SafeString(title.strip()))
    is_in = context["request"].user.is_authenticated
    return SafeString(crumb(_("Mon compte"), reverse("account_home")) + here) if is_in else here


@register.filter
def device(user_agent: str) -> str:
    """« Firefox, Windows »."""
    return device_of(user_agent) or _("Appareil inconnu")


@register.inclusion_tag("accounts/_session_end.html", takes_context=True)
def session_end(context: Any) -> dict[str, object]:
    """The warning that a session is about to end, hidden until the script shows it; nothing for a visitor."""
    return {"seconds": seconds_left(context["request"]), "whole": settings.SESSION_COOKIE_AGE}
