"""When two organisations may be one: same name key, former names too, commune or place, country, coordinates. Pure.

A name alone never proves it (D5.1): pairs are for a person. Two official codes that differ prove the contrary.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, radians, sin, sqrt
from typing import Final

from rapidfuzz import fuzz

from atlas.duplicates.pairs import Key, Pair, Reason, blocks_of, compared, scored

_NAME: Final = 60
_LEAST_ALIKE: Final = 75  # per cent
_SAME_KIND, _OTHER_KIND = 15, -30
_SAME_AREA, _OTHER_AREA = 15, -25
_NEAR, _SAME_SPOT, _FAR = 20, 40, -30
_NEAR_KM, _SAME_KM, _FAR_KM = 10.0, 0.3, 60.0
"""Two towns may touch: only the same spot speaks for two names that are not alike."""
_CELL: Final = 0.05  # degrees: 5 km
_ENDS: Final = 4  # letters at which names are met again after a typing error elsewhere


@dataclass(frozen=True)
class OrganisationFact:
    """What is compared of an organisation. `names`: match keys without their kind, former names too; `kind`: group,
    and the local kind or level abroad; `code`: official, "" for none; `area`: département, or subdivision abroad.

    `place`: latitude and longitude where they are exact. `is_reference`: from our reference data, which has no
    duplicates in itself.
    """

    id: int
    names: tuple[str, ...]
    kind: str
    country: str
    code: str = ""
    area: str = ""
    place: tuple[float, float] | None = None
    is_reference: bool = False

    @cached_property
    def sort_key(self) -> str:
        return _in_order(self.names[0])

    @cached_property
    def sorted_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(map(_in_order, self.names)))


def organisations_alike(
    facts: Iterable[OrganisationFact], related: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[Pair]:
    """Pairs of one country of which at least one is not reference data.

    `related`: predecessor and successor, both ways, which are known to be two.
    """
    pairs = compared(blocks_of(facts, _keys))
    return scored(((one, other) for one, other in pairs if _may_be_one(one, other, related)), score)


def _may_be_one(one: OrganisationFact, other: OrganisationFact, related: frozenset[tuple[int, int]]) -> bool:
    is_settled = one.is_reference and other.is_reference
    have_codes = bool(one.code and other.code) and one.code != other.code
    return not (is_settled or have_codes or (one.id, other.id) in related)


def _keys(fact: OrganisationFact) -> Iterator[Key]:
    """The whole name in any order; the beginning and the end of its longest word, in its area; where it stands.

    Who states no area looks in all of them. Two areas that differ outweigh a typing error, so nobody else does.
    """
    is_looking = not fact.is_reference
    for name in fact.sorted_names:
        yield (fact.country, "=", name), is_looking
        longest = max(name.split(), key=len, default="")
        for end in (longest[:_ENDS], f"-{longest[-_ENDS:]}") if len(longest) > _ENDS else ():
            yield (fact.country, fact.kind, end), is_looking and not fact.area
            if fact.area:
                yield (fact.country, fact.kind, end, fact.area), is_looking
    if fact.place and is_looking:
        row, column = (round(degrees / _CELL) for degrees in fact.place)
        yield from (((fact.country, row + up, column + right), True) for up in (0, 1) for right in (0, 1))


def score(one: OrganisationFact, other: OrganisationFact) -> tuple[int, tuple[Reason, ...]]:
    """Points and reasons; the first reason is the name."""
    alike = max(fuzz.ratio(a, b) for a in one.sorted_names for b in other.sorted_names)
    found: list[tuple[float, Reason]] = [
        (_NAME * max(0.0, alike - _LEAST_ALIKE) / (100 - _LEAST_ALIKE), ("name", f"{alike:.0f}"))
    ]
    if one.names[0] != other.names[0] and set(one.names) & set(other.names):
        found.append((0, ("former_name", "")))
    found.append((_SAME_KIND, ("kind", "")) if one.kind == other.kind else (_OTHER_KIND, ("other_kind", "")))
    if one.area and other.area:
        found.append((_SAME_AREA, ("area", "")) if one.area == other.area else (_OTHER_AREA, ("other_area", "")))
    if one.place and other.place:
        found += _of_places(_kilometres(one.place, other.place))
    return round(sum(points for points, _ in found)), tuple(reason for _, reason in found)


def _of_places(apart: float) -> Iterator[tuple[float, Reason]]:
    if apart <= _NEAR_KM:
        yield (_SAME_SPOT if apart <= _SAME_KM else _NEAR), ("near", f"{apart:.1f}")
    elif apart >= _FAR_KM:
        yield _FAR, ("far", f"{apart:.0f}")


def _kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Along a great circle."""
    (north, east), (north_2, east_2) = (tuple(map(radians, place)) for place in (one, other))
    half = sin((north_2 - north) / 2) ** 2 + cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return 2 * 6_371 * asin(sqrt(half))


def _in_order(name: str) -> str:
    return " ".join(sorted(name.split()))
