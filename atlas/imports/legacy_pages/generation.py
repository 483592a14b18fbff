"""Which label generation a page shows (D3.1). Only told, never used to read: every spelling is accepted everywhere."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .labels import CONTEXT_G4, SIGNATURE_G4
from .locate import Section
from .text import Page

_BREADCRUMBS = (
    (re.compile(r"Accueil ?> ?Atlas et Bourse partenariats ?> ?Détail projet"), "G1"),
    (re.compile(r"Accueil ?> ?Atlas ?> ?Détail projet"), "G2"),
    (re.compile(r"\?\?\?menu\.atlas\."), "G3"),
)


def generation_of(page: Page, sections: Sequence[Section]) -> str | None:
    """G1 to G4, X, or None when nothing on the page tells."""
    keys = page.keys
    labels = [keys[section.line] for section in sections]
    if SIGNATURE_G4 in labels or CONTEXT_G4 in labels:
        return "G4"
    top = " ".join(keys[: sections[0].line])[:5000]
    for breadcrumb, generation in _BREADCRUMBS:
        if breadcrumb.search(top):
            return generation
    if _is_piped(page, sections):
        return "X"
    return _by_spelling(keys, labels)


def _is_piped(page: Page, sections: Sequence[Section]) -> bool:
    """Without breadcrumb: tables with pipes, pagination on lines of its own, or an address below « Courriel : »."""
    if page.is_markup:
        return False
    for section in sections:
        around = page.keys[section.line : section.start + 2]
        if section.kind == "table" and any("|" in line for line in around):
            return True
    top = page.keys[: sections[0].line]
    return "<<" in page.keys or any(
        line == "Courriel :" and ("[at]" in below or "@" in below) for line, below in pairwise(top)
    )


def _by_spelling(keys: Sequence[str], labels: Sequence[str]) -> str | None:
    """A page that lost its breadcrumb: G1 says « projet », G2 and G3 differ by their pagination and icons."""
    if any(label in {"Le projet est", "Date de fin du projet"} for label in labels):
        return "G1"
    if any(line.startswith("<< <") and "pagination." in line for line in keys):
        return "G3"
    if any(line.startswith("<< <") for line in keys):
        return "G2"
    if any(line.endswith("commun.ico.loupe.alter") for line in keys):
        return "G3"
    return "G2" if any(line.endswith("Icone d'une loupe") for line in keys) else None
