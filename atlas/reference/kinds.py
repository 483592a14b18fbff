"""What an organisation can be (D4.3), and the groups that filters and figures use.

They stand below the register, as `choices` does, because the public pages word them without importing `organisations`.
A syndicat is a group of its own and never an intermunicipality: a filter on EPCI must not return it (D12).
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Kind(TextChoices):
    """Identifier and French label of every kind. `foreign_side` and `other_funder` are two literal funder buckets."""

    COMMUNE = "commune", _("Commune")
    DEPARTMENT = "department", _("Département")
    REGION = "region", pgettext_lazy("collectivité", "Région")
    CC = "cc", _("Communauté de communes")
    CA = "ca", _("Communauté d’agglomération")
    CU = "cu", _("Communauté urbaine")
    METROPOLE = "metropole", _("Métropole")
    EPT = "ept", _("Établissement public territorial")
    SYNDICATE = "syndicate", _("Syndicat")
    CTU = "ctu", _("Collectivité territoriale unique")
    OVERSEAS_COLLECTIVITY = "overseas_collectivity", _("Collectivité d’outre-mer")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement municipal")
    OTHER_GROUPING = "other_grouping", _("Autre groupement")
    FOREIGN_AUTHORITY = "foreign_authority", _("Autorité locale étrangère")
    ASSOCIATION = "association", _("Association")
    WATER_AGENCY = "water_agency", _("Agence de l’eau")
    FOUNDATION = "foundation", _("Fondation")
    WORKS_COMMITTEE = "works_committee", _("Comité d’entreprise ou d’action associative")
    COMPANY = "company", _("Entreprise")
    PUBLIC_BODY = "public_body", _("Établissement public")
    GIP = "gip", _("Groupement d’intérêt public")
    STATE = "state", pgettext_lazy("organisation", "État")
    OPERATOR = "operator", _("Opérateur de l’État")
    UNIVERSITY = "university", _("Université")
    HOSPITAL = "hospital", _("Hôpital")
    FOREIGN_SIDE = "foreign_side", _("Collectivités et partenaires étrangers")
    OTHER_FUNDER = "other_funder", pgettext_lazy("financeur", "Autre")


class KindGroup(TextChoices):
    """The coarse kinds of filters and figures. Each kind belongs to exactly one, so that parts add up (D10.3)."""

    COMMUNE = "commune", _("Communes")
    INTERMUNICIPALITY = "intermunicipality", _("Intercommunalités")
    DEPARTMENT = "department", _("Départements")
    REGION = "region", pgettext_lazy("collectivité", "Régions")
    SYNDICATE = "syndicate", _("Syndicats")
    OTHER = "other", _("Autres collectivités et groupements")
    FOREIGN = "foreign", _("Autorités locales étrangères")
    STATE = "state", pgettext_lazy("organisation", "État")
    ASSOCIATION = "association", _("Associations")
    BODY = "body", _("Autres organismes")
    BUCKET = "bucket", _("Financeurs non nommés")


INTERMUNICIPALITIES = frozenset({Kind.CC, Kind.CA, Kind.CU, Kind.METROPOLE, Kind.EPT})
BUCKETS = frozenset({Kind.FOREIGN_SIDE, Kind.OTHER_FUNDER})

_GROUPS: dict[str, KindGroup] = {
    Kind.COMMUNE: KindGroup.COMMUNE,
    **dict.fromkeys(INTERMUNICIPALITIES, KindGroup.INTERMUNICIPALITY),
    Kind.DEPARTMENT: KindGroup.DEPARTMENT,
    Kind.REGION: KindGroup.REGION,
    Kind.CTU: KindGroup.REGION,
    Kind.SYNDICATE: KindGroup.SYNDICATE,
    Kind.OVERSEAS_COLLECTIVITY: KindGroup.OTHER,
    Kind.ARRONDISSEMENT: KindGroup.OTHER,
    Kind.OTHER_GROUPING: KindGroup.OTHER,
    Kind.FOREIGN_AUTHORITY: KindGroup.FOREIGN,
    Kind.STATE: KindGroup.STATE,
    Kind.ASSOCIATION: KindGroup.ASSOCIATION,
    **dict.fromkeys(BUCKETS, KindGroup.BUCKET),
}
_FRENCH_GROUPS = frozenset(
    {
        KindGroup.COMMUNE,
        KindGroup.INTERMUNICIPALITY,
        KindGroup.DEPARTMENT,
        KindGroup.REGION,
        KindGroup.SYNDICATE,
        KindGroup.OTHER,
    }
)


def kind_group(kind: str) -> KindGroup:
    """The group of a kind; bodies that are neither authority, State nor association are `body`."""
    return _GROUPS.get(kind, KindGroup.BODY)


FRENCH_AUTHORITIES = frozenset(kind for kind in Kind if kind_group(kind) in _FRENCH_GROUPS)


_SHOWN = {" (région)": Kind.REGION, " (département)": Kind.DEPARTMENT}


def bare_name(shown: str) -> tuple[str, Kind | None]:
    """Inverse of `display_name`, in French: the name, and the kind that it says; null where it says none."""
    for ending, kind in _SHOWN.items():
        if shown.endswith(ending) and len(shown) > len(ending):
            return shown.removesuffix(ending), kind
    return shown, None


def display_name(name: str, *, kind: str, country: str | None) -> str:
    """The name that stands alone: a région or département says so, since its name is also a place's."""
    if kind in (Kind.REGION, Kind.DEPARTMENT) and country == "FR":
        return f"{name} ({Kind(kind).label.lower()})"
    return name
