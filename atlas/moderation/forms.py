"""What people who decide send: HTTP input → clean values. Saves nothing."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.contributions.field_words import LABELS
from atlas.contributions.models import Origin
from atlas.contributions.queue import Filters
from atlas.contributions.states import SHEET_VERBS, Reason
from atlas.reference.models import Country, Territory

AGES = [("", _("Toutes")), ("7", _("Depuis une semaine ou plus")), ("30", _("Depuis un mois ou plus"))]
SELECT = {"class": "fr-select"}


class FilterForm(forms.Form):
    """The filters of the queue, from the address; `only` some of them. What is not understood narrows nothing."""

    origine = forms.ChoiceField(
        label=_("Origine"), required=False, choices=[("", _("Toutes")), *Origin.choices], widget=forms.Select(SELECT)
    )
    age = forms.ChoiceField(label=_("Ancienneté"), required=False, choices=AGES, widget=forms.Select(SELECT))
    pays = forms.ChoiceField(label=pgettext_lazy("colonne", "Pays"), required=False, widget=forms.Select(SELECT))
    region = forms.ChoiceField(label=_("Région"), required=False, widget=forms.Select(SELECT))
    rubrique = forms.ChoiceField(label=_("Rubrique"), required=False, widget=forms.Select(SELECT))

    def __init__(self, *args: Any, language: str, only: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = "name_en" if language == "en" else "name_fr"
        countries = Country.objects.order_by(name).values_list("iso2", name)
        regions = Territory.objects.filter(kind="region", valid_to=None).order_by("name").values_list("code", "name")
        fields = list(LABELS.items())
        everything = [("", _("Toutes"))]
        self.fields["pays"].choices = [("", _("Tous")), *countries]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["region"].choices = [*everything, *regions]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["rubrique"].choices = [*everything, *fields]  # type: ignore[attr-defined]  # a ChoiceField
        for other in set(self.fields) - set(only or self.fields):
            del self.fields[other]

    def filters(self) -> Filters:
        """What was understood."""
        self.is_valid()
        said = self.cleaned_data
        return Filters(
            origin=said.get("origine") or "",
            days=int(said.get("age") or 0),
            country=said.get("pays") or "",
            region=said.get("region") or "",
            field=said.get("rubrique") or "",
        )


class DecisionForm(forms.Form):
    """One verb on one contribution. `fields`: those that are ticked; `version`: that of the page."""

    verb = forms.CharField(max_length=12)
    fields_ = forms.MultipleChoiceField(required=False)
    reason = forms.CharField(
        label=_("Message"),
        required=False,
        max_length=3000,
        widget=forms.Textarea({"class": "fr-input", "rows": 3}),
    )
    override = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False, min_value=0)

    def __init__(self, *args: Any, offered: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["fields_"].choices = [(name, name) for name in offered]  # type: ignore[attr-defined]  # a ChoiceField


class ReasonForm(forms.Form):
    """Why, for what people may have to explain later."""

    reason = forms.CharField(
        label=_("Motif"),
        max_length=1000,
        widget=forms.TextInput({"class": "fr-input"}),
        error_messages={"required": _("Dites pourquoi : le motif reste dans l’historique.")},
    )

    def __init__(self, *args: Any, verb: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = SHEET_VERBS.get(verb)
        self.fields["reason"].required = known is None or known.reason is Reason.REQUIRED
