"""To be written to no more: a page on GET, because programs look at every link of a mail; POST does it, in one click.

No cookie and no sign-in: the signed address is the right to it, and all that it can do. RFC 8058 wants the answer to
POST at the same address, not a redirection.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from .kinds import KINDS
from .unsubscribing import accept_mails, asked_by, refuse_mails

RECIPIENT = "recipient"


@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """Asks on GET, does on POST; « again » takes it back."""
    asked = asked_by(token)
    if asked is None:
        raise Http404(_("Ce lien de désabonnement est incomplet."))
    state = "asking"
    if request.method == "POST":
        state = "accepted" if "again" in request.POST else "refused"
        (accept_mails if state == "accepted" else refuse_mails)(asked, by=RECIPIENT, at=timezone.now())
    words = [KINDS[kind].words for kind in asked.kinds]
    return render(request, "notifications/unsubscribe.html", {"state": state, "words": words})
