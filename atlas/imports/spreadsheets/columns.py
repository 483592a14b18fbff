"""The columns that each kind of table may have, declared once: key, names that people give it, meaning, how it is read.

The template, the guess of columns, the reading and docs/spreadsheets.md (compared by a test) come from this list. Where
a column of our own files says the same (`atlas.opendata.columns`), it bears the same key, and its labels are among the
names: our files come back in. Names are compared by `match_key`, French first.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.projects.draft import PlaceDraft, place_of
from atlas.reference import place_lines
from atlas.reference.match import match_key

from . import cells
from .vocabulary import Vocabulary, choice

Read = Callable[[str, Vocabulary], Any]


class TableKind(TextChoices):
    """What the rows of a table are."""

    PROJECT = "project", _("Projets")
    TWINNING = "twinning", _("Jumelages")
    ORGANISATION = "organisation", _("Organisations")
    PLACE = "place", _("Lieux partenaires")


@dataclass(frozen=True)
class Column:
    """`names`: other than key and label. `read`: text and vocabulary → value, raises cells.Unreadable."""

    key: str
    label: Promise
    meaning: Promise
    example: str
    read: Read
    names: tuple[str, ...] = ()
    is_required: bool = False


def _text(text: str, _words: Vocabulary) -> str:
    return text


def _of(read: Callable[[str], Any]) -> Read:
    return lambda text, _words: read(text)


def _choice(table: str) -> Read:
    return lambda text, words: choice(getattr(words, table), text)


def _declared(table: str) -> Read:
    """(code, '') or, where nobody knows the words, (None, the words): they are kept as declared (D2.1)."""

    def read(text: str, words: Vocabulary) -> tuple[str | None, str]:
        try:
            return choice(getattr(words, table), text), ""
        except cells.Unreadable:
            return None, text

    return read


def _names(text: str, _words: Vocabulary) -> tuple[str, ...]:
    return cells.several(text)


def _places(text: str, _words: Vocabulary) -> tuple[str, ...]:
    """Codes in the order of the names beside them: a place may be empty."""
    return tuple(part.strip() for part in text.split("|")) if "|" in text else cells.several(text)


def _country_places(text: str, words: Vocabulary) -> tuple[str, ...]:
    """Countries in the order of the names beside them: a place may be empty."""
    return tuple(words.country(part) if part else "" for part in _places(text, words))


def _countries(text: str, words: Vocabulary) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words.country(part) for part in cells.several(text.replace(" / ", ";"))))


def _project_places(text: str, words: Vocabulary) -> tuple[PlaceDraft, ...]:
    """« Koro [ML 14.07, -3.08] Mopti », one a line, as our own files write them."""
    return tuple(_project_place(line, words) for line in text.splitlines() if line.strip())


def _project_place(line: str, words: Vocabulary) -> PlaceDraft:
    found = place_lines.read(line)
    if found is None:
        raise cells.Unreadable("places")
    country = words.country(found.country)
    return place_of(country, found.name, at=found.at, is_approximate=found.is_approximate, area=found.area)


def _years(text: str, _words: Vocabulary) -> tuple[int, ...]:
    return tuple(map(cells.year, cells.several(text)))


def _goals(text: str, _words: Vocabulary) -> tuple[int, ...]:
    """« 6. Eau propre et assainissement | 11 »."""
    numbers = tuple(cells.whole(part.partition(".")[0]) for part in cells.several(text))
    if not all(1 <= number <= 17 for number in numbers):
        raise cells.Unreadable("goal")
    return numbers


def _c(key: str, *words: Any, required: bool = False) -> Column:
    """Label, meaning, example, how it is read, then other names parted by « | » if there are any."""
    label, meaning, example, read, *names = words
    return Column(key, label, meaning, example, read, tuple(filter(None, "|".join(names).split("|"))), required)


_TITLE = _c("title", _("Titre"), _("Titre de la fiche"), "Réseau d’eau de Sikoro", _text,
    "title|intitulé|nom du projet|project title|project|projet|objet", required=True)  # fmt: skip
_YEAR_NAMES = (
    "start year|début|année|year|date|date de début|année de signature|date de signature|signature|"
    "depuis|since|année du jumelage|date du jumelage|année de jumelage|date de jumelage"
)
_START = _c("start_year", _("Année de début"), _("Année de début du partenariat ; une date donne son année"), "1987",
    _of(cells.year), _YEAR_NAMES)  # fmt: skip
_CONVENTION = _c("first_convention_year", _("Année de première convention"),
    _("Année de première signature de la convention"), "1985", _of(cells.year),
    "year of first agreement|année de première signature de la convention|convention|année de convention")  # fmt: skip
_END_YEAR = _c("end_year", _("Année de fin"), _("Année de fin, quand le jour n’est pas connu"), "2024",
    _of(cells.year), "end year|fin|année de fin du partenariat")  # fmt: skip
_FORM = _c("form", _("Forme"), _("Forme du partenariat, en toutes lettres ou par son code"), "Jumelage",
    _declared("forms"), "form|forme du partenariat|type|type de partenariat|nature du lien|agreement type")  # fmt: skip
_STATUS = _c("status", _("État déclaré"), _("En projet, en cours, terminé, en sommeil, suspendu ou annulé"), "En cours",
    _declared("statuses"), "declared status|statut|état|status|le partenariat est")  # fmt: skip
_FRENCH_NAMES = (
    "french authorities|collectivité française|collectivité|collectivités|collectivité territoriale|"
    "collectivité territoriale française|collectivité territoriale partenaire|commune|commune française|"
    "ville|ville française|french town|french city|french authority|nom de la collectivité territoriale|"
    "nom de la commune|libellé commune|nom commune"
)
_CODE_NAMES = (
    "siren of the authorities|siren|siren of authorities|code insee|insee|code commune|"
    "code insee de la commune|insee code|codgeo|code siren"
)
_FOREIGN_NAMES = (
    "foreign partners|partenaire étranger|partenaire|partenaires|ville étrangère|ville partenaire|"
    "ville jumelle|ville jumelée|foreign town|foreign city|foreign partner|partner|partner town|"
    "twin town|town abroad|nom de la collectivité étrangère|collectivité étrangère|commune étrangère|"
    "nom du partenaire|autorité locale étrangère"
)
_COUNTRY_NAMES = "partner countries|pays|pays partenaire|country|countries|nom du pays|pays du partenaire|pays étranger"
_COUNTRIES = _c("countries", _("Pays partenaires"), _("Nom ou code ISO du pays ; plusieurs séparés par « | »"), "Mali",
    _countries, _COUNTRY_NAMES)  # fmt: skip
_COUNTRY_CODES = _c("country_codes", _("Codes des pays"), _("Codes ISO 3166-1, à deux ou trois lettres"), "ML",
    _countries, "country codes|code pays|country code|iso2|iso|code iso")  # fmt: skip
_DEPARTMENT = _c("department", _("Département"),
    _("Numéro ou nom du département français : dit laquelle de plusieurs communes du même nom"), "38",
    lambda text, words: words.department(text),
    "département français|dept|dep|department|numéro de département|code département|n° département")  # fmt: skip
_LATITUDE = _c("latitude", _("Latitude"), _("Latitude du partenaire étranger, en degrés"), "12,65", _of(cells.latitude),
    "lat|y|latitude du partenaire|partner latitude")  # fmt: skip
_LONGITUDE = _c("longitude", _("Longitude"), _("Longitude du partenaire étranger ; négative à l’ouest"), "-8,01",
    _of(cells.longitude), "lon|long|lng|x|longitude du partenaire|partner longitude")  # fmt: skip
_POSITION = _c("coordinates", _("Coordonnées"), _("Latitude puis longitude dans une seule cellule"), "12.65, -8.01",
    _of(cells.position), "coordonnées géographiques|coordinates|position|gps|coordonnées gps|geo point")  # fmt: skip
_AREA = _c("admin_area", _("Région du partenaire"), _("Subdivision du pays où se trouve le partenaire"), "Koulikoro",
    _text, "partner area|région étrangère|subdivision|province|état fédéré|admin area")  # fmt: skip
_SOURCE = _c("source_url", _("Adresse de la source"), _("Page ou document qui l’établit"), "https://www.exemple.fr/",
    _text, "source|lien|url|source address|adresse|link")  # fmt: skip
_REMARK = _c("remark", _("Remarque"), _("Texte montré sur la fiche"), "Comité de jumelage actif", _text,
    "remarques|observation|observations|commentaire|note|notes|remark|comment")  # fmt: skip


def _yes_no(key: str, label: Promise, names: str) -> Column:
    return _c(key, label, _("oui ou non ; vide quand on ne sait pas"), "oui", _of(cells.yes_no), names)


def _prose(key: str, label: Promise, names: str = "") -> Column:
    return _c(key, label, _("Texte de la fiche"), "…", _text, names)


PROJECT: Final = (
    _c("id", _("Numéro de la fiche"),
        _("Numéro d’une fiche de ce registre, pour la mettre à jour ; vide pour une nouvelle"),
        "", _of(cells.whole), "sheet number|numéro|n° fiche"),
    _c("legacy_prj_id", _("Numéro dans l’ancien Atlas"), _("Valeur de criteres.prjId de l’ancien site"), "",
        _of(cells.whole), "number in the old atlas|prjid|criteres prjid"),
    _TITLE,
    _c("family", _("Famille"), _("Coopération décentralisée ou autre action extérieure"), "Coopération décentralisée",
        _choice("families"), "family"),
    _c("family_code", _("Code de la famille"), _("Code stable de la famille"), "decentralised_cooperation",
        _choice("families"), "family code"),
    _FORM,
    _c("form_code", _("Code de la forme"), _("Code stable de la forme"), "twinning", _choice("forms"), "form code"),
    _STATUS,
    _c("status_code", _("Code de l’état"), _("Code stable de l’état"), "ongoing", _choice("statuses"), "status code"),
    _CONVENTION,
    _START,
    _c("end_date", _("Date de fin"), _("Jour de fin : 31/12/2024 ou 2024-12-31"), "31/12/2024", _of(cells.day),
        "end date|date de fin du partenariat"),
    _END_YEAR,
    _c("theme_l1", _("Thème"), _("Thématique principale, niveau 1"), "Environnement, Climat et Energie", _text,
        "theme|thématique|thématique d’intervention|domaine|secteur|field"),
    _c("theme_l2", _("Sous-thème"), _("Thématique principale, niveau 2"), "Eau et déchets", _text,
        "subtheme|sub theme|sous thématique|sous thématique d’intervention"),
    _c("theme_l3", _("Sous-sous-thème"), _("Thématique principale, niveau 3"), "Eau et assainissement", _text,
        "sub subtheme|sub sub theme|sous sous thématique|sous sous thématique d’intervention"),
    _c("theme_code", _("Code du thème"), _("Code du niveau le plus précis"), "env.eau.assain", _text, "theme code"),
    _COUNTRIES,
    _COUNTRY_CODES,
    _c("french_authorities", _("Collectivités françaises"),
        _("Noms des partenaires français, séparés par « | » ; un code INSEE ou SIREN convient aussi"), "Pontcharra",
        _names, _FRENCH_NAMES),
    _c("french_siren", _("SIREN des collectivités"), _("SIREN ou code INSEE, dans l’ordre des noms"), "38314", _places,
        _CODE_NAMES),
    _DEPARTMENT,
    _c("foreign_partners", _("Partenaires étrangers"), _("Noms des partenaires étrangers, séparés par « | »"), "Sikoro",
        _names, _FOREIGN_NAMES),
    _c("foreign_country_codes", _("Pays des partenaires étrangers"),
        _("Nom ou code du pays de chacun, dans l’ordre des noms, quand il y a plusieurs pays"), "", _country_places,
        "countries of the foreign partners|foreign country codes"),
    _LATITUDE,
    _LONGITUDE,
    _POSITION,
    _AREA,
    _c("places", _("Lieux du projet"),
        _("Lieux où il se passe, un par ligne : nom [pays latitude, longitude] région, comme dans nos fichiers"),
        "Koro [ML 14.07, -3.08] Mopti", _project_places, "project places|places of the project"),
    _c("place", _("Lieu du projet"), _("Nom du seul lieu où il se passe, dans le pays de la ligne"), "Koro", _text,
        "project place|project location|localisation du projet|localisation"),
    _c("place_latitude", _("Latitude du lieu"), _("Latitude du lieu du projet, en degrés"), "14,07",
        _of(cells.latitude), "latitude du projet|project latitude|latitude of the place"),
    _c("place_longitude", _("Longitude du lieu"), _("Longitude du lieu du projet ; négative à l’ouest"), "-3,08",
        _of(cells.longitude), "longitude du projet|project longitude|longitude of the place"),
    _c("place_coordinates", _("Coordonnées du lieu"), _("Latitude puis longitude du lieu du projet, dans une cellule"),
        "14.07, -3.08", _of(cells.position), "coordonnées du projet|project coordinates|coordinates of the place"),
    _c("owners", _("Maîtres d’ouvrage"), _("Organisations, séparées par « | »"), "Pontcharra", _names,
        "project owners|owners|maître d’ouvrage|owner"),
    _c("implementers", _("Maîtres d’œuvre"), _("Organisations, séparées par « | »"), "Sikoro", _names,
        "implementing bodies|implementers|maître d’œuvre|implementer|opérateur"),
    _c("funders", _("Financeurs"), _("Organisations, séparées par « | »"), "Pontcharra", _names, "funders|financeur"),
    _c("funding", _("Lignes de financement"),
        _("Une ligne par financeur : nom, année, montant € (nature), comme dans nos fichiers"),
        "Pontcharra, 2021, 12000 € (déclaré)", _text, "funding lines|financement|financements"),
    _c("amount", _("Montant"), _("Montant déclaré, en euros, quand la ligne n’en dit qu’un"), "12 345,67 €",
        _of(cells.amount), "montant en euros|budget|coût|coût total|montant déclaré|amount"),
    _yes_no("is_triennial", _("Triennal"), "three year|triennial|le partenariat est triennal"),
    _prose("context", _("Contexte"), "context"),
    _prose("history", _("Historique"), "history"),
    _prose("objective", _("Objectif"), "objective|objectifs|objectif du partenariat"),
    _prose("description", _("Description détaillée"), "detailed description|description|description du projet|résumé"),
    _prose("beneficiaries", _("Bénéficiaires"), "beneficiaries|bénéficiaire"),
    _c("other_themes", _("Autres thèmes"), _("Thématiques secondaires : niveaux séparés par « > », thèmes par « | »"),
        "Culture et Patrimoine > Patrimoine", _names, "other themes"),
    _c("cofinancing_years", _("Années de cofinancement citées"), _("Années, séparées par « | »"), "2011", _years,
        "co financing years mentioned|cofinancing years mentioned|années de cofinancement"),
    _prose("owners_declared", _("Maîtres d’ouvrage, tels que déclarés"),
        "project owners as declared|owners as declared"),
    _prose("implementers_declared", _("Maîtres d’œuvre, tels que déclarés"),
        "implementing bodies as declared|implementers as declared"),
    _prose("other_partners_france", _("Autres partenaires en France"), "other partners in france"),
    _prose("other_partners_abroad", _("Autres partenaires dans le pays partenaire"),
        "other partners in the partner country"),
    _prose("pre_reform_authority", _("Collectivité avant la réforme territoriale"),
        "authority before the territorial reform"),
    _yes_no("communication_france", _("Communication en France"), "communication in france"),
    _yes_no("communication_partner_countries", _("Communication dans les pays partenaires"),
        "communication in the partner countries"),
    _yes_no("has_evaluation", _("Évaluation"), "evaluation"),
    _c("goals", _("Objectifs de développement durable"), _("Numéros de 1 à 17, séparés par « | »"), "6 | 11", _goals,
        "sustainable development goals|odd|sdg"),
    _SOURCE,
    _REMARK,
)  # fmt: skip
TWINNING: Final = (
    _c("french_authorities", _("Ville française"), _("Nom, code INSEE ou SIREN de la collectivité française"),
        "Pontcharra", _text, f"{_FRENCH_NAMES}|collectivités françaises", required=True),
    _c("french_siren", _("Code INSEE ou SIREN"), _("Code de la collectivité française : lève tout doute sur son nom"),
        "38314", _text, f"{_CODE_NAMES}|siren des collectivités"),
    _DEPARTMENT,
    _c("foreign_partners", _("Ville étrangère"), _("Nom de l’autorité locale étrangère"), "Rovasenda", _text,
        f"{_FOREIGN_NAMES}|partenaires étrangers", required=True),
    _c("countries", pgettext_lazy("colonne", "Pays"), _("Nom français ou anglais, ou code ISO, du pays"), "Italie",
        lambda text, words: words.country(text), f"{_COUNTRY_NAMES}|pays partenaires|code pays|country code|iso2",
        required=True),
    _START,
    _CONVENTION,
    _END_YEAR,
    _FORM,
    _STATUS,
    _LATITUDE,
    _LONGITUDE,
    _POSITION,
    _AREA,
    _c("title", _("Titre"), _("Titre de la fiche ; à défaut, la forme et les deux noms"), "", _text, "title|intitulé"),
    _SOURCE,
    _REMARK,
)  # fmt: skip
_COUNTRY = _c("country", pgettext_lazy("colonne", "Pays"), _("Nom français ou anglais, ou code ISO, du pays"), "Mali",
    lambda text, words: words.country(text),
    f"{_COUNTRY_NAMES}|code pays|country code|iso2", required=True)  # fmt: skip
_OTHER_NAMES = _c("other_names", _("Autres noms"), _("Autres noms usuels ou anciens, séparés par « | »"), "Sikôrô",
    _names, "autre nom|alias|ancien nom|anciens noms|other names|former names|nom local")  # fmt: skip
_LOCAL_KIND = _c("kind_local", _("Nature locale"), _("Ce qu’est l’autorité dans son pays"), "Commune rurale", _text,
    "local kind|type local|échelon")  # fmt: skip
ORGANISATION: Final = (
    _c("name", _("Nom"), _("Nom de l’organisation"), "Comité de jumelage de Sikoro", _text,
        "name|nom de l’organisation|organisation|organization|dénomination|raison sociale", required=True),
    _c("kind", _("Nature"), _("Nature de l’organisation : association, autorité locale étrangère, fondation…"),
        "Association", _choice("kinds"), "kind|type|catégorie|type d’organisation", required=True),
    _COUNTRY,
    _c("siren", _("SIREN ou code INSEE"), _("Code officiel français, pour retrouver une organisation connue"), "",
        _text, "siren|code insee|insee|code"),
    _LOCAL_KIND,
    _AREA,
    _LATITUDE,
    _LONGITUDE,
    _POSITION,
    _OTHER_NAMES,
)  # fmt: skip
PLACE: Final = (
    _c("name", _("Nom"), _("Nom de l’autorité locale étrangère"), "Sikoro", _text,
        f"name|lieu|place|ville|town|city|{_FOREIGN_NAMES}", required=True),
    _COUNTRY,
    _LATITUDE,
    _LONGITUDE,
    _POSITION,
    _AREA,
    _LOCAL_KIND,
    _OTHER_NAMES,
)  # fmt: skip
COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    TableKind.PROJECT: PROJECT,
    TableKind.TWINNING: TWINNING,
    TableKind.ORGANISATION: ORGANISATION,
    TableKind.PLACE: PLACE,
}


def by_key(kind: str) -> dict[str, Column]:
    """The columns of a kind by key."""
    return {column.key: column for column in COLUMNS[kind]}


def names_of(column: Column) -> frozenset[str]:
    """Match keys of the names of a column beside its labels."""
    return frozenset(match_key(name) for name in (column.key, *column.names))
