"""A sheet as JSON-able values: the keys of D2.1 and D2.3 in the order of ``import_legacy --json``, then our findings.

A private output: it holds persons. Decimals become numbers (whole ones integers), dates ISO texts, absent values null.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from .sheet import (
    ForeignContact,
    LegacyFunding,
    LegacyPost,
    LegacySheet,
    Person,
)


def as_json(sheet: LegacySheet, *, source: str, matches: Sequence[Mapping[str, object]] = ()) -> dict[str, object]:
    """``source`` is the file's name, ``matches`` the importer's {name, role, organisation, code, score, applied}."""
    return _declared(sheet, source) | _partners(sheet) | _money(sheet) | _findings(sheet, matches)


def _declared(sheet: LegacySheet, source: str) -> dict[str, object]:
    return {
        "source": source,
        "generation": sheet.generation,
        "truncated": sheet.truncated,
        "legacy_prj_id": sheet.legacy_prj_id,
        "posts": [_post(post) for post in sheet.posts],
        "title": sheet.title,
        "first_convention_year": sheet.first_convention_year,
        "theme": list(sheet.theme) if sheet.theme else None,
        "other_themes": [{"theme": list(theme.path), "priority": theme.priority} for theme in sheet.other_themes],
        "start_year": sheet.start_year,
        "status": sheet.status,
        "end_date": sheet.end_date.isoformat() if sheet.end_date else None,
        "context": sheet.context,
        "history": sheet.history,
        "objective": sheet.objective,
        "description": sheet.description,
        "cofinancing_years": list(sheet.cofinancing_years),
        "actions": [
            {"title": action.title, "objective": action.objective, "summary": action.summary}
            for action in sheet.actions
        ],
        "form": sheet.form,
    }


def _partners(sheet: LegacySheet) -> dict[str, object]:
    return {
        "implementers": sheet.implementers,
        "owners": sheet.owners,
        "beneficiaries": sheet.beneficiaries,
        "foreign_partners": [{"name": partner.name, "country": partner.country} for partner in sheet.foreign_partners],
        "foreign_contacts": [_contact(contact) for contact in sheet.foreign_contacts],
        "french_authorities": list(sheet.french_authorities),
        "other_partners_france": sheet.other_partners_france,
        "other_partners_abroad": sheet.other_partners_abroad,
        "pre_reform_authority": sheet.pre_reform_authority,
    }


def _money(sheet: LegacySheet) -> dict[str, object]:
    return {
        "is_triennial": sheet.is_triennial,
        "funding_lines": [_funding(line) for line in sheet.funding_lines],
        "communication_france": sheet.communication_france,
        "communication_partner_countries": sheet.communication_partner_countries,
        "has_evaluation": sheet.has_evaluation,
        "volunteers": [volunteer.raw for volunteer in sheet.volunteers],
    }


def _findings(sheet: LegacySheet, matches: Sequence[Mapping[str, object]]) -> dict[str, object]:
    return {
        "flags": sorted({flag.code for flag in sheet.flags}),
        "matches": [dict(match) for match in matches],
        "status_declared": sheet.status_declared,
        "form_declared": sheet.form_declared,
        "footer_ministry": sheet.footer_ministry,
        "sdgs": [{"number": goal.number, "name": goal.name, "level": goal.level} for goal in sheet.sdgs],
        "extra": dict(sheet.extra),
        "findings": [{"code": flag.code, "field": flag.field, "detail": flag.detail} for flag in sheet.flags],
        "repairs": [
            {"field": repair.field, "rule": repair.rule, "before": repair.before, "after": repair.after}
            for repair in sheet.repairs
        ],
        "proposals": [
            {
                "field": proposal.field,
                "rule": proposal.rule,
                "current": proposal.current,
                "proposed": proposal.proposed,
                "reason": proposal.reason,
            }
            for proposal in sheet.proposals
        ],
        "lines": {field: list(span) for field, span in sheet.lines.items()},
    }


def _post(post: LegacyPost) -> dict[str, object]:
    return {
        "name": post.name,
        "kind": post.kind,
        "city": post.city,
        "correspondent": _person(post.correspondent),
        "cultural_counsellor": _person(post.cultural_counsellor),
    }


def _person(person: Person | None) -> dict[str, object] | None:
    if person is None:
        return None
    return {
        "name": person.raw or None,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "email": person.email,
    }


def _contact(contact: ForeignContact) -> dict[str, object]:
    return {
        "organisation": contact.organisation,
        "last_name": contact.last_name,
        "first_name": contact.first_name,
        "function": contact.function,
        "email": contact.email,
    }


def _funding(line: LegacyFunding) -> dict[str, object]:
    has_pct = any(value is not None for value in line.pct)
    return {
        "funder": line.funder,
        "year": line.year,
        "amount": _number(line.amount),
        "pct": [_number(value) for value in line.pct] if has_pct else [],
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
