"""The file of a document of a country's register. What is public is asked of the public record, never of the register.

Always an attachment, of a type that `uploads` knows, under a policy that forbids it everything: what somebody uploaded
is never opened as a page of this site.
"""

import logging

from csp.constants import HEADER
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.catalogue.middleware import CACHE_CONTROL
from atlas.catalogue.queries import register_of
from atlas.catalogue.record import PublicPaper
from atlas.uploads.files import open_file

log = logging.getLogger(__name__)

POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
_LONGEST_NAME = 80


@require_safe
def document_file(request: HttpRequest, iso2: str, paper_id: int, extension: str) -> HttpResponseBase:
    """Streamed, with a tag that only its bytes decide. One query; 404 when it is not or no longer published."""
    paper = next((one for one in register_of(iso2.upper()).papers if one.id == paper_id and one.file), None)
    if paper is None:
        raise Http404(_("Aucun document publié ne porte le numéro %(number)s.") % {"number": paper_id})
    present = extension_of(paper)
    if (iso2, extension) != (iso2.upper(), present):
        return redirect("register_document", iso2.upper(), paper_id, present, permanent=False)
    tag = f'"{paper.file}"'
    response = get_conditional_response(request, etag=tag) or _file(paper)
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response


def extension_of(paper: PublicPaper) -> str:
    """« pdf » …"""
    return paper.file.rpartition(".")[2]


def _file(paper: PublicPaper) -> HttpResponseBase:
    try:
        content = open_file(paper.file)
    except FileNotFoundError as error:
        log.exception("The storage lacks the file %s of document %s.", paper.file, paper.id)
        raise Http404(
            _("Le fichier de ce document manque. Écrivez au poste, qui peut le déposer de nouveau.")
        ) from error
    name = f"{slugify(paper.title_fr)[:_LONGEST_NAME].strip('-') or paper.id}.{extension_of(paper)}"
    response = FileResponse(content, as_attachment=True, filename=name, content_type=paper.media_type)
    response.headers[HEADER] = POLICY
    response.headers["Content-Length"] = str(paper.size)
    response.headers["X-Robots-Tag"] = "noindex"
    return response
