"""Reading a declared name: what kind it says (D5.1), what is left of it, and where one field names several parties.

Pure text work. It decides nothing about which organisation is meant: that is `matching`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from atlas.reference.kinds import Kind
from atlas.reference.match import match_key

INTERMUNICIPALITY = "intermunicipality"
"""Hint of a name that says « intercommunal » without saying which kind (« Agglomération de X »)."""

COLLECTIVITY = "collectivity"
"""Hint of « Collectivité territoriale de X »: a single or overseas collectivity, or Alsace."""

COMMUNE_HINTS = frozenset({Kind.COMMUNE.value, "commune_rurale", "commune_urbaine"})

_ARTICLES = frozenset({"le", "la", "les", "l"})


@dataclass(frozen=True, slots=True)
class ParsedName:
    """A declared name taken apart.

    `kind_hint`: a `Kind` value, `intermunicipality`, `collectivity` or a local word (`cercle`, `province`…), or none.
    `core`: the name without its kind, a commune's article restored (« Ville du Havre » → « Le Havre »); `key`: its
    match key. `whole`: the match key of the declared name, kind included. Both are without the closing bracket, which
    is `qualifier` (« Valence (26) » → « 26 »). `is_stripped`: a kind was taken off: `core` is not the declared name.
    """

    kind_hint: str | None
    core: str
    key: str
    whole: str
    qualifier: str = ""
    is_stripped: bool = False

    @property
    def bare(self) -> str:
        """`key` without its leading article: « Le Grésivaudan » and « Grésivaudan » meet there."""
        return bare_key(self.key)


def bare_key(key: str) -> str:
    """A match key without its leading article, unless nothing else would be left."""
    first, _, rest = key.partition(" ")
    return rest if rest and first in _ARTICLES else key


# First words that say a kind and are taken off. « Ville » and its like need « de » behind them: « Ville-en-Tardenois ».
_PREFIXES: dict[str, str] = {
    "ville": Kind.COMMUNE,
    "commune": Kind.COMMUNE,
    "commune nouvelle": Kind.COMMUNE,
    "mairie": Kind.COMMUNE,
    "municipalite": Kind.COMMUNE,
    "conseil municipal": Kind.COMMUNE,
    "commune rurale": "commune_rurale",
    "commune urbaine": "commune_urbaine",
    "communaute rurale": "communaute_rurale",
    "conseil regional": Kind.REGION,
    "assemblee regionale": Kind.REGION,
    "region": Kind.REGION,
    "conseil general": Kind.DEPARTMENT,
    "conseil departemental": Kind.DEPARTMENT,
    "departement": Kind.DEPARTMENT,
    "cg": Kind.DEPARTMENT,
    "cd": Kind.DEPARTMENT,
    "communaute de communes": Kind.CC,
    "communaute des communes": Kind.CC,
    "communautes de communes": Kind.CC,
    "cc": Kind.CC,
    "communaute d agglomeration": Kind.CA,
    "communaute agglomeration": Kind.CA,
    "communaute d agglo": Kind.CA,
    "ca": Kind.CA,
    "communaute urbaine": Kind.CU,
    "cu": Kind.CU,
    "metropole": Kind.METROPOLE,
    "metropole europeenne": Kind.METROPOLE,
    "eurometropole": Kind.METROPOLE,
    "etablissement public territorial": Kind.EPT,
    "ept": Kind.EPT,
    "agglomeration": INTERMUNICIPALITY,
    "communaute": INTERMUNICIPALITY,
    "collectivite territoriale": COLLECTIVITY,
    "collectivite": COLLECTIVITY,
    "conseil de cercle": "cercle",
    "cercle": "cercle",
    "conseil provincial": "province",
    "province": "province",
    "district": "district",
    "gouvernorat": "gouvernorat",
    "prefecture": "prefecture",
    "wilaya": "wilaya",
    "woreda": "woreda",
    "etat": "etat_federe",
    "land": "land",
    "comte": "comte",
    "canton": "canton",
    "voivodie": "voivodie",
    "oblast": "oblast",
    "arrondissement": "arrondissement",
    "conseil de village": "village",
    "village": "village",
    "camp": "camp",
}
_NEED_LINK = COMMUNE_HINTS | {INTERMUNICIPALITY, COLLECTIVITY, "village", "camp", "arrondissement", "etat_federe"}
_ABBREVIATIONS = frozenset({"cg", "cd", "cc", "ca", "cu", "ept"})

# First words that say a kind and belong to the name: a syndicat or an association is its whole name.
_WHOLE: dict[str, str] = {
    "syndicat": Kind.SYNDICATE,
    "sivom": Kind.SYNDICATE,
    "sivu": Kind.SYNDICATE,
    "parc naturel regional": Kind.OTHER_GROUPING,
    "pnr": Kind.OTHER_GROUPING,
    "agence de l eau": Kind.WATER_AGENCY,
    "association": Kind.ASSOCIATION,
    "comite de jumelage": Kind.ASSOCIATION,
    "ong": Kind.ASSOCIATION,
    "comite d entreprise": Kind.WORKS_COMMITTEE,
    "comite d action associative": Kind.WORKS_COMMITTEE,
    "fondation": Kind.FOUNDATION,
    "universite": Kind.UNIVERSITY,
    "hopital": Kind.HOSPITAL,
    "centre hospitalier": Kind.HOSPITAL,
    "chu": Kind.HOSPITAL,
    "gip": Kind.GIP,
    "groupement d interet public": Kind.GIP,
    "ministere": Kind.STATE,
    "societe": Kind.COMPANY,
    "entreprise": Kind.COMPANY,
}

# Last words that say a kind: « Brest Métropole » loses it, « Roannais Agglomération » keeps it.
_SUFFIXES: dict[str, tuple[str, bool]] = {
    "metropole": (Kind.METROPOLE, True),
    "agglomeration": (INTERMUNICIPALITY, False),
    "agglo": (INTERMUNICIPALITY, False),
    "communaute": (INTERMUNICIPALITY, False),
}


def kind_word(text: str) -> str | None:
    """The kind that a local word means: « Commune urbaine » → commune_urbaine; else the word's own key."""
    key = match_key(text)
    return str(_PREFIXES.get(key, key)) or None


def _by_first_word(table: dict[str, str]) -> dict[str, list[tuple[list[str], str]]]:
    """Word sequences by first word, the longest first, so that the most precise kind wins."""
    grouped: dict[str, list[tuple[list[str], str]]] = {}
    for text in sorted(table, key=len, reverse=True):
        words = text.split()
        grouped.setdefault(words[0], []).append((words, str(table[text])))
    return grouped


_PREFIX_RULES = _by_first_word(_PREFIXES)
_WHOLE_RULES = _by_first_word(_WHOLE)
_BRACKET = re.compile(r"^(?P<name>.*\S)\s*\((?P<inside>[^()]*)\)\s*$", re.DOTALL)
_NUMBERED = re.compile(r"^(C[GD])(?=\d)")
_WORD = re.compile(r"\w+")
_SPELLED_OUT = {"st": "saint", "ste": "sainte"}


def parse_name(text: str) -> ParsedName:
    """Take a declared name apart. Any text gives a result; a name without kind words is its own core."""
    name = _NUMBERED.sub(r"\1 ", " ".join(text.split()))
    bracket = _BRACKET.match(name)
    qualifier = bracket["inside"].strip() if bracket else ""
    if bracket:
        name = bracket["name"]
    words = [_SPELLED_OUT.get(word, word) for word in match_key(name).split()]
    return (
        _without_prefix(name, words, qualifier)
        or _with_whole_kind(name, words, qualifier)
        or _with_suffix(name, words, qualifier)
        or _plain(None, name, words, qualifier)
    )


def _plain(hint: str | None, name: str, words: list[str], qualifier: str) -> ParsedName:
    key = " ".join(words)
    return ParsedName(hint, name, key, key, qualifier)


def _leading_rule(words: list[str], rules: dict[str, list[tuple[list[str], str]]]) -> tuple[int, str] | None:
    """How many leading words say a kind, and which; a leading article (« la Ville de X ») is let pass."""
    start = 1 if len(words) > 1 and words[0] in _ARTICLES else 0
    for sequence, hint in rules.get(words[start] if words else "", ()):
        end = start + len(sequence)
        if words[start:end] == sequence:
            return end, hint
    return None


def _without_prefix(name: str, words: list[str], qualifier: str) -> ParsedName | None:
    """« Conseil régional de Bretagne » → region, « Bretagne »; None when no kind stands in front."""
    rule = _leading_rule(words, _PREFIX_RULES)
    if rule is None:
        return None
    end, hint = rule
    article, linked = _link(words[end:])
    rest = end + linked
    if rest >= len(words) or (hint in _NEED_LINK and not linked):
        return None
    if words[end - 1] in _ABBREVIATIONS and not _stands_in_capitals(name, end - 1):
        return None
    if hint not in COMMUNE_HINTS:
        article = ""
    core = article + _tail(name, words, rest)
    key = " ".join([*re.findall(r"\w+", article.lower()), *words[rest:]])
    return ParsedName(hint, core, key, " ".join(words), qualifier, is_stripped=True)


def _link(words: list[str]) -> tuple[str, int]:
    """The article that linking words hide and their number: « du » → « Le », « de la » → « La », « d' » → none."""
    match words[:2]:
        case ["du", *_]:
            return "Le ", 1
        case ["des", *_]:
            return "Les ", 1
        case ["de", "la"]:
            return "La ", 2
        case ["de", "l"]:
            return "L'", 2
        case ["de" | "d", *_]:
            return "", 1
        case _:
            return "", 0


def _with_whole_kind(name: str, words: list[str], qualifier: str) -> ParsedName | None:
    """« Syndicat des eaux d'Île-de-France » → syndicate, the whole name."""
    rule = _leading_rule(words, _WHOLE_RULES)
    return _plain(rule[1], name, words, qualifier) if rule else None


def _with_suffix(name: str, words: list[str], qualifier: str) -> ParsedName | None:
    """« Brest Métropole » → metropole, « Brest »; « Roannais Agglomération » → intermunicipality, the whole name."""
    if len(words) < 2 or words[-1] not in _SUFFIXES:
        return None
    kind, is_taken_off = _SUFFIXES[words[-1]]
    hint = str(kind)
    if not is_taken_off:
        return _plain(hint, name, words, qualifier)
    core = re.sub(r"[\s-]*\w+\W*$", "", name)
    return ParsedName(hint, core, " ".join(words[:-1]), " ".join(words), qualifier, is_stripped=True)


def _tail(name: str, words: list[str], start: int) -> str:
    """The part of `name` that begins with its word number `start`, as written when words can be told apart."""
    spans = [found.start() for found in _WORD.finditer(name)]
    return name[spans[start] :] if len(spans) == len(words) else " ".join(words[start:])


def _stands_in_capitals(name: str, index: int) -> bool:
    """« CA » is an abbreviation, « ca » may be a word."""
    found = _WORD.findall(name)
    return index < len(found) and found[index].isupper()


LONGEST_LIST = 2_000
"""Characters. A longer text is prose, not a list of parties."""
_SEPARATORS = re.compile(r"\s*[;\n]\s*|\s*,\s+(?![^()]*\))")
_AND = re.compile(r"\s+(?:et|ainsi que)\s+(?![^()]*\))", re.IGNORECASE)


def split_parties(text: str, is_known_name: Callable[[str], bool]) -> tuple[str, ...]:
    """The parties named in one field, in order (D3.7: commas, « X et la Ville d'Y »).

    `is_known_name` protects names that hold a comma or « et » themselves. An « et » parts two names only when what
    follows says its kind (« et la Ville d'Évry ») or when both sides are known.
    """
    whole = " ".join(text.split(" ")).strip(" ,;\n")
    if not whole:
        return ()
    if len(whole) > LONGEST_LIST or is_known_name(whole):
        return (whole,)
    pieces = _join_known([piece for piece in _SEPARATORS.split(whole) if piece.strip()], is_known_name)
    return tuple(part for piece in pieces for part in _split_and(piece, is_known_name))


def _join_known(pieces: list[str], is_known_name: Callable[[str], bool]) -> list[str]:
    """Pieces between commas, those that make one known name together put back: the longest first."""
    joined: list[str] = []
    start = 0
    while start < len(pieces):
        ends = range(min(len(pieces), start + 4), start + 1, -1)
        end = next((end for end in ends if is_known_name(", ".join(pieces[start:end]))), start + 1)
        joined.append(", ".join(pieces[start:end]))
        start = end
    return joined


def _split_and(piece: str, is_known_name: Callable[[str], bool]) -> list[str]:
    """One piece parted at the « et » that stand between two names."""
    if is_known_name(piece):
        return [piece]
    for found in _AND.finditer(piece):
        left, right = piece[: found.start()].strip(), _without_article(piece[found.end() :].strip())
        if _says_its_kind(right) or (is_known_name(left) and is_known_name(right)):
            return [*_split_and(left, is_known_name), *_split_and(right, is_known_name)]
    return [piece]


def _says_its_kind(text: str) -> bool:
    words = match_key(text).split()
    rule = _leading_rule(words, _PREFIX_RULES) or _leading_rule(words, _WHOLE_RULES)
    return rule is not None and rule[0] < len(words)


def _without_article(text: str) -> str:
    """« la Ville d'Évry » → « Ville d'Évry »; « La Rochelle » stays."""
    stripped = re.sub(r"^(?:l[ae]s?\s+|l['’]\s*)", "", text)
    return stripped if stripped != text and _says_its_kind(stripped) else text
