"""What a contribution aims at: the project it would change and what stands there now."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import NamedTuple

from atlas.projects.draft import ProjectDraft, decode_draft
from atlas.projects.queries import current_versions, field_origins, projects_by_legacy_id

from .acceptance import Existing
from .models import Contribution
from .states import State


class Target(NamedTuple):
    """The project that a source's record stands for; `project_id` None when there is none yet."""

    project_id: int | None = None
    version: int = 0
    existing: Existing | None = None


class Source(NamedTuple):
    """What a record of a source says of the project that it stands for; `project_id` where the caller knows it."""

    origin: str
    key: str
    legacy_prj_id: int | None = None
    project_id: int | None = None


def targets_for(sources: Sequence[Source]) -> list[Target]:
    """Each record → its target. A constant number of queries whatever the batch."""
    by_legacy = projects_by_legacy_id(one.legacy_prj_id for one in sources if one.legacy_prj_id is not None)
    by_key = _projects_by_key(sources)
    found: list[int | None] = []
    for origin, key, legacy, known_id in sources:
        project = by_legacy.get(legacy) if legacy is not None else None
        found.append(known_id or (project.pk if project else by_key.get((origin, key))))
    known = {pk for pk in found if pk is not None}
    if not known:
        return [Target() for _ in sources]
    return _targets(sources, found, known)


def _targets(sources: Sequence[Source], found: Sequence[int | None], known: Collection[int]) -> list[Target]:
    versions, origins = current_versions(known), field_origins(known)
    last = _last_accepted(known)
    targets = []
    for (origin, *_), pk in zip(sources, found, strict=True):
        if pk is None:
            targets.append(Target())
            continue
        existing = Existing(decode_draft(versions[pk].draft), origins.get(pk, {}), last.get((pk, origin)))
        targets.append(Target(pk, versions[pk].number, existing))
    return targets


def _projects_by_key(sources: Sequence[Source]) -> dict[tuple[str, str], int]:
    origins, keys = {one.origin for one in sources}, {one.key for one in sources}
    found = Contribution.objects.filter(origin__in=origins, source_key__in=keys, state=State.ACCEPTED)
    rows = found.order_by("id").values_list("origin", "source_key", "project_id")
    return {(origin, key): pk for origin, key, pk in rows if pk is not None}


def _last_accepted(project_ids: Collection[int]) -> dict[tuple[int, str], ProjectDraft]:
    accepted = Contribution.objects.filter(project_id__in=project_ids, state=State.ACCEPTED, is_partial=False)
    latest: dict[tuple[int, str], str] = defaultdict(str)
    for pk, origin, draft in accepted.order_by("id").values_list("project_id", "origin", "draft"):
        if pk is not None:
            latest[(pk, origin)] = draft
    return {key: decode_draft(draft) for key, draft in latest.items()}
