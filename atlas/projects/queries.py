"""Reads of the register for those who may see it whole: contributions, catalogue, administration."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal

import msgspec
from django.db.models import F, QuerySet

from . import rows
from .draft import (
    ActionDraft,
    ContactFunction,
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PostDraft,
    ProjectDraft,
    ThemeDraft,
    decode_draft,
)
from .models import Action, Document, FundingLine, Party, Project, ProjectPost, Publication, ThemeAssignment, Version


def published() -> QuerySet[Project]:
    """Projects that the public may see."""
    return Project.objects.filter(publication_state=Publication.PUBLISHED)


def current_versions(project_ids: Collection[int]) -> dict[int, Version]:
    """project id → its last version."""
    found = Version.objects.filter(project_id__in=project_ids, number=F("project__version_number"))
    return {version.project_id: version for version in found}


def current_draft(project_id: int) -> ProjectDraft:
    """The content of one project as its last version holds it. Raises KeyError when it has none."""
    return decode_draft(current_versions([project_id])[project_id].draft)


def field_origins(project_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """project id → field → origin (legacy_page, facts, person…) of the last version that changed the field."""
    origins: dict[int, dict[str, str]] = defaultdict(dict)
    versions = Version.objects.filter(project_id__in=project_ids).order_by("project_id", "number")
    for project_id, changed, origin in versions.values_list("project_id", "changed", "origin"):
        origins[project_id].update(dict.fromkeys(changed, origin))
    return origins


def projects_by_legacy_id(legacy_ids: Iterable[int]) -> dict[int, Project]:
    """old identifier → project."""
    found = Project.objects.filter(legacy_prj_id__in=list(legacy_ids))
    return {project.legacy_prj_id: project for project in found if project.legacy_prj_id is not None}


def projects_citing(organisation_ids: Collection[int]) -> set[int]:
    """Projects that name one of these organisations as a party or as a funder."""
    if not organisation_ids:
        return set()
    found = (model.objects.filter(organisation_id__in=organisation_ids) for model in (Party, FundingLine))
    return {pk for rows_ in found for pk in rows_.values_list("project_id", flat=True).distinct()}


def draft_from_rows(project: Project) -> ProjectDraft:
    """The draft read back from the tables. Equal to the last version's draft: a test and `check_register` hold them."""
    text = project.text
    return ProjectDraft(
        **{name: getattr(project, name) for name in rows.SCALARS},
        **{name: getattr(text, name) for name in rows.TEXTS},
        cofinancing_years=tuple(text.cofinancing_years),
        sdgs=tuple(text.sdgs),
        contact_functions=msgspec.convert(text.contact_functions, tuple[ContactFunction, ...]),
        extra=msgspec.convert(text.extra, tuple[tuple[str, str], ...]),
        countries=tuple(project.countries.order_by("rank").values_list("country_id", flat=True)),
        posts=tuple(_post(row) for row in project.posts.order_by("rank")),
        themes=tuple(_theme(row) for row in project.themes.order_by("position")),
        parties=tuple(_party(row) for row in project.parties.order_by("rank")),
        funding=tuple(_funding(row) for row in project.funding.order_by("rank")),
        actions=tuple(_action(row) for row in project.actions.order_by("rank")),
        documents=tuple(_document(row) for row in project.documents.order_by("rank")),
    )


def _post(row: ProjectPost) -> PostDraft:
    return PostDraft(name=row.name_as_declared, post_id=row.post_id)


def _theme(row: ThemeAssignment) -> ThemeDraft:
    return ThemeDraft(
        rank=row.rank, code=row.theme_id, l1=row.label_l1 or None, l2=row.label_l2 or None, l3=row.label_l3 or None
    )


def _party(row: Party) -> PartyDraft:
    return PartyDraft(
        role=row.role,
        name=row.name_as_declared,
        organisation_id=row.organisation_id,
        country=row.country_id,
        name_at_signature=row.name_at_signature or None,
    )


def _funding(row: FundingLine) -> FundingDraft:
    return FundingDraft(
        funder=row.funder_as_declared,
        organisation_id=row.organisation_id,
        year=row.year,
        amount=row.amount,
        nature=row.nature,
        pct_col1=row.pct_col1,
        pct_col2=row.pct_col2,
        pct_col3=row.pct_col3,
        pct_unplaced=msgspec.convert(row.pct_unplaced, tuple[Decimal, ...]),
        pct_water=row.pct_water,
        pct_waste=row.pct_waste,
        pct_energy=row.pct_energy,
        note=row.note,
    )


def _action(row: Action) -> ActionDraft:
    return ActionDraft(
        title=row.title,
        objective=row.objective,
        summary=row.summary,
        place=row.place,
        amount=row.amount,
        start=row.starts_on,
        end=row.ends_on,
    )


def _document(row: Document) -> DocumentDraft:
    return DocumentDraft(kind=row.kind, title=row.title, url=row.url)
