"""What somebody typed into a form that cannot be taken any more (the session ended, the page was too old), given back.

It is shown to whoever sent it and kept nowhere: another person who signs in on the same browser finds nothing of it.
"""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

REFUSED: Final = 403
_SECRET: Final = ("csrf", "pass", "again", "secret", "code", "credential", "token")
"""Parts of names of fields that are never shown again."""
_BUTTONS: Final = ("do", "verb", "verdict", "version", "edit", "try", "pair", "refuse", "validate")
_STATED: Final = "was-"
"""Beginning of names that say what a page showed, not what was typed; names of buttons say nothing either."""


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of what a form was sent with; none that is empty or secret."""
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, value) for name, value in pairs if value.strip() and _is_typed(name)]


def _is_typed(name: str) -> bool:
    is_ours = name in _BUTTONS or name.startswith(_STATED) or name.endswith("-link")
    return not is_ours and not any(one in name for one in _SECRET)


@never_cache
def given_back(request: HttpRequest, *, is_signed_out: bool) -> HttpResponse:
    """The page that holds it and says how to go on."""
    context = {
        "typed": typed_in(request),
        "is_signed_out": is_signed_out,
        "page": request.path,
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': request.path})}",
    }
    return render(request, "accounts/given_back.html", context, status=REFUSED)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that is older than the last sign-in, or of another site (settings, CSRF_FAILURE_VIEW)."""
    return given_back(request, is_signed_out=False)
