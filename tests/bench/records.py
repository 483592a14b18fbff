"""Public records of invented sheets without the way through the register: for 100,000 and 1,000,000 projects.

What the catalogue would make of an accepted sheet, with names resolved by the register's own matching, each spelling
once. Only `PublicProject` and what follows from it (encoding, index) is the real code.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Final

from atlas.catalogue.record import (
    PublicContact,
    PublicCountry,
    PublicFlag,
    PublicFunding,
    PublicOrganisation,
    PublicParty,
    PublicPost,
    PublicProject,
    PublicSource,
    PublicTheme,
    PublicVersion,
)
from atlas.imports.legacy_pages.sheet import LegacyFunding, LegacySheet, ThemePath
from atlas.projects.checks import check
from atlas.projects.draft import FundingDraft, ProjectDraft, ThemeDraft

_TODAY: Final = date(2026, 1, 1)
_START: Final = datetime(2024, 1, 1, tzinfo=UTC)
_STATUSES: Final = {"En cours": "ongoing", "Terminé": "completed", "En sommeil": "dormant"}
_TEXTS: Final = ("context", "history", "objective", "description", "implementers", "owners", "beneficiaries")
_CHANGED: Final = (
    *("title", "legacy_prj_id", "family", "form", "form_declared", "status", "status_declared", "start_year"),
    *(*_TEXTS, "countries", "posts", "themes", "parties", "contact_functions", "funding"),
)
_SAME: Final = (
    "legacy_prj_id",
    "first_convention_year",
    "start_year",
    "end_date",
    "is_triennial",
    "communication_france",
    "communication_partner_countries",
    "has_evaluation",
)


@dataclass(frozen=True)
class Register:
    """What records cite. `organisation`: (name, country or None) → its record when the matching is sure."""

    countries: Mapping[str, PublicCountry]
    themes: Mapping[tuple[str, ...], PublicTheme]
    posts: Mapping[str, PublicPost]
    organisation: Callable[[str, str | None], PublicOrganisation | None]


def record_of(project_id: int, sheet: LegacySheet, register: Register) -> PublicProject:
    """The record of one sheet; its dates follow from its number."""
    at = _START + timedelta(minutes=project_id % 1_000_000)
    funding = tuple(_funding(line, register) for line in sheet.funding_lines)
    amounts = [line.amount or Decimal(0) for line in funding]
    of_state = [line.amount or Decimal(0) for line in funding if line.kind == "state"]
    return PublicProject(
        id=project_id,
        title=sheet.title or "",
        version=1,
        created_at=at,
        updated_at=at,
        family="decentralised_cooperation",
        form="project" if sheet.form_declared else None,
        form_declared=sheet.form_declared or "",
        status=_STATUSES.get(sheet.status_declared or ""),
        status_declared=sheet.status_declared or "",
        countries=tuple(register.countries[code] for code in dict.fromkeys(_countries(sheet))),
        posts=tuple(register.posts.get(post.name) or PublicPost(name=post.name) for post in sheet.posts),
        themes=tuple(_themes(sheet, register)),
        parties=tuple(_parties(sheet, register)),
        contacts=tuple(
            PublicContact(organisation=contact.organisation or "", function=contact.function or "")
            for contact in sheet.foreign_contacts
        ),
        funding=funding,
        sources=(PublicSource(kind="legacy_page", received_on=at.date()),),
        history_lines=(PublicVersion(number=1, at=at, origin="legacy_page", changed=_CHANGED),),
        flags=tuple(_flags(sheet)),
        total_amount=sum(amounts, Decimal(0)),
        state_amount=sum(of_state, Decimal(0)),
        **{name: getattr(sheet, name) or "" for name in _TEXTS},
        **{name: getattr(sheet, name) for name in _SAME},
    )


def _flags(sheet: LegacySheet) -> Iterator[PublicFlag]:
    """What the checks say of status, dates and theme; what they say of names needs the register."""
    draft = ProjectDraft(
        title=sheet.title or "",
        status=_STATUSES.get(sheet.status_declared or ""),
        start_year=sheet.start_year,
        end_date=sheet.end_date,
        is_triennial=sheet.is_triennial,
        themes=(ThemeDraft(rank=0),) if sheet.theme or sheet.other_themes else (),
        funding=tuple(FundingDraft(funder=line.funder, year=line.year) for line in sheet.funding_lines),
    )
    for finding in check(draft, today=_TODAY):
        if finding.audience == "public" and finding.field != "parties":
            yield PublicFlag(code=finding.code, field=finding.field)


def _countries(sheet: LegacySheet) -> Iterator[str]:
    return (partner.country for partner in sheet.foreign_partners if partner.country)


def _themes(sheet: LegacySheet, register: Register) -> Iterator[PublicTheme]:
    paths: list[ThemePath] = [sheet.theme] if sheet.theme else []
    for rank, path in enumerate((*paths, *(other.path for other in sheet.other_themes)), start=0 if paths else 1):
        known = register.themes[tuple(label for label in path if label)]
        yield PublicTheme(rank=rank, code=known.code, path_fr=known.path_fr, path_en=known.path_en)


def _parties(sheet: LegacySheet, register: Register) -> Iterator[PublicParty]:
    for name in sheet.french_authorities:
        yield _party("partner", name, "FR", register)
    for partner in sheet.foreign_partners:
        yield _party("partner", partner.name, partner.country, register)
    for funder in dict.fromkeys(line.funder for line in sheet.funding_lines):
        yield _party("funder", funder, None, register)


def _party(role: str, name: str, country: str | None, register: Register) -> PublicParty:
    known = register.organisation(name, country)
    if known is None:
        return PublicParty(role=role, name=name, country=country)
    return PublicParty(
        role=role,
        name=known.name,
        id=known.id,
        declared=name if name != known.name else None,
        kind=known.kind,
        group=known.group,
        country=known.country or None,
        department=known.department,
        department_name=known.department_name,
        region=known.region,
        region_name=known.region_name,
        siren=known.siren,
        admin_area=known.admin_area,
        lat=known.lat,
        lon=known.lon,
        is_approximate=known.is_approximate,
    )


def _funding(line: LegacyFunding, register: Register) -> PublicFunding:
    known = register.organisation(line.funder, None)
    return PublicFunding(
        funder=known.name if known else line.funder,
        id=known.id if known else None,
        kind=known.kind if known else None,
        nature="declared",
        year=line.year,
        amount=line.amount,
        pct_unplaced=tuple(amount for amount in line.pct if amount is not None),
    )
