"""A main theme that the title contradicts, or that only the title tells (D3.7). A keyword check: it only proposes."""

import re

from .reading import Reading
from .sheet import LegacySheet
from .text import fold
from .vocabulary import tokens_of

# Words of titles → the level-2 theme that they speak for. Only words that leave little doubt.
_ECO = "Economie durable"
_POL = "Politique, humanitaire et coopération transfrontalière"
_ENV = "Environnement, Climat et Energie"
_EDU = "Education, Social et Recherche"
_CUL = "Culture et Patrimoine"
_WORDS: tuple[tuple[str, tuple[str, str]], ...] = (
    (r"eau|eaux|assainissements?|latrines?|dechets?|hydrauliques?|forages?", (_ENV, "Eau et déchets")),
    (
        r"ecoles?|scolaires?|colleges?|lycees?|lyceens?|education|enseignement|enseignants?|formation professionnelle",
        (_EDU, "Education, emploi, formation professionnelle"),
    ),
    (r"sante|sanitaires?|hopital|hopitaux|hospitalier\w*|dispensaires?|maternites?", (_EDU, "Santé")),
    (r"touristiques?|tourisme|ecotourisme", (_ECO, "Attractivité des territoires")),
    (
        r"agricoles?|agriculture|agriculteurs|maraich\w+|elevage|irrigation|rural development",
        (_ECO, "Agriculture et développement rural"),
    ),
    (
        r"amenagement|planification|transports?|urbanisme|urbaine?s?|mobilite",
        (_ECO, "Aménagement du territoire et transports"),
    ),
    (r"numeriques?|informatiques?", (_ECO, "Technologies de l'information et de la communication")),
    (
        r"gouvernance|decentralisation|etat civil|appui institutionnel",
        (_POL, "Gouvernance locale et appui institutionnel"),
    ),
    (r"transfrontali\w+", (_POL, "Coopération transfrontalière")),
    (r"biodiversite", (_ENV, "Protection / Gestion de l'environnement / Biodiversité")),
    (r"francophonie|langue francaise", (_CUL, "Francophonie")),
    (r"patrimoine|patrimonial\w*", (_CUL, "Patrimoine")),
)
_ANY = re.compile("|".join(rf"(\b(?:{words})\b)" for words, _ in _WORDS))


def contradictions(reading: Reading, sheet: LegacySheet) -> None:
    """Propose the title's theme where the sheet has none; flag and propose where all its themes say something else."""
    spoken = _spoken_for(sheet.title or "")
    if not spoken or not reading.is_whole("theme_l3"):
        return
    if sheet.theme is not None:
        levels = {tokens_of(level) for level in _all_levels(sheet)}
        if any(tokens_of(path[0]) in levels for path in spoken):
            return
        detail = f"the title speaks for {' or '.join(path[1] for path in spoken)}"
        reading.findings.flag("theme_contradicted", "theme", detail)
    if len(spoken) == 1 and reading.vocabulary.knows_theme((*spoken[0], None)):
        reading.findings.propose(
            "theme",
            "theme_from_title",
            current=list(sheet.theme) if sheet.theme else None,
            proposed=[*spoken[0], None],
            reason="the words of the title",
        )


def _spoken_for(title: str) -> list[tuple[str, str]]:
    found = {match.lastindex for match in _ANY.finditer(fold(title[:2000]))}
    return [_WORDS[group - 1][1] for group in sorted(group for group in found if group)]


def _all_levels(sheet: LegacySheet) -> list[str]:
    paths = [sheet.theme or (None, None, None), *(theme.path for theme in sheet.other_themes)]
    return [level for path in paths for level in path if level]
