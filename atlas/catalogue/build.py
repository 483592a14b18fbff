"""From the register to public records: reads whole batches with a constant number of queries, writes nothing.

What may be public is decided here and nowhere else: persons are never read, flags only when the public may see them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db.models import F

from atlas.organisations.models import Organisation, Post, Precision
from atlas.projects.draft import FundingDraft, PartyDraft, PlaceDraft, PostDraft, ProjectDraft, ThemeDraft, decode_draft
from atlas.projects.models import Project, QualityFlag, SourceReference, Version
from atlas.projects.rows import TEXTS
from atlas.reference.kinds import Kind, display_name, kind_group
from atlas.reference.match import match_key
from atlas.reference.models import Country, Theme

from .build_organisations import place_names
from .privacy import masked
from .record import (
    PublicAction,
    PublicContact,
    PublicCountry,
    PublicDocument,
    PublicFlag,
    PublicFunding,
    PublicParty,
    PublicPlace,
    PublicPost,
    PublicProject,
    PublicSource,
    PublicTheme,
    PublicVersion,
)


@dataclass(frozen=True)
class Lookups:
    """Reference rows that every record needs, read once a batch run. Names of départements and régions by code."""

    countries: Mapping[str, Country]
    themes: Mapping[str, Theme]
    posts: Mapping[int, Post]
    departments: Mapping[str, str]
    regions: Mapping[str, str]
    example_floor: int | None


def load_lookups(*, example_floor: int | None) -> Lookups:
    """Countries, themes and posts. `example_floor`: old identifiers from here up are invented examples (or None)."""
    return Lookups(
        countries=Country.objects.select_related("zone").in_bulk(),
        themes=Theme.objects.in_bulk(),
        posts=Post.objects.in_bulk(),
        departments=place_names("department"),
        regions=place_names("region"),
        example_floor=example_floor,
    )


def build_projects(project_ids: Collection[int], lookups: Lookups) -> list[PublicProject]:
    """Public records of the published projects among the ids, in the order of their ids."""
    published = Project.objects.filter(pk__in=project_ids, publication_state="published").order_by("pk")
    projects = [_Project._make(row) for row in published.values_list(*_Project._fields)]
    versions = _versions(project_ids)
    drafts = _drafts([project.pk for project in projects])
    organisations = _organisations(_organisation_ids(drafts.values()))
    flags, sources = _flags(project_ids), _sources(project_ids)
    return [
        _project(
            project,
            drafts[project.pk],
            lookups=lookups,
            organisations=organisations,
            versions=versions[project.pk],
            flags=flags.get(project.pk, ()),
            sources=sources.get(project.pk, ()),
        )
        for project in projects
    ]


def build_draft(
    draft: ProjectDraft,
    lookups: Lookups,
    *,
    published: PublicProject | None,
    flags: Iterable[PublicFlag],
    at: datetime,
) -> PublicProject:
    """The record that a draft would have, were it accepted at that moment. Writes nothing; one query.

    `published`: the sheet that it would change, whose number, sources and history it keeps; a new one has number 0.
    """
    as_if = _Project(
        pk=published.id if published else 0,
        version_number=published.version if published else 0,
        created_at=published.created_at if published else at,
        updated_at=at,
        verified_on=published.verified_on if published else None,
        alive=published.alive if published else None,
        alive_on=published.alive_on if published else None,
    )
    return _project(
        as_if,
        draft,
        lookups=lookups,
        organisations=_organisations(_organisation_ids([draft])),
        versions=published.history_lines if published else (),
        flags=flags,
        sources=published.sources if published else (),
    )


def _drafts(project_ids: Collection[int]) -> dict[int, ProjectDraft]:
    """The draft of the version in force of each project."""
    in_force = Version.objects.filter(project_id__in=project_ids, number=F("project__version_number"))
    return {pk: decode_draft(text) for pk, text in in_force.values_list("project_id", "draft")}


def _versions(project_ids: Collection[int]) -> dict[int, list[PublicVersion]]:
    """All versions of each project, oldest first."""
    found: dict[int, list[PublicVersion]] = defaultdict(list)
    rows = Version.objects.filter(project_id__in=project_ids).order_by("project_id", "number")
    for project_id, number, at, origin, changed in rows.values_list(
        "project_id", "number", "created_at", "origin", "changed"
    ):
        version = PublicVersion(number=number, at=_second(at), origin=origin, changed=tuple(changed))
        found[project_id].append(version)
    return found


def _flags(project_ids: Collection[int]) -> dict[int, list[PublicFlag]]:
    found: dict[int, list[PublicFlag]] = defaultdict(list)
    flags = QualityFlag.objects.filter(project_id__in=project_ids, audience="public").order_by("pk")
    for project_id, code, field in flags.values_list("project_id", "code", "field"):
        found[project_id].append(PublicFlag(code=code, field=field))
    return found


def _sources(project_ids: Collection[int]) -> dict[int, list[PublicSource]]:
    found: dict[int, list[PublicSource]] = defaultdict(list)
    references = SourceReference.objects.filter(project_id__in=project_ids).order_by("version_number", "pk")
    fields = ("project_id", "document__kind", "document__address", "document__received_at")
    for project_id, kind, address, received_at in references.values_list(*fields):
        found[project_id].append(PublicSource(kind=kind, address=address, received_on=received_at.date()))
    return found


class _Project(NamedTuple):
    """What records take from a project itself; the rest is in its draft."""

    pk: int
    version_number: int
    created_at: datetime
    updated_at: datetime
    verified_on: date | None
    alive: str | None
    alive_on: date | None


class _Organisation(NamedTuple):
    """The columns that records need: a model instance of each costs more than the rest of a batch's reading."""

    pk: int
    name: str
    kind: str
    country: str | None
    department: str
    region: str
    siren: str | None
    admin_area: str
    latitude: float | None
    longitude: float | None
    precision: str

    @property
    def display_name(self) -> str:
        return display_name(self.name, kind=self.kind, country=self.country)


_ORGANISATION_COLUMNS = (
    *("pk", "name", "kind", "country_id", "department_code", "region_code", "siren", "admin_area"),
    *("latitude", "longitude", "location_precision"),
)


def _organisations(ids: Collection[int]) -> dict[int, _Organisation]:
    rows = Organisation.objects.filter(pk__in=ids).values_list(*_ORGANISATION_COLUMNS)
    return {row[0]: _Organisation._make(row) for row in rows}


def _organisation_ids(drafts: Iterable[ProjectDraft]) -> set[int]:
    ids: set[int] = set()
    for draft in drafts:
        ids.update(party.organisation_id for party in draft.parties if party.organisation_id)
        ids.update(line.organisation_id for line in draft.funding if line.organisation_id)
    return ids


def _project(
    project: _Project,
    draft: ProjectDraft,
    *,
    lookups: Lookups,
    organisations: Mapping[int, _Organisation],
    versions: Iterable[PublicVersion],
    flags: Iterable[PublicFlag],
    sources: Iterable[PublicSource],
) -> PublicProject:
    funding = tuple(_funding(line, organisations) for line in draft.funding)
    total, state = amounts(funding)
    is_example = _is_example(draft.legacy_prj_id, lookups.example_floor)
    return PublicProject(
        id=project.pk,
        version=project.version_number,
        created_at=_second(project.created_at),
        updated_at=_second(project.updated_at),
        verified_on=project.verified_on,
        alive=project.alive,
        alive_on=project.alive_on,
        is_example=is_example,
        countries=tuple(_country(lookups.countries[iso2]) for iso2 in draft.countries),
        places=tuple(map(_place, draft.places)),
        posts=tuple(_post(post, lookups.posts) for post in draft.posts),
        themes=tuple(_theme(theme, lookups.themes) for theme in draft.themes),
        parties=tuple(_party(party, organisations, lookups) for party in draft.parties),
        contacts=tuple(
            PublicContact(organisation=c.organisation, function=c.function) for c in draft.contact_functions
        ),
        funding=funding,
        actions=tuple(
            PublicAction(
                title=masked(a.title),
                objective=masked(a.objective),
                summary=masked(a.summary),
                place=a.place,
                amount=a.amount,
            )
            for a in draft.actions
        ),
        documents=tuple(PublicDocument(kind=d.kind, title=d.title, url=d.url) for d in draft.documents),
        sources=tuple(sources) if not is_example else tuple(_without_address(source) for source in sources),
        history_lines=tuple(versions),
        flags=tuple(flags),
        total_amount=total,
        state_amount=state,
        extra=tuple((label, masked(value)) for label, value in draft.extra),
        **_masked_texts(draft),
        **{name: getattr(draft, name) for name in _COPIED},
    )


def _masked_texts(draft: ProjectDraft) -> dict[str, Any]:
    return {name: masked(getattr(draft, name)) for name in _TEXTS}


def _is_example(legacy_prj_id: int | None, floor: int | None) -> bool:
    return floor is not None and legacy_prj_id is not None and legacy_prj_id >= floor


def _without_address(source: PublicSource) -> PublicSource:
    """An invented page has no address on the old site."""
    return PublicSource(kind=source.kind, received_on=source.received_on)


_TEXTS = ("title", *TEXTS)
# Fields that are the same in a draft and in a record.
_COPIED = tuple(
    name
    for name in ProjectDraft.__struct_fields__
    if name in PublicProject.__struct_fields__
    and name
    not in (*_TEXTS, "extra", "countries", "places", "posts", "themes", "parties", "funding", "actions", "documents")
)


def _second(moment: datetime) -> datetime:
    return moment.replace(microsecond=0)


def _country(country: Country) -> PublicCountry:
    return PublicCountry(
        iso2=country.iso2,
        name_fr=country.name_fr,
        name_en=country.name_en,
        zone=country.zone_id,
        zone_fr=country.zone.name_fr,
        zone_en=country.zone.name_en,
    )


def _place(place: PlaceDraft) -> PublicPlace:
    return PublicPlace(
        country=place.country,
        name=masked(place.name),
        lat=place.latitude,
        lon=place.longitude,
        is_approximate=place.is_approximate,
        area=place.area,
    )


def _post(post: PostDraft, posts: Mapping[int, Post]) -> PublicPost:
    known = posts.get(post.post_id or 0)
    return PublicPost(name=known.name, id=known.pk, city=known.city) if known else PublicPost(name=post.name)


def _theme(theme: ThemeDraft, themes: Mapping[str, Theme]) -> PublicTheme:
    declared = tuple(filter(None, (theme.l1, theme.l2, theme.l3)))
    path: list[Theme] = []
    node = themes.get(theme.code or "")
    while node is not None:
        path.insert(0, node)
        node = themes.get(node.parent_id or "")
    return PublicTheme(
        rank=theme.rank,
        code=theme.code,
        path_fr=tuple(n.label_fr for n in path) or declared,
        path_en=tuple(n.label_en for n in path) or declared,
    )


def _party(party: PartyDraft, organisations: Mapping[int, _Organisation], lookups: Lookups) -> PublicParty:
    known = organisations.get(party.organisation_id or 0)
    if known is None:
        return PublicParty(role=party.role, name=party.name, country=party.country, former=party.name_at_signature)
    return PublicParty(
        role=party.role,
        name=known.display_name,
        id=known.pk,
        declared=_if_other(party.name, known.name),
        former=party.name_at_signature,
        kind=known.kind,
        group=kind_group(known.kind),
        country=known.country,
        department=known.department or None,
        department_name=lookups.departments.get(known.department),
        region=known.region or None,
        region_name=lookups.regions.get(known.region),
        siren=known.siren or None,
        admin_area=known.admin_area or None,
        lat=known.latitude,
        lon=known.longitude,
        is_approximate=known.precision == Precision.APPROXIMATE,
    )


def _if_other(declared: str, name: str) -> str | None:
    """The declared name when it is not the same words as the present one."""
    return None if declared == name or match_key(declared) == match_key(name) else declared


def _funding(line: FundingDraft, organisations: Mapping[int, _Organisation]) -> PublicFunding:
    known = organisations.get(line.organisation_id or 0)
    columns = (line.pct_col1, line.pct_col2, line.pct_col3)
    return PublicFunding(
        funder=known.display_name if known else line.funder,
        id=known.pk if known else None,
        kind=known.kind if known else None,
        declared=_if_other(line.funder, known.name) if known else None,
        nature=line.nature,
        year=line.year,
        amount=line.amount,
        pct=columns if any(amount is not None for amount in columns) else (),
        pct_unplaced=line.pct_unplaced,
        pct_water=line.pct_water,
        pct_waste=line.pct_waste,
        pct_energy=line.pct_energy,
    )


def amounts(funding: Iterable[PublicFunding]) -> tuple[Decimal | None, Decimal | None]:
    """Sum of `amount` over all lines, and the State's part of it (D2.3), without 1 % amounts. Null = no amount."""
    lines = [line for line in funding if line.amount is not None]
    if not lines:
        return None, None
    total = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    state = sum((line.amount for line in lines if line.amount is not None and line.kind == Kind.STATE), Decimal(0))
    return total, state
