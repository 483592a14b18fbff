"""The labels of a sheet, in their fixed order, with every spelling of every generation (D3.1, D3.2).

A label is a whole line equal to one of ``SPELLINGS`` once both went through ``text.key``. The generation of a page does
not choose the spellings: each is accepted everywhere. Which of several equal lines is the label is ``locate``'s work.
"""

import re
from dataclasses import dataclass
from itertools import product
from typing import Literal

from .text import key

Kind = Literal["line", "prose", "table", "heading", "sentence", "footer"]


@dataclass(frozen=True)
class Label:
    """``mandatory``: of the spine of D3.5, on every page even when its value is empty."""

    field: str
    kind: Kind
    mandatory: bool
    spellings: tuple[str, ...]
    negative: tuple[str, ...] = ()


# {of} is open between « du » and « de », {p} between « partenariat » and « projet » (D3.5).
LABELS: tuple[Label, ...] = (
    Label("title", "line", True, ("Titre",)),
    Label(
        "first_convention_year",
        "line",
        False,
        (
            "Année de première signature de la convention",
            "Année de signature de la convention ou de la lettre d'intention",
        ),
    ),
    Label("theme_l1", "line", True, ("Thématique d'intervention",)),
    Label("theme_l2", "line", True, ("Sous-thématique d'intervention",)),
    Label("theme_l3", "line", True, ("Sous-sous-thématique d'intervention",)),
    Label("other_themes", "table", True, ("Autres thématiques mises en œuvre pour le {p}",)),
    Label("start_year", "line", True, ("Année de début {of} {p}",)),
    Label("status", "line", True, ("Le {p} est",)),
    Label("end_date", "line", True, ("Date de fin {of} {p}",)),
    Label("context", "prose", True, ("Contexte", "Contexte et historique")),
    Label("history", "prose", True, ("Historique",)),
    Label("objective", "prose", True, ("Objectif {of} {p}", "Objectifs {of} {p}")),
    Label("description", "prose", True, ("Description détaillée {of} {p}",)),
    Label("form", "line", True, ("Votre {p} prend la forme d'un(e)",)),
    Label("implementation", "heading", False, ("Mise en œuvre {of} {p}",)),
    Label("implementers", "prose", True, ("Maître(s) d'œuvre",)),
    Label("owners", "prose", True, ("Maître(s) d'ouvrage",)),
    Label("beneficiaries", "prose", True, ("Bénéficiaire(s)",)),
    Label("foreign_partners", "table", True, ("Partenaires étrangers {of} {p}",)),
    Label("foreign_contacts", "table", True, ("Contacts dans les partenaires étrangers {of} {p}",)),
    Label("french_authorities", "table", True, ("Collectivités territoriales partenaires {of} {p}",)),
    Label("other_partners_france", "prose", False, ("Autres partenaires {of} {p} en France",)),
    Label(
        "other_partners_abroad",
        "prose",
        False,
        (
            "Autres partenaires {of} {p} dans le(s) pays partenaire(s)",
            "Autres partenaires {of} {p} dans les pays partenaires",
        ),
    ),
    Label("pre_reform_authority", "prose", False, ("Collectivité territoriale avant réforme",)),
    Label("is_triennial", "sentence", True, ("Le {p} est triennal",), ("Le {p} n'est pas triennal",)),
    Label("funding_lines", "table", True, ("Financement {of} {p}",)),
    Label("outcome", "heading", True, ("Évaluations, communication et perspectives",)),
    Label(
        "communication_france",
        "sentence",
        False,
        ("Une communication a été engagée en France",),
        ("Aucune communication n'a été engagée en France",),
    ),
    Label(
        "communication_partner_countries",
        "sentence",
        False,
        ("Une communication a été engagée dans les pays partenaires",),
        ("Aucune communication n'a été engagée dans les pays partenaires",),
    ),
    Label(
        "has_evaluation",
        "sentence",
        False,
        ("Une politique d'évaluation a été engagée",),
        ("Aucune politique d'évaluation n'a été engagée", "Une politique d'évaluation n'a pas été engagée"),
    ),
    Label(
        "volunteers",
        "table",
        True,
        ("Volontaires impliqués dans le {p} (VSI, service civique, etc.) d'Échange et de Solidarité",),
    ),
    Label("footer", "footer", True, ("PIED DE PAGE",)),
    Label("footer_ministry", "footer", False, ()),
)
INDEX = {label.field: index for index, label in enumerate(LABELS)}
FOOTER_MINISTRY = INDEX["footer_ministry"]

# The first words of each table's header line; the rest may be cut or hold pipes.
HEADERS = {
    "other_themes": "Thématique éligible Sous-thématique Sous-sous-thématique Priorité",
    "foreign_partners": "Nom de la collectivité étrangère Pays",
    "foreign_contacts": "Nom de la collectivité étrangère Nom Prénom Fonction Courriel",
    "french_authorities": "Nom de la collectivité territoriale",
    "funding_lines": "Nom du financeur Montant en euros Montant 1% Eau (Loi Oudin 2005) Montant 1% Eau (Loi Oudin 2005)"
    " Montant 1% Eau (Loi Oudin 2005) Année",
    "volunteers": "Nom Prénom Mission Champs d'action Entité d'affectation",
}

CORRESPONDENT = frozenset({"Correspondant coopération décentralisée", "Correspondante coopération décentralisée"})
COUNSELLOR = frozenset(
    {"Conseiller de coopération et d'action culturelle", "Conseillère de coopération et d'action culturelle"}
)
SITE_TITLE = "Atlas français de la coopération décentralisée et des autres actions extérieures"
FOOTER_LINE = re.compile(r"^Tous droits réservés - (.+) ([0-9]{4})$")
_POST = re.compile(r"^Contacts dans le poste diplomatique\b\W{0,3}?[\"«“](.*)[\"»”]$")
_POST_START = "Contacts dans le poste diplomatique"
# A G4 page has a table of goals, of which no heading is known: any short line that names them.
_GOALS = re.compile(
    r"^(?:liste des |les )?(?:odd\b|objectif(?:s|\(s\))? (?:de|du) développement durable)|\bODD\b", re.IGNORECASE
)


def _expanded(pattern: str) -> set[str]:
    filled = {
        key(pattern.replace("{of}", of).replace("{p}", p)) for of, p in product(("du", "de"), ("partenariat", "projet"))
    }
    return filled | {spelling.replace("É", "E") for spelling in filled}


def _spellings() -> dict[str, tuple[int, bool]]:
    found: dict[str, tuple[int, bool]] = {}
    for index, label in enumerate(LABELS):
        for patterns, meaning in ((label.spellings, True), (label.negative, False)):
            for pattern in patterns:
                found |= dict.fromkeys(_expanded(pattern), (index, meaning))
    return found


# key of the line → (index in LABELS, what the sentence says: true for all but negative sentences).
SPELLINGS = _spellings()
SIGNATURE_G4 = key(LABELS[INDEX["first_convention_year"]].spellings[1])
CONTEXT_G4 = "Contexte et historique"
HEADER_KEYS = {field: key(header) for field, header in HEADERS.items()}


def spelled(line_key: str) -> tuple[int, bool] | None:
    """(index of the label, meaning) when this line is one, the footer's sentence included."""
    found = SPELLINGS.get(line_key)
    if found is None and line_key.startswith("Tous droits réservés - ") and FOOTER_LINE.match(line_key):
        return FOOTER_MINISTRY, True
    return found


def post_name(line: str, line_key: str) -> str | None:
    """The post between the outermost quotes of its heading (D3.6); '' when empty, None when this is no such heading."""
    if not line_key.startswith(_POST_START):
        return None
    if found := _POST.match(line.strip()):
        return found[1].strip()
    return line.strip()[len(_POST_START) :].strip(' "«»“”') if '"' in line or len(line_key) < 200 else None


def is_header(line_key: str, field: str) -> bool:
    """Whether this line is the header of that table; pipes do not matter, nor what a cut page lost."""
    plain = key(line_key.replace("|", " ")) if "|" in line_key else line_key
    known = HEADER_KEYS[field]
    return plain.startswith(known) or (len(plain) > 15 and known.startswith(plain))


def is_goals_heading(line_key: str) -> bool:
    return len(line_key) < 120 and _GOALS.search(line_key) is not None


def is_label(line_key: str) -> bool:
    """Whether a line of this key may be a label of any part of the page."""
    return (
        line_key in SPELLINGS
        or line_key in CORRESPONDENT
        or line_key in COUNSELLOR
        or line_key.startswith((_POST_START, "Tous droits réservés - "))
    )
