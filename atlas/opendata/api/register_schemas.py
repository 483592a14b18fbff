"""What the API says of organisations, countries, territories, themes, places and figures, declared once.

As in `schemas`: texts are French here and translated with the document, every key is always there.
"""

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from atlas.opendata.api.schemas import PRECISION, Coded, Licence, Zone


class Figure(Schema):
    """A number with its date, its rule and the list behind it."""

    code: str = Field(description=_("Ce qui est compté : projects_ongoing, authorities_recorded, partnerships…"))
    family: Coded = Field(description=_("Famille d’actions comptée : les familles ne s’additionnent jamais"))
    group: Coded | None = Field(
        description=_("Nature des collectivités, dont la somme fait l’ensemble ; vide : l’ensemble")
    )
    value: int
    as_of: str = Field(description=_("Date à laquelle on compte"))
    counting: str = Field(description=_("Règle : en-cours ou recenses"))
    rule: str = Field(description=_("La règle en toutes lettres, dans la langue demandée"))
    projects: str = Field(description=_("Adresse, dans l’API, des projets comptés"))
    page: str = Field(description=_("La même liste sur le site"))


class Answer(Schema):
    """What every list given whole says of itself."""

    total: int = Field(description=_("Nombre d’éléments"))
    as_of: str = Field(description=_("Jour de la réponse, ou date demandée"))
    licence: Licence


class FigureList(Answer):
    """Figures of a search."""

    page: str = Field(description=_("La liste sans date ni règle, sur le site"))
    items: list[Figure]


class CountryItem(Schema):
    """A partner country in the list."""

    code: str = Field(description=_("Code ISO 3166-1 à deux lettres"))
    label_fr: str
    label_en: str
    zone: Zone
    projects: int = Field(description=_("Projets recensés, toutes familles ; celui de deux pays compte dans chacun"))
    permalink: str = Field(description=_("Sa page sur le site"))


class CountryList(Answer):
    """All partner countries."""

    items: list[CountryItem]


class Country(CountryItem):
    """A country with the figures of its page."""

    as_of: str = Field(description=_("Date des chiffres"))
    figures: list[Figure] = Field(description=_("Les chiffres de sa page, famille par famille"))
    data_on: str | None = Field(description=_("Jour où valait ce que dit le poste"))
    data_by: str | None = Field(description=_("Poste qui l’a dit"))
    edited_on: str | None = Field(description=_("Jour de la dernière modification du registre du pays"))


class TerritoryItem(Schema):
    """A région or département of today."""

    kind: str = Field(description=_("region ou department"))
    code: str = Field(description=_("Code officiel"))
    name: str
    region: str | None = Field(description=_("Code de la région d’un département"))
    projects: int = Field(description=_("Projets recensés, toutes familles, de ses collectivités"))
    permalink: str = Field(description=_("Sa page sur le site"))


class TerritoryList(Answer):
    """All régions and départements of today."""

    items: list[TerritoryItem]


class TerritoryLink(Schema):
    """A territory that another one came from or went into."""

    code: str
    name: str
    occurred_on: str


class Territory(Schema):
    """A région or département with the figures of its page."""

    kind: str
    code: str
    name: str
    permalink: str
    as_of: str = Field(description=_("Date des chiffres"))
    valid_to: str | None = Field(description=_("Jour de sa fin, pour une ancienne région"))
    predecessors: list[TerritoryLink]
    successors: list[TerritoryLink]
    figures: list[Figure] = Field(description=_("Aucun pour une ancienne région : voir celles qui lui succèdent"))


class ThemeItem(Schema):
    """A theme that sheets bear."""

    code: str
    level: int = Field(description=_("De 1 à 3"))
    parent: str | None = Field(description=_("Code du thème au-dessus"))
    label_fr: str
    label_en: str
    projects: int = Field(description=_("Projets recensés, toutes familles, thèmes du dessous compris"))


class ThemeList(Answer):
    """All themes that sheets bear."""

    items: list[ThemeItem]


class Place(Schema):
    """A place abroad with its projects, for maps."""

    code: str = Field(description=_("Valeur du filtre « lieu » ; un code de pays : quelque part dans ce pays"))
    name: str = Field(description=_("Nom du partenaire qui s’y trouve ; à défaut, du pays"))
    country: str
    lat: float | None
    lon: float | None
    precision: str = Field(description=PRECISION)
    decentralised_cooperation: int = Field(description=_("Projets de coopération décentralisée"))
    other_external_action: int = Field(description=_("Projets d’une autre action extérieure"))
    none: int = Field(description=_("Projets dont la famille n’est pas précisée"))


class PlaceList(Answer):
    """The places of a search."""

    projects: int = Field(description=_("Projets de la liste, chacun une fois"))
    page: str = Field(description=_("La carte de la même recherche sur le site"))
    items: list[Place]


class OrganisationItem(Schema):
    """An organisation in the list."""

    id: int = Field(description=_("Numéro qui ne change jamais"))
    permalink: str = Field(description=_("Sa page sur le site"))
    name: str
    kind: Coded
    country: str = Field(description=_("Code ISO du pays"))
    insee_code: str | None
    siren: str | None
    department: str | None = Field(description=_("Code officiel du département"))
    region: str | None = Field(description=_("Code officiel de la région"))
    admin_area: str | None = Field(description=_("Subdivision du pays partenaire"))
    population: int | None
    lat: float | None = Field(description=_("Latitude, en degrés"))
    lon: float | None = Field(description=_("Longitude, en degrés"))
    precision: str = Field(description=PRECISION)


class OrganisationList(Answer):
    """A page of a list of organisations."""

    total: int = Field(description=_("Organisations de toute la liste"))
    next: str | None = Field(description=_("Adresse de la suite ; vide à la fin"))
    items: list[OrganisationItem]


class Name(Schema):
    """A name over time."""

    name: str
    kind: str = Field(description=_("official, former, alias ou local"))
    valid_from: str | None
    valid_to: str | None


class OrganisationLink(Schema):
    """A predecessor or successor."""

    id: int
    name: str
    kind: str = Field(description=_("merger, split, rename ou extension"))
    occurred_on: str | None


class Partner(Schema):
    """An organisation of the other side of shared projects."""

    id: int | None = Field(description=_("Numéro de sa page dans l’Atlas ; vide : connue de nom seulement"))
    name: str
    country: str | None
    projects: int = Field(description=_("Projets en commun, toutes familles"))


class Organisation(OrganisationItem):
    """An organisation with its history, its partners and the figures of its page."""

    as_of: str = Field(description=_("Date des chiffres"))
    projects: str = Field(description=_("Adresse, dans l’API, de ses projets"))
    names: list[Name]
    predecessors: list[OrganisationLink]
    successors: list[OrganisationLink]
    partners: list[Partner] = Field(description=_("Partenaires de l’autre côté, le plus de projets d’abord"))
    figures: list[Figure]


class Link(Schema):
    """An address of the API."""

    name: str
    url: str


class Root(Schema):
    """Where everything is."""

    version: str
    documentation: str
    openapi: str
    licence: Licence
    items: list[Link]
