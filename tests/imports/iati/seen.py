"""What IATI carries of a public record, as docs/iati.md says it: what a round trip must bring back."""

from datetime import date
from typing import Any

from atlas.catalogue.record import PublicParty, PublicProject

CARRIED = ("title", "legacy_prj_id", "family", "form", "status", "start_year", "end_date", "end_year")
TEXTS = ("context", "history", "objective", "description", "beneficiaries")


def seen(record: PublicProject, today: date) -> dict[str, Any]:
    """The fields of a record that an activity carries, without the numbers of this register."""
    return {
        **{name: getattr(record, name) for name in (*CARRIED, *TEXTS)},
        "countries": [country.iso2 for country in record.countries],
        "places": record.places,
        "sdgs": record.sdgs,
        "themes": [(theme.code, theme.path_fr, theme.path_en) for theme in record.themes],
        "parties": sorted(map(_party, record.parties), key=str),
        "funding": [
            (line.funder, line.kind, line.year, line.amount, line.nature)
            for line in record.funding
            if line.amount is not None and line.year and line.year < today.year and line.nature != "planned"
        ],
        "documents": [(one.kind, one.title, one.url) for one in record.documents],
    }


def _party(party: PublicParty) -> tuple[object, ...]:
    place = (party.country, party.kind, party.group, party.siren, party.department, party.region, party.lat, party.lon)
    return (party.role, party.name, party.id is not None, *place)
