"""How words are compared: the analyzers of the index, and the same folding for single words outside of it.

Accents fall before stemming: the other order loses words typed without accents (« ecole » and « école » would have
different stems). Elisions need no rule: the tokenizer cuts « d’assainissement » at either apostrophe and the French
stop words hold « d », « l », « n », « qu ». Not for matching organisations' names (atlas.organisations.names).
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tantivy import Filter, Index, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

STEMS = "stems"
WORDS = "words"
LONGEST = 60
"""Bytes: longer tokens are not words but pasted codes; they are not indexed."""

# French stop words with an accent are indexed as nothing, but people type them without: « a Bamako » must not ask
# for a word « a ». What the stop filter leaves out before folding is left out after folding too.
_FOLDED_STOP_WORDS = ["a", "meme", "etant", "etait", "etaient", "etais", "etions", "etiez", "etee", "etees", "eut"]


def _analyzer(*filters: Filter) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.simple()).filter(Filter.remove_long(LONGEST)).filter(Filter.lowercase())
    for one in filters:
        builder = builder.filter(one)
    return builder.build()


def stems_analyzer() -> TextAnalyzer:
    """Stems of meaningful words: what full-text matching compares."""
    return _analyzer(
        Filter.stopword("french"),
        Filter.ascii_fold(),
        Filter.custom_stopword(_FOLDED_STOP_WORDS),
        Filter.stemmer("french"),
    )


def words_analyzer() -> TextAnalyzer:
    """Whole words without accents: what beginnings and spellings are compared with."""
    return _analyzer(Filter.ascii_fold())


def register(index: Index) -> None:
    """Give an index its tokenizers: they are not stored with it and are missing after each open."""
    index.register_tokenizer(STEMS, stems_analyzer())
    index.register_tokenizer(WORDS, words_analyzer())


_stems = stems_analyzer()
_words = words_analyzer()


@dataclass(frozen=True)
class Token:
    """A word of a text: as written, its folded form, and its stem (null for a stop word)."""

    written: str
    folded: str
    stem: str | None


def tokens(text: str) -> list[Token]:
    """The words of `text` in order, stop words included."""
    composed = unicodedata.normalize("NFC", text)
    found = _words.pre_tokenize(composed).tokens
    written = [composed[one.char_offset_from : one.char_offset_to] for one in found]
    return [Token(word, one.text, stem(word)) for word, one in zip(written, found, strict=True)]


def folded_words(text: str) -> list[str]:
    """The words of `text` as `Token.folded` gives them, in a third of the time."""
    found: list[str] = _words.analyze(unicodedata.normalize("NFC", text))
    return found


@lru_cache(maxsize=65_536)
def stem(word: str) -> str | None:
    """The stem of one word as written, or None when it is a stop word, too long, or no word."""
    found = _stems.analyze(word)
    return found[0] if found else None


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """One word in lower case without accents; "" when it is too long or no word."""
    found = _words.analyze(word)
    return found[0] if found else ""
