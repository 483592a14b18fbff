"""Files attached to sheets: put there by their author, given out as attachments that no browser opens on our site."""

from csp.constants import HEADER
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from atlas.accounts.access import PrivateRequest, signed_in
from atlas.accounts.typed import gives_back, labels_of
from atlas.contributions.locking import AlreadyDecided
from atlas.uploads.checking import NotAcceptable
from atlas.uploads.files import open_file
from atlas.workspace.actions import MOST_FILES, TooManyFiles, attach_file
from atlas.workspace.desk import Desk, desk_of
from atlas.workspace.forms import UploadForm
from atlas.workspace.lists import load_lists
from atlas.workspace.models import Attachment
from atlas.workspace.page import section_context
from atlas.workspace.published import is_published

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
INVALID = 422


@gives_back(labels_of(UploadForm))
@require_POST
@signed_in
def upload(request: PrivateRequest, contribution_id: int) -> HttpResponse:
    """Keep a file and name it in the draft; what is refused is said beside the form."""
    desk = desk_of(request.scope, contribution_id)
    address = reverse("workspace_section", args=[contribution_id, "documents"])
    form = UploadForm(request.POST, request.FILES)
    if desk.can_write and form.is_valid():
        try:
            _attach(desk, form)
        except NotAcceptable as refused:
            form.add_error("file", str(refused))
        except TooManyFiles:
            form.add_error(
                "file", _("Cette fiche a déjà %(most)s fichiers : c’est le plus possible.") % {"most": MOST_FILES}
            )
        except AlreadyDecided:
            return HttpResponseRedirect(reverse("workspace_sheet", args=[contribution_id]), status=303)
    if form.errors:
        context = {**section_context(desk, "documents", load_lists()), "upload": form}
        return render(request, "workspace/section.html", context, status=INVALID)
    return HttpResponseRedirect(address, status=303)


def _attach(desk: Desk, form: UploadForm) -> Attachment:
    sent = form.cleaned_data["file"]
    return attach_file(
        desk.contribution,
        name=sent.name,
        content=sent.read(),
        title=form.cleaned_data["title"],
        kind=form.cleaned_data["kind"],
        address=address_of,
        by=desk.scope.actor,
        at=timezone.now(),
    )


def address_of(key: str) -> str:
    """The whole address by which a file is public once its sheet is; the French one, for readers of both languages."""
    with override("fr"):
        return f"{settings.ATLAS_SITE}{reverse('sheet_document', args=[key])}"


@require_safe
@signed_in
def private_file(request: PrivateRequest, contribution_id: int, attachment_id: int) -> HttpResponseBase:
    """For those who may see the draft."""
    desk_of(request.scope, contribution_id)
    return _given_out(get_object_or_404(Attachment, pk=attachment_id, contribution_id=contribution_id))


@require_safe
def public_file(request: HttpRequest, key: str) -> HttpResponseBase:
    """404 until a published sheet names it."""
    found = Attachment.objects.select_related("contribution").filter(key=key).first()
    if found is None or not is_published(found, address_of(key)):
        raise Http404(_("Ce document n’est pas publié, ou ne l’est plus."))
    response = _given_out(found)
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


def _given_out(attachment: Attachment) -> HttpResponseBase:
    try:
        content = open_file(attachment.key)
    except FileNotFoundError as error:
        raise Http404(_("Le fichier de ce document manque.")) from error
    response = FileResponse(content, as_attachment=True, filename=attachment.name, content_type=attachment.media_type)
    response.headers[HEADER] = POLICY
    response.headers["Content-Length"] = str(attachment.size)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
