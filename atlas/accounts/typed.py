"""What somebody typed into a form that cannot be taken any more (the session ended, the page was too old), given back.

It is shown to whoever sent it and kept nowhere: another person who signs in on the same browser finds nothing of it.
A view says by `gives_back` what its fields are called; a technical name never reaches the page.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

REFUSED: Final = 403
SIGNED_OUT: Final = "signed_out"
OLD: Final = "old"
CLOSED: Final = "closed"
NOT_YOURS: Final = "not_yours"
TITLES: Final[Mapping[str, str | Promise]] = {
    SIGNED_OUT: gettext_lazy("Votre session est terminée"),
    OLD: gettext_lazy("Cette page était trop ancienne"),
    CLOSED: gettext_lazy("Cette fiche a été envoyée ou retirée entre-temps"),
    NOT_YOURS: gettext_lazy("Ce brouillon n’est pas celui de ce compte"),
}
"""Why a form was not taken → title of the page."""
_SECRET: Final = ("csrf", "pass", "again", "secret", "code", "credential", "token")
"""Parts of names of fields that are never shown again."""
_BUTTONS: Final = ("do", "verb", "verdict", "version", "edit", "try", "pair", "refuse", "validate")
_AWAY: Final = ("next", "preview", "send")
"""Values of buttons that lead to another page."""
_STATED: Final = "was-"
"""Beginning of names that say what a page showed, not what was typed; names of buttons say nothing either."""
ViewT = TypeVar("ViewT", bound=Callable[..., Any])


@dataclass(frozen=True)
class Piece:
    """Something typed. `label`: what the form calls it, "" where nobody knows."""

    label: str
    text: str


@dataclass(frozen=True)
class Back:
    """What is given back. `page`: where the form stands; `restore`: where it can be sent as it was, "" for nowhere."""

    pieces: tuple[Piece, ...]
    page: str
    restore: str = ""


Reader = Callable[[HttpRequest], Back]


def gives_back(read: Reader) -> Callable[[ViewT], ViewT]:
    """The outermost decorator of a view: how what was sent to it is said in words."""

    def decorated(view: ViewT) -> ViewT:
        view.gives_back = read  # type: ignore[attr-defined]  # read by `back_of`
        return view

    return decorated


def labels_of(*known: type[forms.BaseForm]) -> Reader:
    """By the labels of these forms: what they do not ask for was not typed. Without a form all of it, unlabelled."""
    return lambda request: Back(tuple(_worded(request, _fields(known))), request.path)


def _fields(known: Sequence[type[forms.BaseForm]]) -> dict[str, forms.Field]:
    return {name: one for form in known for name, one in form.base_fields.items()}  # type: ignore[attr-defined]  # of each


def _worded(request: HttpRequest, fields: Mapping[str, forms.Field]) -> Iterator[Piece]:
    for name, value in typed_in(request):
        one = fields.get(name)
        if not fields:
            yield Piece("", value)
        elif one and not isinstance(one.widget, forms.HiddenInput) and (words := _words(one, value)):
            yield Piece(str(one.label or ""), words)


def _words(one: forms.Field, value: str) -> str:
    """A choice in its words; one from a list that only the page knows is to be chosen again."""
    if isinstance(one, forms.BooleanField):
        return _("Oui")
    if isinstance(one, forms.ChoiceField) and not isinstance(one, forms.ModelChoiceField):
        flat: Any = one.choices
        return next((str(words) for known, words in flat if str(known) == value), "")
    return value


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Name and value of what a form was sent with; none that is empty or secret."""
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    return [(name, value) for name, value in pairs if value.strip() and _is_typed(name)]


def _is_typed(name: str) -> bool:
    is_ours = name in _BUTTONS or name.startswith(_STATED) or name.endswith(("-link", "_link"))
    return not is_ours and not any(one in name for one in _SECRET)


def back_of(request: HttpRequest) -> Back:
    """As the view that was asked says it."""
    view = request.resolver_match.func if request.resolver_match else None
    read: Reader = getattr(view, "gives_back", labels_of())
    return read(request)


def is_from_own_page(request: HttpRequest) -> bool:
    """A browser says from which site a form is sent; a page of another site cannot say that it was ours."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


@never_cache
def given_back(request: HttpRequest, why: str, *, status: int = REFUSED) -> HttpResponse:
    """The page that holds it and says how to go on. It is offered to be put back only where it came from our page."""
    back = back_of(request)
    can_return = bool(back.restore and back.pieces and why in (SIGNED_OUT, OLD) and is_from_own_page(request))
    context = {
        "back": back,
        "why": why,
        "title": TITLES[why],
        "sign_in": f"{reverse('account_login')}?{urlencode({'next': back.page})}",
        "sent": _as_sent(request) if can_return else [],
    }
    return render(request, "accounts/given_back.html", context, status=status)


def _as_sent(request: HttpRequest) -> list[tuple[str, str]]:
    """Every pair of the form as it came; one comes back to its page, not to the next one."""
    pairs = [(name, value) for name, values in request.POST.lists() for value in values]
    kept = [pair for pair in pairs if pair[0] != "csrfmiddlewaretoken"]
    return [(name, "save" if name == "do" and value in _AWAY else value) for name, value in kept]


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page that is older than the last sign-in, or of another site (settings, CSRF_FAILURE_VIEW)."""
    return given_back(request, OLD)
