"""Which entries may be one. Pure. Who keeps those of a country: `accounts.scopes.Scope.follows`."""

from collections.abc import Collection


def look_alike(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Two entries may be one: same country, and the same authority or one name held in the other, and so the partner.

    Each is (ISO 2, match key of the authority, match key of the partner).
    """
    return one[0] == other[0] and _alike(one[1:2], other[1:2]) and _alike(one[2:], other[2:])


def _alike(one: Collection[str], other: Collection[str]) -> bool:
    mine, theirs = (set(" ".join(names).split()) for names in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)
