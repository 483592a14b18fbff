"""What a visitor declares, and what a post says of it: HTTP input → clean values. Saves nothing."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from atlas.accounts.organisations_found import Candidate, meant
from atlas.reference.choices import Form, Status
from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind
from atlas.visitors.forms import VisitorForm, long_text, sender_email

from .models import FIRST_YEAR, LONGEST_NAME, DeclaredEntry

NONE_OF_THESE: Final = "none"
OTHER, MISSING = "other", "missing"
LIMITS: Final = {
    "visitor": _("Trop d’inscriptions ont été envoyées aujourd’hui depuis votre connexion. Réessayez demain."),
    "mailbox": _("Trop d’inscriptions ont été envoyées aujourd’hui avec cette adresse. Réessayez demain."),
    "country": _("Ce pays a reçu beaucoup d’inscriptions aujourd’hui. Réessayez demain."),
}
SELECT, INPUT = {"class": "fr-select"}, {"class": "fr-input"}
ASKED_AGAIN: Final = _("Choisissez votre collectivité parmi celles-ci, ou dites qu’elle n’y est pas.")


def subject_of(iso2: str) -> str:
    """What a ticket of this form is made for."""
    return f"declared {iso2}"


def _line(label: Any, hint: Any = "", *, longest: int = LONGEST_NAME, missing: Any = "", **attributes: str) -> Any:
    errors = {"required": missing} if missing else {}
    widget = forms.TextInput(attrs={**INPUT, **attributes})
    return forms.CharField(
        label=label, help_text=hint, max_length=longest, required=bool(missing), widget=widget, error_messages=errors
    )


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=_("Sur quatre chiffres, par exemple 2019. Laissez vide si vous ne savez pas."),
        required=False,
        min_value=FIRST_YEAR,
        widget=forms.TextInput(attrs={**INPUT, "inputmode": "numeric"}),
        error_messages={
            "invalid": _("Écrivez une année sur quatre chiffres, par exemple 2019."),
            "min_value": _("Cette année n’est pas vraisemblable. Vérifiez les quatre chiffres."),
        },
    )


def _not_to_come(year: int | None, today: date) -> int | None:
    if year is not None and year > today.year:
        raise forms.ValidationError(_("Cette année n’est pas encore venue. Vérifiez les quatre chiffres."))
    return year


class DeclareForm(VisitorForm):
    """One entry. The authority is found by its name; where several bear it, the page that comes back asks which."""

    authority = _line(
        _("Collectivité française"),
        _("Le nom de la commune, de l’intercommunalité, du département ou de la région. Si elle a fusionné ou manque à "
          "l’Atlas, donnez le nom que vous connaissez."),
        missing=_("Donnez le nom de la collectivité française."),
        autocomplete="off",
    )  # fmt: skip
    which = forms.ChoiceField(
        label=_("Laquelle ?"),
        required=False,
        widget=forms.Select(attrs=SELECT),
        error_messages={"invalid_choice": ASKED_AGAIN},
    )
    partner = _line(
        _("Partenaire étranger"),
        _("Le nom de la collectivité ou de l’organisme avec lequel elle coopère."),
        missing=_("Donnez le nom du partenaire étranger."),
    )
    place = _line(_("Lieu du partenaire (facultatif)"), _("Par exemple sa région, sa province ou la ville voisine."))
    since = _year(_("Depuis quelle année ? (facultatif)"))
    form = forms.ChoiceField(
        label=_("Forme du partenariat (facultatif)"),
        required=False,
        choices=[("", _("Je ne sais pas")), *Form.choices],
        widget=forms.Select(attrs=SELECT),
    )
    words = long_text(
        _("En quelques mots (facultatif)"),
        _("Ce qui est fait ensemble. Ne nommez aucune personne."),
        rows=4,
        longest=2_000,
        required=False,
    )
    name = _line(
        _("Votre nom"), longest=120, missing=_("Donnez votre nom : le poste saura à qui répondre."), autocomplete="name"
    )
    function = _line(
        _("Votre fonction (facultatif)"),
        _("Par exemple : adjointe au maire, chargé de mission, membre du comité de jumelage."),
        longest=200,
        autocomplete="organization-title",
    )
    email = sender_email(_("Pour l’accusé de réception et la réponse. Format attendu : nom@example.org"))

    def __init__(self, *args: Any, iso2: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, subject=subject_of(iso2), now=now, **kwargs)
        self.authority_id: int | None = None
        self.found: list[Candidate] = []
        if self.is_bound:
            self.authority_id, self.found = meant(
                str(self.data.get("authority", ""))[:LONGEST_NAME], FRENCH_AUTHORITIES
            )
        choices = [("", _("Choisissez")), *((str(one.id), one.label) for one in self.found)]
        self.fields["which"].choices = [*choices, (NONE_OF_THESE, _("Aucune de celles-ci"))]  # type: ignore[attr-defined]  # a choice
        if not self.found or self.authority_id is not None:
            del self.fields["which"]

    def clean_since(self) -> int | None:
        """A partnership that has begun."""
        return _not_to_come(self.cleaned_data["since"], self.now.date())

    def clean(self) -> None:
        """Which authority: sure by its name, chosen, or none of the register."""
        super().clean()
        chosen = self.cleaned_data.get("which", "")
        if "which" not in self.fields or "which" in self.errors or "authority" in self.errors:
            return
        if not chosen:
            self.add_error("which", ASKED_AGAIN)
        elif chosen != NONE_OF_THESE:
            self.authority_id = int(chosen)


class CheckForm(forms.Form):
    """Which authority of the register it is: one of those found, another that is named, or one that is missing."""

    candidate = forms.ChoiceField(
        label=_("La collectivité déclarée est"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Dites quelle collectivité est déclarée."),
            "invalid_choice": _("Choisissez une collectivité de la liste, ou nommez-en une autre."),
        },
    )
    other = _line(_("Une autre : son nom"), _("Cherchée parmi toutes les collectivités du répertoire."))
    missing_kind = forms.ChoiceField(
        label=_("Nature de la collectivité qui manque"),
        required=False,
        choices=[
            ("", _("Choisissez une nature")),
            *((one.value, one.label) for one in Kind if one in FRENCH_AUTHORITIES),
        ],
        widget=forms.Select(attrs=SELECT),
    )

    def __init__(self, *args: Any, found: Sequence[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.authority_id: int | None = None
        more = list(found)
        if self.is_bound:
            named = str(self.data.get("other", ""))[:LONGEST_NAME]
            self.authority_id, others = meant(named, FRENCH_AUTHORITIES) if named.strip() else (None, [])
            more = list({one.id: one for one in (*found, *others)}.values())
        self.fields["candidate"].choices = [  # type: ignore[attr-defined]  # a choice
            *((str(one.id), one.label) for one in more),
            (OTHER, _("Une autre, que je nomme ci-dessous")),
            (MISSING, _("Elle manque au répertoire : l’inscrire à titre provisoire sous le nom déclaré")),
        ]

    @property
    def is_missing(self) -> bool:
        """It is to be registered, provisionally."""
        return bool(self.cleaned_data["candidate"] == MISSING)

    def clean(self) -> dict[str, Any]:
        """A number of the register in `authority_id`, or a kind for the one that is missing."""
        said = super().clean() or {}
        chosen = said.get("candidate", "")
        if chosen == MISSING and not said.get("missing_kind"):
            self.add_error("missing_kind", _("Dites ce qu’est la collectivité qui manque."))
        elif chosen == OTHER and self.authority_id is None:
            self.add_error(
                "other", _("Ce nom ne suffit pas : choisissez-la dans la liste ci-dessus, complétée, ou précisez.")
            )
        elif chosen not in ("", OTHER, MISSING):
            self.authority_id = int(chosen)
        return said


class SheetForm(forms.Form):
    """The light sheet that is proposed to the authority; prefilled with what was declared, mended by the post."""

    title = _line(_("Titre de la fiche"), longest=1_000, missing=_("Donnez un titre à la fiche."))
    partner = _line(_("Partenaire étranger"), missing=_("Donnez le nom du partenaire étranger."))
    partner_is = forms.ChoiceField(
        label=_("Ce partenaire est"), required=False, widget=forms.Select(attrs=SELECT),
        error_messages={"invalid_choice": _("Choisissez un partenaire de la liste.")},
    )  # fmt: skip
    place = _line(
        _("Lieu du projet (facultatif)"),
        _("Repris du lieu du partenaire, tel qu’il est déclaré. Corrigez-le, ou videz-le si le projet est ailleurs."),
    )
    since = _year(_("Année de début"))
    form = forms.ChoiceField(
        label=_("Forme du partenariat"),
        required=False,
        choices=[("", _("Je ne sais pas")), *Form.choices],
        widget=forms.Select(attrs=SELECT),
    )
    status = forms.ChoiceField(
        label=_("Où en est-il ?"),
        choices=[("", _("Choisissez")), *Status.choices],
        widget=forms.Select(attrs=SELECT),
        error_messages={"required": _("Dites où en est le partenariat.")},
    )
    description = long_text(
        _("Description"),
        _("Ce qui sera publié si la collectivité accepte. Ne nommez aucune personne."),
        rows=5,
        longest=5_000,
        required=False,
    )

    def __init__(
        self, *args: Any, entry: DeclaredEntry, found: Sequence[Candidate], today: date, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        none = ("", _("Pas encore dans le répertoire : garder le nom seul"))
        self.fields["partner_is"].choices = [none, *((str(one.id), one.label) for one in found)]  # type: ignore[attr-defined]  # a choice
        self.initial = {**first_values(entry), "partner_is": str(found[0].id) if len(found) == 1 else ""}

    def clean_since(self) -> int | None:
        """A partnership that has begun."""
        return _not_to_come(self.cleaned_data["since"], self.today)


def first_values(entry: DeclaredEntry) -> dict[str, Any]:
    """What was declared, as the sheet would say it. Sheets are in French, whatever the post reads."""
    authority = entry.authority.name if entry.authority else entry.authority_name
    with override("fr"):
        title = str(_("Partenariat entre %(authority)s et %(partner)s")) % {
            "authority": authority,
            "partner": entry.partner_name,
        }
    return {
        "title": title,
        "partner": entry.partner_name,
        "place": entry.partner_place,
        "since": entry.since_year,
        "form": entry.form,
        "status": Status.ONGOING,
        "description": entry.words,
    }


class RefuseForm(forms.Form):
    """Why it is not taken; whoever declared reads it."""

    reason = long_text(
        pgettext_lazy("inscription", "Motif du refus"),
        _("Envoyé par courriel à la personne qui a déclaré, et gardé avec l’inscription."),
        rows=3,
        longest=2_000,
        error_messages={"required": _("Dites pourquoi : la personne qui a déclaré le lira.")},
    )


class DoubleForm(forms.Form):
    """Which other entry says the same."""

    of = forms.ChoiceField(
        label=_("Elle dit la même chose que"),
        widget=forms.Select(attrs=SELECT),
        error_messages={
            "required": _("Choisissez l’autre inscription."),
            "invalid_choice": _("Choisissez l’une des inscriptions qui lui ressemblent."),
        },
    )

    def __init__(self, *args: Any, found: Sequence[DeclaredEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = ((str(one.pk), f"n° {one.pk} – {one}") for one in found)
        self.fields["of"].choices = [("", _("Choisissez")), *named]  # type: ignore[attr-defined]  # a choice
