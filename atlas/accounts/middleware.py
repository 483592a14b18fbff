"""On private addresses: what the person may act for, read when somebody asks; the second factor of who needs one."""

import time
from collections.abc import Callable
from functools import cached_property
from typing import Final

from allauth.account.authentication import get_authentication_records
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from atlas.ui.middleware import PRIVATE

from .models import User
from .scopes import NOBODY, Scope, scope_of

PROLONG: Final = "X-Atlas-Prolong"
"""Header by which a page asks for a longer session."""
PROLONGED_AT: Final = "prolonged_at"
"""In a session: when that was, seconds of the epoch."""
OWN_ACCOUNT: Final = ("/fr/compte/", "/en/account/")


class LazyScope:
    """Reads the scope once a request, and only when a page asks."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def value(self) -> Scope:
        """NOBODY for a visitor."""
        user = self._request.user
        return scope_of(user) if isinstance(user, User) else NOBODY


class ScopeMiddleware:
    """Gives requests their scope, and notes the day on which an account served last (idle ones are erased)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PRIVATE):
            return self.get_response(request)
        _prolong(request)
        request.lazy_scope = LazyScope(request)  # type: ignore[attr-defined]  # PrivateRequest.scope reads it
        response = _second_factor_first(request) or self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        _note_visit(request)
        return response


def _second_factor_first(request: HttpRequest) -> HttpResponseBase | None:
    """Whoever needs a second factor and has none adds one before anything else; their own account stays open."""
    user = request.user
    if request.path_info.startswith(OWN_ACCOUNT) or not isinstance(user, User):
        return None
    needs_one = user.is_staff or user.is_superuser or scope_for(request).is_ministry  # (most people: nothing asked)
    if not needs_one or is_mfa_enabled(user):
        return None
    messages.warning(request, _("Votre rôle demande un second facteur : ajoutez-en un pour continuer."))
    return HttpResponseRedirect(reverse("mfa_index"))


def _prolong(request: HttpRequest) -> None:
    """A session is saved anew when its person asks for it: a page of ours does, no other site can send the header."""
    if PROLONG in request.headers and request.user.is_authenticated:
        request.session[PROLONGED_AT] = int(time.time())


def seconds_left(request: HttpRequest) -> int:
    """Until the session of a private page ends at the earliest; 0 for a visitor."""
    user = getattr(request, "user", None)  # a public page knows nobody
    if user is None or not user.is_authenticated:
        return 0
    signed_in = [record["at"] for record in get_authentication_records(request, user)]
    began = max([request.session.get(PROLONGED_AT, 0), *signed_in]) or time.time()
    return max(1, int(settings.SESSION_COOKIE_AGE - (time.time() - began)))


def _note_visit(request: HttpRequest) -> None:
    user, today = request.user, timezone.localdate()
    if isinstance(user, User) and user.seen_on != today:
        User.objects.filter(pk=user.pk).update(seen_on=today, warned_on=None)


def scope_for(request: HttpRequest) -> Scope:
    """The scope of a request on a private address; NOBODY elsewhere."""
    lazy = getattr(request, "lazy_scope", None)
    return lazy.value if lazy else NOBODY
