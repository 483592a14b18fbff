"""What the queue looks for: the digest of a proposal (equal ones are decided at once), names between blanks. Pure."""

import json
from collections.abc import Set as AbstractSet

from atlas.projects.diff import FIELDS
from atlas.projects.draft import content_hash


def digest_of(rule: str, field: str, current: object, proposed: object) -> str:
    """32 hexadecimal digits, the same for the same values in whatever order a database gives the keys back."""
    return content_hash(json.dumps([rule, field, current, proposed], sort_keys=True, ensure_ascii=False))


def between_blanks(fields: AbstractSet[str]) -> str:
    """Names of fields in the order of the sheet, so that « " title " » finds one: `Contribution.fields`."""
    return "".join(f" {name}" for name in FIELDS if name in fields) + " " if fields else ""
