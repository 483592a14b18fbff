"""Two organisations that are one: the rows of the register, but for those of projects (`contributions.merging`).

A succession is something else (`actions.record_succession`): there two existed, one after the other.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from atlas.audit import actions as audit
from atlas.reference.match import match_key

from .models import NameKind, Organisation, OrganisationName, Origin
from .relinking import move_back, relink

SOURCE: Final = "fusion"
_FILLED: Final = (
    *("kind_local", "level", "territory_id", "siren", "insee_code", "region_code", "department_code", "admin_area"),
    *("latitude", "longitude", "location_precision", "population", "valid_from"),
)
_UNIQUE: Final = frozenset({"territory_id", "siren", "insee_code"})
_FOREIGN_ONLY: Final = frozenset({"kind_local", "level"})


class MergeRefused(Exception):
    """`code`: `same`, `merged`, `reference` (it is in the official data: keep that one), `country`, `codes`;
    `separate`: it is not merged."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def refusal(keep: Organisation, drop: Organisation) -> str:
    """Why the second cannot be merged into the first, or ""."""
    if keep.pk == drop.pk:
        return "same"
    if keep.merged_into_id is not None or drop.merged_into_id is not None:
        return "merged"
    if drop.origin == Origin.REFERENCE:
        return "reference"
    if keep.country_id and drop.country_id and keep.country_id != drop.country_id:
        return "country"
    pairs = ((keep.siren, drop.siren), (keep.insee_code, drop.insee_code))
    return "codes" if any(mine and theirs and mine != theirs for mine, theirs in pairs) else ""


@transaction.atomic
def absorb_organisation(keep_id: int, drop_id: int, *, by: str, at: datetime) -> dict[str, Any]:
    """Move all that points at `drop` to `keep`, fill the blanks of `keep`, leave a tombstone. Raises MergeRefused.

    Returns what was done, as the audit event keeps it: enough to take it back (`separate_organisation`).
    """
    rows = Organisation.objects.select_for_update(of=("self",)).filter(pk__in=(keep_id, drop_id)).order_by("pk")
    found = {one.pk: one for one in rows}
    keep, drop = found[keep_id], found[drop_id]
    if code := refusal(keep, drop):
        raise MergeRefused(code)
    moved = relink(Organisation, old=drop.pk, new=keep.pk, apart={"projects"})
    filled = _fill(keep, drop)
    drop.merged_into = keep
    drop.save()
    was_provisional, keep.is_provisional = keep.is_provisional, keep.is_provisional and drop.is_provisional
    keep.save()
    detail = {"moved": moved, "filled": filled, "name": _add_name(keep, drop), "was_provisional": was_provisional}
    audit.record(
        [
            audit.Entry("merged", "organisation", drop.pk, {"into": keep.pk, **detail}),
            audit.Entry("absorbed", "organisation", keep.pk, {"from": drop.pk}),
        ],
        by=by,
        at=at,
    )
    return detail


def _fill(keep: Organisation, drop: Organisation) -> list[str]:
    """What only the other one knew. A code goes with it: no two rows may have the same."""
    filled = []
    has_position = keep.latitude is not None
    for name in _FILLED:
        theirs = getattr(drop, name)
        if theirs in {None, ""} or getattr(keep, name) not in {None, ""}:
            continue
        if (name in _FOREIGN_ONLY and keep.kind != drop.kind) or (name == "insee_code" and keep.kind != drop.kind):
            continue
        if name in {"latitude", "longitude", "location_precision"} and has_position:
            continue
        setattr(keep, name, theirs)
        if name in _UNIQUE:
            setattr(drop, name, None)
        filled.append(name)
    return filled


def _add_name(keep: Organisation, drop: Organisation) -> int | None:
    """The other name, so that documents which use it are still understood."""
    if drop.name == keep.name:
        return None
    added, is_new = OrganisationName.objects.get_or_create(
        organisation=keep,
        kind=NameKind.FORMER if drop.is_former else NameKind.ALIAS,
        name=drop.name,
        defaults={"match_key": match_key(drop.name), "source": SOURCE},
    )
    return added.pk if is_new else None


@transaction.atomic
def separate_organisation(drop: Organisation, done: Mapping[str, Any], *, by: str, at: datetime) -> None:
    """Take `absorb_organisation` back, as its event (`done`) tells it. The caller has locked both."""
    keep = drop.merged_into
    if keep is None:
        raise MergeRefused("separate")
    OrganisationName.objects.filter(pk=done["name"]).delete()
    returned = {name: getattr(keep, name) for name in done["filled"] if name in _UNIQUE}
    for name in done["filled"]:
        setattr(keep, name, None if name not in _TEXTUAL else "")
    keep.is_provisional = done["was_provisional"]
    keep.save()
    for name, value in returned.items():
        setattr(drop, name, value)
    drop.merged_into = None
    drop.save()
    move_back(done["moved"], old=drop.pk, new=keep.pk)
    entries = [
        audit.Entry("separated", "organisation", drop.pk, {"from": keep.pk}),
        audit.Entry("separated", "organisation", keep.pk, {"from": drop.pk}),
    ]
    audit.record(entries, by=by, at=at)


_TEXTUAL: Final = frozenset({"kind_local", "region_code", "department_code", "admin_area", "location_precision"})
