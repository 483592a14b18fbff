"""A form that anyone may send without an account, and the fields that such forms share. Saves nothing."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .ticket import refusal, ticket_for

REFUSALS = {
    "unknown": _("Le formulaire n’a pas été reconnu. Il vient d’être préparé à nouveau : vérifiez, puis envoyez."),
    "early": _("L’envoi a été si rapide qu’il ressemble à celui d’un robot. Vérifiez, puis envoyez de nouveau."),
    "late": _("Ce formulaire est resté ouvert plus d’un jour. Il a été préparé à nouveau : vérifiez, puis envoyez."),
    "trap": _("Un champ réservé aux robots était rempli. Il a été vidé : vérifiez, puis envoyez de nouveau."),
}
TOO_LONG = _("Ce texte est trop long : %(limit_value)d caractères au plus, il en a %(show_value)d.")


def long_text(label: Any, hint: Any, *, rows: int, longest: int, **values: Any) -> forms.CharField:
    """A field of several lines that says how much too long a text is."""
    widget = forms.Textarea(attrs={"class": "fr-input", "rows": rows})
    field = forms.CharField(label=label, help_text=hint, widget=widget, max_length=longest, **values)
    field.error_messages["max_length"] = TOO_LONG
    return field


def sender_email(hint: Any) -> forms.EmailField:
    """The mailbox of whoever sends the form."""
    return forms.EmailField(
        label=_("Votre adresse électronique"),
        help_text=hint,
        max_length=254,
        widget=forms.EmailInput(attrs={"class": "fr-input", "autocomplete": "email"}),
        error_messages={
            "required": _("Donnez votre adresse électronique : l’accusé de réception y sera envoyé."),
            "invalid": _("Cette adresse électronique est incomplète. Format attendu : nom@example.org"),
        },
    )


class VisitorForm(forms.Form):
    """Errors stand beside their field; `non_field_errors` are those of the whole sending.

    `subject`: what the form is about, as in its ticket. The page shows `ticket` and the trap (`visitors/_trap.html`).
    """

    def __init__(self, *args: Any, subject: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        sent = str(self.data.get("ticket", ""))
        self.refusal = refusal(sent, subject, now) if self.is_bound else ""
        self.ticket = sent if self.refusal in ("", "early") and self.is_bound else ticket_for(subject, now)

    def clean(self) -> None:
        """The signs of a program: trap filled, ticket forged, sent at once. The reader who caused one can mend it."""
        if self.data.get("website"):
            self.add_error(None, REFUSALS["trap"])
        elif self.refusal:
            self.add_error(None, REFUSALS[self.refusal])
