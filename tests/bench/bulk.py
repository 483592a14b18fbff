"""Fills a stage's catalogue with many projects: records made on all cores, written by one process, nothing held.

For sizes that the import would take too long for. The register gets one narrow row a project, so that the catalogue
finds its records right and keeps them; contributions, versions and texts stay empty. Runs inside Django.

Memory stays the same whatever the size: what records cite is read once and shared by the processes (fork), and these
stay a few chunks ahead of the writer, no more.
"""

import gc
from collections import deque
from collections.abc import Iterator, Sequence
from functools import lru_cache
from multiprocessing import get_context
from multiprocessing.pool import AsyncResult, Pool
from typing import Final

import msgspec
from django.db import connections, transaction
from django.utils import timezone

from atlas import bulk
from atlas.catalogue.actions import rebuild_organisations
from atlas.catalogue.models import Change, OrganisationRecord, ProjectRecord, Revision
from atlas.catalogue.record import (
    PublicCountry,
    PublicOrganisation,
    PublicPost,
    PublicTheme,
    decode_organisation,
    encode,
)
from atlas.imports.legacy_pages import setup
from atlas.imports.names import Names
from atlas.organisations.actions import NewOrganisation
from atlas.organisations.match_rules import NO_CONTEXT
from atlas.organisations.models import Post
from atlas.projects.draft import content_hash
from atlas.projects.models import Project
from atlas.reference.kinds import Kind
from atlas.reference.models import Country, Theme
from tests.bench import positions, sheets
from tests.bench.records import Register, record_of

CHUNK: Final = 500
WORKERS: Final = 2
AHEAD: Final = 3
"""Chunks, of some 4 MiB each, that a process may be ahead of the writer."""
SPELLINGS: Final = 100_000
"""Names whose organisation a process remembers: all of them, in practice."""


class Made(msgspec.Struct, frozen=True):
    """A record as its row: `data` is the JSON of the PublicProject."""

    id: int
    legacy_prj_id: int | None
    title: str
    start_year: int | None
    status: str | None
    data: str
    content_hash: str


def fill(projects: int) -> None:
    """Write the records of `projects` sheets into an empty catalogue on a prepared register."""
    _register_places()
    _open()
    connections.close_all()
    gc.freeze()
    with get_context("fork").Pool(WORKERS) as pool:
        for made in _made_ahead(pool, projects):
            _write(made)


def _made_ahead(pool: Pool, projects: int) -> Iterator[list[Made]]:
    """Chunks in their order. Making may be faster than writing: it waits then."""
    waiting: deque[AsyncResult[list[Made]]] = deque()
    for start in range(0, projects, CHUNK):
        waiting.append(pool.apply_async(_make, ((start, min(start + CHUNK, projects)),)))
        if len(waiting) > AHEAD * WORKERS:
            yield waiting.popleft().get()
    while waiting:
        yield waiting.popleft().get()


def _register_places() -> None:
    """Every town abroad as an organisation, as an import registers them, with a position for the map."""
    names = setup.names(by="bench", commit=True)
    with transaction.atomic():
        names.ensure_foreign(
            NewOrganisation(kind=Kind.FOREIGN_AUTHORITY, name=place.kind + place.name, country_id=place.country)
            for places in sheets.world().abroad.places.values()
            for place in places
        )
        positions.locate()
    rebuild_organisations()


_opened: list[Register] = []


def _open() -> None:
    """The register as it is now, for the processes that make records."""
    names = setup.names(by="bench", commit=False)
    organisations = {
        pk: decode_organisation(data)
        for pk, data in OrganisationRecord.objects.values_list("organisation_id", "data").iterator()
    }
    sheets.world()
    _opened[:] = [register(names, organisations)]


def register(names: Names, organisations: dict[int, PublicOrganisation]) -> Register:
    """What records cite, each spelling matched once."""

    @lru_cache(maxsize=SPELLINGS)
    def organisation(name: str, country: str | None) -> PublicOrganisation | None:
        role = "partner" if country else "funder"
        found = names.resolve(name, role=role, country=country, context=NO_CONTEXT).organisation_id
        return organisations.get(found or 0)

    return Register(_countries(), _themes(), _posts(), organisation)


def _countries() -> dict[str, PublicCountry]:
    return {
        country.iso2: PublicCountry(
            iso2=country.iso2,
            name_fr=country.name_fr,
            name_en=country.name_en,
            zone=country.zone_id,
            zone_fr=country.zone.name_fr,
            zone_en=country.zone.name_en,
        )
        for country in Country.objects.select_related("zone")
    }


def _posts() -> dict[str, PublicPost]:
    return {post.name: PublicPost(name=post.name, id=post.pk, city=post.city) for post in Post.objects.all()}


def _themes() -> dict[tuple[str, ...], PublicTheme]:
    """By the French labels from level 1 down."""
    found = {theme.code: theme for theme in Theme.objects.all()}
    made: dict[tuple[str, ...], PublicTheme] = {}
    for code in found:
        parts = code.split(".")
        path = [found[".".join(parts[: depth + 1])] for depth in range(len(parts))]
        french, english = tuple(one.label_fr for one in path), tuple(one.label_en for one in path)
        made[french] = PublicTheme(rank=0, code=code, path_fr=french, path_en=english)
    return made


def _make(span: tuple[int, int]) -> list[Made]:
    return list(made(range(*span), _opened[0]))


def made(indexes: Sequence[int], known: Register) -> Iterator[Made]:
    """Rows of the sheets of these numbers; project ids count from 1."""
    for index in indexes:
        record = record_of(index + 1, sheets.sheet(index), known)
        text = encode(record)
        yield Made(
            record.id,
            record.legacy_prj_id,
            record.title,
            record.start_year,
            record.status,
            text,
            content_hash(text),
        )


@transaction.atomic
def _write(rows: Sequence[Made]) -> None:
    now = timezone.now()
    narrow = ("id", "legacy_prj_id", "title", "start_year", "status")
    bulk.insert(
        Project,
        (*narrow, "publication_state", "version_number", "created_at", "updated_at"),
        ((*(getattr(row, name) for name in narrow), "published", 1, now, now) for row in rows),
    )
    bulk.insert(
        ProjectRecord,
        ("project_id", "legacy_prj_id", "version", "revision", "content_hash", "data"),
        ((r.id, r.legacy_prj_id, 1, r.id, r.content_hash, r.data) for r in rows),
    )
    bulk.insert(Change, ("revision", "project_id", "kind", "at"), ((r.id, r.id, "upsert", now) for r in rows))
    Revision.objects.update_or_create(pk=1, defaults={"number": rows[-1].id})
