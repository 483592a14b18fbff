"""« Votre collectivité coopère avec ce pays ? »: a form without an account, and what its sender sees afterwards.

No cookie and no CSRF cookie: see `visitors.ticket`. Never cached: each page holds a ticket of its own.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from atlas.declared.actions import Declared, declare, forget_declarer
from atlas.declared.forms import LIMITS, DeclareForm
from atlas.declared.links import declarer_of
from atlas.reference.models import Country
from atlas.visitors.actions import TooMany
from atlas.visitors.origin import visitor_of

READER = "reader"
GONE, INVALID, TOO_MANY = 410, 422, 429


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def declare_page(request: HttpRequest, iso2: str) -> HttpResponse:
    """The form; what is valid is kept and answered by a redirection, the rest comes back as typed with its errors."""
    country, now = _country(iso2), timezone.now()
    form = DeclareForm(request.POST if request.method == "POST" else None, iso2=country.pk, now=now)
    status = INVALID if form.is_bound else 200
    if form.is_valid():
        try:
            declare(_declared(request, form, country), by=READER, at=now)
        except TooMany as refused:
            form.add_error(None, LIMITS[refused.limit])
            status = TOO_MANY
        else:
            return HttpResponseRedirect(reverse("declared_received", args=[country.pk]), status=303)
    return render(request, "declared/form.html", {"country": country, "form": form}, status=status)


@require_safe
def received_page(request: HttpRequest, iso2: str) -> HttpResponse:
    """What happens next. Says nothing of what was sent, so that it is the same page for everyone."""
    return render(request, "declared/received.html", {"country": _country(iso2)})


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_page(request: HttpRequest, token: str) -> HttpResponse:
    """Where the entry stands and what is kept of the person; sent, it forgets the person. The link is the proof."""
    declarer = declarer_of(token)
    if declarer is None:
        return render(request, "declared/link_over.html", status=GONE)
    if request.method == "POST":
        forget_declarer(declarer, by=READER, at=timezone.now())
        return render(request, "declared/forgotten.html")
    return render(request, "declared/follow.html", {"declarer": declarer, "entry": declarer.entry})


def _country(iso2: str) -> Country:
    found = Country.objects.filter(pk=iso2.upper()).exclude(pk="FR").first()
    if found is None:
        raise Http404(_("Aucun pays partenaire ne porte ce code."))
    return found


def _declared(request: HttpRequest, form: DeclareForm, country: Country) -> Declared:
    said = form.cleaned_data
    return Declared(
        country=country.pk,
        authority_name=said["authority"],
        authority_id=form.authority_id,
        partner_name=said["partner"],
        partner_place=said["place"],
        since_year=said["since"],
        form=said["form"],
        words=said["words"],
        name=said["name"],
        function=said["function"],
        email=said["email"],
        language=get_language() or "fr",
        visitor=visitor_of(request),
    )
