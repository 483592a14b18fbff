"""HTTP input of the pages of accounts → clean values. Saves nothing."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from atlas.organisations.models import Organisation, Post
from atlas.reference.kinds import Kind
from atlas.reference.models import Territory, TerritoryKind

from .models import User
from .organisations_found import Candidate, label_of, meant
from .roles import PARTNER_KINDS, RULES, Holding, Role
from .scopes import Scope

INPUT = {"class": "fr-input"}
MISSING = "missing"
"""Value of the choice « my organisation is not in the list »."""


def _text(label: Any, hint: Any = "", *, longest: int, required: bool = False, **attributes: str) -> forms.CharField:
    widget = forms.TextInput(attrs={**INPUT, **attributes})
    return forms.CharField(label=label, help_text=hint, max_length=longest, required=required, widget=widget)


def _email(label: Any, hint: Any = "") -> forms.EmailField:
    return forms.EmailField(
        label=label,
        help_text=hint,
        max_length=254,
        widget=forms.EmailInput(attrs={**INPUT, "autocomplete": "email"}),
        error_messages={
            "required": _("Donnez votre adresse électronique professionnelle."),
            "invalid": _("Cette adresse électronique est incomplète. Format attendu : nom@example.org"),
        },
    )


def _regions() -> list[tuple[str, Any]]:
    regions = Territory.objects.filter(kind=TerritoryKind.REGION, valid_to__isnull=True).order_by("name")
    return [("", _("Choisissez une région")), *regions.values_list("code", "name")]


def _posts() -> list[tuple[str, Any]]:
    return [
        ("", _("Choisissez un poste")),
        *((str(post.pk), str(post)) for post in Post.objects.order_by("city", "pk")),
    ]


class RoleForm(forms.Form):
    """Which role, for what. Any field in any order; those that the role does not need are ignored (D6.2).

    `candidates`: organisations that the text may mean, to choose among on the page that comes back.
    """

    role = forms.ChoiceField(
        label=_("Je travaille comme"),
        choices=[(role.value, role.label) for role in Role if RULES[role].can_be_asked],
        widget=forms.RadioSelect,
        error_messages={"required": _("Dites à quel titre vous travaillerez dans l’Atlas.")},
    )
    organisation = _text(
        _("Votre organisme"),
        _("Collectivité, groupement ou association : tapez les premières lettres de son nom."),
        longest=300,
        autocomplete="off",
    )
    candidate = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    missing_kind = forms.ChoiceField(
        label=_("Nature de l’organisme qui manque"),
        required=False,
        choices=[("", _("Choisissez une nature")), *[(kind.value, kind.label) for kind in Kind]],
        widget=forms.Select(attrs={"class": "fr-select"}),
    )
    region_code = forms.ChoiceField(
        label=_("Région de la préfecture"), required=False, choices=_regions,
        widget=forms.Select(attrs={"class": "fr-select"}),
    )  # fmt: skip
    post = forms.ChoiceField(
        label=_("Poste diplomatique"), required=False, choices=_posts, widget=forms.Select(attrs={"class": "fr-select"})
    )
    function = _text(
        _("Votre fonction (facultatif)"),
        _("Par exemple : chargée de mission, directeur des relations internationales."),
        longest=120, list="functions", autocomplete="organization-title",
    )  # fmt: skip
    message = forms.CharField(
        label=_("Un mot pour la personne qui validera (facultatif)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[Candidate] = []

    def clean(self) -> dict[str, Any]:
        """What the role is held for: `organisation_id`, `missing_name`, `post_id` or `region_code`."""
        said = super().clean() or {}
        said.update(organisation_id=None, missing_name="", post_id=None)
        if "role" not in said:
            return said
        holding = RULES[Role(said["role"])].holding
        if holding == Holding.ORGANISATION:
            self._clean_organisation(said)
        elif holding == Holding.POST:
            self._require(said, "post", _("Choisissez le poste où vous travaillez."))
            said["post_id"] = int(said["post"]) if said.get("post") else None
        elif holding == Holding.REGION:
            self._require(said, "region_code", _("Choisissez la région de votre préfecture."))
        if holding != Holding.REGION:
            said["region_code"] = ""
        return said

    def _require(self, said: dict[str, Any], field: str, message: Any) -> None:
        if not said.get(field):
            self.add_error(field, message)

    def _clean_organisation(self, said: dict[str, Any]) -> None:
        text, kinds = said.get("organisation", "").strip(), RULES[Role(said["role"])].kinds
        if not text:
            self.add_error("organisation", _("Donnez le nom de votre organisme."))
            return
        number, self.candidates = meant(text, kinds)
        if said.get("candidate") == MISSING:
            self._clean_missing(said, text, kinds)
            return
        chosen = said.get("candidate", "")
        if chosen.isdecimal() and Organisation.objects.filter(pk=int(chosen), kind__in=kinds).exists():
            number = int(chosen)
        said["organisation_id"] = number
        if number is None:
            words = (
                _("Choisissez votre organisme parmi ceux-ci, ou dites qu’il manque.")
                if self.candidates
                else _("Aucun organisme de ce nom pour ce rôle : vérifiez l’orthographe, ou dites qu’il manque.")
            )
            self.add_error("organisation", words)

    def _clean_missing(self, said: dict[str, Any], text: str, kinds: frozenset[str]) -> None:
        kind = said.get("missing_kind", "")
        if kind not in kinds or kind == Kind.FOREIGN_AUTHORITY:
            self.add_error("missing_kind", _("Dites ce qu’est l’organisme qui manque, parmi ceux que ce rôle permet."))
        said["missing_name"] = text


class AskForm(RoleForm):
    """The public form: a role and who asks for it."""

    full_name = _text(_("Vos prénom et nom"), longest=150, required=True, autocomplete="name")
    email = _email(
        _("Votre adresse électronique professionnelle"),
        _("Un lien y sera envoyé. Format attendu : nom@example.org"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["full_name"].error_messages["required"] = _("Donnez vos prénom et nom.")


class PasswordForm(forms.Form):
    """A first password. `user`: what it must not resemble."""

    password = forms.CharField(
        label=_("Choisissez un mot de passe"),
        help_text=_("Douze caractères au moins ; une suite de quelques mots convient bien."),
        strip=False,
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "new-password"}),
        error_messages={"required": _("Choisissez un mot de passe.")},
    )
    again = forms.CharField(
        label=_("Le même mot de passe, une seconde fois"),
        strip=False,
        widget=forms.PasswordInput(attrs={**INPUT, "autocomplete": "new-password"}),
        error_messages={"required": _("Tapez le mot de passe une seconde fois.")},
    )

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        """Raises ValidationError with what Django's validators find."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.user)
        return password

    def clean(self) -> dict[str, Any]:
        """Both the same."""
        said = super().clean() or {}
        if "password" in said and "again" in said and said["password"] != said["again"]:
            self.add_error("again", _("Les deux mots de passe diffèrent."))
        return said


class InvitedForm(PasswordForm):
    """Who the invited person is, and a first password."""

    full_name = _text(_("Vos prénom et nom"), longest=150, required=True, autocomplete="name")
    field_order = ["full_name", "password", "again"]


class DecisionForm(forms.Form):
    """Validate or refuse a request. `keep_domain` is offered where the domain of the mail is not everybody's."""

    keep_domain = forms.BooleanField(required=False, label=_("Accepter désormais d’office les agents de ce domaine"))
    reason = forms.CharField(
        label=_("Motif du refus"),
        help_text=_("Il sera envoyé à la personne."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={**INPUT, "rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        """A refusal says why."""
        said = super().clean() or {}
        if "refuse" in self.data and not said.get("reason", "").strip():
            self.add_error("reason", _("Donnez le motif du refus : la personne doit savoir quoi corriger."))
        return said


class InviteForm(RoleForm):
    """Invite somebody to a role that one may grant."""

    email = _email(_("Adresse électronique de la personne"), _("Un lien valable quatorze jours y sera envoyé."))

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        allowed = [role for role in Role if RULES[role].granted_by & scope.roles]
        field = self.fields["role"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.label = _("Rôle proposé")
        field.choices = [(role.value, role.label) for role in allowed]
        field.error_messages["required"] = _("Choisissez le rôle proposé.")
        self.fields["email"].error_messages["required"] = _("Donnez l’adresse de la personne à inviter.")
        self.fields["organisation"].label = _("Organisme")
        holdings = {RULES[role].holding for role in allowed}
        unused = [name for name, of in (("region_code", Holding.REGION), ("post", Holding.POST)) if of not in holdings]
        for name in ("function", "message", "missing_kind", *unused):
            del self.fields[name]
        if Holding.REGION not in holdings and len(scope.signs_for) == 1:
            self.initial.setdefault("organisation", label_of(Organisation.objects.get(pk=min(scope.signs_for))))

    def _clean_missing(self, said: dict[str, Any], text: str, kinds: frozenset[str]) -> None:
        self.add_error("organisation", _("Choisissez un organisme de la liste."))


class DelegationForm(forms.Form):
    """An authority lets a partner prepare its sheets."""

    authority = forms.ChoiceField(label=_("Collectivité"), widget=forms.Select(attrs={"class": "fr-select"}))
    partner = _text(
        _("Partenaire"), _("Association, opérateur ou établissement : les premières lettres de son nom."),
        longest=300, required=True, autocomplete="off",
    )  # fmt: skip
    ends_on = forms.DateField(
        label=_("Jusqu’au"),
        help_text=_("Trois ans au plus."),
        widget=forms.DateInput(attrs={**INPUT, "type": "date"}),
        error_messages={
            "required": _("Donnez le dernier jour."),
            "invalid": _("Donnez une date, par exemple 31/12/2027."),
        },
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidates: list[Candidate] = []
        self.fields["partner"].error_messages["required"] = _("Donnez le nom du partenaire.")
        own = Organisation.objects.filter(pk__in=scope.signs_for).order_by("name", "pk")
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        field.choices = [(str(one.pk), one.name) for one in own]
        field.error_messages["required"] = _("Choisissez la collectivité.")

    def clean_partner(self) -> int:
        """The organisation meant. Raises ValidationError with what to do."""
        number, self.candidates = meant(self.cleaned_data["partner"], PARTNER_KINDS)
        if number is None:
            near = ", ".join(f"« {one.label} »" for one in self.candidates)
            if near:
                raise forms.ValidationError(
                    _("Précisez lequel, tel qu’il est écrit ici : %(near)s."), params={"near": near}
                )
            raise forms.ValidationError(_("Aucun partenaire de ce nom. Il doit figurer dans l’Atlas."))
        return number
