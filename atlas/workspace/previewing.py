"""The public record that a draft would become, were it accepted now; nothing is saved."""

from datetime import datetime

from django.conf import settings

from atlas.catalogue.build import build_draft, load_lookups
from atlas.catalogue.queries import project_by_id
from atlas.catalogue.record import PublicFlag, PublicProject
from atlas.projects.checks import check

from .desk import Desk


def record_of(desk: Desk, *, at: datetime) -> PublicProject:
    """The flags are those of the draft; sources and history those of the sheet as published."""
    findings = check(desk.draft, today=at.date())
    published = project_by_id(desk.contribution.project_id) if desk.contribution.project_id else None
    return build_draft(
        desk.draft,
        load_lookups(example_floor=settings.ATLAS_EXAMPLES_FROM if settings.ATLAS_DEMONSTRATION else None),
        published=published,
        flags=tuple(PublicFlag(code=one.code, field=one.field) for one in findings if one.audience == "public"),
        at=at,
    )
