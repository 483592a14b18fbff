"""What a post types about an election, its pairs and their contacts: HTTP input → clean values. Saves nothing."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django import forms
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from atlas.organisations.models import Contact
from atlas.reference.choices import Alive

from .models import ElectionKind

EARLIEST: Final = date(2000, 1, 1)
DAYS: Final = ["%d/%m/%Y", "%Y-%m-%d"]
INPUT, SELECT = {"class": "fr-input"}, {"class": "fr-select"}


def _day(label: Any, missing: Any) -> forms.DateField:
    return forms.DateField(
        label=label,
        input_formats=DAYS,
        widget=forms.DateInput(format="%d/%m/%Y", attrs=INPUT),
        error_messages={"required": missing, "invalid": _("Écrivez une date comme 31/12/2027.")},
    )


def _seen(day: date, today: date) -> date:
    if not EARLIEST <= day <= today:
        raise forms.ValidationError(_("Ce jour n’est pas encore venu, ou il est trop ancien."))
    return day


class ElectionForm(forms.Form):
    """A local election of a country; `areas`: those in which the register knows partners."""

    held_on = _day(_("Date de l’élection (jj/mm/aaaa)"), _("Donnez la date de l’élection."))
    kind = forms.ChoiceField(
        label=_("Nature"),
        choices=[("", _("Choisissez")), *ElectionKind.choices],
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": _("Dites ce qui a été élu.")},
    )
    areas = forms.MultipleChoiceField(
        label=_("Subdivisions concernées"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choisissez des subdivisions de la liste.")},
    )
    source_url = forms.URLField(
        label=_("Adresse d’une page qui l’annonce (facultatif)"),
        help_text=_("Format attendu : https://www.exemple.fr/page"),
        required=False,
        max_length=500,
        assume_scheme="https",
        validators=[URLValidator(schemes=["http", "https"])],
        widget=forms.URLInput(attrs=INPUT),
        error_messages={"invalid": _("Cette adresse n’est pas celle d’une page : elle commence par https://.")},
    )

    def __init__(self, *args: Any, areas: Sequence[str], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["areas"].choices = [(one, one) for one in areas]  # type: ignore[attr-defined]  # a choice
        if not areas:
            del self.fields["areas"]

    def clean_held_on(self) -> date:
        """It has taken place."""
        return _seen(self.cleaned_data["held_on"], self.today)


class AnswerForm(forms.Form):
    """One answer for the pairs that are ticked."""

    pairs = forms.TypedMultipleChoiceField(
        coerce=int,
        error_messages={
            "required": _("Cochez au moins une relation."),
            "invalid_choice": _("Cochez des relations de cette liste."),
        },
    )
    alive = forms.ChoiceField(
        label=_("La relation est-elle vivante ?"),
        choices=[("", _("Choisissez")), *Alive.choices],
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": _("Dites si la relation est vivante.")},
    )
    alive_on = _day(_("Constaté le (jj/mm/aaaa)"), _("Donnez le jour de ce constat."))
    seen_at = forms.DateTimeField(required=False, input_formats=["%Y-%m-%dT%H:%M:%S.%f%z", "%Y-%m-%dT%H:%M:%S%z"])

    def __init__(self, *args: Any, numbers: Sequence[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.initial = today, {"alive_on": today}
        self.fields["pairs"].choices = [(one, one) for one in numbers]  # type: ignore[attr-defined]  # a choice

    def clean_alive_on(self) -> date:
        """Nobody has seen the future."""
        return _seen(self.cleaned_data["alive_on"], self.today)

    @property
    def ticked(self) -> set[str]:
        """Numbers that were sent, so that an error keeps them."""
        return set(self.data.getlist("pairs")) if self.is_bound else set()  # type: ignore[attr-defined]  # a QueryDict


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # generic for the checker only
    """A person in a function at the foreign partner."""

    function = forms.CharField(
        label=_("Fonction"),
        help_text=_("Par exemple : maire, point focal de la coopération."),
        max_length=200,
        error_messages={"required": _("Donnez la fonction de cette personne.")},
    )

    class Meta:
        model = Contact
        fields = ("function", "last_name", "first_name", "email")

    def clean(self) -> dict[str, object]:
        """A person or an address: a function alone is no contact."""
        given = super().clean() or self.cleaned_data
        if not any(given.get(name) for name in ("last_name", "first_name", "email")) and not self.errors:
            self.add_error("last_name", _("Donnez au moins un nom ou une adresse."))
        return given
