"""The columns of every file, declared once: key, label, meaning, kind of value, where it comes from, short or long.

CSV, spreadsheet and GeoJSON are written from this list, and docs/open-data.md is compared with it by a test. Keys never
change; a label that changes, a column that comes or goes is said in CHANGELOG.md. How values are found: `cells`.
Persons are in no column because they are not in the record (D5.4).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from operator import attrgetter
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.opendata import cells
from atlas.opendata.row import AnyRow
from atlas.opendata.words import Words

Cell = str | int | None
"""Dates are ISO 8601 texts, amounts plain decimal texts, both as the record holds them."""


class Kind(Enum):
    """What a value is: how a spreadsheet types it, and whether it could pass for a formula (TEXT only)."""

    NUMBER = "number"
    AMOUNT = "amount"
    DEGREES = "degrees"
    DATE = "date"
    CODE = "code"
    WORDS = "words"
    TEXT = "text"


class Held(Enum):
    """Where a CSV file finds a column's fields: made beforehand (LINE), read in the record word for word, because a
    second copy of long texts would cost more than it saves (RECORD), or known only when it is asked for (REQUEST)."""

    LINE = "line"
    RECORD = "record"
    REQUEST = "request"


@dataclass(frozen=True)
class Column:
    """`source`: the name of a field of the row, or a function of (words, row)."""

    key: str
    label: Promise
    meaning: Promise
    kind: Kind
    source: str | Callable[[Words, Any], Cell]
    held: Held = Held.LINE
    is_long: bool = False

    def values(self, words: Words, rows: Sequence[AnyRow]) -> list[Any]:
        """One value (`Cell`) a row, in the language of `words`."""
        source = self.source
        if isinstance(source, str):
            return list(map(attrgetter(source), rows))
        return [source(words, row) for row in rows]


def _column(
    key: str, label: Promise, meaning: Promise, kind: Kind, source: Any = "", *, held: Held = Held.LINE
) -> Column:
    return Column(key, label, meaning, kind, source or key, held)


def _prose(key: str, label: Promise, meaning: Promise, source: Any = "") -> Column:
    return _column(key, label, meaning, Kind.TEXT, source, held=Held.RECORD)


SHORT = (
    _column("id", _("Numéro de la fiche"), _("Numéro qui ne change jamais"), Kind.NUMBER),
    _column(
        "permalink",
        _("Adresse de la fiche"),
        _("Adresse permanente de la fiche"),
        Kind.CODE,
        cells.permalink,
        held=Held.REQUEST,
    ),
    _column(
        "legacy_prj_id",
        _("Numéro dans l’ancien Atlas"),
        _("Valeur de criteres.prjId dans les adresses de l’ancien site ; vide pour une fiche plus récente"),
        Kind.NUMBER,
    ),
    _column("title", _("Titre"), _("Titre déclaré"), Kind.TEXT),
    _column(
        "family",
        _("Famille"),
        _("Coopération décentralisée ou autre action extérieure : ne jamais additionner les deux sans le dire"),
        Kind.WORDS,
        cells.family,
    ),
    _column("family_code", _("Code de la famille"), _("Code stable de la famille"), Kind.CODE, "family"),
    _column("form", _("Forme"), _("Forme du partenariat ; à défaut, la forme déclarée"), Kind.TEXT, cells.form),
    _column("form_code", _("Code de la forme"), _("Code stable de la forme"), Kind.CODE, "form"),
    _column("status", _("État déclaré"), _("État déclaré par la collectivité"), Kind.TEXT, cells.status),
    _column("status_code", _("Code de l’état"), _("Code stable de l’état"), Kind.CODE, "status"),
    _column(
        "to_confirm",
        _("À confirmer"),
        _("« oui » si l’état « en cours » est douteux ce jour-là : fin passée, pas de vérification récente"),
        Kind.WORDS,
        cells.to_confirm,
        held=Held.REQUEST,
    ),
    _column(
        "first_convention_year",
        _("Année de première convention"),
        _("Année de première signature de la convention"),
        Kind.NUMBER,
    ),
    _column("start_year", _("Année de début"), _("Année de début du partenariat"), Kind.NUMBER),
    _column("end_date", _("Date de fin"), _("Date de fin, quand le jour est connu"), Kind.DATE),
    _column(
        "end_year", _("Année de fin"), _("Année de fin, que le jour soit connu ou non"), Kind.NUMBER, cells.end_year
    ),
    _column("theme_l1", _("Thème"), _("Thématique principale, niveau 1"), Kind.TEXT, cells.theme_l1),
    _column("theme_l2", _("Sous-thème"), _("Thématique principale, niveau 2"), Kind.TEXT, cells.theme_l2),
    _column("theme_l3", _("Sous-sous-thème"), _("Thématique principale, niveau 3"), Kind.TEXT, cells.theme_l3),
    _column("theme_code", _("Code du thème"), _("Code du niveau le plus précis"), Kind.CODE, cells.theme_code),
    _column("countries", _("Pays partenaires"), _("Noms des pays, séparés par « | »"), Kind.WORDS, cells.countries),
    _column(
        "country_codes",
        _("Codes des pays"),
        _("Codes ISO 3166-1 à deux lettres, dans le même ordre"),
        Kind.CODE,
        cells.country_codes,
    ),
    _column("zones", _("Zones du monde"), _("Zones du ministère, chacune une fois"), Kind.WORDS, cells.zones),
    _column(
        "french_authorities",
        _("Collectivités françaises"),
        _("Noms d’aujourd’hui des partenaires français, séparés par « | »"),
        Kind.TEXT,
        cells.french_authorities,
    ),
    _column(
        "french_siren",
        _("SIREN des collectivités"),
        _("Dans le même ordre ; une place vide quand la collectivité n’est pas identifiée"),
        Kind.CODE,
        cells.french_siren,
    ),
    _column(
        "foreign_partners",
        _("Partenaires étrangers"),
        _("Noms des partenaires étrangers, séparés par « | »"),
        Kind.TEXT,
        cells.foreign_partners,
    ),
    _column(
        "foreign_country_codes",
        _("Pays des partenaires étrangers"),
        _("Code du pays de chacun, dans le même ordre ; une place vide quand il n’est pas connu"),
        Kind.CODE,
        cells.foreign_country_codes,
    ),
    _column(
        "owners",
        _("Maîtres d’ouvrage"),
        _("Organisations lues dans la rubrique « Maître(s) d’ouvrage »"),
        Kind.TEXT,
        cells.owners,
    ),
    _column(
        "implementers",
        _("Maîtres d’œuvre"),
        _("Organisations lues dans la rubrique « Maître(s) d’œuvre »"),
        Kind.TEXT,
        cells.implementers,
    ),
    _column("funders", _("Financeurs"), _("Organisations du tableau de financement"), Kind.TEXT, cells.funders),
    _column(
        "is_triennial", _("Triennal"), _("oui, non, ou vide quand la fiche n’en dit rien"), Kind.WORDS, cells.triennial
    ),
    _column(
        "total_amount",
        _("Montant total, en euros"),
        _("Somme des montants de toutes les lignes de financement ; vide quand aucun montant n’est connu"),
        Kind.AMOUNT,
    ),
    _column(
        "state_amount",
        _("Dont État, en euros"),
        _("Part du total versée, accordée ou déclarée au nom de l’État"),
        Kind.AMOUNT,
    ),
    _column(
        "amount_natures",
        _("Nature des montants"),
        _("Ce que sont les montants additionnés : déclaré, prévu, accordé, engagé, versé"),
        Kind.WORDS,
        cells.amount_natures,
    ),
    _column("updated_on", _("Mise à jour"), _("Jour de la dernière version, à Paris"), Kind.DATE, cells.updated_on),
    _column("verified_on", _("Vérifiée le"), _("Jour de la dernière vérification connue"), Kind.DATE),
    _column(
        "quality_flags",
        _("Points à vérifier"),
        _("Ce que la lecture automatique a signalé, en clair"),
        Kind.WORDS,
        cells.flags,
    ),
)
"""The columns of a file unless all are asked for (D11.2)."""

_LONG = (
    _prose("context", _("Contexte"), _("Texte de la fiche")),
    _prose("history", _("Historique"), _("Texte de la fiche")),
    _prose("objective", _("Objectif"), _("Texte de la fiche")),
    _prose("description", _("Description détaillée"), _("Texte de la fiche")),
    _prose("beneficiaries", _("Bénéficiaires"), _("Texte de la fiche")),
    _prose("actions", _("Actions"), _("Titre, lieu, objectif et description de chaque action"), cells.actions),
    _column(
        "other_themes", _("Autres thèmes"), _("Thématiques secondaires, par priorité"), Kind.TEXT, cells.other_themes
    ),
    _column(
        "funding",
        _("Lignes de financement"),
        _("Financeur, année, montant en euros et sa nature, une ligne chacun ; les montants « 1 % » à part"),
        Kind.TEXT,
        cells.funding,
    ),
    _column(
        "cofinancing_years",
        _("Années de cofinancement citées"),
        _("Années de cofinancement de l’État nommées par le texte"),
        Kind.CODE,
        cells.cofinancing_years,
    ),
    _prose(
        "owners_declared",
        _("Maîtres d’ouvrage, tels que déclarés"),
        _("Rubrique de la fiche, mot pour mot"),
        "owners",
    ),
    _prose(
        "implementers_declared",
        _("Maîtres d’œuvre, tels que déclarés"),
        _("Rubrique de la fiche, mot pour mot"),
        "implementers",
    ),
    _prose(
        "other_partners_france",
        _("Autres partenaires en France"),
        _("Rubrique de la fiche, mot pour mot"),
    ),
    _prose(
        "other_partners_abroad",
        _("Autres partenaires dans le pays partenaire"),
        _("Rubrique de la fiche, mot pour mot"),
    ),
    _prose(
        "pre_reform_authority",
        _("Collectivité avant la réforme territoriale"),
        _("Rubrique de la fiche, mot pour mot"),
    ),
    _column(
        "communication_france",
        _("Communication en France"),
        _("oui, non, ou vide quand la fiche n’en dit rien"),
        Kind.WORDS,
        cells.communication_france,
    ),
    _column(
        "communication_partner_countries",
        _("Communication dans les pays partenaires"),
        _("oui, non, ou vide quand la fiche n’en dit rien"),
        Kind.WORDS,
        cells.communication_partner_countries,
    ),
    _column(
        "has_evaluation",
        _("Évaluation"),
        _("oui, non, ou vide quand la fiche n’en dit rien"),
        Kind.WORDS,
        cells.has_evaluation,
    ),
    _column(
        "goals", _("Objectifs de développement durable"), _("Numéro et nom de chaque objectif"), Kind.WORDS, cells.goals
    ),
    _column(
        "places",
        _("Lieux du projet"),
        _("Lieux déclarés, un par ligne : nom, [pays latitude, longitude], région ; « ~ » : position approchée"),
        Kind.TEXT,
        cells.places,
    ),
    _column("posts", _("Postes diplomatiques"), _("Ambassades et consulats concernés"), Kind.TEXT, cells.posts),
    _column("documents", _("Documents"), _("Titre et adresse de chaque document"), Kind.TEXT, cells.documents),
    _prose("extra", _("Autres rubriques de la fiche"), _("Libellé et texte, mot pour mot"), cells.extra),
    _column("sources", _("Sources"), _("D’où viennent les valeurs, et reçues quand"), Kind.TEXT, cells.sources),
)

ALL = (*SHORT, *(replace(one, is_long=True) for one in _LONG))
"""Every column, long texts at the end."""

EXTRACTION = (
    Column("extracted_on", _("Date d’extraction"), _("Jour où le fichier a été fait"), Kind.DATE, ""),
    Column(
        "filters",
        pgettext_lazy("fichier", "Filtres"),
        _("Filtres de la recherche en toutes lettres, et ce qui a été ignoré de son adresse"),
        Kind.WORDS,
        "",
    ),
    Column("licence", _("Licence"), _("Licence de réutilisation"), Kind.WORDS, ""),
)
"""The same in each line of a CSV file (ADR 13): what the file is, without a line that is no data."""


def columns(*, is_full: bool) -> tuple[Column, ...]:
    """The short columns, or all of them with the long texts."""
    return ALL if is_full else SHORT
