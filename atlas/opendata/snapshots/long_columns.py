"""The columns of the long tables (D11.2), declared once, as `columns` does for projects.

CSV, Parquet, Table Schema and the page of columns are written from these lists; docs/open-data.md is compared with them
by a test. Keys never change; a column that comes or goes is said in CHANGELOG.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from atlas.opendata.cells import SEPARATOR
from atlas.opendata.columns import Column, Kind
from atlas.opendata.snapshots.long_rows import LongRow
from atlas.reference.choices import Nature, Role
from atlas.reference.kinds import Kind as OrganisationKind
from atlas.reference.models import Country


@dataclass(frozen=True)
class LongWords:
    """Words of one language by code. `sheet`: address of a sheet up to its number."""

    language: str
    sheet: str
    roles: Mapping[str, str]
    kinds: Mapping[str, str]
    natures: Mapping[str, str]
    countries: Mapping[str, str]


def long_words(language: str, sheet: str) -> LongWords:
    """The words of a language of the site. One query."""
    names = Country.objects.order_by("pk").values_list("iso2", f"name_{language}")
    with override(language):
        roles, kinds, natures = (
            {one.value: str(one.label) for one in some} for some in (Role, OrganisationKind, Nature)
        )
    return LongWords(language, sheet, roles, kinds, natures, dict(names))


def _column(key: str, label: Promise, meaning: Promise, kind: Kind, source: Any = "") -> Column:
    return Column(key, label, meaning, kind, source or f"one.{key}")


def _permalink(words: LongWords, row: LongRow) -> str:
    return f"{words.sheet}{row.id}/"


def _role(words: LongWords, row: LongRow) -> str:
    return words.roles.get(row.one.role, "")


def _kind(words: LongWords, row: LongRow) -> str:
    return words.kinds.get(row.one.kind or "", "")


def _country(words: LongWords, row: LongRow) -> str:
    return words.countries.get(row.one.country or "", "")


def _nature(words: LongWords, row: LongRow) -> str:
    return words.natures.get(row.one.nature, "")


def _precision(_words: LongWords, row: LongRow) -> str:
    if row.one.lat is None or row.one.lon is None:
        return ""
    return "area" if row.one.is_approximate else "place"


def _old_column(number: int) -> Any:
    """One of the three « 1 % » columns of old sheets, whose order is not proved (D2.3)."""
    return lambda _words, row: row.one.pct[number - 1] if len(row.one.pct) >= number else None


def _unplaced(_words: LongWords, row: LongRow) -> str:
    return SEPARATOR.join(row.one.pct_unplaced)


def _level(number: int) -> Any:
    def label(words: LongWords, row: LongRow) -> str:
        path: tuple[str, ...] = row.one.path_en if words.language == "en" else row.one.path_fr
        return path[number - 1] if len(path) >= number else ""

    return label


_HEAD = (
    _column("id", _("Numéro de la fiche"), _("Numéro qui ne change jamais"), Kind.NUMBER, "id"),
    _column("permalink", _("Adresse de la fiche"), _("Adresse permanente de la fiche"), Kind.CODE, _permalink),
    _column(
        "position", _("Rang sur la fiche"), _("Place de la ligne sur la fiche, à partir de 1"), Kind.NUMBER, "position"
    ),
)
_ONE_PERCENT = _("Montant « 1 % », en euros ; n’est compris dans aucun total")
_OLD_COLUMN = _("Colonne « 1 % » des anciennes fiches, dont l’usage n’est pas établi ; n’est comprise dans aucun total")

PARTIES = (
    *_HEAD,
    _column("role", _("Rôle"), _("Ce que l’organisation fait dans le projet"), Kind.WORDS, _role),
    _column("role_code", _("Code du rôle"), _("Code stable du rôle"), Kind.CODE, "one.role"),
    _column("name", _("Organisation"), _("Nom d’aujourd’hui ; à défaut, nom déclaré"), Kind.TEXT),
    _column(
        "organisation_id",
        _("Numéro de l’organisation"),
        _("Numéro qui ne change jamais ; vide quand l’organisation n’est pas identifiée"),
        Kind.NUMBER,
        "one.id",
    ),
    _column("declared", _("Nom déclaré"), _("Nom sur la fiche, quand il diffère"), Kind.TEXT),
    _column("former", _("Ancien nom"), _("Nom à la signature, quand il diffère"), Kind.TEXT),
    _column(
        "kind", _("Nature"), _("Nature de l’organisation ; vide quand elle n’est pas identifiée"), Kind.WORDS, _kind
    ),
    _column("kind_code", _("Code de la nature"), _("Code stable de la nature"), Kind.CODE, "one.kind"),
    _column(
        "kind_group",
        _("Groupe de natures"),
        _("Code du groupe par lequel les chiffres comptent"),
        Kind.CODE,
        "one.group",
    ),
    _column("country", _("Pays"), _("Pays de l’organisation"), Kind.WORDS, _country),
    _column("country_code", _("Code du pays"), _("Code ISO 3166-1 à deux lettres"), Kind.CODE, "one.country"),
    _column("department", _("Département"), _("Nom du département français"), Kind.WORDS, "one.department_name"),
    _column("department_code", _("Code du département"), _("Code officiel"), Kind.CODE, "one.department"),
    _column("region", _("Région française"), _("Nom de la région française"), Kind.WORDS, "one.region_name"),
    _column("region_code", _("Code de la région"), _("Code officiel"), Kind.CODE, "one.region"),
    _column("siren", _("SIREN"), _("Numéro SIREN d’une collectivité française"), Kind.CODE),
    _column("admin_area", _("Région partenaire"), _("Première subdivision du pays étranger"), Kind.TEXT),
    _column("latitude", _("Latitude"), _("En degrés, WGS 84"), Kind.DEGREES, "one.lat"),
    _column("longitude", _("Longitude"), _("En degrés, WGS 84"), Kind.DEGREES, "one.lon"),
    _column(
        "precision",
        _("Précision du point"),
        _("« place » : le lieu même ; « area » : le milieu d’un territoire plus grand ; vide : pas de point"),
        Kind.CODE,
        _precision,
    ),
)
"""One row for each organisation in each of its roles."""

FUNDING = (
    *_HEAD,
    _column("funder", _("Financeur"), _("Nom d’aujourd’hui ; à défaut, nom déclaré"), Kind.TEXT),
    _column(
        "funder_id",
        _("Numéro du financeur"),
        _("Numéro qui ne change jamais ; vide quand l’organisation n’est pas identifiée"),
        Kind.NUMBER,
        "one.id",
    ),
    _column("funder_kind", _("Nature du financeur"), _("Nature de l’organisation"), Kind.WORDS, _kind),
    _column("funder_kind_code", _("Code de la nature"), _("Code stable de la nature"), Kind.CODE, "one.kind"),
    _column("funder_declared", _("Nom déclaré"), _("Nom sur la fiche, quand il diffère"), Kind.TEXT, "one.declared"),
    _column("year", _("Année"), _("Année du financement ; vide quand la fiche ne la dit pas"), Kind.NUMBER),
    _column("amount", _("Montant, en euros"), _("0 : un zéro écrit ; vide : rien d’écrit"), Kind.AMOUNT),
    _column("nature", _("Nature du montant"), _("Déclaré, prévu, accordé, engagé ou versé"), Kind.WORDS, _nature),
    _column("nature_code", _("Code de la nature du montant"), _("Code stable"), Kind.CODE, "one.nature"),
    _column("pct_water", _("1 % eau, en euros"), _ONE_PERCENT, Kind.AMOUNT),
    _column("pct_waste", _("1 % déchets, en euros"), _ONE_PERCENT, Kind.AMOUNT),
    _column("pct_energy", _("1 % énergie, en euros"), _ONE_PERCENT, Kind.AMOUNT),
    _column("pct_col1", _("1 %, première colonne, en euros"), _OLD_COLUMN, Kind.AMOUNT, _old_column(1)),
    _column("pct_col2", _("1 %, deuxième colonne, en euros"), _OLD_COLUMN, Kind.AMOUNT, _old_column(2)),
    _column("pct_col3", _("1 %, troisième colonne, en euros"), _OLD_COLUMN, Kind.AMOUNT, _old_column(3)),
    _column(
        "pct_unplaced",
        _("1 %, colonne perdue, en euros"),
        _("Montants « 1 % » dont la colonne est perdue, séparés par « | »"),
        Kind.CODE,
        _unplaced,
    ),
)
"""One row for each line of a sheet's funding table."""

THEMES = (
    *_HEAD,
    _column("rank", _("Priorité"), _("0 : thématique principale"), Kind.NUMBER),
    _column("theme_l1", _("Thème"), _("Niveau 1"), Kind.TEXT, _level(1)),
    _column("theme_l2", _("Sous-thème"), _("Niveau 2"), Kind.TEXT, _level(2)),
    _column("theme_l3", _("Sous-sous-thème"), _("Niveau 3"), Kind.TEXT, _level(3)),
    _column(
        "theme_code",
        _("Code du thème"),
        _("Code du niveau le plus précis ; vide : libellé déclaré, hors de la liste"),
        Kind.CODE,
        "one.code",
    ),
)
"""One row for each theme of a project."""

PLACES = (
    *_HEAD,
    _column("name", _("Lieu"), _("Nom déclaré ; vide : tout le pays, ou un point sans nom"), Kind.TEXT),
    _column("country", pgettext_lazy("colonne", "Pays"), _("Pays du lieu"), Kind.WORDS, _country),
    _column("country_code", _("Code du pays"), _("Code ISO 3166-1 à deux lettres"), Kind.CODE, "one.country"),
    _column("area", _("Région partenaire"), _("Première subdivision du pays, si elle est connue"), Kind.TEXT),
    _column("latitude", _("Latitude"), _("En degrés, WGS 84"), Kind.DEGREES, "one.lat"),
    _column("longitude", _("Longitude"), _("En degrés, WGS 84"), Kind.DEGREES, "one.lon"),
    _column(
        "precision",
        _("Précision du point"),
        _("« place » : le lieu même ; « area » : le milieu d’un territoire plus grand ; vide : pas de point"),
        Kind.CODE,
        _precision,
    ),
)
"""One row for each place that a sheet declares."""

LONG_TABLES = {"parties": PARTIES, "funding": FUNDING, "themes": THEMES, "places": PLACES}
