"""HTTP input of the pages of campaigns → clean values. Saves nothing."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from atlas.organisations.actions import NewContact
from atlas.organisations.models import Contact, Organisation
from atlas.reference.kinds import KindGroup
from atlas.reference.models import Territory, TerritoryKind

from .actions import Plan
from .models import UpdateCampaign

GROUPS = (
    *(KindGroup.COMMUNE, KindGroup.INTERMUNICIPALITY, KindGroup.DEPARTMENT, KindGroup.REGION, KindGroup.SYNDICATE),
    KindGroup.OTHER,
)
NOT_A_DAY = _("Écrivez une date, par exemple 2027-01-31.")


def _day(label: Any, hint: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=hint,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Donnez une date."), "invalid": NOT_A_DAY},
    )


def _texts(label: Any, hint: Any, *, required: bool) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": _("Écrivez le texte : il part avec le courriel d’ouverture.")},
    )


def _regions() -> list[tuple[str, str]]:
    current = Territory.objects.filter(kind=TerritoryKind.REGION, valid_to__isnull=True).order_by("match_key")
    return list(current.values_list("code", "name"))


class WordsForm(forms.Form):
    """The texts of a campaign, which may be mended while it runs."""

    circular_fr = _texts(
        _("Texte de la circulaire"), _("Il ouvre le courriel et la page de chaque collectivité."), required=True
    )
    circular_en = _texts(
        _("Texte en anglais (facultatif)"), _("Pour les agents qui lisent l’Atlas en anglais."), required=False
    )


class PlanForm(WordsForm):
    """Everything that the ministry decides before a campaign is announced."""

    year = forms.IntegerField(
        label=_("Année"),
        min_value=2000,
        max_value=2100,
        error_messages={
            "required": _("Donnez l’année de la campagne."),
            "invalid": _("L’année s’écrit en quatre chiffres."),
            "min_value": _("L’année s’écrit en quatre chiffres."),
            "max_value": _("L’année s’écrit en quatre chiffres."),
        },
    )
    opens_on = _day(_("Premier jour"))
    closes_on = _day(_("Dernier jour"), _("Compris. La campagne pourra être prolongée."))
    kinds = forms.MultipleChoiceField(
        label=_("Collectivités concernées"),
        help_text=_("Toutes, si rien n’est coché."),
        required=False,
        choices=[(group.value, group.label) for group in GROUPS],
        widget=forms.CheckboxSelectMultiple,
    )
    regions = forms.MultipleChoiceField(
        label=_("Régions concernées"),
        help_text=_("Toutes, si rien n’est coché."),
        required=False,
        choices=_regions,
        widget=forms.CheckboxSelectMultiple,
    )
    field_order = ("year", "opens_on", "closes_on", "circular_fr", "circular_en", "kinds", "regions")

    def __init__(self, *args: Any, campaign: UpdateCampaign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign = campaign

    def clean_year(self) -> int:
        """One campaign a year."""
        year: int = self.cleaned_data["year"]
        known = UpdateCampaign.objects.filter(year=year).exclude(pk=self.campaign.pk if self.campaign else 0)
        if known.exists():
            raise forms.ValidationError(_("Il y a déjà une campagne pour cette année."))
        return year

    def clean(self) -> None:
        """The last day comes after the first."""
        first, last = self.cleaned_data.get("opens_on"), self.cleaned_data.get("closes_on")
        if first and last and last < first:
            self.add_error("closes_on", _("Le dernier jour vient avant le premier."))

    @property
    def plan(self) -> Plan:
        """What was decided, once the form is valid."""
        return Plan(**self.cleaned_data)


class ExtensionForm(forms.Form):
    """Until when."""

    until = _day(_("Prolonger jusqu’au"), _("Dernier jour compris."))

    def __init__(self, *args: Any, campaign: UpdateCampaign, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.campaign, self.today = campaign, today

    def clean_until(self) -> date:
        """Later than now."""
        until: date = self.cleaned_data["until"]
        if until <= self.campaign.last_day or until < self.today:
            raise forms.ValidationError(_("Cette date ne prolonge pas la campagne."))
        return until


class ContactsForm(forms.Form):
    """Who is in charge of international relations: those known, ticked while they stay, and one more."""

    last_name = forms.CharField(label=_("Nom"), max_length=120, required=False)
    first_name = forms.CharField(label=_("Prénom"), max_length=120, required=False)
    function = forms.CharField(
        label=_("Fonction"),
        help_text=_("Par exemple : adjointe aux relations internationales, chargé de coopération."),
        max_length=200,
        required=False,
    )
    email = forms.EmailField(
        label=_("Adresse électronique"),
        max_length=254,
        required=False,
        error_messages={"invalid": _("Cette adresse électronique est incomplète. Format attendu : nom@example.org")},
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.organisation = organisation
        self.known = list(Contact.objects.filter(organisation=organisation).order_by("last_name", "pk"))

    def clean(self) -> None:
        """A new person has a function: nobody can be asked for by name only."""
        said = self.cleaned_data
        if any(said.get(name) for name in ("last_name", "first_name", "email")) and not said.get("function"):
            self.add_error("function", _("Donnez la fonction de cette personne."))

    @property
    def still(self) -> set[int]:
        """Numbers of those who stay; others than the authority's own are ignored."""
        values = self.data.getlist("still") if isinstance(self.data, QueryDict) else []
        ticked = {int(value) for value in values if value.isdecimal() and len(value) < 19}
        return ticked & {contact.pk for contact in self.known}

    @property
    def new(self) -> list[NewContact]:
        """The person who comes, if one was given."""
        said = {name: self.cleaned_data[name] for name in ("last_name", "first_name", "function", "email")}
        return [NewContact(organisation=self.organisation, source="campaign", **said)] if said["function"] else []
