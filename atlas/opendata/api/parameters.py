"""The parameters of the API, declared once: their form is checked from here, the OpenAPI document is made from here.

Filters are those of the search page, under the same names; `SearchQuery` reads them, here stands only how they are
written. Descriptions are French and translated with the document; they are also the hint of a problem.
"""

from typing import Annotated, Any, Final, Literal

from django.utils.translation import gettext_noop as _
from ninja import Schema
from pydantic import Field

from atlas.catalogue.search_params import MAX_TEXT, SORTS, YEARS
from atlas.catalogue.search_values import (
    AUTHORITY_GROUPS,
    FAMILIES,
    NOT_STATED,
    TO_CONFIRM,
    Answer,
    FunderNature,
    OnePercent,
)
from atlas.reference.choices import Form, Status

MOST: Final = 100
USUAL: Final = 20
"""Items of a page: at most, and unless said."""

DAY: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
WORDS: Final = r"^[a-z0-9_]+(,[a-z0-9_]+)*$"
CODE: Final = r"^[A-Za-z0-9._-]{1,60}$"
PLACE: Final = r"^[A-Za-z]{2}(:-?[0-9]{1,3}\.[0-9]{2}:-?[0-9]{1,3}\.[0-9]{2})?$"
TERRITORY: Final = r"^[0-9A-Za-z]{1,3}$"


def _one_of(*values: str) -> Any:
    """A value of a closed list: the list stands in the document, and is checked by whoever reads the value."""
    return Field(json_schema_extra={"enum": list(values)})


CountryCode = Annotated[str, Field(pattern=r"^[A-Za-z]{2}$", examples=["ML"])]
Code = Annotated[str, Field(pattern=CODE)]
TerritoryCode = Annotated[str, Field(pattern=TERRITORY)]
PlaceCode = Annotated[str, Field(pattern=PLACE)]
Number = Annotated[int, Field(ge=1, lt=10**15)]
Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]


class Spoken(Schema):
    """What every address takes."""

    lang: Literal["fr", "en"] = Field(
        "fr",
        description=_("Langue des adresses de fiches, des phrases et des messages d’erreur : fr ou en"),
    )


class Filters(Schema):
    """The filters of the search page. Several values of one widen the list, different ones narrow it."""

    q: str | None = Field(
        None, min_length=1, max_length=MAX_TEXT, description=_("Mots cherchés ; « entre guillemets » : côte à côte")
    )
    pays: list[CountryCode] = Field([], description=_("Codes ISO 3166-1 à deux lettres des pays partenaires"))
    zone: list[Code] = Field([], description=_("Codes de zones du monde : voir /countries"))
    partenaire: list[Number] = Field([], description=_("Numéros d’organisations étrangères : voir /organisations"))
    lieu: list[PlaceCode] = Field([], description=_("Codes de lieux à l’étranger : voir /places"))
    theme: list[Code] = Field([], description=_("Codes de thèmes, de tout niveau : voir /themes"))
    etat: list[Annotated[str, _one_of(*Status.values, NOT_STATED, TO_CONFIRM)]] = Field(
        [], description=_("États déclarés ; none : non précisé ; a-confirmer : « en cours » mais douteux aujourd’hui")
    )
    famille: list[Annotated[str, _one_of(*FAMILIES)]] = Field(
        [], description=_("Familles d’actions ; none : non précisée")
    )
    forme: list[Annotated[str, _one_of(*Form.values, NOT_STATED)]] = Field(
        [], description=_("Formes du partenariat ; none : non précisée")
    )
    region: list[TerritoryCode] = Field([], description=_("Codes officiels de régions françaises"))
    departement: list[TerritoryCode] = Field([], description=_("Codes officiels de départements français"))
    collectivite: list[Number] = Field([], description=_("Numéros d’organisations : voir /organisations"))
    nature: list[Annotated[str, _one_of(*AUTHORITY_GROUPS)]] = Field(
        [], description=_("Natures de collectivités françaises")
    )
    cofinancement: list[Annotated[str, _one_of(*Answer.values)]] = Field(
        [], description=_("Cofinancement de l’État : oui ou non")
    )
    annee_cofinancement: list[Year] = Field([], description=_("Années de cofinancement de l’État"))
    un_pour_cent: list[Annotated[str, _one_of(*OnePercent.values)]] = Field(
        [], description=_("Dispositifs « 1 % » ; oui : n’importe lequel")
    )
    triennal: list[Annotated[str, _one_of(*Answer.values, NOT_STATED)]] = Field(
        [], description=_("Projets triennaux : oui, non ou none")
    )
    financeur: list[Annotated[str, _one_of(*FunderNature.values)]] = Field([], description=_("Natures de financeurs"))
    debut_min: Year | None = Field(None, description=_("Première année de début"))
    debut_max: Year | None = Field(None, description=_("Dernière année de début"))
    actif_au: str | None = Field(
        None, pattern=DAY, examples=["2015-06-30"], description=_("Projets en cours ce jour-là (AAAA-MM-JJ)")
    )
    commence_au: str | None = Field(
        None, pattern=DAY, examples=["2015-12-31"], description=_("Projets commencés au plus tard l’année de ce jour")
    )


class Paging(Schema):
    """Which part of a list."""

    limit: int = Field(USUAL, ge=1, le=MOST, description=_("Nombre d’éléments par réponse, de 1 à 100"))
    cursor: str | None = Field(
        None, min_length=1, max_length=300, description=_("Où reprendre : suivez l’adresse « next » de la réponse")
    )


class Fielded(Schema):
    """Which keys of each item."""

    fields: str | None = Field(
        None,
        pattern=WORDS,
        max_length=2_000,
        examples=["id,title,countries"],
        description=_("Clés voulues, séparées par des virgules ; toutes celles de la liste si rien n’est dit"),
    )


class ProjectsAsked(Filters, Paging, Fielded, Spoken):
    """A list of projects."""

    tri: Annotated[str, _one_of(*SORTS)] | None = Field(
        None,
        description=_(
            "Ordre ; sans lui : par numéro de fiche. maj, debut, montant : du plus grand au plus petit ; pertinence : "
            "comme la page de recherche, et la suite n’est donnée que tant que le registre ne change pas"
        ),
    )
    facets: str | None = Field(
        None,
        pattern=WORDS,
        max_length=500,
        examples=["country,theme"],
        description=_("Comptages voulus à côté de la liste, séparés par des virgules, ou all"),
    )


class ProjectAsked(Fielded, Spoken):
    """One project."""


class OrganisationsAsked(Paging, Spoken):
    """A list of organisations."""

    q: str | None = Field(
        None,
        min_length=2,
        max_length=MAX_TEXT,
        description=_("Nom cherché, d’aujourd’hui ou ancien : débuts de mots, dans n’importe quel ordre"),
    )
    role: Literal["french", "foreign"] | None = Field(
        None, description=_("french : collectivités françaises ; foreign : organisations étrangères")
    )


class Dated(Schema):
    """The day and rule of figures."""

    au: str | None = Field(
        None, pattern=DAY, examples=["2015-12-31"], description=_("Date des chiffres (AAAA-MM-JJ) ; aujourd’hui sinon")
    )


class DatedAsked(Dated, Spoken):
    """Something with figures."""


class ListAsked(Fielded, Spoken):
    """A short list, given whole."""


class FiguresAsked(Filters, Dated, Spoken):
    """Figures of a search."""

    regle: Literal["recenses", "en-cours"] = Field(
        "recenses", description=_("Règle : recenses (quel que soit l’état) ou en-cours")
    )


class PlacesAsked(Filters, Spoken):
    """Places of a search."""
