"""Middleware of Django and django-csp where it is needed only: a public page knows no account and has one policy.

Sessions, accounts and their messages belong to the addresses of PRIVATE. Nothing else may rely on `request.user`: a
public page that did would have to be kept for each reader.
"""

from collections.abc import Awaitable
from functools import cache
from typing import Final

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.messages.middleware import MessageMiddleware
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.deprecation import MiddlewareMixin

PRIVATE: Final = ("/admin/", "/fr/espace/", "/en/workspace/", "/fr/compte/", "/en/account/")
"""Beginnings of the addresses of readers with an account."""


class PolicyMiddleware(CSPMiddleware):
    """The policy of the site, written once a process; what a view changes of it is written for its answer."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Adds the header unless it is there."""
        if hasattr(request, "_csp_nonce") or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _policy())
        return response


@cache
def _policy() -> str:
    return build_policy()


class _OfAccounts(MiddlewareMixin):
    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if request.path_info.startswith(PRIVATE):
            return super().__call__(request)
        return self.get_response(request)


class SessionsMiddleware(_OfAccounts, SessionMiddleware):
    """Sessions, on private addresses."""


class AccountsMiddleware(_OfAccounts, AuthenticationMiddleware):
    """`request.user`, on private addresses."""


class MessagesMiddleware(_OfAccounts, MessageMiddleware):
    """Messages of one page to the next, on private addresses."""
