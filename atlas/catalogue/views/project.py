"""The sheet of one project."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.catalogue.linked_data import linked_data
from atlas.catalogue.presentation import sheet_of
from atlas.catalogue.queries import moved_to, project_by_id
from atlas.catalogue.similar import similar_to
from atlas.catalogue.words import speaking
from atlas.ui.frame import public_page

from .links import links, source_language


@require_safe
def project_page(request: HttpRequest, project_id: int) -> HttpResponse:
    """One query: the public record. A merged sheet leads to the one that stands for it; 404 when there is none."""
    project = project_by_id(project_id)
    if project is None:
        return _elsewhere(project_id)
    language = get_language() or "fr"
    addresses, permalink = links(language), request.build_absolute_uri(request.path)
    site = permalink.removesuffix(request.path)
    with speaking(language):
        sheet = sheet_of(project, language=language, today=localdate(), similar=similar_to(project))
        context = {
            "sheet": sheet,
            "links": addresses,
            "source": source_language(language),
            "correction_url": reverse("suggest_correction", args=[project_id]),
            "pdf_url": reverse("project_pdf", args=[project_id]),
            "permalink": permalink,
            "linked_data": linked_data(project, sheet, permalink=permalink, site=site, authority=addresses.authority),
        }
        return public_page(request, "catalogue/project.html", context)


def _elsewhere(project_id: int) -> HttpResponse:
    """301 to the sheet into which this one was merged. Raises Http404."""
    if (number := moved_to("project", project_id)) is not None:
        return HttpResponsePermanentRedirect(reverse("project", args=[number]))
    raise Http404(_("Aucune fiche publiée ne porte le numéro %(number)s.") % {"number": project_id})
