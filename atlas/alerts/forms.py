"""What a visitor gives for an alert: a mailbox and how often. Saves nothing."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atlas.visitors.forms import VisitorForm, sender_email

from .models import Frequency

SUBJECT = "alert"
LIMITS = {
    "visitor": _("Trop d’alertes ont été demandées aujourd’hui depuis votre connexion. Réessayez demain."),
    "mailbox": _("Trop d’alertes ont été demandées aujourd’hui avec cette adresse. Réessayez demain."),
}


class AlertForm(VisitorForm):
    """A mailbox and a frequency."""

    email = sender_email(_("Un courriel y partira, avec le lien qui met l’alerte en service. Format : nom@example.org"))
    frequency = forms.ChoiceField(
        label=_("À quel rythme ?"),
        choices=Frequency.choices,
        initial=Frequency.DAILY,
        widget=forms.Select(attrs={"class": "fr-select"}),
        error_messages={
            "required": _("Choisissez un rythme."),
            "invalid_choice": _("Choisissez un rythme de la liste."),
        },
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, subject=SUBJECT, now=now, **kwargs)
        self.fields["email"].error_messages["required"] = _("Donnez votre adresse électronique : l’alerte y arrivera.")
