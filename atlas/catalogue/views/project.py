"""The sheet of one project."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.catalogue.linked_data import linked_data
from atlas.catalogue.presentation import sheet_of
from atlas.catalogue.queries import project_by_id
from atlas.catalogue.similar import similar_to
from atlas.catalogue.words import speaking
from atlas.ui.frame import public_page

from .elsewhere import sheet_elsewhere
from .links import links, source_language


@require_safe
def project_page(request: HttpRequest, project_id: int) -> HttpResponse:
    """One query: the public record. Without one: `elsewhere`."""
    project = project_by_id(project_id)
    if project is None:
        return sheet_elsewhere(request, project_id)
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
