"""The pages of data, the files themselves, the catalogue that other portals read."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from atlas.catalogue.middleware import CACHE_CONTROL
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS
from atlas.opendata.snapshots import dcat, page, store
from atlas.opendata.snapshots.datasets import FORMATS
from atlas.opendata.snapshots.retention import DAYS
from atlas.opendata.snapshots.serving import Stored, file_answer
from atlas.opendata.snapshots.store import Manifest


@require_safe
def data(request: HttpRequest) -> HttpResponse:
    """The files in service, or why there are none yet. One query."""
    language = get_language() or "fr"
    name = store.current()
    made = store.manifest(name) if name else None
    context = {
        "files": page.files_page(made, language, dated=False) if made else None,
        "waiting": None if made else page.waiting(),
        "history": page.history(language),
        "days": DAYS,
        "changes": page.changes(language),
        "licence": LICENCE,
        "licence_url": LICENCE_ADDRESS,
        "site": f"{request.scheme}://{request.get_host()}",
    }
    return _shown(render(request, "opendata/data.html", context))


@require_safe
def data_set(request: HttpRequest, day: str) -> HttpResponse:
    """The last set of a day that is kept. One query."""
    made = _manifest_of(_set_of(day))
    context = {"files": page.files_page(made, get_language() or "fr", dated=True), "licence": LICENCE}
    return _shown(render(request, "opendata/data_set.html", context))


@require_safe
def data_columns(request: HttpRequest) -> HttpResponse:
    """Every column of every file, from their declaration. No query."""
    return render(request, "opendata/data_columns.html", {"tables": page.column_tables(get_language() or "fr")})


@require_safe
def data_file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file of the set in service: an address that never changes. No query."""
    current = store.current()
    if current is None:
        raise Http404(gettext("Les fichiers du registre n’ont pas encore été faits sur cette machine."))
    return _file(request, current, name, name)


@require_safe
def data_file_of(request: HttpRequest, day: str, name: str) -> HttpResponseBase:
    """A file of the last set of a day. No query."""
    return _file(request, _set_of(day), name, f"{day}-{name}")


@require_safe
def data_catalogue(request: HttpRequest, extension: str) -> HttpResponse:
    """The set in service for harvesters (DCAT-AP), in both languages. One query."""
    current = store.current()
    if extension not in dcat.WRITERS or current is None:
        raise Http404(gettext("L’Atlas n’écrit pas de catalogue « .%(extension)s ».") % {"extension": extension})
    written = dcat.WRITERS[extension]
    site = f"{request.scheme}://{request.get_host()}"
    text = written.write(dcat.catalogue(_manifest_of(current), site))
    return _shown(HttpResponse(text, content_type=written.content_type))


def _file(request: HttpRequest, set_name: str, name: str, saved_as: str) -> HttpResponseBase:
    found = _manifest_of(set_name).named(name, get_language() or "fr")
    if found is None:
        raise Http404(gettext("Aucun fichier ne s’appelle « %(name)s ».") % {"name": name})
    known = FORMATS.get(found.extension)
    content_type = known.content_type if known else "application/octet-stream"
    path = store.root() / set_name / found.path
    try:
        return file_answer(request, Stored(found, path, f"atlas-{saved_as}", content_type))
    except FileNotFoundError as gone:
        raise Http404(gettext("Ce fichier vient d’être remplacé : demandez-le de nouveau.")) from gone


def _manifest_of(set_name: str) -> Manifest:
    made = store.manifest(set_name)
    if made is None:
        raise Http404(gettext("Ces fichiers ne sont plus gardés."))
    return made


def _set_of(day: str) -> str:
    try:
        found = store.set_of(date.fromisoformat(day))
    except ValueError:
        found = None
    if found is None:
        raise Http404(gettext("Aucun jeu de fichiers n’est gardé pour ce jour."))
    return found


def _shown(response: HttpResponse) -> HttpResponse:
    """Files come and go between two changes of the catalogue: caches of whole pages leave this alone."""
    response.headers["Cache-Control"] = CACHE_CONTROL
    return response
