"""A sheet of the old site as a delivery: the draft of its public part, its persons apart (D2.1, D3.6, D5.4).

Only sure matches enter the draft; whatever waits for a human leaves as a proposal (D3.7). Pure.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from atlas.contributions.actions import Delivery, ProposedChange, Repair
from atlas.contributions.models import Origin
from atlas.imports.names import Resolved
from atlas.projects.checks import Finding
from atlas.projects.draft import (
    ContactFunction,
    FundingDraft,
    PartyDraft,
    PostDraft,
    PrivatePart,
    PrivatePerson,
    ProjectDraft,
    ThemeDraft,
)
from atlas.projects.rows import TEXTS
from atlas.reference.choices import Family, Form, Nature
from atlas.reference.match import match_key

from .files import ReadPage
from .parts import function_alone
from .resolution import Parties
from .sheet import LegacyFunding, LegacyPost, LegacySheet, Person, ThemePath

OLD_ADDRESS = "https://pastel.diplomatie.gouv.fr/cncdext/dyn/public/atlas/detailProjet.html?criteres.prjId={}"

_TEXTS = ("title", *TEXTS, "form_declared", "status_declared")
_SAME = (
    "legacy_prj_id",
    "first_convention_year",
    "start_year",
    "status",
    "end_date",
    "is_triennial",
    "communication_france",
    "communication_partner_countries",
    "has_evaluation",
    "cofinancing_years",
    "form",
)
_EXTERNAL_ACTIONS = frozenset({Form.ONE_OFF_ACTION, Form.OTHER_EXTERNAL_ACTION, Form.EMERGENCY_AID})


@dataclass(frozen=True)
class Codes:
    """What the labels of a page mean in our reference data: theme path → code, (kind, key of the city) → post."""

    themes: Mapping[tuple[str, ...], str]
    posts: Mapping[tuple[str, str], int]


def delivery_of(page: ReadPage, parties: Parties, codes: Codes) -> Delivery:
    """The page, with its names resolved, as one contribution in waiting."""
    sheet = page.sheet
    truncated = (Finding("truncated"),) if sheet.truncated else ()
    return Delivery(
        origin=Origin.LEGACY_PAGE,
        key=page.key,
        name=page.name,
        raw=page.raw,
        packed=page.packed,
        address=OLD_ADDRESS.format(sheet.legacy_prj_id) if sheet.legacy_prj_id is not None else "",
        draft=draft_of(sheet, parties, codes),
        private=PrivatePart(persons=tuple(_persons(sheet))),
        findings=(*(Finding(flag.code, flag.field or "", flag.detail) for flag in sheet.flags), *truncated),
        proposals=(
            *(ProposedChange(p.field, p.rule, p.current, p.proposed, p.reason) for p in sheet.proposals),
            *parties.proposals(),
        ),
        repairs=tuple(Repair(r.field or "", r.rule, r.before, r.after) for r in sheet.repairs),
        lines=sheet.lines,
        is_partial=sheet.truncated,
    )


def draft_of(sheet: LegacySheet, parties: Parties, codes: Codes) -> ProjectDraft:
    """The public part. Amounts are `declared`; the 1 % columns keep their place, unnamed (D2.3)."""
    funders = {resolved.name: resolved.organisation_id for resolved in parties.funders}
    texts: dict[str, Any] = {name: getattr(sheet, name) or "" for name in _TEXTS}
    same: dict[str, Any] = {name: getattr(sheet, name) for name in _SAME}
    return ProjectDraft(
        family=family_of(sheet),
        countries=tuple(dict.fromkeys(p.country for p in sheet.foreign_partners if p.country)),
        posts=tuple(PostDraft(name=post.name, post_id=_post_id(post, codes)) for post in sheet.posts),
        themes=tuple(_themes(sheet, codes)),
        parties=tuple(_parties(sheet, parties)),
        contact_functions=tuple(_contact_functions(sheet)),
        funding=tuple(_funding(line, funders) for line in sheet.funding_lines),
        sdgs=tuple(goal.number for goal in sheet.sdgs),
        extra=tuple((label, text) for label, text in sheet.extra.items() if label not in sheet.private_labels),
        **texts,
        **same,
    )


def _post_id(post: LegacyPost, codes: Codes) -> int | None:
    return codes.posts.get((post.kind, match_key(post.city))) if post.city else None


def family_of(sheet: LegacySheet) -> str | None:
    """« has_convention decides » (D4.3): a cooperation project or a signed convention; null when neither is said."""
    if sheet.form in _EXTERNAL_ACTIONS:
        return Family.OTHER_EXTERNAL_ACTION
    if sheet.form is not None or sheet.first_convention_year is not None:
        return Family.DECENTRALISED_COOPERATION
    return None


def _themes(sheet: LegacySheet, codes: Codes) -> Iterable[ThemeDraft]:
    if sheet.theme is not None:
        yield _theme(0, sheet.theme, codes)
    for position, other in enumerate(sheet.other_themes, start=1):
        yield _theme(other.priority if other.priority is not None else position, other.path, codes)


def _theme(rank: int, path: ThemePath, codes: Codes) -> ThemeDraft:
    labels = tuple(label for label in path if label)
    return ThemeDraft(rank=rank, code=codes.themes.get(labels), l1=path[0], l2=path[1], l3=path[2])


def _parties(sheet: LegacySheet, parties: Parties) -> Iterable[PartyDraft]:
    former = sheet.pre_reform_authority
    for resolved in parties.french:
        at_signature = former if former and len(parties.french) == 1 else None
        yield _party(resolved, country="FR", name_at_signature=at_signature)
    yield from (_party(resolved, country=resolved.country) for resolved in parties.foreign)
    for split in (parties.implementers, parties.owners):
        yield from (_party(resolved) for resolved in split.sure)
    yield from (_party(resolved) for resolved in parties.funders)


def _party(resolved: Resolved, *, country: str | None = None, name_at_signature: str | None = None) -> PartyDraft:
    return PartyDraft(
        role=resolved.role,
        name=resolved.name,
        organisation_id=resolved.organisation_id,
        country=country or resolved.organisation_country,
        name_at_signature=name_at_signature,
    )


def _funding(line: LegacyFunding, funders: Mapping[str, int | None]) -> FundingDraft:
    columns = line.pct if line.pct_placed else ()
    placed: dict[str, Any] = dict(zip(("pct_col1", "pct_col2", "pct_col3"), columns, strict=False))
    return FundingDraft(
        funder=line.funder,
        organisation_id=funders.get(line.funder),
        year=line.year,
        amount=line.amount,
        nature=Nature.DECLARED,
        pct_unplaced=() if line.pct_placed else tuple(amount for amount in line.pct if amount is not None),
        **placed,
    )


def _contact_functions(sheet: LegacySheet) -> Iterable[ContactFunction]:
    """What the public may know of contacts (D5.4). Rows have no columns: no partner, no function, then it is a name."""
    partners = {match_key(partner.name) for partner in sheet.foreign_partners}
    for contact in sheet.foreign_contacts:
        if contact.organisation and match_key(contact.organisation) in partners:
            yield ContactFunction(organisation=contact.organisation, function=function_alone(contact.function or ""))


def _persons(sheet: LegacySheet) -> Iterable[PrivatePerson]:
    for post in sheet.posts:
        for role, person in (
            ("correspondent", post.correspondent),
            ("cultural_counsellor", post.cultural_counsellor),
        ):
            if person is not None:
                yield _person(role, post.name, person)
    for contact in sheet.foreign_contacts:
        yield PrivatePerson(
            role="foreign_contact",
            organisation=contact.organisation or "",
            last_name=contact.last_name or "",
            first_name=contact.first_name or "",
            function=contact.function or "",
            email=contact.email or "",
            raw=contact.raw,
        )
    yield from (PrivatePerson(role="volunteer", organisation="", raw=v.raw) for v in sheet.volunteers)
    for label in sorted(sheet.private_labels):
        yield PrivatePerson(role="unknown", organisation="", raw=f"{label}\n{sheet.extra[label]}".strip())


def _person(role: str, organisation: str, person: Person) -> PrivatePerson:
    return PrivatePerson(
        role=role,
        organisation=organisation,
        last_name=person.last_name or "",
        first_name=person.first_name or "",
        function=person.function or "",
        email=person.email or "",
        raw=person.raw,
    )
