"""From the rounds to the public page of a country: the day on which its relations were verified last (ADR 15).

The register of the country is handed down by the app of the posts, which stands above; it asks `verified_on` itself.
"""

import msgspec

from atlas.catalogue.actions import publish_register
from atlas.catalogue.queries import register_of

from .queries import verified_on


def publish_verified(iso2: str) -> bool:
    """Show the day of the last closed round. True when something changed."""
    return publish_register(msgspec.structs.replace(register_of(iso2), verified_on=verified_on(iso2)))
