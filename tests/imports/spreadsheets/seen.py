"""What our own CSV files carry of a public record, as docs/spreadsheets.md says it: what comes back of a round trip."""

from msgspec.structs import replace

from atlas.catalogue.record import PublicParty, PublicProject

LOST = {
    *("id", "version", "updated_at", "created_at", "verified_on", "alive", "alive_on", "is_example", "sources"),
    *("history_lines", "flags"),
    *("contacts", "posts", "actions", "documents", "extra", "form_declared", "status_declared"),
    *("end_year",),  # when the day is known, a file says its year as well
}


def carried(record: PublicProject) -> dict[str, object]:
    """What a file says of a record, without the numbers of this register and without how names were declared."""
    values = {name: getattr(record, name) for name in PublicProject.__struct_fields__ if name not in LOST}
    values["parties"] = sorted(map(_party, record.parties), key=str)
    values["funding"] = [(line.id is not None, replace(line, id=None, declared=None)) for line in record.funding]
    values["themes"] = [(theme.code, theme.path_fr, theme.path_en) for theme in record.themes]
    return values


def _party(party: PublicParty) -> tuple[object, ...]:
    return party.role, party.id is not None, party.name, party.country, party.siren, party.department
