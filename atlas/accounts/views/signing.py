"""Signing out, and what the library would do otherwise."""

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from atlas.accounts.proconnect import sign_out_address


@never_cache
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """Out of the Atlas, and of the provider where the person came by one."""
    leaving = sign_out_address(request) if request.method == "POST" else ""
    response: HttpResponseBase = account.logout(request)
    return redirect(leaving) if leaving and response.status_code in (302, 303) else response


@never_cache
@require_safe
def sign_up(request: HttpRequest) -> HttpResponse:
    """Accounts are asked for on our page (D6.2)."""
    return redirect("account_ask")


@never_cache
@require_safe
def erased_page(request: HttpRequest) -> HttpResponse:
    """Says that it is done."""
    return render(request, "accounts/erased.html")
