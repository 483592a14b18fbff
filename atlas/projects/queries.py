"""Reads of the register for those who may see it whole: contributions, catalogue, administration."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

import msgspec
from django.db.models import F, QuerySet

from atlas.organisations.models import Organisation
from atlas.organisations.queries import present_successors
from atlas.reference.choices import Role
from atlas.reference.kinds import FRENCH_AUTHORITIES

from . import rows
from .draft import (
    ActionDraft,
    ContactFunction,
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PlaceDraft,
    PostDraft,
    ProjectDraft,
    ThemeDraft,
    decode_draft,
)
from .models import (
    Action,
    Document,
    FundingLine,
    Party,
    Project,
    ProjectCountry,
    ProjectPlace,
    ProjectPost,
    Publication,
    ThemeAssignment,
    Version,
)

NEUTRAL_ORIGINS = frozenset({"relink"})
"""Versions that say nothing new of a field: an organisation was merged into another, its number follows."""


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
    versions = Version.objects.filter(project_id__in=project_ids).exclude(origin__in=NEUTRAL_ORIGINS)
    versions = versions.order_by("project_id", "number")
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


@dataclass(frozen=True)
class Stakes:
    """Whom a sheet concerns (D6.2). `authorities`: French authorities that are its partners or lead it, with those that
    took over from them; `lead`: the first that leads, else the first French partner, as it stands today."""

    authorities: frozenset[int] = frozenset()
    lead: int | None = None
    regions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    posts: frozenset[int] = frozenset()


def stakes_of(project_ids: Collection[int]) -> dict[int, Stakes]:
    """project id → whom it concerns; one that is not known concerns nobody. Queries do not grow with the number."""
    roles = (Role.LEAD, Role.PARTNER)
    parties = Party.objects.filter(
        project_id__in=project_ids, role__in=roles, organisation__kind__in=sorted(FRENCH_AUTHORITIES)
    ).order_by("project_id", "rank")
    declared: dict[int, list[tuple[bool, int]]] = defaultdict(list)
    for project, role, number in parties.values_list("project_id", "role", "organisation_id"):
        if number is not None:
            declared[project].append((role != Role.LEAD, number))
    successors = present_successors({number for found in declared.values() for _role, number in found})
    regions = _regions({*successors, *(number for found in successors.values() for number in found)})
    countries, posts = _countries(project_ids), _posts(project_ids)
    found = {}
    for project in project_ids:
        ordered = [number for _role, number in sorted(declared[project], key=lambda one: one[0])]
        whole = frozenset(ordered) | {number for one in ordered for number in successors[one]}
        lead = successors[ordered[0]] if ordered else ()
        found[project] = Stakes(
            authorities=whole,
            lead=lead[0] if len(lead) == 1 else next(iter(ordered), None),
            regions=frozenset(regions[number] for number in whole if regions.get(number)),
            countries=frozenset(countries[project]),
            posts=frozenset(posts[project]),
        )
    return found


def _regions(organisation_ids: Collection[int]) -> dict[int, str]:
    return dict(Organisation.objects.filter(pk__in=organisation_ids).values_list("pk", "region_code"))


def _countries(project_ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    rows_ = ProjectCountry.objects.filter(project_id__in=project_ids)
    for project, country in rows_.values_list("project_id", "country_id"):
        found[project].add(country)
    return found


def _posts(project_ids: Collection[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    rows_ = ProjectPost.objects.filter(project_id__in=project_ids, post__isnull=False)
    for project, post in rows_.values_list("project_id", "post_id"):
        if post is not None:
            found[project].add(post)
    return found


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
        places=tuple(_place(row) for row in project.places.order_by("rank")),
        posts=tuple(_post(row) for row in project.posts.order_by("rank")),
        themes=tuple(_theme(row) for row in project.themes.order_by("position")),
        parties=tuple(_party(row) for row in project.parties.order_by("rank")),
        funding=tuple(_funding(row) for row in project.funding.order_by("rank")),
        actions=tuple(_action(row) for row in project.actions.order_by("rank")),
        documents=tuple(_document(row) for row in project.documents.order_by("rank")),
    )


def _place(row: ProjectPlace) -> PlaceDraft:
    return PlaceDraft(
        country=row.country_id,
        name=row.name,
        latitude=row.latitude,
        longitude=row.longitude,
        is_approximate=row.is_approximate,
        area=row.area,
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


def merged_among(project_ids: Collection[int]) -> set[int]:
    """Those of these projects that were merged into another."""
    found = Project.objects.filter(pk__in=project_ids, merged_into__isnull=False)
    return set(found.values_list("pk", flat=True))
