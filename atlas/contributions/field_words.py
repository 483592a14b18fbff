"""The name of each field of a sheet, as forms, differences and refusals call it; one wording for officer and moderator.

A capital first: they stand alone. Not the names within a sentence of the public history (`catalogue.wording`).
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LABELS: Mapping[str, Any] = {
    "title": _("Titre"),
    "legacy_prj_id": _("Numéro dans l’ancien Atlas"),
    "family": _("Famille d’action extérieure"),
    "form": _("Forme du partenariat"),
    "form_declared": _("Forme, telle que déclarée dans l’ancien Atlas"),
    "status": _("Où en est le partenariat ?"),
    "status_declared": _("État, tel que déclaré dans l’ancien Atlas"),
    "first_convention_year": _("Année de première signature de la convention"),
    "start_year": _("Année de début du partenariat"),
    "end_date": _("Fin du partenariat"),
    "end_year": _("Année de fin"),
    "is_triennial": _("Partenariat triennal"),
    "context": _("Contexte"),
    "history": _("Historique"),
    "objective": _("Objectif du partenariat"),
    "description": _("Description détaillée"),
    "implementers": _("Maître(s) d’œuvre, en toutes lettres"),
    "owners": _("Maître(s) d’ouvrage, en toutes lettres"),
    "beneficiaries": _("Bénéficiaire(s)"),
    "other_partners_france": _("Autres partenaires en France"),
    "other_partners_abroad": _("Autres partenaires dans les pays partenaires"),
    "pre_reform_authority": _("Collectivité avant réforme"),
    "communication_france": _("Communication engagée en France"),
    "communication_partner_countries": _("Communication engagée dans les pays partenaires"),
    "has_evaluation": _("Politique d’évaluation engagée"),
    "cofinancing_years": _("Années de cofinancement par l’État"),
    "countries": _("Pays partenaires"),
    "places": _("Lieux du projet"),
    "posts": _("Postes diplomatiques"),
    "themes": _("Thématiques"),
    "parties": _("Organisations et rôles"),
    "contact_functions": _("Fonctions à contacter"),
    "funding": _("Financement"),
    "actions": _("Actions"),
    "documents": pgettext_lazy("rubrique d’une fiche", "Documents"),
    "sdgs": _("Objectifs de développement durable"),
    "extra": _("Autres rubriques de l’ancien Atlas"),
}
"""Field of `ProjectDraft` → its name."""

YES_NO = {True: pgettext_lazy("réponse", "Oui"), False: pgettext_lazy("réponse", "Non")}
