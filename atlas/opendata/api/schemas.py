"""What the API says of a project, declared once: the OpenAPI document, `fields=` and the tests come from these classes.

Answers are not made from them: they are put together as JSON from what was made beforehand (`bodies`), and a test holds
them against these declarations. Texts are French here and translated with the document. Every key is always there, null
where nothing is known; a list may be empty.
"""

from typing import Final

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

PRECISION: Final = _("place : le point du lieu ; area : le milieu d’une zone ; unknown : sans point")


class Coded(Schema):
    """A value of a closed list: its code and its labels."""

    code: str = Field(description=_("Code stable"))
    label_fr: str = Field(description=_("Libellé français"))
    label_en: str = Field(description=_("Libellé anglais"))


class Declared(Schema):
    """A value of a closed list, or failing that what the sheet declares."""

    code: str | None = Field(description=_("Code stable ; vide quand la valeur n’est pas dans la liste"))
    label_fr: str | None = Field(description=_("Libellé français"))
    label_en: str | None = Field(description=_("Libellé anglais"))
    declared: str | None = Field(description=_("Texte de la fiche, quand il n’est pas dans la liste"))


class Zone(Schema):
    """A zone of the world, as the ministry has them."""

    code: str
    label_fr: str
    label_en: str


class CountryOfProject(Schema):
    """A partner country."""

    code: str = Field(description=_("Code ISO 3166-1 à deux lettres"))
    label_fr: str
    label_en: str
    zone: Zone | None


class Theme(Schema):
    """A theme of a sheet, from level 1 to the most precise."""

    code: str | None = Field(description=_("Code du niveau le plus précis ; vide : libellé de la fiche seulement"))
    rank: int = Field(description=_("0 = thème principal"))
    path_fr: list[str] = Field(description=_("Libellés français, du niveau 1 au plus précis"))
    path_en: list[str] = Field(description=_("Libellés anglais, du niveau 1 au plus précis"))


class Party(Schema):
    """An organisation in one role."""

    role: Coded
    id: int | None = Field(description=_("Numéro de sa page dans l’Atlas ; vide : connue de nom seulement"))
    name: str = Field(description=_("Nom d’aujourd’hui ; à défaut, nom déclaré"))
    declared: str | None = Field(description=_("Nom sur la fiche, quand il diffère"))
    former: str | None = Field(description=_("Nom à la signature, quand il diffère"))
    kind: Coded | None = Field(description=_("Nature de l’organisation ; vide tant qu’elle n’est pas identifiée"))
    country: str | None = Field(description=_("Code ISO du pays"))
    department: str | None = Field(description=_("Code officiel du département"))
    region: str | None = Field(description=_("Code officiel de la région"))
    siren: str | None
    admin_area: str | None = Field(description=_("Subdivision du pays partenaire"))
    lat: float | None = Field(description=_("Latitude, en degrés"))
    lon: float | None = Field(description=_("Longitude, en degrés"))
    precision: str = Field(description=PRECISION)


class Amounts(Schema):
    """What the sheet says of amounts."""

    currency: str = Field(description=_("Devise de tous les montants : EUR"))
    total: float | None = Field(description=_("Somme des montants des lignes ; vide quand aucun n’est connu"))
    state: float | None = Field(description=_("Part de l’État dans cette somme"))
    natures: list[Coded] = Field(description=_("Ce que sont les montants additionnés : déclarés, prévus, accordés…"))


class Project(Schema):
    """A project in a list."""

    id: int = Field(description=_("Numéro de la fiche, qui ne change jamais"))
    permalink: str = Field(description=_("Adresse permanente de la fiche, dans la langue demandée"))
    to_confirm: bool = Field(description=_("Vrai si l’état « en cours » est douteux aujourd’hui"))
    legacy_prj_id: int | None = Field(description=_("Numéro dans l’ancien Atlas"))
    title: str = Field(description=_("Titre tel que déclaré"))
    family: Coded | None = Field(description=_("Famille d’actions : les deux familles ne s’additionnent jamais"))
    form: Declared = Field(description=_("Forme du partenariat"))
    status: Declared = Field(description=_("État déclaré par la collectivité"))
    first_convention_year: int | None = Field(description=_("Année de première signature de la convention"))
    start_year: int | None = Field(description=_("Année de début du partenariat"))
    end_date: str | None = Field(description=_("Date de fin, quand le jour est connu (AAAA-MM-JJ)"))
    end_year: int | None = Field(description=_("Année de fin, que le jour soit connu ou non"))
    is_triennial: bool | None = Field(description=_("Projet triennal ; vide : la fiche n’en dit rien"))
    countries: list[CountryOfProject] = Field(description=_("Pays partenaires"))
    themes: list[Theme] = Field(description=_("Thèmes, le principal d’abord"))
    french_authorities: list[Party] = Field(description=_("Côté français du tableau des partenaires"))
    foreign_partners: list[Party] = Field(description=_("Côté étranger du tableau des partenaires"))
    amounts: Amounts
    created_at: str = Field(description=_("Première publication, date et heure UTC"))
    updated_at: str = Field(description=_("Dernière version, date et heure UTC"))
    verified_on: str | None = Field(description=_("Jour de la dernière vérification connue"))
    version: int = Field(description=_("Numéro de la dernière version"))
    is_example: bool = Field(description=_("Fiche inventée pour la démonstration"))


class DeclaredPlace(Schema):
    """Somewhere the project happens, as declared."""

    name: str = Field(description=_("Nom déclaré ; vide : tout le pays, ou un point sans nom"))
    country: str = Field(description=_("Code ISO du pays"))
    area: str | None = Field(description=_("Subdivision du pays, si elle est connue"))
    lat: float | None = Field(description=_("Latitude, en degrés"))
    lon: float | None = Field(description=_("Longitude, en degrés"))
    precision: str = Field(description=PRECISION)
    is_whole_country: bool = Field(description=_("Tout le pays, et nul endroit en particulier"))


class FundingLine(Schema):
    """A line of the funding table."""

    funder: str = Field(description=_("Nom du financeur"))
    id: int | None = Field(description=_("Numéro de sa page dans l’Atlas ; vide : connue de nom seulement"))
    kind: Coded | None
    declared: str | None = Field(description=_("Nom sur la fiche, quand il diffère"))
    year: int | None
    amount: float | None = Field(description=_("Montant ; 0 est un zéro écrit, vide un blanc"))
    currency: str
    nature: Coded = Field(description=_("Ce qu’est le montant : déclaré, prévu, accordé, engagé, payé"))
    pct_water: float | None = Field(description=_("1 % eau, confirmé ; jamais dans les totaux"))
    pct_waste: float | None = Field(description=_("1 % déchets, confirmé ; jamais dans les totaux"))
    pct_energy: float | None = Field(description=_("1 % énergie, confirmé ; jamais dans les totaux"))
    pct_columns: list[float | None] = Field(description=_("Montants « 1 % » par colonne de l’ancien tableau"))
    pct_unplaced: list[float] = Field(description=_("Montants « 1 % » dont la colonne est perdue"))


class Action(Schema):
    """A part of a project."""

    title: str
    objective: str
    summary: str
    place: str
    amount: float | None = Field(description=_("Montant en euros, tel que déclaré"))


class Post(Schema):
    """A diplomatic post."""

    id: int | None
    name: str
    city: str | None


class Document(Schema):
    """A document of the sheet."""

    kind: str
    title: str
    url: str


class Source(Schema):
    """Where values of the sheet come from."""

    kind: str
    received_on: str
    address: str


class OtherField(Schema):
    """Another field of the sheet, word for word."""

    label: str
    text: str


class FullProject(Project):
    """A project with everything that is public of it."""

    context: str
    history: str
    objective: str
    description: str
    beneficiaries: str
    owners: str = Field(description=_("Maîtres d’ouvrage, tels que déclarés"))
    implementers: str = Field(description=_("Maîtres d’œuvre, tels que déclarés"))
    other_partners_france: str
    other_partners_abroad: str
    pre_reform_authority: str = Field(description=_("Collectivité avant la réforme territoriale"))
    communication_france: bool | None
    communication_partner_countries: bool | None
    has_evaluation: bool | None
    cofinancing_years: list[int] = Field(description=_("Années de cofinancement de l’État citées par le texte"))
    goals: list[int] = Field(description=_("Objectifs de développement durable, de 1 à 17"))
    places: list[DeclaredPlace] = Field(
        description=_(
            "Lieux déclarés ; les cartes y montrent le projet, pays par pays, plutôt que chez ses partenaires"
        )
    )
    parties: list[Party] = Field(description=_("Toutes les organisations, dans chacun de leurs rôles"))
    funding: list[FundingLine] = Field(description=_("Tableau de financement"))
    actions: list[Action]
    posts: list[Post] = Field(description=_("Postes diplomatiques concernés"))
    documents: list[Document]
    extra: list[OtherField] = Field(description=_("Autres rubriques de la fiche"))
    flags: list[str] = Field(description=_("Codes des points à vérifier"))
    sources: list[Source]


FIELDS: Final = tuple(Project.model_fields)
"""Keys of a project in a list, in their order."""
ALL_FIELDS: Final = tuple(FullProject.model_fields)
"""Keys of a project asked for by its number, in their order."""
OF_THE_MOMENT: Final = ("permalink", "to_confirm")
"""Keys that depend on the request or the day, and are never made beforehand."""


class Version(Schema):
    """A published version of a sheet."""

    number: int = Field(description=_("Numéro, de 1 en 1"))
    at: str = Field(description=_("Date et heure UTC"))
    origin: Coded = Field(description=_("D’où venait le changement"))
    changed: list[str] = Field(description=_("Champs publics qui ont changé"))


class FacetValue(Schema):
    """A value of a filter, and what it would give."""

    code: str
    label_fr: str
    label_en: str
    count: int = Field(description=_("Projets que cette valeur donnerait, les autres filtres gardés"))
    selected: bool = Field(description=_("Vrai si elle est demandée"))


class Licence(Schema):
    """The licence for reuse."""

    name: str
    url: str


class ProjectList(Schema):
    """A page of a list of projects."""

    total: int = Field(description=_("Projets de toute la liste"))
    next: str | None = Field(description=_("Adresse de la suite ; vide à la fin"))
    page: str = Field(description=_("La même liste sur le site"))
    as_of: str = Field(description=_("Jour de la réponse"))
    licence: Licence
    facets: dict[str, list[FacetValue]] | None = Field(description=_("Comptages, si « facets » les demande"))
    items: list[Project]


class VersionList(Schema):
    """The public history of a sheet."""

    project: int
    permalink: str
    items: list[Version]


class ParameterFault(Schema):
    """A parameter that was refused."""

    parameter: str = Field(description=_("Nom du paramètre"))
    value: str = Field(description=_("Ce qui a été envoyé, coupé à 60 caractères"))
    reason: str = Field(description=_("Pourquoi il est refusé"))
    hint: str = Field(description=_("Ce qu’il peut contenir"))


class ProblemDetail(Schema):
    """Why there is no answer (RFC 9457)."""

    type: str = Field(description=_("Adresse de l’explication dans la documentation"))
    title: str
    status: int
    detail: str = Field(description=_("Ce qui ne va pas, et comment y remédier"))
    instance: str = Field(description=_("Adresse demandée"))
    errors: list[ParameterFault] | None = Field(None, description=_("Paramètres à corriger"))
