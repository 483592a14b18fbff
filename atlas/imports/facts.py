"""Published facts on partnerships (data/demonstration/facts) as a source of the pipeline.

Rows with one `legacy_id` are one project with several partners; where it is empty the key is (French authority,
partner, form, start year), as the file's SOURCE.md says. Facts only: no descriptive text is made up.
"""

import csv
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from atlas.contributions.actions import Delivery
from atlas.contributions.models import Origin
from atlas.imports.names import Names, Resolved
from atlas.organisations.actions import NewOrganisation
from atlas.organisations.match_rules import MatchContext
from atlas.projects.draft import DocumentDraft, PartyDraft, ProjectDraft, ThemeDraft
from atlas.reference.choices import Family, Form, Role, Status
from atlas.reference.kinds import Kind

Row = Mapping[str, str]
STATUSES = {"en_cours": Status.ONGOING, "termine": Status.COMPLETED, "en_sommeil": Status.DORMANT, "unknown": None}
FORMS = {"jumelage": Form.TWINNING, "accord": Form.FRIENDSHIP_PROTOCOL, "projet": Form.PROJECT, "unknown": None}
KINDS = {
    "commune": "commune",
    "region": "region",
    "departement": "department",
    "epci": "intermunicipality",
    "metropole": "intermunicipality",
    "syndicat": "syndicate",
    "collectivite_territoriale_unique": None,
    "": None,
}
LOCAL_KINDS = {
    "camp_de_refugies": "Camp de réfugiés",
    "comte": "Comté",
    "departement": "Département",
    "etat": "État",
    "etat_federe": "État fédéré",
    "intercommunalite": "Intercommunalité",
    "prefecture": "Préfecture",
    "region": "Région",
}
"""Words of the kinds whose name is not the code itself."""
LEVELS = {"etat_federe": 1, "land": 1, "region": 1, "province": 2, "departement": 2, "cercle": 3, "commune": 4}


@dataclass(frozen=True)
class FactGroup:
    """The rows of one project."""

    key: str
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """For reports."""
        return f"{self.key} {self.rows[0]['title'][:60]}"

    @property
    def raw(self) -> bytes:
        """The rows as received, one JSON object a line."""
        return b"\n".join(msgspec.json.encode(dict(row)) for row in self.rows)


def read_facts(paths: Iterable[Path]) -> list[FactGroup]:
    """The projects of these files, in the order of their first rows. Raises OSError, csv.Error."""
    groups: dict[str, list[Row]] = {}
    for path in paths:
        with path.open(encoding="utf-8", newline="") as lines:
            for row in csv.DictReader(lines):
                groups.setdefault(_key(row), []).append(row)
    return [FactGroup(key, tuple(rows)) for key, rows in groups.items()]


def _key(row: Row) -> str:
    if row["legacy_id"]:
        return f"prj:{row['legacy_id']}"
    pair = "|".join(row[name] for name in ("french_authority", "partner_name", "form", "start_year"))
    return f"pair:{hashlib.blake2b(pair.encode(), digest_size=16).hexdigest()}"


@dataclass
class FactResolver:
    """Turns groups of facts into deliveries (a `pipeline.Resolver`)."""

    names: Names
    theme_codes: Mapping[tuple[str, ...], str]
    places: Mapping[str, MatchContext]

    def prepare(self, readings: Sequence[FactGroup]) -> None:
        """Register the partners that are new, with the position that the facts give."""
        rows = [row for group in readings for row in group.rows if row["partner_name"]]
        self.names.ensure_foreign(_new_organisation(row) for row in rows)

    def deliver(self, reading: FactGroup) -> Delivery:
        """One project as a delivery."""
        parties = tuple(self._parties(reading.rows))
        return Delivery(
            origin=Origin.FACTS,
            key=reading.key,
            name=reading.name,
            raw=reading.raw,
            address=reading.rows[0]["source_url"],
            draft=self._draft(reading, parties),
            proposals=tuple(filter(None, (resolved.proposal() for resolved in parties))),
        )

    def keep(self) -> None:
        """The batch was committed."""
        self.names.keep()

    def forget(self) -> None:
        """The batch was not."""
        self.names.forget()

    def _parties(self, rows: Sequence[Row]) -> Iterator[Resolved]:
        authorities = {row["french_authority"]: row for row in rows if row["french_authority"]}
        for name, row in authorities.items():
            context = self.places.get(row["french_departement_or_region"], MatchContext())
            kind = KINDS[row["french_kind"]]
            yield self.names.resolve(name, role=Role.PARTNER, country="FR", context=context, kind=kind)
        partners = {(row["partner_name"], row["partner_country_iso2"]) for row in rows if row["partner_name"]}
        for name, country in sorted(partners):
            yield self.names.resolve_abroad(name, role=Role.PARTNER, country=country)

    def _draft(self, group: FactGroup, parties: Sequence[Resolved]) -> ProjectDraft:
        row = group.rows[0]
        form = FORMS[row["form"]]
        return ProjectDraft(
            title=row["title"],
            legacy_prj_id=int(row["legacy_id"]) if row["legacy_id"] else None,
            family=Family.DECENTRALISED_COOPERATION if form or row["first_signed_year"] else None,
            form=form,
            status=STATUSES[row["status"]],
            first_convention_year=_year(row["first_signed_year"]),
            start_year=_year(row["start_year"]),
            end_year=_year(row["end_year"]),
            countries=tuple(dict.fromkeys(r["partner_country_iso2"] for r in group.rows if r["partner_country_iso2"])),
            themes=tuple(self._theme(row)),
            parties=tuple(
                PartyDraft(role=r.role, name=r.name, organisation_id=r.organisation_id, country=r.country)
                for r in parties
            ),
            documents=tuple(
                DocumentDraft(kind="source", title=urlsplit(url).hostname or url, url=url)
                for url in dict.fromkeys(r["source_url"] for r in group.rows)
            ),
            extra=tuple(("Remarque", r) for r in dict.fromkeys(r["remark"] for r in group.rows if r["remark"])),
        )

    def _theme(self, row: Row) -> Iterator[ThemeDraft]:
        labels = tuple(row[f"theme_level{level}"] for level in (1, 2, 3) if row[f"theme_level{level}"])
        if labels:
            l1, l2, l3 = (*labels, None, None)[:3]
            yield ThemeDraft(rank=0, code=self.theme_codes.get(labels), l1=l1, l2=l2, l3=l3)


def _year(text: str) -> int | None:
    return int(text) if text else None


def _new_organisation(row: Row) -> NewOrganisation:
    """A partner abroad with its place: positions of regions and provinces are those of their chief town."""
    kind = row["partner_kind"]
    position = (float(row["partner_lat"]), float(row["partner_lon"])) if row["partner_lat"] else None
    return NewOrganisation(
        kind=Kind.FOREIGN_AUTHORITY,
        name=row["partner_name"],
        country_id=row["partner_country_iso2"],
        kind_local="" if kind == "commune" else LOCAL_KINDS.get(kind, kind.replace("_", " ").capitalize()),
        level=LEVELS.get(kind),
        admin_area=row["partner_admin_area"],
        latitude=position[0] if position else None,
        longitude=position[1] if position else None,
    )
