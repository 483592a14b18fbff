"""Which lines of a page are its labels (D3.5). Reads no value.

Labels have one order and are read forward only, so a choice of label lines is a chain that rises in both. Among all
chains the one is taken that keeps most of the mandatory labels in their place; a label of which the page says more
(a table's caption or header below it) wins a tie, then the earliest line. In linear time, whatever the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from .labels import HEADER_KEYS, LABELS, is_header, spelled
from .sheet import Findings
from .text import Page

# A found label is worth its weight; each mandatory label that the chain leaps over costs a part of one, so that a lone
# later label inside a cut text does not swallow all labels in between.
_MANDATORY, _OPTIONAL, _BY_HEADER, _CONFIRMED, _SKIPPED = 100, 30, 60, 5, 40
_NONE = -1
_HEADER_STARTS = ("Nom ", "Thématique éligible")


@dataclass(frozen=True)
class Section:
    """One label and what stands below it: lines ``start`` to ``end`` (0-based, end excluded) hold the value.

    ``meaning`` is what a sentence says; ``is_closed`` whether another label follows, so that the value is whole;
    ``by_header`` that the label itself is missing and the table's header line stands for it.
    """

    field: str
    kind: str
    line: int
    start: int
    end: int
    meaning: bool
    is_closed: bool
    by_header: bool = False


@dataclass(frozen=True)
class _Candidate:
    line: int
    label: int
    weight: int
    start: int
    meaning: bool
    by_header: bool = False


@dataclass(frozen=True)
class _Link:
    score: int
    candidate: _Candidate
    previous: "_Link | None"


def _mandatory_before() -> list[int]:
    counts = [0]
    for label in LABELS:
        counts.append(counts[-1] + label.mandatory)
    return counts


_BEFORE = _mandatory_before()


def locate(page: Page, findings: Findings) -> tuple[Section, ...]:
    """The sections of the page in order. Empty when no line is a label."""
    candidates = _candidates(page.keys)
    chain = _best_chain(candidates)
    _flag_repeated(candidates, chain, findings)
    ends = [chosen.line for chosen in chain[1:]] + [len(page.keys)] if chain else []
    return tuple(
        Section(
            field=LABELS[chosen.label].field,
            kind=LABELS[chosen.label].kind,
            line=chosen.line,
            start=chosen.start,
            end=end,
            meaning=chosen.meaning,
            is_closed=index + 1 < len(chain),
            by_header=chosen.by_header,
        )
        for index, (chosen, end) in enumerate(zip(chain, ends, strict=True))
    )


def _candidates(keys: Sequence[str]) -> list[_Candidate]:
    found: list[_Candidate] = []
    next_free = 0
    for line, line_key in enumerate(keys):
        if line < next_free or not line_key:
            continue
        if spelling := spelled(line_key):
            candidate = _candidate(keys, line, *spelling)
            found.append(candidate)
            next_free = candidate.start
        elif line_key.startswith(_HEADER_STARTS):
            found += _from_header(line, line_key)
    return found


def _candidate(keys: Sequence[str], line: int, label: int, meaning: bool) -> _Candidate:
    known = LABELS[label]
    start, weight = line + 1, _MANDATORY if known.mandatory or known.kind == "footer" else _OPTIONAL
    if known.kind == "table":
        caption = _next_filled(keys, start)
        if caption is not None and spelled(keys[caption]) == (label, meaning):
            start, weight = caption + 1, weight + _CONFIRMED
        header = _next_filled(keys, start)
        if header is not None and is_header(keys[header], known.field):
            start, weight = header + 1, weight + _CONFIRMED
    return _Candidate(line, label, weight, start, meaning)


def _from_header(line: int, line_key: str) -> list[_Candidate]:
    return [
        _Candidate(line, label, _BY_HEADER, line + 1, meaning=True, by_header=True)
        for label, known in enumerate(LABELS)
        if known.field in HEADER_KEYS and is_header(line_key, known.field)
    ]


def _next_filled(keys: Sequence[str], start: int) -> int | None:
    return next((line for line in range(start, len(keys)) if keys[line]), None)


def _best_chain(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """Best rising chain. ``best[k]`` is the best one that ends with label k; it only ever improves.

    ``worth[k]`` is its score once the labels above k count as leapt over too, so that the best chain to go on from is a
    maximum. A label seen again needs a look only if some best chain improved since: scores are small integers, so that
    the number of improvements, and with it the work, does not grow with a page that repeats labels.
    """
    best: dict[int, _Link] = {}
    worth = [_NONE] * len(LABELS)
    improvements = 0
    looked: dict[tuple[int, int], int] = {}
    for candidate in candidates:
        label = candidate.label
        if looked.get((label, candidate.weight)) == improvements:
            continue
        top = max(worth[:label], default=_NONE)
        previous = best[worth.index(top)] if top >= 0 else None
        score = max(top, 0) - _SKIPPED * _BEFORE[label] + candidate.weight
        if label not in best or score > best[label].score:
            best[label] = _Link(score, candidate, previous)
            worth[label] = score + _SKIPPED * _BEFORE[label + 1]
            improvements += 1
        looked[label, candidate.weight] = improvements
    link = max(best.values(), key=lambda link: link.score, default=None)
    chain = []
    while link:
        chain.append(link.candidate)
        link = link.previous
    return chain[::-1]


def _flag_repeated(candidates: Sequence[_Candidate], chain: Sequence[_Candidate], findings: Findings) -> None:
    """Flag a label of which another line, between its neighbours in the chain, would have done as well."""
    places = {chosen.label: place for place, chosen in enumerate(chain)}
    flagged = set()
    for candidate in candidates:
        place = places.get(candidate.label)
        if place is None or candidate.by_header or candidate.label in flagged:
            continue
        chosen = chain[place]
        before = chain[place - 1].line if place else -1
        if (
            chosen.line != candidate.line
            and candidate.weight >= chosen.weight
            and (before < candidate.line and (place + 1 == len(chain) or candidate.line < chain[place + 1].line))
        ):
            flagged.add(candidate.label)
            detail = f"the label stands on lines {chosen.line + 1} and {candidate.line + 1}; the first was taken"
            findings.flag("label_repeated", LABELS[candidate.label].field, detail)
