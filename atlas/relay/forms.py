"""What a visitor writes to a post or an authority: HTTP input → clean values. Saves nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.search_query import clean_text
from atlas.organisations.mailboxes import Mailbox
from atlas.visitors.forms import VisitorForm, long_text, sender_email

LIMITS = {
    "visitor": _("Trop de messages ont été envoyés aujourd’hui depuis votre connexion. Réessayez demain."),
    "mailbox": _("Trop de messages ont été envoyés aujourd’hui avec cette adresse. Réessayez demain."),
    "target": _("Ce service a reçu beaucoup de messages aujourd’hui. Réessayez demain."),
}


class MessageForm(VisitorForm):
    """One message. `mailboxes`: the functions that can be written to, at least one."""

    function = forms.ChoiceField(
        label=_("À qui écrivez-vous ?"),
        widget=forms.Select(attrs={"class": "fr-select"}),
        error_messages={
            "required": _("Choisissez à qui vous écrivez."),
            "invalid_choice": _("Choisissez une fonction de la liste."),
        },
    )
    topic = forms.CharField(
        label=_("Objet"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "fr-input"}),
        error_messages={"required": _("Dites en quelques mots de quoi il s’agit.")},
    )
    text = long_text(
        _("Votre message"),
        _("Dites qui vous êtes et ce que vous demandez. 5 000 caractères au plus."),
        rows=8,
        longest=5000,
        error_messages={"required": _("Écrivez votre message.")},
    )
    name = forms.CharField(
        label=_("Votre nom"),
        max_length=120,
        widget=forms.TextInput(attrs={"class": "fr-input", "autocomplete": "name"}),
        error_messages={"required": _("Donnez votre nom : le service doit savoir à qui répondre.")},
    )
    email = sender_email(_("Le service vous répondra à cette adresse. Format attendu : nom@example.org"))

    def __init__(
        self, *args: Any, subject: str, now: datetime, mailboxes: Sequence[Mailbox], language: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, subject=subject, now=now, **kwargs)
        self.mailboxes = {str(one.pk): one for one in mailboxes}
        choices = [(key, one.function(language)) for key, one in self.mailboxes.items()]
        several = [("", _("Choisissez une fonction"))] if len(choices) > 1 else []
        function = self.fields["function"]
        assert isinstance(function, forms.ChoiceField)  # noqa: S101  (declared above)
        function.choices = [*several, *choices]

    def clean_topic(self) -> str:
        """One line without control characters."""
        return clean_text(self.cleaned_data["topic"])

    def clean_name(self) -> str:
        """One line without control characters."""
        return clean_text(self.cleaned_data["name"])

    @property
    def mailbox(self) -> Mailbox:
        """The mailbox that was chosen, once the form is valid."""
        return self.mailboxes[self.cleaned_data["function"]]
