"""PublicOrganisation → what its page says of it before any project: codes, names over time, what it was and became.

Pure but for the reader's language. Persons and addresses are not in the record.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext

from atlas.reference.kinds import KindGroup
from atlas.ui.formats import day, number

from . import wording
from .attestation import PublicAttestation
from .presentation import Fact
from .record import PublicLink, PublicName, PublicOrganisation

FRANCE = "FR"
CODE = re.compile(r"[0-9][0-9AB][0-9]?")
"""Codes of régions and départements; other collectivities have no page."""


@dataclass(frozen=True, slots=True)
class NameLine:
    """A name and what it is: official, former, local… with its dates when they are known."""

    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Relative:
    """A predecessor or successor with what happened and when."""

    id: int
    name: str
    words: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The head of an organisation's page. `ended` is '' while it exists."""

    id: int
    name: str
    kind: str
    country: str
    is_french: bool
    is_authority: bool
    is_provisional: bool
    ended: str
    facts: tuple[Fact, ...]
    names: tuple[NameLine, ...]
    predecessors: tuple[Relative, ...]
    successors: tuple[Relative, ...]


def identity_of(organisation: PublicOrganisation, *, language: str) -> Identity:
    """Everything known of the organisation itself, in the active `language`."""
    is_french = organisation.country == FRANCE
    return Identity(
        id=organisation.id,
        name=organisation.name,
        kind=wording.kind_label(organisation.kind),
        country=organisation.country,
        is_french=is_french,
        is_authority=organisation.group in AUTHORITY_GROUPS,
        is_provisional=organisation.is_provisional,
        ended=day(organisation.valid_to, language) if organisation.valid_to else "",
        facts=tuple(_facts(organisation, language)),
        names=tuple(_names(organisation, language)),
        predecessors=tuple(_relatives(organisation.predecessors, language)),
        successors=tuple(_relatives(organisation.successors, language)),
    )


AUTHORITY_GROUPS = frozenset(
    {
        KindGroup.COMMUNE,
        KindGroup.INTERMUNICIPALITY,
        KindGroup.DEPARTMENT,
        KindGroup.REGION,
        KindGroup.SYNDICATE,
        KindGroup.OTHER,
        KindGroup.FOREIGN,
    }
)


def _facts(organisation: PublicOrganisation, language: str) -> Iterator[Fact]:
    """Codes and place, those that are known only."""
    population = number(organisation.population, language) if organisation.population else ""
    for label, value in (
        (gettext("Nature locale"), organisation.kind_local),
        (gettext("Région"), _territory("region", organisation.region, organisation.region_name)),
        (gettext("Département"), _territory("department", organisation.department, organisation.department_name)),
        (gettext("Subdivision du pays"), organisation.admin_area or ""),
        (gettext("Population"), population),
        (gettext("Code INSEE"), organisation.insee_code or ""),
        (gettext("SIREN"), organisation.siren or ""),
        *_attestation(organisation.attestation, language),
    ):
        if value:
            yield Fact(label, value)


def _attestation(found: PublicAttestation | None, language: str) -> Iterator[tuple[str, str]]:
    """« À jour » is said of the current campaign only (D6.2); the date of an earlier one stays, with its year."""
    if found is None:
        return
    said = gettext("%(day)s (campagne %(year)s)") % {"day": _day(found.on, language), "year": found.campaign}
    if found.lapsed_in is None:
        yield gettext("À jour, attesté par la collectivité le"), said
        return
    yield gettext("Dernière attestation de la collectivité"), said
    yield (
        gettext("Campagne %(year)s") % {"year": found.lapsed_in},
        gettext("la collectivité n’a pas attesté que ses fiches sont à jour"),
    )


def _territory(page: str, code: str | None, name: str | None) -> str:
    """The name of a territory, as a link to its page when its code is known; '' when the name is not known."""
    if not (code and name and CODE.fullmatch(code)):
        return name or ""
    return format_html('<a href="{}">{}</a>', reverse(page, args=[code]), name)


def _names(organisation: PublicOrganisation, language: str) -> Iterator[NameLine]:
    """Every other name, and the present one only when it says since when."""
    for name in organisation.names:
        if name.name != organisation.name or name.valid_from or name.valid_to:
            kind = str(wording.NAME_KINDS.get(name.kind, wording.NAME_KINDS["alias"]))
            yield NameLine(name.name, ", ".join(filter(None, (kind, _span(name, language)))))


def _span(name: PublicName, language: str) -> str:
    """« du … au … », « depuis le … », « jusqu’au … » or ''."""
    start, end = _day(name.valid_from, language), _day(name.valid_to, language)
    if start and end:
        return gettext("du %(start)s au %(end)s") % {"start": start, "end": end}
    if start:
        return gettext("depuis le %(start)s") % {"start": start}
    return gettext("jusqu’au %(end)s") % {"end": end} if end else ""


def _day(value: date | None, language: str) -> str:
    return day(value, language) if value else ""


def _relatives(links: Iterable[PublicLink], language: str) -> Iterator[Relative]:
    for link in links:
        kind = str(wording.SUCCESSIONS.get(link.kind, wording.OTHER_SUCCESSION))
        on = _day(link.occurred_on, language)
        words = gettext("%(kind)s le %(day)s") % {"kind": kind, "day": on} if on else kind
        yield Relative(link.id, link.name, words)
