"""Who takes part, as `participating-org` (D11.4): the role that IATI knows, the type, the channel. Pure."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from atlas.opendata.iati.context import Context
from atlas.opendata.iati.fields import Line, Party, Record
from atlas.opendata.iati.xml import element, narrative
from atlas.reference.choices import Nature, Role
from atlas.reference.iati_codes import FOREIGN_CHANNEL, FRENCH_CHANNEL, GRANTS, LOCAL_GOVERNMENT
from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind

FUNDING, ACCOUNTABLE, EXTENDING, IMPLEMENTING = "1", "2", "3", "4"
GRANTED: Final = frozenset({Nature.GRANTED, Nature.COMMITTED, Nature.PAID})

_ROLES: Final[dict[str, str]] = {
    Role.FUNDER: FUNDING,
    Role.OWNER: ACCOUNTABLE,
    Role.LEAD: ACCOUNTABLE,
    Role.IMPLEMENTER: IMPLEMENTING,
    Role.BENEFICIARY: IMPLEMENTING,
    Role.OTHER: IMPLEMENTING,
}
_OTHER_PUBLIC, _OTHER = "15", "90"
_TYPES: Final[dict[str, str]] = {
    **dict.fromkeys(FRENCH_AUTHORITIES, LOCAL_GOVERNMENT),
    Kind.FOREIGN_AUTHORITY: LOCAL_GOVERNMENT,
    Kind.STATE: "10",
    **dict.fromkeys((Kind.WATER_AGENCY, Kind.OPERATOR, Kind.PUBLIC_BODY, Kind.GIP, Kind.HOSPITAL), _OTHER_PUBLIC),
    Kind.ASSOCIATION: "22",
    Kind.FOUNDATION: "60",
    Kind.COMPANY: "70",
    Kind.UNIVERSITY: "80",
}


def participating_orgs(record: Record, context: Context) -> str:
    """One element an organisation and IATI role. `atlas:field` names the roles of the sheet that it stands for, one as
    often as the sheet does."""
    made = [_participating(role, party, " ".join(fields)) for role, party, fields in _merged(record.parties)]
    made += [_participating(EXTENDING, party, GRANTS) for party in _granting(record)]
    return "".join(made)


def _merged(parties: Iterable[Party]) -> Iterator[tuple[str, Party, list[str]]]:
    """(IATI role, organisation, roles of the sheet), in the order of the sheet."""
    every = list(parties)
    owners = {party.name for party in every if party.role == Role.OWNER}
    found: dict[tuple[str, str, str | None, int | None], tuple[Party, list[str]]] = {}
    for party in every:
        role = _role(party, owners)
        _, fields = found.setdefault((role, party.name, party.country, party.id), (party, []))
        fields.append(party.role)
    return ((role, party, fields) for (role, *_), (party, fields) in found.items())


def _role(party: Party, owners: set[str]) -> str:
    """A French partner answers for the project; a foreign one carries it out, unless it owns it."""
    if party.role != Role.PARTNER:
        return _ROLES[party.role]
    return ACCOUNTABLE if party.country == "FR" or party.name in owners else IMPLEMENTING


def _granting(record: Record) -> list[Party]:
    if not any(line.kind == Kind.STATE and line.nature in GRANTED for line in record.funding):
        return []
    return [party for party in record.parties if party.role == Role.FUNDER and party.kind == Kind.STATE][:1]


def _participating(role: str, party: Party, fields: str) -> str:
    return _element((party.name, party.siren), role, organisation_type(party), _channel(party), fields)


@lru_cache(maxsize=16_384)
def _element(named: tuple[str, str | None], role: str, kind: str | None, channel: str | None, fields: str) -> str:
    """Kept: many sheets name the same organisations."""
    name, siren = named
    return element(
        "participating-org",
        narrative(name),
        role=role,
        type=kind,
        crs_channel_code=channel,
        siren=siren,
        field=fields,
    )


def organisation_type(of: Party | Line) -> str | None:
    """Code of IATI's OrganisationType; null while an organisation is not identified and no authority by its place."""
    if of.kind is None:
        return LOCAL_GOVERNMENT if isinstance(of, Party) and of.role == Role.PARTNER else None
    if of.kind == Kind.ASSOCIATION and isinstance(of, Party) and of.country not in (None, "FR"):
        return "24"
    return _TYPES.get(of.kind, _OTHER)


def _channel(party: Party) -> str | None:
    if party.kind in FRENCH_AUTHORITIES or (
        party.kind is None and party.role == Role.PARTNER and party.country == "FR"
    ):
        return FRENCH_CHANNEL
    if party.kind == Kind.FOREIGN_AUTHORITY or (party.kind is None and party.role == Role.PARTNER):
        return FOREIGN_CHANNEL
    return None
