"""The columns of the files of lists of authorities, declared once, as `columns` does for projects.

docs/open-data.md is compared with this list by a test. Keys never change; a column that comes or goes is said in
CHANGELOG.md. A list has the columns that its rows fill.
"""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.register_lists import RegisterRow
from atlas.catalogue.register_words import forms_of, kind_of
from atlas.opendata.columns import EXTRACTION, Column, Kind
from atlas.opendata.words import Words


def _column(key: str, label: Promise, meaning: Promise, kind: Kind, source: object = "") -> Column:
    return Column(key, label, meaning, kind, source or key)  # type: ignore[arg-type]  # a name or a function


def _family(words: Words, row: RegisterRow) -> str:
    return words.families.get(row.family) or str(_("Famille non précisée"))


def _level(words: Words, row: RegisterRow) -> int | None:
    return len(row.theme) or None


FAMILY = (
    _column(
        "family",
        _("Famille"),
        _("Coopération décentralisée ou autre action extérieure : ne jamais additionner les deux sans le dire"),
        Kind.WORDS,
        _family,
    ),
    _column(
        "family_code",
        _("Code de la famille"),
        _("Code stable de la famille ; « none » : non précisée"),
        Kind.CODE,
        "family",
    ),
)
AREA = _column(
    "partner_area",
    _("Région partenaire"),
    _("Première subdivision du pays où se trouve le partenaire étranger ; vide quand elle n’est pas connue"),
    Kind.TEXT,
    "area",
)
THEME = (
    _column(
        "theme_l1",
        _("Thème"),
        _("Thème de niveau 1 ; vide quand les fiches n’en disent aucun"),
        Kind.TEXT,
        lambda words, row: row.theme[0] if row.theme else "",
    ),
    _column(
        "theme_l2",
        _("Sous-thème"),
        _("Thème de niveau 2 ; vide : la ligne compte tout le thème de niveau 1"),
        Kind.TEXT,
        lambda words, row: row.theme[1] if len(row.theme) > 1 else "",
    ),
    _column("theme_code", _("Code du thème"), _("Code du niveau le plus précis"), Kind.CODE),
    _column(
        "theme_level", _("Niveau du thème"), _("1 ou 2 : ne pas additionner les deux niveaux"), Kind.NUMBER, _level
    ),
)
PARTNER = (
    _column("partner", _("Partenaire étranger"), _("Nom du partenaire dans le pays"), Kind.TEXT),
    _column(
        "partner_id",
        _("Numéro du partenaire"),
        _("Numéro de sa page dans l’Atlas ; vide : connu de nom seulement"),
        Kind.NUMBER,
    ),
)
AUTHORITY = (
    _column(
        "authority", _("Collectivité française"), _("Nom d’aujourd’hui ; à défaut, nom déclaré"), Kind.TEXT, "name"
    ),
    _column(
        "authority_id",
        _("Numéro de la collectivité"),
        _("Numéro de sa page dans l’Atlas ; vide : connue de nom seulement"),
        Kind.NUMBER,
        "id",
    ),
    _column(
        "kind",
        _("Nature"),
        _("Nature de la collectivité ; chacune n’en a qu’une"),
        Kind.WORDS,
        lambda words, row: kind_of(row),
    ),
    _column(
        "kind_code", _("Code de la nature"), _("Code stable de la nature ; vide : non identifiée"), Kind.CODE, "kind"
    ),
    _column(
        "kind_group", _("Groupe de natures"), _("Code du groupe par lequel les chiffres comptent"), Kind.CODE, "group"
    ),
    _column(
        "department_code",
        _("Code du département"),
        _("Code officiel du département de la collectivité"),
        Kind.CODE,
        "department",
    ),
    _column(
        "region_code", _("Code de la région"), _("Code officiel de la région de la collectivité"), Kind.CODE, "region"
    ),
)
LINK = (
    _column(
        "linked_since",
        _("Lien depuis"),
        _("La plus ancienne année que disent les fiches de la paire : première convention ou début"),
        Kind.NUMBER,
        "since",
    ),
    _column(
        "forms", _("Formes"), _("Formes des partenariats de la paire"), Kind.WORDS, lambda words, row: forms_of(row)
    ),
    _column(
        "form_codes",
        _("Codes des formes"),
        _("Codes stables des formes, séparés par « | »"),
        Kind.CODE,
        lambda words, row: " | ".join(row.forms),
    ),
)
PROJECTS = _column(
    "projects", _("Projets"), _("Projets de la ligne, à la date et selon la règle du fichier"), Kind.NUMBER
)
CONSTANT = (
    _column("as_of", _("Au"), _("Date à laquelle la liste est comptée"), Kind.DATE),
    _column("rule", _("Règle"), _("Projets en cours à cette date, ou recensés quel que soit leur état"), Kind.WORDS),
)
"""The same in each line of a CSV file, before EXTRACTION."""

_OF_AUTHORITIES = (*FAMILY, *AUTHORITY, PROJECTS)
_SPECIAL: Mapping[str, Sequence[Column]] = {
    "par-region-partenaire": (*FAMILY, AREA, *AUTHORITY, PROJECTS),
    "par-theme": (*FAMILY, *THEME, *AUTHORITY, PROJECTS),
    "partenaires": (*FAMILY, *PARTNER, AREA, *AUTHORITY, *LINK, PROJECTS),
}

EVERY = (*FAMILY, AREA, *THEME, *PARTNER, *AUTHORITY, *LINK, PROJECTS, *CONSTANT, *EXTRACTION)
"""All columns of all lists, as the documentation names them."""


def columns_of(slug: str) -> Sequence[Column]:
    """The columns of a list; those of its authorities for any other list of authorities."""
    return _SPECIAL.get(slug, _OF_AUTHORITIES)


def lists_of(column: Column) -> str:
    """Which files have a column, for the documentation."""
    if column in (*_OF_AUTHORITIES, *CONSTANT, *EXTRACTION):
        return "every list"
    return ", ".join(slug for slug, chosen in _SPECIAL.items() if column in chosen)
