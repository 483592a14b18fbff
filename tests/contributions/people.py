"""Scopes as accounts have them, and a sheet to work on."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime

from atlas.contributions.actions import Delivery, receive
from atlas.contributions.drafting import save_draft, start_draft, submit
from atlas.contributions.models import Contribution, Origin
from atlas.projects.draft import ProjectDraft
from atlas.projects.models import Project
from tests.factories.drafts import changed, full_draft
from tests.factories.world import World

AT = datetime(2026, 11, 25, 10, tzinfo=UTC)
AGENT, OFFICER, POST = "user:1", "user:2", "user:3"


@dataclass(frozen=True)
class Scope:
    """What `rules` reads of `accounts.scopes.Scope`."""

    actor: str = AGENT
    roles: frozenset[str] = frozenset()
    authorities: frozenset[int] = frozenset()
    delegated: frozenset[int] = frozenset()
    regions: frozenset[str] = frozenset()
    posts: frozenset[int] = frozenset()
    countries: frozenset[str] = frozenset()

    @property
    def is_ministry(self) -> bool:
        return bool(self.roles & {"ministry_officer", "ministry_admin"})


def published(draft: ProjectDraft, *, key: str = "prj:900") -> int:
    """The number of a sheet that an import brought."""
    page = Delivery(origin="legacy_page", key=key, name="x.txt", raw=key.encode(), draft=draft)
    (outcome,) = receive([page], by="import", at=AT, today=date(2026, 11, 25))
    assert outcome.project_id is not None
    return outcome.project_id


def two_sheets(world: World) -> tuple[int, int]:
    """Two sheets; the second has another number, a text and a funder of its own."""
    first = full_draft(world)
    second = changed(first, legacy_prj_id=901, title="Le même réseau d’eau", history="Une autre histoire.")
    return published(first), published(second, key="prj:901")


def draft_of(
    project_id: int, *, by: str = AGENT, origin: str = Origin.PERSON, authority_id: int | None = None, **values: object
) -> Contribution:
    """A draft with some values typed."""
    draft = start_draft(project_id=project_id, by=by, at=AT, origin=origin, authority_id=authority_id)
    save_draft(draft, values, draft.edit_number, by=by, at=AT)
    return draft


def sent(project_id: int, *, by: str = AGENT, origin: str = Origin.PERSON, **values: object) -> Contribution:
    """The same, in the queue."""
    return submit(draft_of(project_id, by=by, origin=origin, **values), by=by, at=AT)


def version_of(project_id: int) -> int:
    """The number of the version in force."""
    return Project.objects.get(pk=project_id).version_number


def verbs(events: Collection[str]) -> list[str]:
    """Sorted, for comparison."""
    return sorted(events)
