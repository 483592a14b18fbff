"""Old pages as a source of the pipeline: each page's names resolved, then delivered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from atlas.contributions.actions import Delivery
from atlas.imports.names import Names
from atlas.organisations.actions import NewOrganisation
from atlas.reference.kinds import Kind

from .delivery import Codes, delivery_of
from .files import ReadPage
from .resolution import Parties, resolve_parties
from .sheet import ForeignPartner


@dataclass
class PageResolver:
    """Turns pages into deliveries (a `pipeline.Resolver`); keeps each batch's resolved names for the report."""

    names: Names
    codes: Codes
    parties: dict[int, Parties] = field(default_factory=dict)

    def prepare(self, readings: Sequence[ReadPage]) -> None:
        """Register the foreign partners that are new, once each."""
        self.parties.clear()
        self.names.ensure_foreign(
            _new_organisation(partner)
            for page in readings
            for partner in page.sheet.foreign_partners
            if partner.country
        )

    def deliver(self, reading: ReadPage) -> Delivery:
        """The page as a delivery."""
        parties = self.parties[id(reading)] = resolve_parties(reading.sheet, self.names)
        return delivery_of(reading, parties, self.codes)

    def keep(self) -> None:
        """The batch was committed."""
        self.names.keep()

    def forget(self) -> None:
        """The batch was not."""
        self.names.forget()


def _new_organisation(partner: ForeignPartner) -> NewOrganisation:
    return NewOrganisation(kind=Kind.FOREIGN_AUTHORITY, name=partner.name, country_id=partner.country)
