"""The small parts of a sheet: persons, e-mail addresses, posts, years, dates, states (D3.6). Text in, values out."""

import re
from datetime import date
from decimal import Decimal

from rapidfuzz.distance import OSA

from .text import fold

STATUSES = {
    "en cours": "ongoing",
    "termine": "completed",
    "terminee": "completed",
    "en sommeil": "dormant",
}
FORMS = {"projet de cooperation decentralisee": "project"}
FIRST_YEAR = 1945

_YEAR = re.compile(r"^[0-9]{4}$")
_DATE = re.compile(r"^([0-9]{2})/([0-9]{2})/([0-9]{4})$")
_NUMBER = re.compile(r"^[0-9]{1,12}(?:[.,][0-9]{1,2})?$")
_CIVILITIES = frozenset(
    {"m.", "mr", "mr.", "mme", "mme.", "mlle", "mlle.", "dr", "dr.", "pr", "pr.", "monsieur", "madame"}
)
_AT = re.compile(r"\s?(?:\[\s?(?:at|arobase|à)\s?\]|\(\s?(?:at|arobase)\s?\)|@)\s?", re.IGNORECASE)
_ADDRESS = re.compile(r"^[^\s@<>,;]{1,100}@[^\s@<>,;]{1,100}$")
_PLACE = re.compile(r"\s(à|a|au|aux)\s+(\S.*)$", re.IGNORECASE)
_OFFICIAL_DOMAIN = "diplomatie.gouv.fr"
_OFFICIAL = re.compile(
    r"(?:^|\.)(?:gouv\.fr|ambafrance[\w-]*\.\w+|consulfrance[\w-]*\.\w+|institut-?francais[\w-]*\.[\w.]+|ifrancais\.\w+)$"
    r"|^(?:ambafrance|consulfrance|institut-?francais)"
)


def is_upper(token: str) -> bool:
    """Whether a token is written in capitals: « N'DIAYE », « J.-P. », « DE »; digits and signs alone are not."""
    return token.isupper()


def split_first_last(name: str) -> tuple[str | None, str | None, bool]:
    """(first name, last name, is it certain) of « Prénom NOM »: the trailing capitals are the last name (D3.6).

    Several words all in capitals are a last name by that rule; without capitals the last word is the best guess: both
    are not certain.
    """
    tokens = [token for token in name.split() if token.casefold() not in _CIVILITIES]
    first_upper = len(tokens)
    while first_upper and is_upper(tokens[first_upper - 1]):
        first_upper -= 1
    if not tokens:
        return None, None, True
    is_certain = 0 < first_upper < len(tokens) or (first_upper == 0 and len(tokens) == 1)
    if first_upper == len(tokens):
        first_upper -= 1
    return " ".join(tokens[:first_upper]) or None, " ".join(tokens[first_upper:]), is_certain


# Folded words that say what somebody does, whole and by their beginning. Short ones begin first names: Drissa, Vicente.
_FUNCTIONS = frozenset(
    (
        *("maire", "mairesse", "adjoint", "adjointe", "1er", "1ere", "2e", "2eme", "3e", "3eme", "second", "seconde"),
        *("sg", "dg", "dr", "elu", "elue", "charge", "chargee", "point", "vice", "cadre", "chef", "cheffe"),
        *("agent", "agente", "membre"),
    )
)
_FUNCTION_STARTS = (
    *(
        "premier",
        "deuxieme",
        "troisieme",
        "maire-",
        "bourgmestre",
        "president",
        "vice-pres",
        "secretaire",
        "responsable",
    ),
    *("directeur", "directrice", "conseiller", "coordinat", "coordonnat", "gouverneur", "prefet", "sous-prefet"),
    *("delegue", "technicien", "ingenieur", "professeur", "enseignant", "animateur", "animatrice", "gestionnaire"),
    *("administrat", "comptable", "tresorier", "assistant", "representant", "attache", "referent", "correspondant"),
    *("expert", "consultant", "fondateur", "fondatrice", "recteur", "medecin", "depute", "senateur", "ministre"),
    *("ambassadeur", "ambassadrice", "employe"),
)


def email(text: str) -> str | None:
    """The first address in a text, with a real @; None when there is none."""
    unmasked = _AT.sub("@", text.replace("mailto:", ""))
    for token in re.split(r"[\s,;<>]+", unmasked):
        address = token.strip(".()[]\"'")
        if _ADDRESS.match(address):
            return address
    return None


def has_email(text: str) -> bool:
    return "@" in text or "[at]" in text.casefold()


def is_official(address: str) -> bool:
    """Whether an address belongs to the State's network abroad: the ministry, embassies, consulates, institutes."""
    return _OFFICIAL.search(_domain(address)) is not None


def mended_domain(address: str) -> str | None:
    """The address with the ministry's domain when its own is at most two typing errors away from it (D3.7)."""
    domain = _domain(address)
    if domain == _OFFICIAL_DOMAIN or OSA.distance(domain, _OFFICIAL_DOMAIN, score_cutoff=2) > 2:
        return None
    return address[: -len(domain)] + _OFFICIAL_DOMAIN


def _domain(address: str) -> str:
    return address.rpartition("@")[2].casefold()


def post_kind(name: str) -> str:
    return "consulate_general" if fold(name).startswith("consul") else "embassy"


def post_city(name: str) -> str | None:
    """What follows « à », « A » (« Le Caire » for « au Caire »); None when the name tells no city."""
    if not (found := _PLACE.search(name)):
        return None
    article = {"au": "Le ", "aux": "Les "}.get(found[1].casefold(), "")
    return article + found[2].strip()


def year(text: str) -> int | None:
    """Four digits, or None."""
    return int(text) if _YEAR.match(text) else None


def is_plausible_year(value: int, today: date) -> bool:
    return FIRST_YEAR <= value <= today.year + 10


def end_date(text: str) -> date | None:
    """dd/mm/yyyy, day first; None when it is something else or no day of the calendar."""
    if not (found := _DATE.match(text)):
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def number(token: str) -> Decimal | None:
    """A number as the old tables print it: no thousands separator, comma or point, at most two decimals."""
    return Decimal(token.replace(",", ".")) if _NUMBER.match(token) else None


def amount(text: str) -> Decimal | None:
    """Like ``number`` for a cell of its own, where blanks between thousands and a euro sign cannot mislead."""
    plain = re.sub(r"\s|€|euros?$|eur$", "", text.strip(), flags=re.IGNORECASE)
    return number(plain)


def function_alone(text: str) -> str:
    """A function from the word on that says one; '' without any. Before it stand further first names."""
    words = text.split()
    folded = (fold(word).strip(".,()") for word in words)
    starts = (i for i, word in enumerate(folded) if word in _FUNCTIONS or word.startswith(_FUNCTION_STARTS))
    first = next(starts, None)
    return "" if first is None else " ".join(words[first:])
