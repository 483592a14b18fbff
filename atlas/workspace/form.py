"""The one description of the form of a sheet: sections, fields, words. Pages, reading, checks and tests derive from it.

Every field of `ProjectDraft` is in FORM or in NOT_ASKED (a test compares). Words of names: `contributions.field_words`.
"""

from collections.abc import Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.contributions.field_words import LABELS
from atlas.reference.choices import Family, Form, Status

from . import places, tables
from .fields import FieldSpec, Section, Table, Widget, closed

SECTIONS: Final = (
    Section(
        "essentiel",
        _("L’essentiel"),
        _("Ce que l’on voit en premier : un titre que tout le monde comprend, où en est le partenariat, depuis quand."),
    ),
    Section(
        "partenaires",
        pgettext_lazy("rubrique d’une fiche", "Partenaires et pays"),
        _("Qui agit avec qui, et dans quel rôle. Commencez à taper un nom : les organisations connues sont proposées."),
    ),
    Section("themes", _("Thématiques"), _("La première thématique est la principale.")),
    Section(
        "recit",
        _("Objectif et récit"),
        _("Écrivez pour un lecteur qui ne connaît ni votre collectivité ni le pays. Deux phrases suffisent parfois."),
    ),
    Section(
        "actions",
        pgettext_lazy("rubrique d’une fiche", "Actions"),
        _("Ce qui est fait concrètement : une ligne par action. Un tableau de votre tableur peut être collé."),
    ),
    Section(
        "financement",
        pgettext_lazy("rubrique d’une fiche", "Financement"),
        _("Une ligne par financeur et par année. Un 0 se garde : il ne veut pas dire « inconnu »."),
    ),
    Section("suivi", _("Suivi et contacts"), _("Les fonctions sont publiques, jamais les noms des personnes.")),
    Section(
        "documents",
        pgettext_lazy("rubrique d’une fiche", "Documents"),
        _("Conventions, bilans, pages de votre site. Un document n’est public qu’une fois la fiche acceptée."),
    ),
)


def _line(name: str, section: str, **more: Any) -> FieldSpec:
    return FieldSpec(name, LABELS[name], section, Widget.LINE, **more)


def _text(name: str, section: str, **more: Any) -> FieldSpec:
    return FieldSpec(name, LABELS[name], section, Widget.TEXT, **more)


def _yes_no(name: str, section: str, **more: Any) -> FieldSpec:
    return FieldSpec(name, LABELS[name], section, Widget.YES_NO, **more)


def _table(name: str, section: str, table: Table, **more: Any) -> FieldSpec:
    return FieldSpec(name, LABELS[name], section, Widget.TABLE, table=table, **more)


FORM: Final = (
    _line(
        "title",
        "essentiel",
        help=_("Par exemple : « Eau potable et assainissement à Kayes ». Évitez les sigles et les majuscules."),
        is_required=True,
        is_light=True,
    ),
    FieldSpec(
        "status",
        LABELS["status"],
        "essentiel",
        Widget.CHOICE,
        _("L’état d’aujourd’hui, même si la convention court encore."),
        closed(Status),
        is_light=True,
    ),
    FieldSpec(
        "start_year",
        LABELS["start_year"],
        "essentiel",
        Widget.YEAR,
        _("Sur quatre chiffres, par exemple 2019."),
        is_light=True,
    ),
    FieldSpec(
        "end_date",
        LABELS["end_date"],
        "essentiel",
        Widget.END,
        _("Un jour (31/12/2027) ou une année seule (2027). Laissez vide si aucune fin n’est prévue."),
        also=("end_year",),
    ),
    FieldSpec(
        "first_convention_year",
        LABELS["first_convention_year"],
        "essentiel",
        Widget.YEAR,
        _("Elle peut être antérieure au début de ce partenariat."),
    ),
    FieldSpec("form", LABELS["form"], "essentiel", Widget.CHOICE, choices=closed(Form)),
    FieldSpec(
        "family",
        LABELS["family"],
        "essentiel",
        Widget.CHOICE,
        _("Coopération décentralisée : une convention est signée avec une collectivité étrangère."),
        closed(Family),
    ),
    _yes_no("is_triennial", "essentiel", help=_("Soutenu par un appel à projets triennal du ministère.")),
    _table(
        "parties",
        "partenaires",
        tables.PARTIES,
        help=_("Au moins une collectivité française et un partenaire étranger, dans le rôle « Partenaire »."),
        is_light=True,
    ),
    _table("countries", "partenaires", tables.COUNTRIES, help=_("Le premier est le principal."), is_light=True),
    _table(
        "places",
        "partenaires",
        places.PLACES,
        help=_(
            "Où le projet se passe : la carte le montre là, et non chez ses partenaires. Commencez à taper un nom pour "
            "choisir un lieu connu, ou donnez sa position : « 14.49, -4.19 » collé dans une seule case convient, "
            "14° 29′ 24″ N aussi. Un pays seul, sans nom ni position, veut dire : dans tout le pays."
        ),
    ),
    _text("owners", "partenaires", help=_("Tel que la convention le dit.")),
    _text("implementers", "partenaires", help=_("Qui réalise, tel que la convention le dit.")),
    _text("other_partners_france", "partenaires"),
    _text("other_partners_abroad", "partenaires"),
    _line(
        "pre_reform_authority",
        "partenaires",
        help=_("Si la collectivité qui a signé a fusionné depuis : son nom d’alors."),
    ),
    _table("themes", "themes", tables.THEMES, is_light=True),
    FieldSpec("sdgs", LABELS["sdgs"], "themes", Widget.GOALS, _("Ceux auxquels le partenariat contribue directement.")),
    _text("objective", "recit", help=_("À quoi le partenariat doit servir.")),
    _text("description", "recit", help=_("Ce qui est fait, avec qui, comment.")),
    _text("beneficiaries", "recit", help=_("Qui en profite, et combien de personnes si vous le savez.")),
    _text("context", "recit", help=_("Ce qu’il faut savoir du lieu et du besoin.")),
    _text("history", "recit", help=_("Comment le partenariat est né et a évolué.")),
    _table("actions", "actions", tables.ACTIONS),
    _table(
        "funding",
        "financement",
        tables.FUNDING,
        help=_("Les montants « 1 % » relèvent des lois Oudin-Santini et suivantes. Ils ne s’ajoutent à aucun total."),
    ),
    FieldSpec(
        "cofinancing_years",
        LABELS["cofinancing_years"],
        "financement",
        Widget.YEARS,
        _("Séparées par des virgules : 2019, 2020."),
    ),
    _yes_no("communication_france", "suivi"),
    _yes_no("communication_partner_countries", "suivi"),
    _yes_no("has_evaluation", "suivi"),
    _table("posts", "suivi", tables.POSTS, help=_("Le poste qui suit le partenariat sur place.")),
    _table(
        "contact_functions",
        "suivi",
        tables.CONTACTS,
        help=_("Par exemple « Service des relations internationales ». N’écrivez ni nom ni adresse de personne."),
    ),
    _table(
        "documents",
        "documents",
        tables.DOCUMENTS,
        help=_("Une page web se donne par son adresse, qui commence par https://."),
    ),
)

NOT_ASKED: Final[Mapping[str, str]] = {
    "legacy_prj_id": "the sheet's number in the old Atlas: given once, leads its old addresses here",
    "form_declared": "words of the old sheet, kept as they were; `form` is what people choose",
    "status_declared": "the same for `status`",
    "extra": "passages of old sheets that no field of ours holds: kept, shown, never asked for",
}
"""Fields of the draft that no form asks for, and why."""

BY_NAME: Final[Mapping[str, FieldSpec]] = {spec.name: spec for spec in FORM}
SECTION_OF: Final[Mapping[str, str]] = {field: spec.section for spec in FORM for field in spec.fields}
"""Field of the draft → slug of the section that asks for it."""
