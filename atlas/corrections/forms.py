"""What a reader may say of a sheet: HTTP input → clean values. Saves nothing."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.wording import FIELDS
from atlas.visitors.forms import VisitorForm, long_text, sender_email

SEVERAL = "several"
RUBRICS = (
    *("title", "status", "start_year", "end_date", "first_convention_year", "countries", "places", "parties"),
    *("objective", "description", "beneficiaries", "context", "history", "actions", "funding"),
    *("themes", "documents", "posts", "contact_functions", "form"),
)
LIMITS = {
    "visitor": _("Trop de signalements ont été envoyés aujourd’hui depuis votre connexion. Réessayez demain."),
    "mailbox": _("Trop de signalements ont été envoyés aujourd’hui avec cette adresse. Réessayez demain."),
    "project": _("Cette fiche a reçu beaucoup de signalements aujourd’hui. Réessayez demain."),
}


def subject_of(project_id: int) -> str:
    """What a ticket of this form is made for."""
    return f"correction {project_id}"


def rubric_choices() -> list[tuple[str, Any]]:
    """(value, words) in the order of the sheet, with an empty first line that must be changed."""
    named = [(name, _capital(str(FIELDS[name]))) for name in RUBRICS]
    return [("", _("Choisissez une rubrique")), *named, (SEVERAL, _("Une autre rubrique, ou plusieurs"))]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


class CorrectionForm(VisitorForm):
    """One suggestion. Errors stand beside their field; `non_field_errors` are those of the whole sending."""

    rubric = forms.ChoiceField(
        label=_("Rubrique concernée"),
        choices=rubric_choices,
        widget=forms.Select(attrs={"class": "fr-select"}),
        error_messages={
            "required": _("Choisissez la rubrique concernée."),
            "invalid_choice": _("Choisissez une rubrique de la liste."),
        },
    )
    problem = long_text(
        _("Ce qui est inexact ou manque"),
        _("Par exemple : « Le projet s’est terminé en 2022 »."),
        rows=4,
        longest=3000,
        error_messages={"required": _("Dites ce qui est inexact ou ce qui manque.")},
    )
    proposed = long_text(
        _("Texte ou valeur que vous proposez (facultatif)"), _("Tel qu’il devrait figurer."),
        rows=4, longest=5000, required=False,
    )  # fmt: skip
    source = forms.URLField(
        label=_("Adresse d’une page ou d’un document qui le montre (facultatif)"),
        help_text=_("Format attendu : https://www.exemple.fr/page"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs={"class": "fr-input"}),
        error_messages={"invalid": _("Cette adresse n’est pas celle d’une page : elle commence par https://.")},
    )
    name = forms.CharField(
        label=_("Votre nom (facultatif)"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"class": "fr-input", "autocomplete": "name"}),
    )
    email = sender_email(_("Pour l’accusé de réception. Format attendu : nom@example.org"))

    def __init__(self, *args: Any, project_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject_of(project_id), now=now, **kwargs)
        self.project_id = project_id
