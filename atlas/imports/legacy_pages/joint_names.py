"""Names in free text and merged funders (D3.7): one field that holds several parties, tables poorer than the text.

Only proposals, but for a merged funder whose cut end the sheet itself completes. Names are kept as declared.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from .reading import Reading
from .sheet import LegacyFunding, LegacySheet
from .text import fold

_KINDS = (
    r"villes?|communes?|communautes?|mairies?|conseils?|departements?|regions?|districts?|cercles?|metropoles?"
    r"|agglomerations?|municipalites?|gouvernorats?|provinces?|syndicats?|associations?|comites?"
)
_AND = re.compile(rf"\s+et\s+(?=(?:(?:la|le|les)\s+|l['’])?(?:{_KINDS})\b)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:(?:et\s+)?(?:la|le|les)\s+|l['’]\s?)(?=\S)", re.IGNORECASE)
_OUTSIDE = re.compile(r"[,;\n](?![^(]{0,200}\))")
_AUTHORITY = re.compile(
    r"^(?:la |le |l')?(?:communes?|villes?|mairies?|communautes?|departements?"
    r"|conseil (?:general|departemental|regional)|regions?|metropole|agglomeration|syndicat|district|cercle)\b"
)
# Prefixes that two spellings of one authority differ by (D5.1).
_PREFIX = re.compile(
    r"^(?:la |le |l')?(?:ville|mairie|commune(?: rurale| urbaine)?|municipalite"
    r"|conseil (?:regional|general|departemental)|region|departement)s?(?: de la| de l'| des| du| de| d'|(?= ))\s*"
)
_MAX_TEXT = 4000
_MIN_CUT = 10


def rebuilt_funders(reading: Reading, sheet: LegacySheet) -> tuple[LegacyFunding, ...]:
    """Funding lines, where a funder that is the beginning of « field 26, field 27 » is given its end back (D3.7)."""
    france, abroad = sheet.other_partners_france, sheet.other_partners_abroad
    if not france or not abroad or not sheet.funding_lines:
        return sheet.funding_lines
    merged = f"{france}, {abroad}"
    whole = fold(merged)
    found = {
        line.funder: merged
        for line in sheet.funding_lines
        if len(fold(line.funder)) > len(fold(france)) + 1 and whole.startswith(fold(line.funder))
    }
    for before in found:
        if fold(before) != whole:
            reading.findings.repair("funding_lines", "merged_funder_rebuilt", before, merged)
        reason = "two partners of the sheet were joined into one funder"
        reading.findings.propose(
            "funding_lines", "funders_split", current=merged, proposed=[france, abroad], reason=reason
        )
    if not found:
        return sheet.funding_lines
    return tuple(replace(line, funder=found.get(line.funder, line.funder)) for line in sheet.funding_lines)


def inspect_parties(reading: Reading, sheet: LegacySheet) -> None:
    listed = [*(partner.name for partner in sheet.foreign_partners), *sheet.french_authorities]
    for field in ("implementers", "owners", "other_partners_france", "other_partners_abroad"):
        names = split_parties(reading, getattr(sheet, field), listed)
        if len(names) > 1:
            reason = "several parties in one field"
            reading.findings.propose(
                field, "parties_split", current=getattr(sheet, field), proposed=names, reason=reason
            )
    _split_funders(reading, sheet, listed)
    if reading.is_whole("french_authorities"):
        _missing_parties(reading, sheet, listed)


def split_parties(reading: Reading, text: str | None, listed: Sequence[str]) -> list[str]:
    """The names in a free text, articles dropped. A name that is known as one is never split."""
    if not text or len(text) > _MAX_TEXT:
        return []
    if not any(mark in text for mark in (",", ";", "\n", " et ")):
        return [text]
    single = {fold(name) for name in listed}

    def is_one(name: str) -> bool:
        return fold(name) in single or reading.is_known_name(name)

    if is_one(text):
        return [text]
    parts = [part.strip(" .") for part in _OUTSIDE.split(text)]
    names = [name for part in parts if part for name in ([part] if is_one(part) else _AND.split(part))]
    return [_ARTICLE.sub("", name.strip()) for name in names if name.strip()]


def _split_funders(reading: Reading, sheet: LegacySheet, listed: Sequence[str]) -> None:
    proposed = {
        tuple(p.proposed)
        for p in reading.findings.proposals
        if isinstance(p.proposed, list) and p.rule == "funders_split"
    }
    for funder in dict.fromkeys(line.funder for line in sheet.funding_lines if not line.kind and line.year):
        names = split_parties(reading, funder, listed)
        if len(names) > 1 and tuple(names) not in proposed:
            reason = "several funders in one name"
            reading.findings.propose("funding_lines", "funders_split", current=funder, proposed=names, reason=reason)


def _missing_parties(reading: Reading, sheet: LegacySheet, listed: Sequence[str]) -> None:
    """Names among owners and funders that the tables of partners do not have (A: one French authority, seven named)."""
    known = {_match_key(name) for name in listed}
    _propose_missing(reading, known, "owners", split_parties(reading, sheet.owners, listed), listed)
    funders = [
        name
        for funder in dict.fromkeys(line.funder for line in sheet.funding_lines if not line.kind and line.year)
        for name in split_parties(reading, funder, listed)
        if _AUTHORITY.match(fold(name))
    ]
    _propose_missing(reading, known, "funding_lines", funders, listed)


def _propose_missing(
    reading: Reading, known: set[str], source: str, names: Iterable[str], listed: Sequence[str]
) -> None:
    missing = [name for name in dict.fromkeys(names) if len(name) < 200 and _match_key(name) not in known]
    if missing:
        known |= {_match_key(name) for name in missing}
        reason = f"named in {source}, not in the tables of partners"
        reading.findings.propose("parties", "parties_to_add", current=list(listed), proposed=missing, reason=reason)


@lru_cache(maxsize=4096)
def _match_key(name: str) -> str:
    """The name without the prefixes that spellings differ by, case and accents."""
    folded = fold(name).replace("-", " ")
    return _PREFIX.sub("", folded) or folded
