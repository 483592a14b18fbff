"""An activity as a delivery: the draft of its public part, its persons apart (D2.3, D5.4, D11.4). Pure.

Only what is sure enters the draft. Amounts of one kind only, those that say most: commitments, else disbursements, else
budgets; the others stand beside in words, because adding them up would count the same money twice. What is not in euros
is kept in its currency and never converted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from atlas.contributions.actions import Delivery, ProposedChange
from atlas.contributions.models import Origin
from atlas.imports.names import Resolved
from atlas.projects.checks import Finding
from atlas.projects.draft import (
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PlaceDraft,
    PrivatePart,
    PrivatePerson,
    ProjectDraft,
    ThemeDraft,
    place_of,
)
from atlas.reference.choices import Family, Form, Nature, Role
from atlas.reference.iati_codes import OURS, PATH
from atlas.reference.kinds import bare_name

from .activity import Activity, Amount, Contact, Sector
from .files import ReadActivity

EURO = "EUR"
DAC = "1"
_LEVELS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"2"}), Nature.COMMITTED),
    (frozenset({"11"}), Nature.COMMITTED),
    (frozenset({"3", "4"}), Nature.PAID),
    (frozenset({"1"}), Nature.PAID),
    (frozenset({"budget"}), Nature.PLANNED),
)
"""Kinds of amounts that are taken together, best first, with what they are."""
_KINDS = {
    "1": "Fonds reçus",
    "2": "Engagements",
    "3": "Décaissements",
    "4": "Dépenses",
    "11": "Engagements reçus",
    "budget": "Budgets",
}
_NOT_ADDED, _CURRENCIES = "Autres montants de la source, non additionnés", "Montants en devises, non convertis"
_SECTORS, _REGIONS = "Secteurs du CAD, d’après la source", "Régions bénéficiaires"
_REPORTER = "Publié au format IATI par"


@dataclass(frozen=True)
class Codes:
    """What codes mean in our reference data. `countries`: those we list; `purposes`: DAC code → its name; `themes`: DAC
    code → themes that propose it; `theme_codes`: all themes."""

    countries: frozenset[str]
    purposes: Mapping[str, str]
    themes: Mapping[str, tuple[str, ...]]
    theme_codes: frozenset[str]


def delivery_of(read: ReadActivity, parties: Sequence[Resolved], codes: Codes, *, hold: str = "") -> Delivery:
    """The activity, with its names resolved, as one contribution in waiting."""
    activity = read.activity
    persons = tuple(map(_person, activity.contacts))
    return Delivery(
        origin=Origin.IATI,
        key=read.key,
        name=read.name[:200],
        raw=read.raw,
        packed=read.packed,
        draft=draft_of(activity, parties, codes),
        private=PrivatePart(persons=persons) if persons else None,
        findings=(*activity.findings, *_findings(activity, codes)),
        proposals=(*filter(None, (resolved.proposal() for resolved in parties)), *_theme_proposals(activity, codes)),
        hold=hold,
    )


def draft_of(activity: Activity, parties: Sequence[Resolved], codes: Codes) -> ProjectDraft:
    """The public part."""
    tags = dict(tag.split(":", 1) for tag in activity.tags if ":" in tag) if activity.is_ours else {}
    funders = _funders(parties)
    texts: dict[str, Any] = dict(activity.texts)
    return ProjectDraft(
        title=activity.title,
        legacy_prj_id=activity.legacy_prj_id,
        family=tags["family"] if tags.get("family") in set(Family) else None,
        form=tags["form"] if tags.get("form") in set(Form) else None,
        status=activity.status,
        status_declared=activity.status_declared,
        start_year=activity.start_year,
        end_date=activity.end_date,
        end_year=activity.end_year,
        countries=countries_of(activity, codes),
        places=tuple(_places(activity, codes)),
        themes=tuple(_themes(activity, codes)),
        parties=tuple(map(_party, parties)),
        funding=tuple(_funding(activity, funders)),
        documents=tuple(DocumentDraft(kind=one.kind, title=one.title, url=one.url) for one in activity.links),
        sdgs=tuple(dict.fromkeys(activity.goals)),
        extra=tuple(_extra(activity, codes)),
        **texts,
    )


def _places(activity: Activity, codes: Codes) -> Iterator[PlaceDraft]:
    """Where it takes place: of our own files what they declare, of others every location in a country that is sure."""
    countries = countries_of(activity, codes)
    found = [one for one in activity.places if one.is_declared or not activity.is_ours]
    for one in found if activity.is_ours else dict.fromkeys(found):
        only = countries[0] if len(countries) == 1 else None
        country = one.country if one.country in codes.countries else only
        if country is not None:
            point = (one.latitude, one.longitude)
            yield place_of(country, one.name, at=point, is_approximate=not one.is_exact, area=one.area)


def _funders(parties: Sequence[Resolved]) -> dict[str, int | None]:
    """Name → organisation; null where two funders bear the name."""
    found: dict[str, int | None] = {}
    for one in parties:
        if one.role == Role.FUNDER:
            found[one.name] = (
                one.organisation_id if found.get(one.name, one.organisation_id) == one.organisation_id else None
            )
    return found


def countries_of(activity: Activity, codes: Codes) -> tuple[str, ...]:
    """Recipient countries that the Atlas lists; France is no partner country."""
    return tuple(code for code in activity.countries if code in codes.countries and code != "FR")


def _party(resolved: Resolved) -> PartyDraft:
    return PartyDraft(
        role=resolved.role,
        name=resolved.name,
        organisation_id=resolved.organisation_id,
        country=resolved.country or resolved.organisation_country,
    )


def _themes(activity: Activity, codes: Codes) -> Iterator[ThemeDraft]:
    """Only what an Atlas wrote: a theme cannot be guessed from a sector, it is proposed."""
    own = [sector for sector in activity.sectors if sector.vocabulary == OURS] if activity.is_ours else []
    for rank, sector in enumerate(own):
        l1, l2, l3 = (*sector.label.split(PATH), None, None, None)[:3]
        known = sector.code if sector.code in codes.theme_codes else None
        yield ThemeDraft(rank=rank, code=known, l1=l1, l2=l2, l3=l3)


def _theme_proposals(activity: Activity, codes: Codes) -> Iterator[ProposedChange]:
    for code, themes in _proposed(activity, codes):
        yield ProposedChange("themes", "theme_from_sector", None, list(themes), f"DAC sector {code}")


def _proposed(activity: Activity, codes: Codes) -> Iterator[tuple[str, tuple[str, ...]]]:
    if not activity.is_ours:
        found = dict.fromkeys(sector.code for sector in activity.sectors if sector.vocabulary == DAC)
        yield from ((code, themes) for code in found if (themes := codes.themes.get(code)))


def _chosen(activity: Activity) -> tuple[tuple[Amount, ...], str]:
    """The amounts that become funding lines, and what they are; of our own files, all that say their nature."""
    ours = tuple(amount for amount in activity.amounts if amount.nature)
    if ours or activity.is_ours:
        return ours, ""
    for kinds, nature in _LEVELS:
        if found := tuple(amount for amount in activity.amounts if amount.kind in kinds):
            return found, nature
    return (), ""


def provider_of(amount: Amount, activity: Activity) -> str:
    """Who paid: what an amount leaves unsaid, the one funder, else whoever reports."""
    funders = [one.name for one in activity.participants if one.role == "1"]
    return amount.provider or (funders[0] if len(funders) == 1 else "") or activity.reporter or activity.identifier


def providers(activity: Activity) -> list[str]:
    """Funders of the lines that the draft will have."""
    return list(dict.fromkeys(provider_of(amount, activity) for amount in _chosen(activity)[0]))


def _funding(activity: Activity, funders: Mapping[str, int | None]) -> Iterator[FundingDraft]:
    """A line a funder, year and currency; ours line by line."""
    chosen, nature = _chosen(activity)
    if activity.is_ours:
        yield from (_line(amount, amount.nature, funders) for amount in chosen)
        return
    sums: dict[tuple[str, int, str], Amount] = {}
    for amount in chosen:
        key = (provider_of(amount, activity), amount.year, amount.currency)
        before = sums[key].value if key in sums else Decimal(0)
        sums[key] = replace(amount, provider=key[0], value=before + amount.value)
    yield from (_line(amount, nature, funders) for amount in sums.values())


def _line(amount: Amount, nature: str, funders: Mapping[str, int | None]) -> FundingDraft:
    is_euro = amount.currency == EURO
    funder = amount.provider if amount.provider in funders else bare_name(amount.provider)[0]
    return FundingDraft(
        funder=funder,
        organisation_id=funders.get(funder),
        year=amount.year,
        amount=amount.value if is_euro else None,
        nature=nature,
        note="" if is_euro else _worded(amount.value, amount.currency),
    )


def _worded(value: Decimal, currency: str) -> str:
    return f"{value:f} {currency or 'devise non précisée'}"


def _extra(activity: Activity, codes: Codes) -> Iterator[tuple[str, str]]:
    """What the register has no field for, in words. Of our own files nothing: the sheet said all of it."""
    if activity.is_ours:
        return
    rows = (
        (_REPORTER, [activity.reporter] if activity.reporter else []),
        (_SECTORS, [_sector(one, codes) for one in activity.sectors if one.vocabulary == DAC]),
        (_REGIONS, list(activity.regions)),
        (_CURRENCIES, list(_foreign_amounts(activity))),
        (_NOT_ADDED, list(_other_amounts(activity))),
    )
    yield from ((label, "\n".join(lines)) for label, lines in rows if lines)


def _sector(sector: Sector, codes: Codes) -> str:
    name = codes.purposes.get(sector.code) or sector.label
    share = f" ({sector.percentage} %)" if sector.percentage else ""
    return f"{sector.code} {name}".strip() + share


def _foreign_amounts(activity: Activity) -> Iterator[str]:
    for amount in _chosen(activity)[0]:
        if amount.currency != EURO:
            yield f"{amount.year} : {_worded(amount.value, amount.currency)} ({provider_of(amount, activity)})"


def _other_amounts(activity: Activity) -> Iterator[str]:
    chosen = _chosen(activity)[0]
    sums: dict[tuple[str, int, str], Decimal] = {}
    for amount in activity.amounts:
        if amount not in chosen and amount.kind in _KINDS:
            key = (amount.kind, amount.year, amount.currency)
            sums[key] = sums.get(key, Decimal(0)) + amount.value
    for (kind, year, currency), value in sorted(sums.items()):
        yield f"{_KINDS[kind]} {year} : {_worded(value, currency)}"


def _findings(activity: Activity, codes: Codes) -> Iterable[Finding]:
    for code in activity.countries:
        if code not in codes.countries:
            yield Finding("country_unknown", "countries", code)
    currencies = {amount.currency for amount in _chosen(activity)[0]} - {EURO}
    yield from (Finding("currency_not_euro", "funding", currency or "none said") for currency in sorted(currencies))
    if not activity.is_ours and activity.sectors and not any(_proposed(activity, codes)):
        yield Finding("sector_without_theme", "themes", activity.sectors[0].code)


def _person(contact: Contact) -> PrivatePerson:
    return PrivatePerson(
        role="unknown",
        organisation=contact.organisation,
        last_name=contact.name,
        function=contact.function,
        email=contact.email,
        raw=contact.raw,
    )
