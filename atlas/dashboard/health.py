"""How the register and its programs are: quality and its trend, contacts, mails, runs of programs and of imports."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from django.db.models import Count
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from atlas.audit.models import Job
from atlas.catalogue.closed_words import closed_words
from atlas.catalogue.quality import Quality, quality_of
from atlas.catalogue.quality_history import Day, trend
from atlas.catalogue.search import IndexUnavailable
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.search_values import TO_CONFIRM
from atlas.contributions.models import Origin
from atlas.imports.models import ImportRun, TableImport, TableState
from atlas.notifications.queries import STATES, unsent_by_state
from atlas.organisations.queries import unverified_contacts
from atlas.ui import formats

from .tables import NONE, Cell, Table, linked, moment

IMPORTS: Final = 5
JOBS: Final[tuple[tuple[str, str | Promise, timedelta | None], ...]] = (
    ("tend", gettext_lazy("Courriels, alertes, campagnes, effacements"), timedelta(minutes=15)),
    ("tend_daily", gettext_lazy("Qualité et doublons, une fois par jour"), timedelta(days=2)),
    ("publish_files", gettext_lazy("Publication des fichiers"), timedelta(days=1)),
    ("run_table_imports", gettext_lazy("Import des tableaux déposés"), None),
)
"""Program, what it does, and after how long without a good end it is late."""


def quality_tables(today: date) -> tuple[Table, ...]:
    """What sheets lack, to be confirmed, and the trend. One query; without an index none, and it is said."""
    columns = (_("Ce qui manque, ou reste à confirmer"), _("Fiches"), _("En %"))
    title, query = _("Santé du registre"), SearchQuery()
    try:
        now = quality_of(query, today)
    except IndexUnavailable:
        return (
            Table("qualite", title, columns, (), _("L’index se prépare : les chiffres reviennent dans une minute.")),
        )
    said = _("%(number)s fiches publiées.") % {"number": formats.number(now.projects, _language())}
    return (
        Table("qualite", title, columns, list(_lacking(now)), said=said),
        Table(
            "tendance",
            _("Évolution de la qualité"),
            (_("Jour"), _("Fiches"), _("Rubriques dites, en %")),
            [_day(one) for one in trend(now, today)],
        ),
    )


def _lacking(now: Quality) -> Iterator[tuple[Cell, ...]]:
    search = reverse("search")
    for criterion in now.worst:
        url = f"{search}?{now.list_of(lacking=criterion).to_params()}"
        yield (
            Cell(closed_words("lacking", criterion)),
            linked(now.lacking[criterion], url),
            _share(now.lacking[criterion], now.projects),
        )
    url = f"{search}?{now.list_of(doubtful=True).to_params()}"
    label = closed_words("status", TO_CONFIRM)
    yield Cell(label), linked(now.doubtful, url), _share(now.doubtful, now.projects)


def _share(part: int, whole: int) -> Cell:
    return Cell(formats.percent(part, whole, _language())) if whole else NONE


def _day(one: Day) -> tuple[Cell, ...]:
    page = reverse("quality")
    return Cell(formats.short_day(one.on), page), Cell(one.projects), _share(one.stated, one.asked)


def contacts_table() -> Table:
    """Contacts that nobody confirmed, by who holds them. One query."""
    kinds = ("organisation", "post")
    numbers = {f"of_{one}": Count(one) for one in kinds}
    holders = {f"holders_{one}": Count(one, distinct=True) for one in kinds}
    found = unverified_contacts().aggregate(**numbers, **holders)
    page = reverse("dashboard_list", args=["contacts"])
    rows = [
        (Cell(label), *(linked(found[number], f"{page}?chez={slug}") for number in (f"of_{one}", f"holders_{one}")))
        for one, slug, label in (
            ("organisation", "organismes", _("De collectivités et d’organismes")),
            ("post", "postes", _("De postes diplomatiques")),
        )
    ]
    columns = (_("Contacts"), _("Non vérifiés"), _("Chez combien d’entre eux"))
    return Table("contacts", _("Contacts à vérifier"), columns, rows)


def mails_table() -> Table:
    """Mails that have not left. One query."""
    page, found = reverse("dashboard_list", args=["courriels"]), unsent_by_state()
    rows = [(Cell(str(STATES[name])), linked(number, f"{page}?etat={name}")) for name, number in found.items()]
    return Table("courriels", _("Courriels qui ne sont pas partis"), (_("État"), _("Courriels")), rows)


def jobs_table(now: datetime) -> Table:
    """The last good end of each program, its last failure, and whether it is late. One query."""
    found = {one.name: one for one in Job.objects.order_by("pk")}
    rows = [
        (Cell(str(label)), Cell(_state(found.get(name), longest, now)), *_ends(found.get(name)))
        for name, label, longest in JOBS
    ]
    columns = (_("Programme"), _("État"), _("Dernière réussite"), _("Dernier échec"), _("Erreur"))
    return Table("programmes", _("Programmes qui tournent seuls"), columns, rows)


def _ends(job: Job | None) -> tuple[Cell, Cell, Cell]:
    if job is None:
        return NONE, NONE, NONE
    return moment(job.finished_at), moment(job.failed_at), Cell(job.failure or "–")


def _state(job: Job | None, longest: timedelta | None, now: datetime) -> str:
    if job is None:
        return _("pas encore passé")
    if job.failed_at and (job.finished_at is None or job.failed_at > job.finished_at):
        return _("en échec")
    if longest and job.finished_at and now - job.finished_at > longest:
        return _("en retard")
    return _("à l’heure")


def imports_tables() -> tuple[Table, ...]:
    """The last imports with what they refused; uploaded tables by state. Two queries."""
    runs = ImportRun.objects.annotate(failed=Count("refused")).order_by("-started_at", "-pk")[:IMPORTS]
    refused = reverse("dashboard_list", args=["refus"])
    rows = [
        (
            Cell(_source(run.source)), moment(run.started_at),
            moment(run.finished_at) if run.finished_at else Cell(_("pas terminé")),
            linked(run.failed, f"{refused}?import={run.pk}"),
        )
        for run in runs
    ]  # fmt: skip
    columns = (_("Source"), _("Commencé"), _("Terminé"), _("Documents refusés"))
    states: Mapping[str, int] = dict(TableImport.objects.order_by().values_list("state").annotate(number=Count("pk")))
    page = reverse("table_imports")
    return (
        Table("imports", _("Derniers imports"), columns, rows, _("Aucun import n’a eu lieu.")),
        Table(
            "tableaux",
            _("Tableaux déposés"),
            (_("État"), _("Tableaux")),
            [(Cell(str(state.label)), linked(states.get(state.value, 0), page)) for state in TableState],
        ),
    )


def _source(source: str) -> str:
    return str(Origin(source).label) if source in Origin.values else source


def _language() -> str:
    return get_language() or "fr"
