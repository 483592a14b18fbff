"""Short forms of the workspace: a new sheet in five minutes, a message to whoever decides, a file. Saves nothing."""

from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.contributions.field_words import LABELS
from atlas.organisations.models import Organisation
from atlas.projects.draft import PartyDraft, ProjectDraft, ThemeDraft
from atlas.reference.choices import Alive, DocumentKind, Role, Status
from atlas.visitors.forms import long_text

from .fields import Lists
from .reading import YEARS
from .tables import linked

EARLIEST: Final = 2000
"""No year before it is that of an observation by a post of today."""
CHOOSE: Final = ("", _("Choisissez"))
FINDING: Final = {
    "find": _("Chercher dans la liste"),
    "found": _("Trouvées :"),
    "none": _("Rien dans la liste ne contient ces mots."),
}
"""Attributes `data-` of a long list, which a script gives a search box."""


class LightForm(forms.Form):
    """What a sheet needs to be found: seven questions. The rest can wait."""

    title = forms.CharField(
        label=LABELS["title"],
        help_text=_("Dites ce qui est fait, et où. Par exemple : « Eau potable à Kayes »."),
        max_length=1_000,
        widget=forms.TextInput(attrs={"class": "fr-input"}),
        error_messages={"required": _("Donnez un titre à la fiche.")},
    )
    authority = forms.TypedChoiceField(
        label=_("Collectivité française"),
        coerce=int,
        widget=forms.Select(attrs={"class": "fr-select"}),
        error_messages={
            "required": _("Choisissez la collectivité pour laquelle vous créez la fiche."),
            "invalid_choice": _("Choisissez une collectivité de la liste."),
        },
    )
    partner = forms.CharField(
        label=_("Partenaire étranger"),
        help_text=_("Le nom de la collectivité ou de l’organisme partenaire. S’il est connu, il vous est proposé."),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "fr-input", "data-organisation": ""}),
        error_messages={"required": _("Donnez le nom du partenaire étranger.")},
    )
    partner_link = forms.CharField(required=False, max_length=400, widget=forms.HiddenInput)
    country = forms.ChoiceField(
        label=_("Pays du partenaire"),
        widget=forms.Select(attrs={"class": "fr-select"}),
        error_messages={
            "required": _("Choisissez le pays du partenaire."),
            "invalid_choice": _("Choisissez un pays de la liste."),
        },
    )
    start_year = forms.IntegerField(
        label=LABELS["start_year"],
        help_text=_("Sur quatre chiffres, par exemple 2019. Laissez vide si vous ne savez pas."),
        required=False,
        min_value=YEARS.start,
        max_value=YEARS.stop - 1,
        widget=forms.TextInput(attrs={"class": "fr-input", "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Écrivez une année sur quatre chiffres, par exemple 2019."),
            "min_value": _("Cette année n’est pas vraisemblable. Vérifiez les quatre chiffres."),
            "max_value": _("Cette année n’est pas vraisemblable. Vérifiez les quatre chiffres."),
        },
    )
    status = forms.ChoiceField(
        label=LABELS["status"],
        choices=[CHOOSE, *Status.choices],
        widget=forms.Select(attrs={"class": "fr-select"}),
        error_messages={"required": _("Dites où en est le partenariat.")},
    )
    theme = forms.ChoiceField(
        label=_("Thématique principale"),
        widget=forms.Select(attrs={"class": "fr-select", **{f"data-{name}": words for name, words in FINDING.items()}}),
        error_messages={"required": _("Choisissez une thématique.")},
    )

    def __init__(self, *args: Any, lists: Lists, authorities: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lists = lists
        abroad = [pair for pair in lists.countries if pair[0] != "FR"]
        first = [] if len(authorities) == 1 else [CHOOSE]
        for name, choices in (
            ("authority", [*first, *authorities]),
            ("country", [CHOOSE, *abroad]),
            ("theme", [CHOOSE, *lists.themes]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice

    def draft(self) -> ProjectDraft:
        """The sheet that the answers make."""
        said = self.cleaned_data
        authority = Organisation.objects.get(pk=said["authority"])
        labels = (*(self.lists.paths or {}).get(said["theme"], ()), None, None, None)
        number = linked(said["partner_link"], said["partner"])
        return ProjectDraft(
            title=said["title"],
            status=said["status"],
            start_year=said["start_year"],
            countries=(said["country"],),
            themes=(ThemeDraft(rank=0, code=said["theme"], l1=labels[0], l2=labels[1], l3=labels[2]),),
            parties=(
                PartyDraft(role=Role.PARTNER, name=authority.name, organisation_id=authority.pk, country="FR"),
                PartyDraft(role=Role.PARTNER, name=said["partner"], organisation_id=number, country=said["country"]),
            ),
        )


class SendForm(forms.Form):
    """What goes with a draft to whoever decides."""

    message = long_text(
        _("Message à la personne qui relira (facultatif)"),
        _("Ce qui explique vos changements : une délibération, une convention, un courriel du partenaire."),
        rows=4,
        longest=3_000,
        required=False,
    )


class ReasonForm(forms.Form):
    """Words that go with a verb."""

    text = long_text(
        pgettext_lazy("formulaire", "Vos mots"),
        _("Lus par la personne à qui vous répondez."),
        rows=4,
        longest=3_000,
        required=False,
    )


class AliveForm(forms.Form):
    """What a post sees of a relation, and on which day."""

    alive = forms.ChoiceField(
        label=_("La relation est-elle vivante ?"),
        help_text=_("Ce que vous constatez sur place. L’état déclaré par la collectivité ne change pas."),
        choices=Alive.choices,
        widget=forms.Select(attrs={"class": "fr-select"}),
    )
    alive_on = forms.DateField(
        label=_("Constaté le (jj/mm/aaaa)"),
        input_formats=["%d/%m/%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "fr-input"}),
        error_messages={
            "required": _("Donnez le jour de ce constat."),
            "invalid": _("Écrivez une date comme 31/12/2027."),
        },
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_alive_on(self) -> date:
        """Nobody has seen the future."""
        day: date = self.cleaned_data["alive_on"]
        if not date(EARLIEST, 1, 1) <= day <= self.today:
            raise forms.ValidationError(_("Ce jour n’est pas encore venu, ou il est trop ancien."))
        return day


class UploadForm(forms.Form):
    """A file for a sheet; what it is, is looked at by `uploads.checking`."""

    file = forms.FileField(
        label=_("Fichier"),
        help_text=_("PDF, ODT, DOCX, PNG, JPEG ou WEBP, 10 Mo au plus, sans macros."),
        error_messages={
            "required": _("Choisissez un fichier sur votre poste."),
            "empty": _("Ce fichier est vide. Vérifiez-le sur votre poste, puis choisissez-le de nouveau."),
        },
    )
    title = forms.CharField(
        label=_("Titre du document"),
        max_length=300,
        widget=forms.TextInput(attrs={"class": "fr-input"}),
        error_messages={"required": _("Donnez un titre au document.")},
    )
    kind = forms.ChoiceField(
        label=_("Nature"), choices=DocumentKind.choices, widget=forms.Select(attrs={"class": "fr-select"})
    )
