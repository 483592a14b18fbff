"""The one signal of the code base, heard: the public records follow what was committed."""

from collections.abc import Sequence

from django.dispatch import receiver

from atlas.projects.signals import project_changed

from .actions import rebuild_organisations, rebuild_records


@receiver(project_changed, dispatch_uid="catalogue.records")
def follow_projects(*, project_ids: Sequence[int], organisation_ids: Sequence[int] = (), **_: object) -> None:
    """After the commit of a batch: make its records anew, those of organisations that it completed first."""
    if organisation_ids:
        rebuild_organisations(organisation_ids)
    if project_ids:
        rebuild_records(project_ids)
