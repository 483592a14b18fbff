"""« Écrire à … »: a form that passes a message on to a function, and the page that says it left.

They stand above the catalogue, whose records give public names, and read mailboxes, which public pages may not. No
cookie and no CSRF cookie: see `visitors.ticket`. Never cached: each page holds a ticket of its own.
"""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from atlas.catalogue.queries import moved_to
from atlas.catalogue.views.elsewhere import organisation_elsewhere
from atlas.visitors.actions import TooMany
from atlas.visitors.origin import visitor_of

from .actions import Message, pass_on
from .forms import LIMITS, MessageForm
from .holders import Holder, authority_holder, post_holder

READER = "reader"
UNREACHABLE, INVALID, TOO_MANY = 409, 422, 429


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def post_page(request: HttpRequest, post_id: int) -> HttpResponse:
    """Write to a diplomatic post."""
    return _form_page(request, _found(post_holder, post_id))


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def authority_page(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """Write to a French or foreign authority. What was typed for one that was merged meanwhile stands on the form of
    the one that took its place."""
    holder, into = authority_holder(organisation_id), None
    if holder is None and (into := moved_to("organisation", organisation_id)) is not None and request.method != "POST":
        return organisation_elsewhere(request, organisation_id)
    return _form_page(request, holder or _found(authority_holder, into or organisation_id))


@require_safe
def post_sent_page(request: HttpRequest, post_id: int) -> HttpResponse:
    """What happens next. Says nothing of what was sent, so that it is the same page for everyone."""
    return render(request, "relay/sent.html", {"holder": _found(post_holder, post_id)})


@require_safe
def authority_sent_page(request: HttpRequest, organisation_id: int) -> HttpResponse:
    """The same for an authority."""
    return render(request, "relay/sent.html", {"holder": _found(authority_holder, organisation_id)})


def _found(find: Callable[[int], Holder | None], number: int) -> Holder:
    holder = find(number)
    if holder is None:
        raise Http404(_("Aucun destinataire ne porte le numéro %(number)s.") % {"number": number})
    return holder


def _form_page(request: HttpRequest, holder: Holder) -> HttpResponse:
    """The form, or why there is none; what is valid leaves and is answered by a redirection."""
    is_sent, now = request.method == "POST", timezone.now()
    if not holder.mailboxes:
        return render(request, "relay/unreachable.html", {"holder": holder}, status=UNREACHABLE if is_sent else 200)
    form = MessageForm(
        request.POST if is_sent else None,
        subject=holder.subject,
        now=now,
        mailboxes=holder.mailboxes,
        language=get_language() or "fr",
    )
    status = INVALID if is_sent else 200
    if form.is_valid():
        try:
            pass_on(_message(request, form, holder), form.mailbox, by=READER, at=now)
        except TooMany as refused:
            form.add_error(None, LIMITS[refused.limit])
            status = TOO_MANY
        else:
            return HttpResponseRedirect(reverse(f"{holder.page}_sent", args=[holder.number]), status=303)
    return render(request, "relay/form.html", {"holder": holder, "form": form}, status=status)


def _message(request: HttpRequest, form: MessageForm, holder: Holder) -> Message:
    said = form.cleaned_data
    return Message(
        holder=holder.name,
        topic=said["topic"],
        text=said["text"],
        name=said["name"],
        email=said["email"],
        visitor=visitor_of(request),
    )
