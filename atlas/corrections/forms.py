"""What a reader may say of a sheet: HTTP input → clean values. Saves nothing."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.wording import FIELDS

from .ticket import refusal, ticket_for

SEVERAL = "several"
RUBRICS = (
    *("title", "status", "start_year", "end_date", "first_convention_year", "countries", "parties"),
    *("objective", "description", "beneficiaries", "context", "history", "actions", "funding"),
    *("themes", "documents", "posts", "contact_functions", "form"),
)
REFUSALS = {
    "unknown": _("Le formulaire n’a pas été reconnu. Il vient d’être préparé à nouveau : vérifiez, puis envoyez."),
    "early": _("L’envoi a été si rapide qu’il ressemble à celui d’un robot. Vérifiez, puis envoyez de nouveau."),
    "late": _("Ce formulaire est resté ouvert plus d’un jour. Il a été préparé à nouveau : vérifiez, puis envoyez."),
    "trap": _("Un champ réservé aux robots était rempli. Il a été vidé : vérifiez, puis envoyez de nouveau."),
}
LIMITS = {
    "visitor": _("Trop de signalements ont été envoyés aujourd’hui depuis votre connexion. Réessayez demain."),
    "mailbox": _("Trop de signalements ont été envoyés aujourd’hui avec cette adresse. Réessayez demain."),
    "project": _("Cette fiche a reçu beaucoup de signalements aujourd’hui. Réessayez demain."),
}
TOO_LONG = _("Ce texte est trop long : %(limit_value)d caractères au plus, il en a %(show_value)d.")


def rubric_choices() -> list[tuple[str, Any]]:
    """(value, words) in the order of the sheet, with an empty first line that must be changed."""
    named = [(name, _capital(str(FIELDS[name]))) for name in RUBRICS]
    return [("", _("Choisissez une rubrique")), *named, (SEVERAL, _("Une autre rubrique, ou plusieurs"))]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _text(label: Any, hint: Any, *, rows: int, longest: int, **values: Any) -> forms.CharField:
    widget = forms.Textarea(attrs={"class": "fr-input", "rows": rows})
    field = forms.CharField(label=label, help_text=hint, widget=widget, max_length=longest, **values)
    field.error_messages["max_length"] = TOO_LONG
    return field


class CorrectionForm(forms.Form):
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
    problem = _text(
        _("Ce qui est inexact ou manque"),
        _("Par exemple : « Le projet s’est terminé en 2022 »."),
        rows=4,
        longest=3000,
        error_messages={"required": _("Dites ce qui est inexact ou ce qui manque.")},
    )
    proposed = _text(
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
    email = forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=_("Pour l’accusé de réception. Format attendu : nom@example.org"),
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "fr-input", "autocomplete": "email"}),
        error_messages={
            "required": _("Donnez votre adresse électronique : l’accusé de réception y sera envoyé."),
            "invalid": _("Cette adresse électronique est incomplète. Format attendu : nom@example.org"),
        },
    )

    def __init__(self, *args: Any, project_id: int, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project_id, self.now = project_id, now
        sent = str(self.data.get("ticket", ""))
        self.refusal = refusal(sent, project_id, now) if self.is_bound else ""
        self.ticket = sent if self.refusal in ("", "early") and self.is_bound else ticket_for(project_id, now)

    def clean(self) -> None:
        """The signs of a program: trap filled, ticket forged, sent at once. The reader who caused one can mend it."""
        if self.data.get("website"):
            self.add_error(None, REFUSALS["trap"])
        elif self.refusal:
            self.add_error(None, REFUSALS[self.refusal])
