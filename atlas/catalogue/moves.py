"""Numbers of what was merged or withdrawn, kept beside the public records (`models.Moved`): old addresses lead to what
stands, or say that it is gone."""

from collections.abc import Collection, Iterable

from django.db.models import Q, QuerySet

from atlas import bulk
from atlas.organisations.models import Organisation
from atlas.projects.models import Project, Publication

from .models import Moved, OrganisationRecord

_COLUMNS = ("kind", "number", "to", "legacy_prj_id")
_GONE = Q(merged_into__isnull=False) | Q(publication_state=Publication.ARCHIVED)


def follow_projects(project_ids: Collection[int]) -> None:
    """Keep the rows of these projects equal to the register."""
    gone = Project.objects.filter(_GONE, pk__in=project_ids)
    rows = gone.order_by("pk").values_list("pk", "merged_into_id", "legacy_prj_id")
    _replace(Moved.objects.filter(kind="project", number__in=project_ids), (("project", *row) for row in rows))


def unknown_projects() -> list[int]:
    """Projects merged or withdrawn that lack their row, and rows of projects that stand again."""
    gone = Project.objects.filter(_GONE)
    kept = Moved.objects.filter(kind="project")
    late = gone.exclude(pk__in=kept.values("number")).values_list("pk", flat=True)
    return [*late, *kept.exclude(number__in=gone.values("pk")).values_list("number", flat=True)]


def follow_organisations(organisation_ids: Collection[int] | None) -> int:
    """The same for organisations, all without ids; records of merged ones go. Returns how many went."""
    merged, kept = Organisation.objects.filter(merged_into__isnull=False), Moved.objects.filter(kind="organisation")
    if organisation_ids is not None:
        merged, kept = merged.filter(pk__in=organisation_ids), kept.filter(number__in=organisation_ids)
    rows = list(merged.order_by("pk").values_list("pk", "merged_into_id"))
    _replace(kept, (("organisation", *row, None) for row in rows))
    return OrganisationRecord.objects.filter(organisation_id__in=[pk for pk, _into in rows]).delete()[0]


def _replace(kept: QuerySet[Moved], rows: Iterable[tuple[object, ...]]) -> None:
    """Rows that are so already are left alone: most batches merge nothing."""
    wanted = list(rows)
    if set(kept.values_list(*_COLUMNS)) == set(wanted):
        return
    kept.delete()
    bulk.insert(Moved, _COLUMNS, wanted)
