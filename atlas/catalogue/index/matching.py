"""From what people type to a query of the index, without a query language: no text can be a syntax error.

All words must match, in any order; quotes ask for the words side by side. A word matches in all its forms (stems). The
last word may be unfinished, and a word that is found hardly anywhere may be misspelt by one letter. Outside of quotes a
term of the field also finds what means the same (`synonyms`), and « projets » beside another word asks for nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA
from tantivy import Occur, Query

from atlas.catalogue.index.analysis import Token, fold, stem, tokens
from atlas.catalogue.index.reader import Snapshot
from atlas.catalogue.index.schema import schema
from atlas.catalogue.index.synonyms import Expansion, Filters, Stems, Term, expansions

SHORTEST_BEGINNING = 3
SHORTEST_MISSPELT = 4
SHORTEST_RARE_MISSPELT = 6
RARE = 2
"""A word in no sheet is tried with one letter wrong from 4 letters on; one in at most RARE sheets from 6 on: shorter
words have too many neighbours that are other words."""

_QUOTED = re.compile(r"[\"«»“”„]")
PREFERRED = {"title": 3.0, "names": 2.0}
"""Fields in which a match ranks higher than in the prose, and how much it weighs there."""

_BEGINNING_SCORE, _MISSPELT_SCORE = 0.5, 0.2
_SYNONYM_WEIGHT, _FILTER_SCORE = 0.8, 0.5
NOTHING = frozenset({"projet", "project"})
"""Stems of words that every sheet could bear: they ask for nothing beside a word that does."""


@dataclass(frozen=True)
class Marks:
    """Which words of a text matched: by stem, by beginning, by a spelling one letter away; as a phrase of stems."""

    stems: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    misspelt: tuple[str, ...] = ()
    phrases: tuple[Stems, ...] = ()

    def matches(self, word: str) -> bool:
        """True when `word`, as written in a text, is one of the matched words."""
        if stem(word) in self.stems:
            return True
        folded = fold(word)
        return folded.startswith(self.beginnings) or any(_is_near(folded, one) for one in self.misspelt)

    def matches_phrase(self, text: str) -> bool:
        """True when the meaningful words of `text` are one of the phrases."""
        return tuple(one.stem for one in tokens(text) if one.stem is not None) in self.phrases


@dataclass(frozen=True)
class Match:
    """A text as a query of the index. `unknown`: words (folded) that no sheet has in any form.

    `stems`: the same matches as the projects that have each of these stems; null when that would be others.
    """

    query: Query
    marks: Marks
    unknown: tuple[str, ...] = ()
    stems: Stems | None = None


@dataclass(frozen=True)
class _Clause:
    """One word that must match: the alternatives, and what of it ranks and marks."""

    alternatives: tuple[Query, ...]
    marks: Marks
    is_unknown: bool = False
    stem: str | None = None  # when it is the only alternative


def has_words(text: str) -> bool:
    """False for a text of punctuation only, or of words too long to be words."""
    return bool(tokens(text))


def match_text(text: str, snapshot: Snapshot) -> Match:
    """The query for a text that has words."""
    parts = _telling(list(_parts(text)))
    meaningful = {one.stem for words, _ in parts for one in words if one.stem is not None}
    if not meaningful:
        # Stop words only, such as « de la »: they are kept among whole words.
        common = [Query.term_query(schema(), "words", one.folded) for part, _ in parts for one in part]
        return Match(_all_of(common), Marks())
    clauses: list[_Clause] = []
    for index, (words, is_quoted) in enumerate(parts):
        is_last = index == len(parts) - 1 and not is_quoted
        clauses += [_phrase(words)] if is_quoted else _words(words, snapshot, is_last=is_last)
    required = [(Occur.Must, _any_of(clause.alternatives)) for clause in clauses]
    preferred = [(Occur.Should, query) for one in sorted(meaningful) for query in _preferred(one)]
    return Match(
        Query.boolean_query([*required, *preferred]),
        _joined(clause.marks for clause in clauses),
        tuple(clause.marks.misspelt[0] for clause in clauses if clause.is_unknown),
        _stems_of(clauses),
    )


def _stems_of(clauses: Sequence[_Clause]) -> Stems | None:
    stems = tuple(clause.stem for clause in clauses if clause.stem is not None)
    return stems if len(stems) == len(clauses) else None


def nearest_word(word: str, snapshot: Snapshot) -> str | None:
    """The most used word of the index within two letters of a folded word, trusting as many first letters as it can."""
    for trusted in (3, 2, 1):
        terms = dict(snapshot.searcher.terms_with_prefix("words", word[:trusted]))
        found = process.extract(word, list(terms), scorer=OSA.distance, score_cutoff=2, limit=20)
        near = [(distance, -terms[one], one) for one, distance, _ in found if one != word and terms[one] > 1]
        if near:
            return min(near)[2]
    return None


def _parts(text: str) -> Iterator[tuple[Sequence[Token], bool]]:
    """The text's runs of words, and whether each stood between quotes; an open quote reaches the end."""
    for index, part in enumerate(_QUOTED.split(text)):
        words = tokens(part)
        if words:
            yield words, index % 2 == 1 and any(word.stem for word in words)


def _telling(parts: list[tuple[Sequence[Token], bool]]) -> list[tuple[Sequence[Token], bool]]:
    """The runs without the words that ask for nothing, unless nothing else is asked for; what is quoted stays."""
    left = [
        (words if is_quoted else [one for one in words if one.stem not in NOTHING], is_quoted)
        for words, is_quoted in parts
    ]
    return [part for part in left if part[0]] if any(one.stem for words, _ in left for one in words) else parts


def _words(words: Sequence[Token], snapshot: Snapshot, *, is_last: bool) -> list[_Clause]:
    """A clause for each known term and for each other word that means something."""
    clauses: list[_Clause] = []
    done = 0
    for one in (*expansions(words), None):
        first = one.first if one else len(words)
        clauses += (
            _word(token, token.stem, snapshot, is_last=is_last and place == len(words) - 1)
            for place, token in enumerate(words[done:first], start=done)
            if token.stem is not None
        )
        if one:
            clauses.append(_term(words[one.first : one.last], one))
            done = one.last
    return clauses


def _term(words: Sequence[Token], found: Expansion) -> _Clause:
    """The words of a known term, all of them in any order, or one of the others that mean the same."""
    stems = [one.stem for one in words if one.stem is not None]
    own = _all_of(Query.term_query(schema(), "stems", one, index_option="freq") for one in stems)
    terms = found.meaning.others
    others = [Query.boost_query(_side_by_side(term), _SYNONYM_WEIGHT) for term in terms]
    filtered = [Query.const_score_query(_filtered(values), _FILTER_SCORE) for values in found.meaning.filters]
    single = {term.stems[0] for term in terms if len(term.stems) == 1}
    phrases = tuple(term.stems for term in terms if len(term.stems) > 1)
    return _Clause((own, *others, *filtered), Marks(frozenset({*stems, *single}), phrases=phrases))


def _filtered(values: Filters) -> Query:
    return _all_of(Query.term_query(schema(), "filters", one) for one in values)


def _side_by_side(term: Term) -> Query:
    if len(term.placed) == 1:
        return Query.term_query(schema(), "stems", term.stems[0], index_option="freq")
    return Query.phrase_query(schema(), "stems", list(term.placed))


def _word(token: Token, stem_: str, snapshot: Snapshot, *, is_last: bool) -> _Clause:
    alternatives = [Query.term_query(schema(), "stems", stem_, index_option="freq")]
    beginnings: tuple[str, ...] = ()
    misspelt: tuple[str, ...] = ()
    found = _frequency(stem_, snapshot)
    if is_last and len(token.folded) >= SHORTEST_BEGINNING and found <= max(5, snapshot.size // 200):
        longer = snapshot.searcher.terms_with_prefix("words", token.folded, limit=1)
        if longer:
            beginnings = (token.folded,)
            # The word is letters and digits only: nothing in it is a sign of a regular expression.
            query = Query.regex_query(schema(), "words", f"{token.folded}.*")
            alternatives.append(Query.const_score_query(query, _BEGINNING_SCORE))
            found += longer[0][1]
    if found <= RARE and len(token.folded) >= (SHORTEST_RARE_MISSPELT if found else SHORTEST_MISSPELT):
        misspelt = (token.folded,)
        alternatives.append(Query.const_score_query(_any_of(_near(token.folded, stem_)), _MISSPELT_SCORE))
    marks = Marks(frozenset({stem_}), beginnings, misspelt)
    is_unknown = bool(misspelt) and not _exists(alternatives[-1], snapshot)
    return _Clause(tuple(alternatives), marks, is_unknown, stem_ if len(alternatives) == 1 else None)


def _near(folded: str, stem_: str) -> list[Query]:
    """Words one letter away, whole or without their ending: one wrong letter may meet a plural."""
    fields = [("words", folded), *([("stems", stem_)] if len(stem_) > SHORTEST_MISSPELT else [])]
    return [Query.fuzzy_term_query(schema(), field, word, distance=1) for field, word in fields]


def _is_near(folded: str, misspelt: str) -> bool:
    """The same as `_near`, for one word of a text."""
    if OSA.distance(folded, misspelt, score_cutoff=1) <= 1:
        return True
    one, other = stem(folded), stem(misspelt)
    if one is None or other is None or len(other) <= SHORTEST_MISSPELT:
        return False
    return OSA.distance(one, other, score_cutoff=1) <= 1


def _phrase(words: Sequence[Token]) -> _Clause:
    """Words side by side, in this order; any stop words may stand where the text has some."""
    placed = [(place, one.stem) for place, one in enumerate(words) if one.stem is not None]
    marks = Marks(frozenset(one for _, one in placed))
    if len(placed) == 1:
        one = placed[0][1]
        return _Clause((Query.term_query(schema(), "stems", one, index_option="freq"),), marks, stem=one)
    first = placed[0][0]
    return _Clause((Query.phrase_query(schema(), "stems", [(place - first, one) for place, one in placed]),), marks)


def _preferred(stem_: str) -> Iterator[Query]:
    """Matches in the title, then in names, rank higher than in the prose."""
    for field, weight in PREFERRED.items():
        yield Query.boost_query(Query.term_query(schema(), field, stem_, index_option="freq"), weight)


def _all_of(queries: Iterable[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _any_of(queries: Sequence[Query]) -> Query:
    return queries[0] if len(queries) == 1 else Query.boolean_query([(Occur.Should, query) for query in queries])


def _joined(marks: Iterable[Marks]) -> Marks:
    every = list(marks)
    return Marks(
        frozenset().union(*(one.stems for one in every)),
        tuple(word for one in every for word in one.beginnings),
        tuple(word for one in every for word in one.misspelt),
        tuple(phrase for one in every for phrase in one.phrases),
    )


def _frequency(stem_: str, snapshot: Snapshot) -> int:
    return int(snapshot.searcher.doc_freq("stems", stem_))


def _exists(query: Query, snapshot: Snapshot) -> bool:
    return bool(snapshot.searcher.search(query, 1, count=False).hits)
