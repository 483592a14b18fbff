"""Decorators of private pages: who must be signed in, with which roles.

What a person may do to one object is asked of the `rules.py` of the app that owns it; an object outside of their scope
answers 404, as if it were not there.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from .middleware import scope_for
from .models import User
from .scopes import Scope
from .typed import SIGNED_OUT, back_of, given_back

View = Callable[..., HttpResponseBase]
REFUSED: Final = 403


class PrivateRequest(HttpRequest):
    """A request on a private page behind `signed_in`, for annotations: `user` is a person, `scope` is theirs."""

    user: User
    scope: Scope


def signed_in(view: View) -> View:
    """Whoever has an account; others are asked to sign in and come back (the second factor: `middleware`).

    A form of somebody whose session has ended is given back with what was typed.
    """

    @wraps(view)
    def allowed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User):
            if request.method == "POST" and back_of(request).pieces:
                return given_back(request, SIGNED_OUT)
            return redirect_to_login(_way_back(request))
        request.scope = scope_for(request)  # type: ignore[attr-defined]  # PrivateRequest
        return view(request, *args, **kwargs)

    return never_cache(allowed)


def _way_back(request: HttpRequest) -> str:
    """After signing in one comes back to what one was reading; never straight to what only a form may ask."""
    return request.get_full_path() if request.method in ("GET", "HEAD") else request.path


def for_roles(*roles: str) -> Callable[[View], View]:
    """People who hold one of these roles; others are told why not."""

    def decorated(view: View) -> View:
        @wraps(view)
        def allowed(request: PrivateRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.scope.roles.isdisjoint(roles):
                return refused(request)
            return view(request, *args, **kwargs)

        return signed_in(allowed)

    return decorated


def refused(request: HttpRequest) -> HttpResponseBase:
    """« This page is not for your role », with what one may do instead."""
    return render(request, "accounts/refused.html", status=REFUSED)


def actor_of(request: HttpRequest) -> str:
    """How whoever is signed in is named where something is recorded. Raises TypeError for a visitor."""
    if not isinstance(request.user, User):
        raise TypeError("nobody is signed in")
    return request.user.actor
