"""Codes and names of IATI that both directions know: what `opendata` writes, `imports` reads back. Pure."""

from typing import Final

from .choices import Status

NAMESPACE: Final = "urn:atlas-action-exterieure:iati"
"""Of the two attributes that are not IATI's (docs/iati.md): `atlas:field`, which field of a sheet an element was, and
`atlas:siren`, the number of a French organisation, since no list of agencies that IATI knows holds such numbers."""
FIELD: Final = f"{{{NAMESPACE}}}field"
SIREN: Final = f"{{{NAMESPACE}}}siren"
GRANTS: Final = "grants"
"""`atlas:field` of the State as the body that extends aid: no role of the sheet."""
PERMALINK: Final = "permalink"
"""`atlas:field` of the link to the sheet."""
PLACES: Final = "places"
"""`atlas:field` of a location that the sheet declares; the others are where its partners are."""
OURS: Final = "99"
"""Vocabulary of the reporter."""
UNCODED: Final = "-"
"""Code of a theme that is known by its label only."""
PATH: Final = " > "
"""Between the levels of a theme."""
LOCAL_GOVERNMENT: Final = "11"
FRENCH_CHANNEL, FOREIGN_CHANNEL = "11002", "12002"
"""CRS channel codes of local governments: of the donor, of the partner country."""
STATUSES: Final[dict[str, str]] = {
    Status.PLANNED: "1",
    Status.ONGOING: "2",
    Status.COMPLETED: "4",
    Status.CANCELLED: "5",
    Status.SUSPENDED: "6",
    Status.DORMANT: "6",
}
"""`dormant` is a tag besides: IATI knows no such state."""
DORMANT_TAG: Final = f"status:{Status.DORMANT}"
