"""What happened to a sheet or an organisation, newest first, in words for those who may read it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from atlas.audit.models import Event
from atlas.audit.queries import history_of
from atlas.contributions.models import Contribution
from atlas.contributions.queries import draft_at
from atlas.organisations.models import Organisation
from atlas.projects.diff import changed_fields
from atlas.projects.draft import ProjectDraft
from atlas.projects.models import Version
from atlas.ui import formats

from .items import author_words, shown_names
from .naming import words_of
from .showing import Side, field_label, sides_of

AT_ONCE = 200
VERBS: Mapping[str, str | Promise] = {
    "project.created": gettext_lazy("Fiche créée"),
    "project.updated": gettext_lazy("Fiche modifiée"),
    "project.undone": gettext_lazy("Changement annulé"),
    "project.withdrawn": gettext_lazy("Fiche retirée de la publication"),
    "project.restored": gettext_lazy("Fiche publiée de nouveau"),
    "project.merged": gettext_lazy("Fiche fusionnée avec une autre"),
    "project.absorbed": gettext_lazy("Une autre fiche a été fusionnée avec celle-ci"),
    "project.separated": gettext_lazy("Fusion défaite"),
    "project.verified": gettext_lazy("Fiche vérifiée"),
    "project.contacts_erased": gettext_lazy("Données de personnes effacées"),
    "contribution.begun": gettext_lazy("Brouillon commencé"),
    "contribution.submitted": gettext_lazy("Proposition envoyée"),
    "contribution.answered": gettext_lazy("Réponse à une question"),
    "contribution.withdrawn": gettext_lazy("Proposition retirée"),
    "contribution.resumed": gettext_lazy("Proposition reprise en brouillon"),
    "contribution.accepted": gettext_lazy("Proposition acceptée"),
    "contribution.rejected": gettext_lazy("Proposition refusée"),
    "contribution.returned": gettext_lazy("Proposition renvoyée à l’auteur"),
    "contribution.asked": gettext_lazy("Question posée à l’auteur"),
    "contribution.reopened": gettext_lazy("Proposition remise dans la file"),
    "contribution.undone": gettext_lazy("Proposition annulée après coup"),
    "contribution.persons_erased": gettext_lazy("Données de personnes effacées"),
    "registered": gettext_lazy("Organisme inscrit"),
    "confirmed": gettext_lazy("Organisme confirmé"),
    "completed": gettext_lazy("Organisme complété"),
    "name_added": gettext_lazy("Nom ajouté"),
    "succeeded": gettext_lazy("Un autre organisme lui succède"),
    "merged": gettext_lazy("Organisme fusionné avec un autre"),
    "absorbed": gettext_lazy("Un autre organisme a été fusionné avec celui-ci"),
    "relinked": gettext_lazy("Fiches rattachées à cet organisme"),
    "unlinked": gettext_lazy("Fiches rendues à l’autre organisme"),
    "separated": gettext_lazy("Fusion défaite"),
    "admin.changed": gettext_lazy("Modifié à la main dans l’administration"),
}
OTHER_VERB = gettext_lazy("Autre opération")
ORIGINS: Mapping[str, str | Promise] = {
    "web": gettext_lazy("sur le site"),
    "command": gettext_lazy("par une commande"),
    "import": gettext_lazy("par un import"),
}


@dataclass(frozen=True)
class Moment:
    """One event. `made`: the version that it made of a sheet; `undo`: the same where it can be undone; or None."""

    at: datetime
    words: str
    who: str
    origin: str
    detail: str
    url: str = ""
    made: int | None = None
    undo: int | None = None

    @property
    def when(self) -> str:
        """« 26 novembre 2026 à 10:42 », in Paris."""
        local = timezone.localtime(self.at)
        shown = formats.day(local.date(), get_language() or "fr")
        return _("%(day)s à %(hour)s") % {"day": shown, "hour": f"{local:%H:%M}"}


def events_of_sheet(project_id: int) -> QuerySet[Event]:
    """Its own and those of its contributions, newest first."""
    contributions = Contribution.objects.filter(project_id=project_id).order_by("pk").values_list("pk", flat=True)
    return history_of(("project", project_id), *(("contribution", number) for number in contributions))


def timeline_of_sheet(project_id: int) -> list[Moment]:
    """The last 200 events."""
    numbers = Version.objects.filter(project_id=project_id).order_by("number").values_list("number", flat=True)
    return _moments(events_of_sheet(project_id)[:AT_ONCE], set(numbers))


def version_sides(project_id: int, number: int, language: str) -> tuple[Side, ...]:
    """What a version of a sheet changed, before and after; the first one began from nothing. () if there is none."""
    try:
        after = draft_at(project_id, number)
        before = draft_at(project_id, number - 1) if number > 1 else ProjectDraft()
    except Version.DoesNotExist:
        return ()
    return sides_of(before, after, changed_fields(before, after), words=words_of(language))


def timeline_of_organisation(organisation_id: int) -> list[Moment]:
    """The last 200 events."""
    return _moments(history_of(("organisation", organisation_id))[:AT_ONCE], set())


def _moments(events: Iterable[Event], versions: set[int]) -> list[Moment]:
    found = list(events)
    names = shown_names(one.actor for one in found)
    return [_moment(one, author_words(one.actor, names), versions) for one in found]


def _where(origin: str) -> str:
    """« sur le site, réseau 192.0.2.0/24 »."""
    kind, _sign, network = origin.partition(" ")
    words = str(ORIGINS.get(kind, kind))
    return _("%(where)s, réseau %(network)s") % {"where": words, "network": network} if network else words


def _moment(event: Event, who: str, versions: set[int]) -> Moment:
    version = event.detail.get("version") if event.object_type == "project" else None
    made = version if version in versions else None
    is_version = event.verb in {"project.created", "project.updated"}
    url = reverse("moderation_item", args=[event.object_id]) if event.object_type == "contribution" else ""
    return Moment(
        event.at,
        str(VERBS.get(event.verb, OTHER_VERB)),
        who,
        _where(event.origin),
        _detail(event),
        url,
        made,
        made if is_version and made != 1 else None,
    )


def _detail(event: Event) -> str:
    said = []
    if version := event.detail.get("version"):
        said.append(_("version %(number)s") % {"number": version})
    if fields := event.detail.get("changed") or event.detail.get("taken"):
        said.append(", ".join(_field(event.object_type, name) for name in fields))
    if other := event.detail.get("into") or event.detail.get("from"):
        said.append(_("n° %(number)s") % {"number": other})
    if reason := event.detail.get("reason"):
        said.append(_("« %(text)s »") % {"text": reason} if event.object_type != "contribution" else "")
    return " · ".join(one for one in said if one)


def _field(kind: str, name: str) -> str:
    """Of a sheet as its form calls it, of an organisation as its table does."""
    if kind != "organisation":
        return field_label(name)
    return str(getattr(Organisation._meta.get_field(name), "verbose_name", name))
