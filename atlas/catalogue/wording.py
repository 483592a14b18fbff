"""The words of the public pages for codes that a record carries: flags, roles, origins, doubts, goals.

Words only: what a page shows is decided in `presentation`. A code without words has a sentence of its own (`OTHER_…`),
so that a code never reaches a reader. Labels of closed lists that the register shares stand in `reference.choices`.
"""

from functools import lru_cache

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.reference.choices import DocumentKind, Nature, Role, Status
from atlas.reference.kinds import Kind

from .confirmation import Doubt
from .words import spoken


@lru_cache(maxsize=1024)
def _label(_language: str | None, choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else ""


def label_of(choices: type[TextChoices], value: str | None) -> str:
    """Words of a closed list's value in the active language; "" for null or a value not in it. Kept by language."""
    return _label(spoken(), choices, value) if value else ""


AMOUNTS = {
    Nature.DECLARED: _("montants déclarés"),
    Nature.PLANNED: _("montants prévus"),
    Nature.GRANTED: _("montants accordés"),
    Nature.COMMITTED: _("montants engagés"),
    Nature.PAID: _("montants versés"),
}
"""Amounts of one nature within a sentence (D2.3: never without)."""


@lru_cache(maxsize=64)
def _reason(_language: str | None, role: str) -> str:
    return str(REASONS[Role(role)])


def reason(role: str) -> str:
    """Why an organisation with this role stands on a sheet, in the active language. Kept by language."""
    return _reason(spoken(), role)


def kind_label(kind: str | None) -> str:
    """What an organisation is, in words; '' while it is not identified."""
    return label_of(Kind, kind)


# Quality flags whose audience is the public (D3.7), as a reader needs them: what was seen, what it means.
FLAGS = {
    "title_missing": _("Le titre manque sur la page d’origine."),
    "title_probably_cut": _("Le titre s’arrête sans doute trop tôt : l’ancien Atlas coupait les titres longs."),
    "status_unknown": _("L’état déclaré ne figure pas dans la liste connue : il est repris tel quel."),
    "status_vs_end": _("Le projet est déclaré « en cours » alors que sa date de fin est passée."),
    "end_missing": _("Le projet est déclaré « terminé », mais sa date de fin manque."),
    "end_in_future": _("Le projet est déclaré « terminé » alors que sa date de fin n’est pas encore atteinte."),
    "end_before_start": _("La date de fin est antérieure à l’année de début."),
    "stale": _("Le projet est déclaré « en cours », mais rien ne montre qu’il se poursuit."),
    "year_implausible": _("Une année lue sur la page d’origine n’est pas vraisemblable."),
    "date_invalid": _("Une date n’a pas pu être lue sur la page d’origine."),
    "pct_unplaced": _("Des montants « 1 % » ont perdu leur colonne : leur nature reste à confirmer."),
    "funding_years_suspect": _("Les années du financement semblent comptées depuis le début du partenariat."),
    "rows_missing": _("Un tableau de la page d’origine était sur plusieurs pages : des lignes manquent."),
    "truncated": _("La page d’origine est incomplète : la fin de la fiche manque."),
    "theme_missing": _("Aucune thématique n’a été déclarée."),
    "foreign_partner_missing": _("Aucun partenaire étranger n’a été déclaré."),
    "french_authority_missing": _("Aucune collectivité française n’a été déclarée."),
}
OTHER_FLAG = _("Un point de cette fiche reste à vérifier.")

# Why an « en cours » is to be confirmed (D2.5): the end of a sentence.
DOUBTS = {
    Doubt.END_PASSED: _("la date de fin déclarée est passée"),
    Doubt.NOT_VERIFIED: _("la fiche n’a pas été vérifiée depuis plus de 24 mois"),
    Doubt.NEVER_VERIFIED: _("aucune vérification de la fiche n’est connue"),
    Doubt.TRIENNIUM_OVER: _("les trois années du partenariat sont passées, sans financement déclaré depuis"),
}

# DSFR badge variants: the word carries the meaning, the colour only repeats it.
STATUS_BADGES: dict[str, str] = {
    Status.PLANNED: "fr-badge--info",
    Status.ONGOING: "fr-badge--success",
    Status.DORMANT: "fr-badge--new",
    Status.SUSPENDED: "fr-badge--warning",
    Status.CANCELLED: "fr-badge--error",
}
STATUS_NOT_STATED = _("État non précisé")

# Why an organisation stands on the sheet: the place where it is named (D12.12).
REASONS = {
    Role.PARTNER: _("Tableau des partenaires"),
    Role.OWNER: _("Rubrique « Maître(s) d’ouvrage »"),
    Role.IMPLEMENTER: _("Rubrique « Maître(s) d’œuvre »"),
    Role.FUNDER: _("Tableau de financement"),
    Role.LEAD: _("Désignation comme chef de file"),
    Role.BENEFICIARY: _("Rubrique « Bénéficiaire(s) »"),
    Role.OTHER: _("Rubrique « Autres partenaires »"),
}

# Where a version comes from, and where values were read.
ORIGINS = {
    "legacy_page": _("Page de l’ancien Atlas"),
    "facts": _("Faits publiés, avec leur source"),
    "iati": _("Activité au format IATI"),
    "spreadsheet": _("Tableau importé"),
    "person": _("Modification par une personne habilitée"),
    "suggested_edit": _("Suggestion d’un poste ou d’un autre service, retenue"),
    "suggestion": _("Signalement d’un lecteur"),
    "relink": _("Organisations réunies au registre"),
}
OTHER_ORIGIN = _("Autre origine")

DOCUMENT_KINDS = {kind.value: kind.label for kind in DocumentKind}

# Names of an organisation over time, and how one follows another (D5.1).
NAME_KINDS = {
    "official": _("nom officiel"),
    "former": _("ancien nom"),
    "local": _("nom local"),
    "alias": _("autre graphie"),
}
SUCCESSIONS = {
    "merger": _("fusion"),
    "split": _("scission"),
    "rename": _("changement de nom"),
    "extension": _("extension"),
}
OTHER_SUCCESSION = _("changement")

# Names of a sheet's fields, for the history of versions.
FIELDS = {
    "title": _("titre"),
    "legacy_prj_id": _("identifiant de l’ancien Atlas"),
    "family": _("famille"),
    "form": _("forme"),
    "form_declared": _("forme déclarée"),
    "status": _("état"),
    "status_declared": _("état déclaré"),
    "first_convention_year": _("première convention"),
    "start_year": _("année de début"),
    "end_date": _("date de fin"),
    "end_year": _("année de fin"),
    "is_triennial": _("caractère triennal"),
    "context": _("contexte"),
    "history": _("historique"),
    "objective": _("objectif"),
    "description": _("description détaillée"),
    "implementers": _("maître(s) d’œuvre"),
    "owners": _("maître(s) d’ouvrage"),
    "beneficiaries": _("bénéficiaire(s)"),
    "other_partners_france": _("autres partenaires en France"),
    "other_partners_abroad": _("autres partenaires à l’étranger"),
    "pre_reform_authority": _("collectivité avant réforme"),
    "communication_france": _("communication en France"),
    "communication_partner_countries": _("communication dans les pays partenaires"),
    "has_evaluation": _("évaluation"),
    "cofinancing_years": _("années de cofinancement"),
    "countries": _("pays"),
    "places": _("lieux"),
    "posts": _("postes diplomatiques"),
    "themes": _("thématiques"),
    "parties": _("organisations et rôles"),
    "contact_functions": _("fonctions des contacts"),
    "funding": _("financement"),
    "actions": _("actions"),
    "documents": _("documents"),
    "sdgs": _("objectifs de développement durable"),
    "extra": _("autres rubriques"),
}
OTHER_FIELD = _("autre rubrique")

# What an edit of a country's register did, to what, and the names of its fields.
EDITS = {
    "added": _("Ajout"),
    "changed": _("Modification"),
    "withdrawn": _("Retrait"),
}
OTHER_EDIT = _("Autre modification")
ENTRIES = {
    "register": pgettext_lazy("registre", "date des données"),
    "passage": pgettext_lazy("registre", "texte"),
    "link": pgettext_lazy("registre", "lien utile"),
    "paper": pgettext_lazy("registre", "document"),
    "article": pgettext_lazy("registre", "article"),
    "presence": pgettext_lazy("registre", "réseau régional"),
}
OTHER_ENTRY = pgettext_lazy("registre", "autre élément")
ENTRY_FIELDS = {
    "kind": pgettext_lazy("registre", "rubrique"),
    "heading_fr": pgettext_lazy("registre", "sous-titre"),
    "heading_en": pgettext_lazy("registre", "sous-titre en anglais"),
    "body_fr": pgettext_lazy("registre", "texte"),
    "body_en": pgettext_lazy("registre", "texte en anglais"),
    "label_fr": pgettext_lazy("registre", "titre"),
    "label_en": pgettext_lazy("registre", "titre en anglais"),
    "title_fr": pgettext_lazy("registre", "titre"),
    "title_en": pgettext_lazy("registre", "titre en anglais"),
    "url": pgettext_lazy("registre", "adresse"),
    "rank": pgettext_lazy("registre", "place sur la page"),
    "language": pgettext_lazy("registre", "langue"),
    "dated_on": pgettext_lazy("registre", "date"),
    "published_on": pgettext_lazy("registre", "date"),
    "data_on": pgettext_lazy("registre", "date des données"),
    "file": pgettext_lazy("registre", "fichier"),
    "media_type": pgettext_lazy("registre", "fichier"),
    "size": pgettext_lazy("registre", "fichier"),
    "network_id": pgettext_lazy("registre", "réseau"),
    "note_fr": pgettext_lazy("registre", "ce qu’il fait pour ce pays"),
    "note_en": pgettext_lazy("registre", "ce qu’il fait pour ce pays, en anglais"),
}
OTHER_ENTRY_FIELD = pgettext_lazy("registre", "autre champ")

# The sustainable development goals, United Nations, 2015: short titles, 1 to 17.
GOALS = (
    _("Pas de pauvreté"),
    _("Faim « zéro »"),
    _("Bonne santé et bien-être"),
    _("Éducation de qualité"),
    _("Égalité entre les sexes"),
    _("Eau propre et assainissement"),
    _("Énergie propre et d’un coût abordable"),
    _("Travail décent et croissance économique"),
    _("Industrie, innovation et infrastructure"),
    _("Inégalités réduites"),
    _("Villes et communautés durables"),
    _("Consommation et production responsables"),
    _("Mesures relatives à la lutte contre les changements climatiques"),
    _("Vie aquatique"),
    _("Vie terrestre"),
    _("Paix, justice et institutions efficaces"),
    _("Partenariats pour la réalisation des objectifs"),
)
