"""What a pair is, and blocks: who is compared with whom, so that a register is not compared with itself. Pure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Final, Generic, Protocol, TypeVar

THRESHOLD: Final = 65
"""Score from which a pair is shown to a person."""
LARGEST_BLOCK: Final = 400
"""In a larger block each is compared with its WINDOW next ones in the order of their names only."""
WINDOW: Final = 20

Reason = tuple[str, str]
"""A code of `words.REASONS` and its value, as the page shows it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two numbers, the smaller first, how much alike they are (0 to 100) and why."""

    first: int
    second: int
    score: int
    reasons: tuple[Reason, ...]


class Fact(Protocol):
    """What is compared: its number, and what sorts it beside what is written alike."""

    @property
    def id(self) -> int: ...

    @property
    def sort_key(self) -> str: ...


F = TypeVar("F", bound=Fact)
Key = tuple[Hashable, bool]
"""A block, and whether the fact looks for its like in it; the others of a block are only found, never compared with
each other."""


@dataclass
class Block(Generic[F]):
    """Who is compared: those who look with each other, and with the others."""

    looking: list[F] = field(default_factory=list)
    others: list[F] = field(default_factory=list)


def blocks_of(facts: Iterable[F], keys: Callable[[F], Iterable[Key]]) -> Iterable[Block[F]]:
    """Blocks in which somebody looks for somebody."""
    found: defaultdict[Hashable, Block[F]] = defaultdict(Block)
    for fact in facts:
        for key, is_looking in set(keys(fact)):
            block = found[key]
            (block.looking if is_looking else block.others).append(fact)
    return (one for one in found.values() if one.looking and len(one.looking) + len(one.others) > 1)


def compared(blocks: Iterable[Block[F]]) -> Iterator[tuple[F, F]]:
    """Every two of a block that are worth a look, the smaller number first; those of two blocks come twice."""
    for block in blocks:
        for one, other in _within(block):
            if one.id != other.id:
                yield (one, other) if one.id < other.id else (other, one)


def _within(block: Block[F]) -> Iterator[tuple[F, F]]:
    if len(block.looking) + len(block.others) <= LARGEST_BLOCK:
        yield from combinations(block.looking, 2)
        yield from product(block.looking, block.others)
        return
    ordered = sorted((*block.looking, *block.others), key=lambda one: (one.sort_key, one.id))
    for place, one in enumerate(ordered):
        yield from ((one, other) for other in ordered[place + 1 : place + 1 + WINDOW])


def scored(pairs: Iterable[tuple[F, F]], score: Callable[[F, F], tuple[int, tuple[Reason, ...]]]) -> Iterator[Pair]:
    """The pairs that are alike enough, each once."""
    seen: set[tuple[int, int]] = set()
    for first, second in pairs:
        points, reasons = score(first, second)
        if points >= THRESHOLD and (first.id, second.id) not in seen:
            seen.add((first.id, second.id))
            yield Pair(first.id, second.id, min(points, 100), reasons)
