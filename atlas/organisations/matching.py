"""From a declared name to an organisation: exact code or name, former or other name, kind prefix, then likeness (D5.1).

Pure: an index in memory, built once by `queries.name_index`, told of every organisation made since. It writes nothing.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeVar

from rapidfuzz import fuzz, process

from atlas.reference.kinds import BUCKETS, INTERMUNICIPALITIES, Kind
from atlas.reference.match import match_key

from .match_rules import (
    LIKENESS_PENALTY,
    MOST_CANDIDATES,
    NO_CONTEXT,
    OTHER_KIND_PENALTY,
    SAME_NAME,
    SCORES,
    Entry,
    Found,
    Hit,
    How,
    Match,
    MatchContext,
    decide,
    fits,
    is_expected,
)
from .names import INTERMUNICIPALITY, ParsedName, bare_key, kind_word, parse_name

LIKENESS_CUTOFF = 82
LONGEST_NAME = 120
"""Characters. Likeness of longer texts says nothing: they are prose."""

Key = TypeVar("Key", bound=tuple[object, ...])
Value = TypeVar("Value")
_CODE = re.compile(r"\d{9}|\d{5}|2[AB]\d{3}")
_DEPARTMENT_CODE = re.compile(r"\d{1,3}|2[ab]")
_INTERMUNICIPAL_HINTS: frozenset[str] = frozenset({*INTERMUNICIPALITIES, INTERMUNICIPALITY})
_PLAIN_KINDS = frozenset({Kind.COMMUNE, Kind.DEPARTMENT, Kind.REGION})


MOST_REMEMBERED = 20_000
"""Names whose answers are kept for each country: imports repeat them. Then they are found anew."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A declared name made ready for looking it up: `full` its match key, `place` that of what its bracket says."""

    name: str
    parsed: ParsedName
    full: str
    code: str
    place: str


@lru_cache(maxsize=MOST_REMEMBERED)
def _asked(name: str) -> _Asked:
    parsed = parse_name(name)
    place = match_key(parsed.qualifier) if parsed.qualifier else ""
    return _Asked(name, parsed, match_key(name), _code_in(name, parsed), place)


@dataclass(slots=True)
class _Country:
    """The names of one country: whole ones, and cores without kind and leading article.

    `answers`, `likenesses`: what names found here so far; forgotten when the country learns a name. `learned`: how
    often it did.
    """

    whole: dict[str, list[Hit]] = field(default_factory=dict)
    bare: dict[str, list[Hit]] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    buckets: dict[str, list[str]] = field(default_factory=dict)
    answers: dict[tuple[str, str | None, bool], Found] = field(default_factory=dict)
    likenesses: dict[tuple[str, str | None], Found] = field(default_factory=dict)
    learned: int = 0

    def forget(self) -> None:
        self.learned += 1
        self.answers.clear()
        self.likenesses.clear()

    def put_whole(self, key: str, hit: Hit) -> None:
        _append(self.whole, key, hit)
        self.put_bare(bare_key(key), hit)

    def put_bare(self, key: str, hit: Hit) -> None:
        same = self.aliases.get(key, key)
        if self.buckets:
            self._enlist(same, is_new=same not in self.bare, is_intermunicipal=hit.kind in _INTERMUNICIPAL_HINTS)
        _append(self.bare, same, hit)

    def alike(self, parsed: ParsedName) -> list[tuple[str, int]]:
        """Cores written nearly like the name's, with their likeness (0–100).

        Intermunicipalities change and lose words: all of them are compared. Of the other names, tens of thousands,
        those that begin with the same letter, else those that end alike: a slip of the pen seldom hits both.
        """
        core = parsed.bare
        if parsed.kind_hint in _INTERMUNICIPAL_HINTS:
            return _extract(core, self._bucket("intermunicipal"), fuzz.token_set_ratio)
        begin, end = f"^{core[:1]}", f"{core[-3:]}$"
        return _extract(core, self._bucket(begin), fuzz.ratio) or _extract(core, self._bucket(end), fuzz.ratio)

    def _bucket(self, name: str) -> list[str]:
        if not self.buckets:
            for key, hits in self.bare.items():
                self._enlist(key, is_new=True, is_intermunicipal=any(h.kind in _INTERMUNICIPAL_HINTS for h in hits))
        return self.buckets.get(name, [])

    def _enlist(self, key: str, *, is_new: bool, is_intermunicipal: bool) -> None:
        names = [f"^{key[:1]}", f"{key[-3:]}$"] if is_new else []
        for name in (*names, "intermunicipal") if is_intermunicipal else names:
            self.buckets.setdefault(name, []).append(key)


def _extract(core: str, keys: list[str], scorer: Callable[..., float]) -> list[tuple[str, int]]:
    found = process.extract(core, keys, scorer=scorer, score_cutoff=LIKENESS_CUTOFF, limit=MOST_CANDIDATES)
    return [(key, round(score)) for key, score, _ in found]


def _append(table: dict[str, list[Hit]], key: str, hit: Hit) -> None:
    hits = table.setdefault(key, [])
    if hit not in hits:
        hits.append(hit)


@dataclass(slots=True)
class NameIndex:
    """Every name of every organisation, by country. `match` and `knows` read it, `add` extends it."""

    entries: dict[int, Entry] = field(default_factory=dict)
    _countries: dict[str, _Country] = field(default_factory=dict)
    _codes: dict[str, int] = field(default_factory=dict)
    _departments: dict[str, str] = field(default_factory=dict)
    _successors: dict[int, set[int]] = field(default_factory=dict)
    _certain: dict[tuple[str, str | None, bool, tuple[str, ...]], tuple[int, Match]] = field(default_factory=dict)
    """What was found without the help of a context, beside what the index had learned by then."""

    def add(self, entry: Entry, *, is_former: bool = False) -> None:
        """Know an organisation under its present name. A former one keeps its name but lends its code to nobody."""
        self.entries[entry.id] = entry
        if entry.code and not is_former:
            self._codes[_code_key(entry)] = entry.id
            self._certain.clear()
        if entry.kind == Kind.DEPARTMENT:
            self._departments[entry.key] = self._departments[entry.department.lower()] = entry.department
        if entry.kind in _PLAIN_KINDS:
            self._country(entry.country).put_whole(entry.key, Hit(entry.id, "exact", entry.kind, entry.key, False))
            self._country(entry.country).forget()
        else:
            self.add_name(entry.id, entry.name, how="exact")

    def add_name(self, organisation_id: int, name: str, *, how: How) -> None:
        """Know an organisation under one more name; `how` is `exact`, `former_name` or `alias`."""
        entry = self.entries[organisation_id]
        parsed = parse_name(name)
        kind = _kind_of_name(parsed, entry)
        core = Hit(entry.id, how, kind, parsed.key, parsed.is_stripped)
        country = self._country(entry.country)
        for key in {match_key(name), parsed.whole} - {""}:
            country.put_whole(key, Hit(entry.id, how, kind, key, False))
        country.put_bare(parsed.bare, core)
        country.forget()

    def add_succession(self, predecessor_id: int, successor_id: int) -> None:
        """Know who took over from whom."""
        self._successors.setdefault(predecessor_id, set()).add(successor_id)
        self._certain.clear()

    def add_alias(self, country: str, alias_key: str, name_key: str) -> None:
        """In that country, one place's key for another (`PlaceAlias`). To be told before the organisations."""
        self._country(country).aliases[alias_key] = name_key
        self._country(country).forget()

    def beside(self) -> "NameIndex":
        """An index without organisations in which places have the same aliases: for what is not committed yet."""
        found = {code: _Country(aliases=one.aliases) for code, one in self._countries.items() if one.aliases}
        return NameIndex(_countries=found)

    def match(
        self,
        name: str,
        *,
        role: str,
        country: str | None = "FR",
        kind: str | None = None,
        context: MatchContext = NO_CONTEXT,
    ) -> Match:
        """What `name` means in that role (a `reference.choices.Role`).

        `country`: ISO 2, or None = France and the context's countries. `kind`: a kind or group that the caller knows.
        The two literal funder buckets answer to the role `funder` only (D3.7).
        """
        searched = self._searched(country, context)
        key, learned = (name, kind, role == "funder", searched), self._learned(searched)
        known = self._certain.get(key)
        if known is not None and known[0] == learned:
            return known[1]
        match = self._match(_asked(name), searched, kind, context, with_buckets=role == "funder")
        if match.is_certain:
            _make_room(self._certain)
            self._certain[key] = (learned, match)
        return match

    def _match(
        self,
        asked: _Asked,
        searched: tuple[str, ...],
        kind: str | None,
        context: MatchContext,
        *,
        with_buckets: bool,
    ) -> Match:
        found = self._find(asked, searched, kind, with_buckets=with_buckets)
        if not (found.sure or found.other):
            self._liken(asked, found, searched, kind)
        return decide(asked.name, found, self.entries, context)

    def _learned(self, searched: tuple[str, ...]) -> int:
        """How often these countries learned a name: a number that only grows."""
        return sum(country.learned for country in filter(None, map(self._countries.get, searched)))

    def knows(self, name: str, *, countries: Collection[str] = ("FR",)) -> bool:
        """Is this text the name of one or more organisations? For `names.split_parties`."""
        asked, searched = _asked(name), ("", *sorted(countries))
        found = map(self._countries.get, searched)
        return asked.code in self._codes or any(
            self._answer(country, asked, None, with_buckets=True).sure for country in found if country is not None
        )

    def keys(self) -> frozenset[str]:
        """Match keys of every name, with and without its kind: a light `knows` for those who cannot hold the index."""
        return frozenset(key for country in self._countries.values() for key in (*country.whole, *country.bare))

    def context_of(self, organisation_ids: Iterable[int], *, countries: Iterable[str] = ()) -> MatchContext:
        """The context that organisations already identified give to the names beside them."""
        parties = frozenset(organisation_ids)
        entries = [self.entries[id_] for id_ in parties]
        return MatchContext(
            departments=frozenset(entry.department for entry in entries if entry.department),
            regions=frozenset(entry.region for entry in entries if entry.region),
            countries=frozenset(countries),
            parties=parties,
        )

    def _country(self, code: str) -> _Country:
        country = self._countries.get(code)
        if country is None:
            country = self._countries[code] = _Country()
        return country

    def _searched(self, country: str | None, context: MatchContext) -> tuple[str, ...]:
        return ("", country) if country else ("", *sorted({"FR", *context.countries}))

    def _find(self, asked: _Asked, searched: tuple[str, ...], kind: str | None, *, with_buckets: bool) -> Found:
        """What the name means in all these countries together."""
        found = Found(department=self._departments.get(asked.place) if asked.place else None)
        by_code = self._codes.get(asked.code)
        if by_code is not None and is_expected(kind, self.entries[by_code]):
            found.add_sure(by_code, "code")
            return found
        for country in filter(None, map(self._countries.get, searched)):
            found.add(self._answer(country, asked, kind, with_buckets=with_buckets))
        self._prefer_successors(found)
        return found

    def _answer(self, country: _Country, asked: _Asked, kind: str | None, *, with_buckets: bool) -> Found:
        """What the name means in one country, remembered."""
        key = (asked.name, kind, with_buckets)
        answer = country.answers.get(key)
        if answer is None:
            answer = _remembered(country.answers, key)
            for hit, fit, how in _hits(country, asked.parsed, asked.full, self.entries):
                entry = self.entries[hit.organisation_id]
                if not is_expected(kind, entry, hit.kind) or (entry.kind in BUCKETS and not with_buckets):
                    continue
                if fit:
                    answer.add_sure(entry.id, how)
                else:
                    answer.add_other(entry.id, SCORES[how] - OTHER_KIND_PENALTY)
        return answer

    def _prefer_successors(self, found: Found) -> None:
        """Where an authority and the one that took over from it bear the same name, the living one is meant."""
        for id_ in [id_ for id_ in found.sure if self._successors.get(id_, set()) & found.sure.keys()]:
            del found.sure[id_]

    def _liken(self, asked: _Asked, found: Found, searched: tuple[str, ...], kind: str | None) -> None:
        """Names that are written nearly so. Never sure: a letter parts many communes from each other."""
        found.is_likened = True
        if not asked.parsed.bare or len(asked.parsed.bare) > LONGEST_NAME:
            return
        for country in filter(None, map(self._countries.get, searched)):
            found.add(self._likeness(country, asked, kind))

    def _likeness(self, country: _Country, asked: _Asked, kind: str | None) -> Found:
        """Those of one country, remembered."""
        answer = country.likenesses.get((asked.name, kind))
        if answer is None:
            answer = _remembered(country.likenesses, (asked.name, kind))
            for key, score in country.alike(asked.parsed):
                for hit in country.bare[key]:
                    entry = self.entries[hit.organisation_id]
                    fit = fits(asked.parsed.kind_hint, hit, entry)
                    if fit is not False and is_expected(kind, entry, hit.kind) and entry.kind not in BUCKETS:
                        answer.add_other(entry.id, min(score, SAME_NAME + LIKENESS_PENALTY - 1) - LIKENESS_PENALTY)
        return answer


def _remembered(answers: dict[Key, Found], key: Key) -> Found:
    """A new answer in its place."""
    _make_room(answers)
    return answers.setdefault(key, Found())


def _make_room(answers: dict[Key, Value]) -> None:
    """A table of answers does not grow without end."""
    if len(answers) >= MOST_REMEMBERED:
        answers.clear()


def build_index(
    *,
    aliases: Iterable[tuple[str, str, str]],
    entries: Iterable[tuple[Entry, bool]],
    names: Iterable[tuple[int, str, How]],
    successions: Iterable[tuple[int, int]],
) -> NameIndex:
    """An index of (country, alias key, name key), (organisation, is former), (id, other name, how) and
    (predecessor id, successor id), in this order because each may lean on those before it."""
    index = NameIndex()
    for country, alias_key, name_key in aliases:
        index.add_alias(country, alias_key, name_key)
    for entry, is_former in entries:
        index.add(entry, is_former=is_former)
    for organisation_id, name, how in names:
        index.add_name(organisation_id, name, how=how)
    for predecessor_id, successor_id in successions:
        index.add_succession(predecessor_id, successor_id)
    return index


def _hits(
    country: _Country, parsed: ParsedName, full: str, entries: Mapping[int, Entry]
) -> Iterator[tuple[Hit, bool, How]]:
    """The names that say the same, each with « fits surely » (else perhaps) and how. A whole name fits surely."""
    whole = country.whole.get(full) or country.whole.get(parsed.whole)
    if whole:
        yield from ((hit, True, hit.how) for hit in whole)
        return
    hits = []
    for key, hint in _cores(parsed):
        same = country.aliases.get(key, key)
        for hit in country.bare.get(same, ()):
            fit = fits(hint, hit, entries[hit.organisation_id])
            if fit is not None and not fit:
                continue
            how: How = "alias" if same != key else "prefix" if hit.how == "exact" else hit.how
            hits.append((hit, bool(fit), how))
    with_article = [found for found in hits if found[1] and found[0].key == parsed.key]
    yield from with_article or hits


def _cores(parsed: ParsedName) -> Iterator[tuple[str, str | None]]:
    """The keys to look under, each with the kind it implies: « Ville du Bois » is a name, or the commune Le Bois."""
    if not parsed.is_stripped:
        yield parsed.bare, parsed.kind_hint
        return
    says_intermunicipal = parsed.kind_hint in _INTERMUNICIPAL_HINTS
    yield bare_key(parsed.whole), INTERMUNICIPALITY if says_intermunicipal else None
    yield parsed.bare, parsed.kind_hint


def _kind_of_name(parsed: ParsedName, entry: Entry) -> str | None:
    """What a name says its bearer is: its own words, else the organisation's kind (abroad: its local kind)."""
    if entry.kind != Kind.FOREIGN_AUTHORITY:
        return parsed.kind_hint if parsed.is_stripped and parsed.kind_hint in Kind.values else entry.kind
    return parsed.kind_hint or (kind_word(entry.kind_local) if entry.kind_local else None)


def _code_key(entry: Entry) -> str:
    """Codes of départements and régions are short: they count only beside the word."""
    return f"{entry.kind}:{entry.code}" if entry.kind in (Kind.DEPARTMENT, Kind.REGION) else entry.code


def _code_in(name: str, parsed: ParsedName) -> str:
    """The code that a name is (« 38314 ») or holds (« Conseil général 38 »), as `_code_key` writes it; else ""."""
    if parsed.kind_hint == Kind.DEPARTMENT and _DEPARTMENT_CODE.fullmatch(parsed.key):
        return f"{Kind.DEPARTMENT}:{parsed.key.upper().zfill(2)}"
    text = name.strip()
    return text if _CODE.fullmatch(text) else ""
