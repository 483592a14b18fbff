"""The page of the administration that takes IATI files: a file is sent, a dry run says what would happen, then it is
imported by a second step. Nothing is written before."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.accounts.access import actor_of
from atlas.contributions.actions import Delivery, Outcome
from atlas.contributions.models import Origin
from atlas.imports.items import Refused
from atlas.imports.pipeline import Run
from atlas.imports.report import Report

from . import setup, uploads
from .files import NotIati, ReadActivity, read_stream

PERMISSION: Final = "imports.add_importrun"
MOST_SHOWN: Final = 100
OUTCOMES: Final[Mapping[str, Promise]] = {
    "created": _("fiches nouvelles"),
    "updated": _("fiches mises à jour"),
    "same": _("fiches sans changement"),
    "unchanged": _("activités déjà reçues"),
    "pending": _("activités qui attendront une décision"),
}
REFUSALS: Final[Mapping[str, Promise]] = {
    "empty": _("Le fichier est vide."),
    "not_xml": _("Ce n’est pas un fichier XML lisible. Vérifiez le fichier et son encodage."),
    "no_root": _("Le fichier ne commence par aucun élément XML."),
    "document_type": _("Le fichier contient une déclaration DOCTYPE, qui n’est pas admise. Retirez-la."),
    "not_iati": _("Ce n’est pas un fichier d’activités IATI."),
    "organisation_file": _("C’est un fichier d’organisation : il ne contient pas d’activités."),
    "version": _("Seules les versions 2.01 à 2.03 sont lues. Convertissez d’abord le fichier."),
    "broken_xml": _("Le XML s’interrompt : les activités qui précèdent ont été lues."),
    "activity_too_large": _("Une activité ne se termine pas."),
    "no_identifier": _("L’activité n’a pas d’identifiant."),
    "identifier_too_long": _("L’identifiant de l’activité est trop long."),
    "not_written": _("L’activité n’a pas pu être écrite."),
}
"""What cannot be taken, by the code of the reader."""
_UNREADABLE: Final = _("L’activité n’a pas pu être lue.")


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(label=_("Fichier d’activités IATI (XML)"), allow_empty_file=True, max_length=200)

    def clean_file(self) -> Any:
        """As large as a page can wait for."""
        file = self.cleaned_data["file"]
        if file.size > uploads.MOST_BYTES:
            raise forms.ValidationError(
                _("Ce fichier est trop grand pour cette page (20 Mo au plus). Importez-le par la commande import_iati.")
            )
        return file


@dataclass
class Told:
    """What a run told: its report, and the first activities with what became of them."""

    report: Report = field(default_factory=Report)
    activities: list[tuple[str, str, Promise | str, str]] = field(default_factory=list)

    def add(self, read: ReadActivity, _delivery: Delivery, outcome: Outcome) -> None:
        """One activity."""
        if len(self.activities) < MOST_SHOWN:
            flags = ", ".join(sorted({finding.code for finding in outcome.findings}))
            words = OUTCOMES.get(outcome.kind, outcome.kind)
            self.activities.append((read.activity.identifier, read.activity.title, words, flags))

    @property
    def outcomes(self) -> list[tuple[Promise | str, int]]:
        """Numbers by outcome, in words."""
        return [(words, self.report.outcomes[kind]) for kind, words in OUTCOMES.items() if self.report.outcomes[kind]]

    @property
    def refusals(self) -> list[tuple[str, Promise]]:
        """What could not be taken, and why."""
        return [(name, REFUSALS.get(code, _UNREADABLE)) for name, code, _message in self.report.failures]

    @property
    def is_worth_importing(self) -> bool:
        """Something would be written."""
        return any(self.report.outcomes[kind] for kind in ("created", "updated", "pending"))


def iati_page(request: HttpRequest, site: AdminSite) -> HttpResponse:
    """GET: the form. POST with a file: the dry run. POST with the key of a file that was sent: the import."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    if key := request.POST.get("key"):
        return _imported(request, key)
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {**site.each_context(request), "title": _("Importer un fichier IATI"), "form": form}
    if request.method == "POST" and form.is_valid():
        context["key"] = uploads.store(form.cleaned_data["file"])
        context["told"] = run(context["key"], by=actor_of(request), commit=False)
    return TemplateResponse(request, "admin/imports/iati.html", context)


def _imported(request: HttpRequest, key: str) -> HttpResponse:
    try:
        told = run(key, by=actor_of(request), commit=True)
    except KeyError:
        messages.error(request, _("Ce fichier n’est plus là. Envoyez-le de nouveau."))
        return HttpResponseRedirect(reverse("admin:imports_iati"))
    uploads.forget(key)
    words = ", ".join(f"{words} : {count}" for words, count in told.outcomes)
    messages.success(request, _("Import terminé. %(outcomes)s.") % {"outcomes": words})
    return HttpResponseRedirect(reverse("admin:imports_importrun_changelist"))


def run(key: str, *, by: str, commit: bool) -> Told:
    """Take every activity of a file that was sent. Raises KeyError when it is no longer kept."""
    told = Told()
    with uploads.stored(key) as file:
        resolver = setup.resolver(by=by, commit=commit)
        told.report = Run(Origin.IATI, resolver, by=by, commit=commit, each=told.add).over(_items(file))
    return told


def _items(file: Any) -> Any:
    try:
        yield from read_stream(file, "")
    except NotIati as error:
        yield Refused("", b"", error.code, error.message)
