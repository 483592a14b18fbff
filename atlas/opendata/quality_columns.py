"""The columns of the files on the quality of sheets, declared once; docs/open-data.md is compared with them by a test.

Keys never change; a column that comes or goes is said in CHANGELOG.md.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from atlas.catalogue.closed_words import closed_words
from atlas.catalogue.search_values import Criterion
from atlas.opendata.columns import Column, Kind
from atlas.opendata.words import Words


@dataclass(frozen=True, slots=True)
class QualityRow:
    """A criterion, a country or an authority: `code` and `name`; numbers of sheets by criterion, or one alone."""

    code: str
    name: str
    projects: int
    lacking: tuple[int, ...]

    @property
    def gaps(self) -> int:
        return sum(self.lacking)

    @property
    def number(self) -> int:
        return int(self.code)


def share(part: int, whole: int) -> str:
    """Per cent with one decimal, as the page rounds it."""
    return str((Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP)) if whole else ""


def _lacking(place: int) -> Callable[[Words, Any], int]:
    return lambda words, row: row.lacking[place]


def _stated_share(words: Words, row: QualityRow) -> str:
    return share(row.projects - row.gaps, row.projects)


PROJECTS: Final = Column("sheets", _("Fiches"), _("Fiches publiées de la ligne"), Kind.NUMBER, "projects")
GAPS: Final = Column(
    "gaps", _("Manques"), _("Somme des nombres de fiches par critère : chaque manque compte"), Kind.NUMBER, "gaps"
)
_KEYS: Final[Mapping[str, str]] = {
    Criterion.THEME: "without_theme",
    Criterion.DATES: "without_dates",
    Criterion.PARTNER: "without_partner",
    Criterion.PLACE: "without_place",
    Criterion.FUNDING: "without_funding",
    Criterion.VERIFICATION: "not_verified",
}
_LABELS: Final = {
    Criterion.THEME: (_("Thème manquant"), _("Fiches sans aucun thème")),
    Criterion.DATES: (
        _("Dates manquantes"),
        _("Fiches sans année de début, ou terminées ou annulées sans fin connue"),
    ),
    Criterion.PARTNER: (
        _("Aucun partenaire étranger identifié"),
        _("Fiches dont aucun partenaire étranger n’est reconnu"),
    ),
    Criterion.PLACE: (_("Lieu inconnu"), _("Fiches sans lieu déclaré dont aucun partenaire étranger n’a de position")),
    Criterion.FUNDING: (_("Financement manquant"), _("Fiches sans aucun montant")),
    Criterion.VERIFICATION: (_("Non vérifiée depuis 24 mois"), _("Fiches que personne n’a confirmées depuis 24 mois")),
}
LACKING: Final = tuple(
    Column(_KEYS[one], *_LABELS[one], Kind.NUMBER, _lacking(place)) for place, one in enumerate(Criterion)
)
CRITERIA: Final = (
    Column(
        "criterion",
        _("Critère"),
        _("Ce que la fiche dit ou non"),
        Kind.WORDS,
        lambda words, row: closed_words("stated", row.code),
    ),
    Column(
        "criterion_code", _("Code du critère"), _("Valeur des filtres « manque » et « renseigne »"), Kind.CODE, "code"
    ),
    PROJECTS,
    Column("lacking", _("Manque à"), _("Fiches auxquelles il manque"), Kind.NUMBER, "gaps"),
    Column(
        "stated_share",
        _("Renseigné (%)"),
        _("Part des fiches qui le disent, en pour cent"),
        Kind.AMOUNT,
        _stated_share,
    ),
)
COUNTRIES: Final = (
    Column("country", _("Pays partenaire"), _("Pays que les fiches concernent"), Kind.TEXT, "name"),
    Column("country_code", _("Code du pays"), _("Code ISO 3166-1 à deux lettres"), Kind.CODE, "code"),
    PROJECTS,
    GAPS,
    *LACKING,
)
AUTHORITIES: Final = (
    Column("authority", _("Collectivité française"), _("Nom d’aujourd’hui"), Kind.TEXT, "name"),
    Column("authority_id", _("Numéro de la collectivité"), _("Numéro de sa page dans l’Atlas"), Kind.NUMBER, "number"),
    PROJECTS,
    GAPS,
    *LACKING,
)
COLUMNS: Final[Mapping[str, Sequence[Column]]] = {
    "criteres": CRITERIA,
    "pays": COUNTRIES,
    "collectivites": AUTHORITIES,
}
"""Columns by file, before those that say what the file is."""
EVERY: Final = (*CRITERIA, *COUNTRIES[:2], *AUTHORITIES[:2], GAPS, *LACKING)
"""All columns, as the documentation names them."""


def files_of(column: Column) -> str:
    """Which files have a column, for the documentation."""
    return ", ".join(name for name, chosen in COLUMNS.items() if column in chosen)
