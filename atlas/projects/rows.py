"""A draft as rows of the register: plain tuples in the order of each group's columns (see `atlas.bulk`).

`GROUPS` is the one list of what a draft is made of in the database; `actions` writes it, `queries.draft_from_rows`
reads it back, and a test holds both together.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import msgspec
from django.db.models import Model

from .draft import ProjectDraft
from .models import (
    Action,
    Document,
    FundingLine,
    Party,
    Project,
    ProjectCountry,
    ProjectPlace,
    ProjectPost,
    ThemeAssignment,
)

Row = tuple[Any, ...]

SCALARS = (
    "legacy_prj_id",
    "family",
    "form",
    "form_declared",
    "title",
    "status",
    "status_declared",
    "first_convention_year",
    "start_year",
    "end_date",
    "end_year",
    "is_triennial",
    "communication_france",
    "communication_partner_countries",
    "has_evaluation",
)
TEXTS = (
    "context",
    "history",
    "objective",
    "description",
    "implementers",
    "owners",
    "beneficiaries",
    "other_partners_france",
    "other_partners_abroad",
    "pre_reform_authority",
)
# Lists without a table of their own: nothing refers to their items.
LISTS = ("cofinancing_years", "sdgs", "contact_functions", "extra")


def set_scalars(project: Project, draft: ProjectDraft) -> None:
    """Copy the narrow columns of a draft onto its project."""
    for name in SCALARS:
        setattr(project, name, getattr(draft, name))


def text_row(project_id: int, draft: ProjectDraft) -> Row:
    """The long texts."""
    lists = (msgspec.to_builtins(getattr(draft, name)) for name in LISTS)
    return (project_id, *(getattr(draft, name) for name in TEXTS), *lists)


def country_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    return ((project_id, iso2, rank) for rank, iso2 in enumerate(draft.countries))


def place_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    for rank, one in enumerate(draft.places):
        yield (project_id, one.country, rank, one.name, one.area, one.latitude, one.longitude, one.is_approximate)


def post_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    return ((project_id, post.post_id, post.name, rank) for rank, post in enumerate(draft.posts))


def theme_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    for position, theme in enumerate(draft.themes):
        labels = (theme.l1 or "", theme.l2 or "", theme.l3 or "")
        yield (project_id, theme.code, theme.rank, position, *labels)


def party_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    for rank, party in enumerate(draft.parties):
        names = (party.name, party.name_at_signature or "")
        yield (project_id, party.organisation_id, party.role, *names, party.country, rank)


def funding_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    for rank, line in enumerate(draft.funding):
        yield (
            project_id,
            line.organisation_id,
            rank,
            line.funder,
            line.year,
            line.amount,
            line.nature,
            line.pct_col1,
            line.pct_col2,
            line.pct_col3,
            [str(amount) for amount in line.pct_unplaced],
            line.pct_water,
            line.pct_waste,
            line.pct_energy,
            line.note,
        )


def action_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    for rank, action in enumerate(draft.actions):
        texts = (action.title, action.objective, action.summary, action.place)
        yield (project_id, rank, *texts, action.amount, action.start, action.end)


def document_rows(project_id: int, draft: ProjectDraft) -> Iterator[Row]:
    return ((project_id, rank, d.kind, d.title, d.url) for rank, d in enumerate(draft.documents))


@dataclass(frozen=True)
class Group:
    """One part of a draft: its table, the columns of its rows, and the rows of one draft."""

    model: type[Model]
    columns: tuple[str, ...]
    build: Callable[[int, ProjectDraft], Iterable[Row]]


TEXT_COLUMNS = ("project_id", *TEXTS, *LISTS)
GROUPS: dict[str, Group] = {
    "countries": Group(ProjectCountry, ("project_id", "country_id", "rank"), country_rows),
    "places": Group(
        ProjectPlace,
        ("project_id", "country_id", "rank", "name", "area", "latitude", "longitude", "is_approximate"),
        place_rows,
    ),
    "posts": Group(ProjectPost, ("project_id", "post_id", "name_as_declared", "rank"), post_rows),
    "themes": Group(
        ThemeAssignment,
        ("project_id", "theme_id", "rank", "position", "label_l1", "label_l2", "label_l3"),
        theme_rows,
    ),
    "parties": Group(
        Party,
        ("project_id", "organisation_id", "role", "name_as_declared", "name_at_signature", "country_id", "rank"),
        party_rows,
    ),
    "funding": Group(
        FundingLine,
        (
            "project_id",
            "organisation_id",
            "rank",
            "funder_as_declared",
            "year",
            "amount",
            "nature",
            "pct_col1",
            "pct_col2",
            "pct_col3",
            "pct_unplaced",
            "pct_water",
            "pct_waste",
            "pct_energy",
            "note",
        ),
        funding_rows,
    ),
    "actions": Group(
        Action,
        ("project_id", "rank", "title", "objective", "summary", "place", "amount", "starts_on", "ends_on"),
        action_rows,
    ),
    "documents": Group(Document, ("project_id", "rank", "kind", "title", "url"), document_rows),
}
