"""When is a declared name surely this organisation? The rules of D5.1 and D3.7, apart from how names are looked up.

Pure. Scores (0–100) are ranks, not probabilities: above `HOMONYM_SCORE` it was applied, from `SAME_NAME` up the name is
the same but several bear it or its kind is another, below it is only alike. What was not applied is a proposal.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from atlas.reference.kinds import INTERMUNICIPALITIES, Kind, kind_group

from .names import COLLECTIVITY, INTERMUNICIPALITY

How = Literal["code", "exact", "former_name", "alias", "prefix", "fuzzy", "none"]

SCORES: Mapping[How, int] = {"code": 100, "exact": 100, "former_name": 98, "alias": 98, "prefix": 97}
SAME_NAME = 85
HOMONYM_SCORE = 90
"""Several organisations bear the name: none of them speaks louder than the others."""
OTHER_KIND_PENALTY = 12
LIKENESS_PENALTY = 12
CONTEXT_PENALTY = {"party": 2, "qualifier": 1, "department": 3, "region": 6}
MOST_CANDIDATES = 8


class Entry(NamedTuple):
    """What matching knows of an organisation. `country` "" = belongs to none (funder buckets, unknown)."""

    id: int
    name: str
    key: str
    kind: str
    country: str
    code: str
    department: str
    region: str
    admin_area: str
    population: int
    kind_local: str


class Hit(NamedTuple):
    """One name of an organisation. `kind`: what that name says it is; `is_stripped`: only its core stands here."""

    organisation_id: int
    how: How
    kind: str | None
    key: str
    is_stripped: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that the name may mean."""

    id: int
    name: str
    code: str
    kind: str
    score: int


@dataclass(frozen=True, slots=True)
class Match:
    """What a declared name means. `organisation_id` is set only when `applied`; `score` is the best candidate's."""

    name: str
    organisation_id: int | None = None
    organisation: str | None = None
    code: str | None = None
    score: int = 0
    applied: bool = False
    how: How = "none"
    candidates: tuple[Candidate, ...] = ()

    @property
    def is_certain(self) -> bool:
        """Applied whatever the rest of the document says: a context that helps costs points."""
        return self.applied and self.score == SCORES[self.how]


@dataclass(frozen=True, slots=True)
class MatchContext:
    """What the rest of the document says: codes of the other parties' départements and régions, the partner countries
    (ISO 2), and the organisations already identified on it (`parties`)."""

    departments: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    parties: frozenset[int] = frozenset()


NO_CONTEXT = MatchContext()


@dataclass(slots=True)
class Found:
    """What a name finds before the context is heard.

    `sure`: id → how, those that fit in name and kind. `other`: id → score, those that fit in name only or by likeness.
    `department`: code that the name itself says in a bracket. `is_likened`: likeness has been tried.
    """

    sure: dict[int, How] = field(default_factory=dict)
    other: dict[int, int] = field(default_factory=dict)
    department: str | None = None
    is_likened: bool = False

    def add_sure(self, id_: int, how: How) -> None:
        """The best way in which an organisation is found counts."""
        known = self.sure.get(id_)
        if known is None or SCORES[how] > SCORES[known]:
            self.sure[id_] = how

    def add_other(self, id_: int, score: int) -> None:
        self.other[id_] = max(score, self.other.get(id_, 0))

    def add(self, part: "Found") -> None:
        """Hear another answer as well."""
        for id_, how in part.sure.items():
            self.add_sure(id_, how)
        for id_, score in part.other.items():
            self.add_other(id_, score)


_TOWN_WORDS = frozenset({None, Kind.COMMUNE.value, "commune_rurale", "commune_urbaine"})
_COLLECTIVITIES = frozenset({COLLECTIVITY, Kind.CTU.value, Kind.OVERSEAS_COLLECTIVITY.value})


def fits(hint: str | None, hit: Hit, entry: Entry) -> bool | None:
    """Does the kind that the declared name says go with the organisation's? True, False, or None = perhaps."""
    if entry.country != "FR":
        return _fits_abroad(hint, hit)
    if hint is None:
        return None if hit.is_stripped else True
    if hint == hit.kind or (hint == INTERMUNICIPALITY and hit.kind in INTERMUNICIPALITIES):
        return True
    if hint == COLLECTIVITY and hit.kind in _COLLECTIVITIES:
        return True
    both_intermunicipal = {hint, hit.kind} <= {*INTERMUNICIPALITIES, INTERMUNICIPALITY}
    return None if both_intermunicipal or (hint == Kind.REGION and hit.kind == Kind.CTU) else False


def _fits_abroad(hint: str | None, hit: Hit) -> bool | None:
    """A plain name is a town's: « Ségou » is « Commune urbaine de Ségou » and perhaps « Région de Ségou »."""
    if hint == hit.kind:
        return True
    if hint in _TOWN_WORDS and hit.kind in _TOWN_WORDS:
        return {hint, hit.kind} != {"commune_rurale", "commune_urbaine"}
    return None if hint is None or hit.kind is None else False


def is_expected(kind: str | None, entry: Entry, named_kind: str | None = None) -> bool:
    """The caller expects a kind or a group of kinds; None expects nothing.

    A name may say a kind that its bearer has no more (`named_kind`: « Conseil régional de Guyane »); a single
    collectivity is what a département or a région became.
    """
    if kind is None or kind in (entry.kind, kind_group(entry.kind), named_kind):
        return True
    return entry.kind == Kind.CTU and kind in (Kind.DEPARTMENT, Kind.REGION)


def decide(name: str, found: Found, entries: Mapping[int, Entry], context: MatchContext) -> Match:
    """Apply what is sure, propose the rest."""
    sure = [entries[id_] for id_ in found.sure]
    if len(sure) == 1 and not _is_contradicted(sure[0], found.department):
        return _applied(name, sure[0], found.sure[sure[0].id], penalty=0)
    chosen, reason = _chosen_by_context(sure, found.department, context)
    if chosen:
        return _applied(name, chosen, found.sure[chosen.id], penalty=CONTEXT_PENALTY[reason])
    return _proposed(name, found, entries, context)


def _is_contradicted(entry: Entry, department: str | None) -> bool:
    """« Valence (26) » is no Valence of another département."""
    return department is not None and entry.department != department


def _chosen_by_context(entries: list[Entry], department: str | None, context: MatchContext) -> tuple[Entry | None, str]:
    """The only homonym that the document points at; same name, same kind and same region is what D5.1 asks for."""
    if department is not None:
        return _only(entry for entry in entries if entry.department == department), "qualifier"
    tests: tuple[tuple[str, Callable[[Entry], bool]], ...] = (
        ("party", lambda entry: entry.id in context.parties),
        ("department", lambda entry: entry.department in context.departments),
        ("region", lambda entry: entry.region in context.regions),
    )
    for reason, test in tests:
        pointed_at = [entry for entry in entries if test(entry)]
        if pointed_at:
            return _only(pointed_at), reason
    return None, ""


def _only(entries: Iterable[Entry]) -> Entry | None:
    found = list(entries)
    return found[0] if len(found) == 1 else None


def _applied(name: str, entry: Entry, how: How, *, penalty: int) -> Match:
    score = SCORES[how] - penalty
    candidate = Candidate(entry.id, entry.name, entry.code, entry.kind, score)
    return Match(name, entry.id, entry.name, entry.code, score, True, how, (candidate,))


def _proposed(name: str, found: Found, entries: Mapping[int, Entry], context: MatchContext) -> Match:
    scores = dict.fromkeys(found.sure, HOMONYM_SCORE)
    for id_, score in found.other.items():
        scores.setdefault(id_, score)
    ranked = sorted(scores, key=lambda id_: _rank(entries[id_], scores[id_], context))[:MOST_CANDIDATES]
    candidates = tuple(
        Candidate(id_, entries[id_].name, entries[id_].code, entries[id_].kind, scores[id_]) for id_ in ranked
    )
    if not candidates:
        return Match(name)
    how = found.sure.get(candidates[0].id) or ("fuzzy" if found.is_likened else "prefix")
    return Match(name, score=candidates[0].score, how=how, candidates=candidates)


def _rank(entry: Entry, score: int, context: MatchContext) -> tuple[int, bool, bool, int, int]:
    """Best score first, then the context's region, then the larger place."""
    return (
        -score,
        entry.department not in context.departments,
        entry.region not in context.regions,
        -entry.population,
        entry.id,
    )
