"""What a French authority says of its contacts abroad while a round runs in their country."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import OF_AUTHORITY
from atlas.accounts.typed import gives_back, labels_of
from atlas.organisations.models import Organisation
from atlas.rounds.actions import NotOpen, note_contacts_seen
from atlas.rounds.forms import ContactForm
from atlas.rounds.models import PairCheck
from atlas.rounds.pair_page import card_of, carry_out
from atlas.rounds.queries import contacts_of, pairs_of_authorities

INVALID = 422


@gives_back(labels_of(ContactForm))
@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*OF_AUTHORITY)
def contacts_page(request: PrivateRequest, organisation_id: int) -> HttpResponse:
    """The partners of one's own authority where a round runs. `pair`: which; `do`: as on the post's page."""
    authority = Organisation.objects.filter(pk=organisation_id).first()
    if authority is None or organisation_id not in request.scope.authorities:
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous."))
    pairs = list(pairs_of_authorities([organisation_id]))
    sent = next((one for one in pairs if str(one.pk) == request.POST.get("pair", "")), None)
    verb, _sign, contact = request.POST.get("do", "").partition(":")
    prefix = f"contact_{sent.pk if sent else 0}_%s"
    form = ContactForm(request.POST if verb == "add" else None, auto_id=prefix)
    if request.method == "POST" and _is_said(request, sent, (verb, contact), form):
        return HttpResponseRedirect(request.path, status=303)
    return _page(request, authority, pairs, sent, form)


def _is_said(request: PrivateRequest, pair: PairCheck | None, asked: tuple[str, str], form: ContactForm) -> bool:
    """False when the form comes back with its errors."""
    if pair is None:
        raise Http404(_("Cette relation n’est plus à vérifier."))
    try:
        words = carry_out(pair, *asked, form, by=request.scope.actor, at=timezone.now())
    except LookupError:
        raise Http404(_("Cette page n’existe pas, ou elle n’est pas à vous.")) from None
    except NotOpen:
        messages.warning(request, _("Cette vérification est close : rien n’a été changé."))
        return True
    if words is not None:
        messages.success(request, words)
    return words is not None


def _page(
    request: PrivateRequest, authority: Organisation, pairs: list[PairCheck], sent: PairCheck | None, form: ContactForm
) -> HttpResponse:
    numbers = [one.foreign_id for one in pairs if one.foreign_id]
    note_contacts_seen(numbers, by=request.scope.actor, at=timezone.now())
    known = contacts_of(numbers)
    cards = [card_of(one, known, form if form.is_bound and one == sent else None) for one in pairs]
    context = {"authority": authority, "cards": cards, "form": form}
    return render(request, "rounds/contacts.html", context, status=INVALID if form.errors else 200)
