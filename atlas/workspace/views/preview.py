"""The sheet as the public would see it, were the draft accepted as it stands. Nothing is written."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from atlas.accounts.access import PrivateRequest, signed_in
from atlas.catalogue.presentation import sheet_of
from atlas.catalogue.views.links import links, source_language
from atlas.catalogue.words import speaking
from atlas.workspace.desk import desk_of
from atlas.workspace.previewing import record_of


@require_safe
@signed_in
def preview_page(request: PrivateRequest, contribution_id: int) -> HttpResponse:
    """The parts of the public page, under a banner."""
    desk, language = desk_of(request.scope, contribution_id), get_language() or "fr"
    project = record_of(desk, at=timezone.now())
    with speaking(language):
        context = {
            "desk": desk,
            "sheet": sheet_of(project, language=language, today=timezone.localdate()),
            "links": links(language),
            "source": source_language(language),
        }
        return render(request, "workspace/preview.html", context)
