"""« M’alerter »: a form without an account, the link that confirms, the link that stops.

No cookie and no CSRF cookie: see `visitors.ticket`. The links ask on GET, because programs look at every link of
a mail, and do on POST, in one click.
"""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from atlas.catalogue.search_query import SearchQuery
from atlas.visitors.actions import TooMany
from atlas.visitors.origin import visitor_of

from .actions import Wish, confirm_alert, request_alert, stop_alert
from .forms import LIMITS, AlertForm
from .links import CONFIRM, STOP, key_of
from .models import Alert
from .queries import alert_by_key
from .searches import LONGEST, address_of, in_words, search_asked, search_kept

READER, MAILBOX = "reader", "mailbox"
GONE, INVALID, TOO_MANY = 410, 422, 429


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_page(request: HttpRequest) -> HttpResponse:
    """The form for the search of the address; what is valid is answered by a redirection, whoever the mailbox is of."""
    query, now = search_asked(request.GET), timezone.now()
    form = AlertForm(request.POST if request.method == "POST" else None, now=now)
    status = INVALID if form.is_bound else 200
    if len(query.to_params()) > LONGEST:
        raise Http404(_("Cette recherche est trop longue pour une alerte."))
    if form.is_valid():
        try:
            request_alert(_wish(request, form, query), by=READER, at=now)
        except TooMany as refused:
            form.add_error(None, LIMITS[refused.limit])
            status = TOO_MANY
        else:
            return HttpResponseRedirect(reverse("alert_requested"), status=303)
    return render(request, "alerts/new.html", {**_search(query), "form": form}, status=status)


@require_safe
def requested_page(request: HttpRequest) -> HttpResponse:
    """What happens next. Says nothing of what was sent, so that it is the same page for everyone."""
    return render(request, "alerts/requested.html")


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_page(request: HttpRequest, token: str) -> HttpResponse:
    """Puts an alert in service; a link that came too late, or whose alert was stopped, says so."""
    now = timezone.now()
    alert = alert_by_key(_key(token, CONFIRM), at=now)
    if alert is None:
        return render(request, "alerts/gone.html", status=GONE)
    if request.method == "POST":
        confirm_alert(alert.pk, alert.query, by=MAILBOX, at=now)
        alert.confirmed_at = alert.confirmed_at or now
    context = {**_about(alert), "is_active": alert.confirmed_at is not None}
    return render(request, "alerts/confirm.html", context)


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_page(request: HttpRequest, token: str) -> HttpResponse:
    """Ends an alert and erases its mailbox. RFC 8058: the answer stands at the same address."""
    now, key = timezone.now(), _key(token, STOP)
    if request.method == "POST":
        stop_alert(key, by=MAILBOX, at=now)
    alert = alert_by_key(key, at=now)
    return render(request, "alerts/stop.html", {**(_about(alert) if alert else {}), "is_stopped": alert is None})


def _key(token: str, purpose: str) -> str:
    key = key_of(token, purpose)
    if key is None:
        raise Http404(_("Ce lien est incomplet : ouvrez-le depuis le courriel, ou copiez-le en entier."))
    return key


def _wish(request: HttpRequest, form: AlertForm, query: SearchQuery) -> Wish:
    said = form.cleaned_data
    return Wish(said["email"], get_language() or "fr", query.to_params(), said["frequency"], visitor_of(request))


def _search(query: SearchQuery) -> dict[str, Any]:
    language = get_language() or "fr"
    return {"criteria": in_words(query, language), "list_url": address_of(query.to_params(), language)}


def _about(alert: Alert) -> dict[str, Any]:
    query = search_kept(alert.query)
    return {**_search(query or SearchQuery()), "frequency": alert.get_frequency_display()}
