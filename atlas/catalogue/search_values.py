"""Closed lists that only the search has: how filters on money, on authorities and on doubt spell their values. Pure.

Lists that the register shares stand in `atlas.reference.choices` and `.kinds`; lists that change over time (countries,
themes, places) come from the index.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.reference.choices import Family
from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind, KindGroup

NOT_STATED = "none"
"""The value of a filter for sheets that state none."""

FAMILIES: tuple[str, ...] = (*Family.values, NOT_STATED)
"""Each number stands by family: they are never added up silently (D1.1). The index numbers them in this order."""

TO_CONFIRM = "a-confirmer"
"""The value of the filter on status for sheets whose « en cours » is to be confirmed (D2.5): it depends on the day."""

UNIDENTIFIED = "unidentified"
"""Nature of the French authorities known by a declared name only."""

AUTHORITY_GROUPS = (
    KindGroup.REGION.value,
    KindGroup.DEPARTMENT.value,
    KindGroup.COMMUNE.value,
    KindGroup.INTERMUNICIPALITY.value,
    KindGroup.SYNDICATE.value,
    KindGroup.OTHER.value,
    UNIDENTIFIED,
)
"""The groups of French authorities, in the order of pages. Other partners (associations, State) are not authorities."""


class Answer(TextChoices):
    """A question that a sheet answers."""

    YES = "oui", _("Oui")
    NO = "non", _("Non")


class OnePercent(TextChoices):
    """Mechanisms of D1.4. Which one an old amount belongs to is not known until an authority confirms it (D2.3)."""

    ANY = "oui", _("Un montant « 1 % », quel qu’il soit")
    WATER = "eau", _("1 % eau, confirmé")
    WASTE = "dechets", _("1 % déchets, confirmé")
    ENERGY = "energie", _("1 % énergie, confirmé")


class FunderNature(TextChoices):
    """What a funder is (D4.3), coarse enough for a filter."""

    STATE = "state", pgettext_lazy("organisation", "État")
    AUTHORITY = "authority", _("Collectivités françaises")
    FOREIGN = "foreign", _("Collectivités et partenaires étrangers")
    OPERATOR = "operator", _("Opérateurs de l’État")
    WATER_AGENCY = "water_agency", _("Agences de l’eau")
    ASSOCIATION = "association", _("Associations")
    FOUNDATION = "foundation", _("Fondations")
    WORKS_COMMITTEE = "works_committee", _("Comités d’entreprise")
    COMPANY = "company", _("Entreprises")
    PUBLIC_BODY = "public_body", _("Établissements publics, universités, hôpitaux")
    OTHER = "other", pgettext_lazy("financeurs", "Autres ou non identifiés")


class Criterion(TextChoices):
    """What a complete sheet states (`completeness`), in the order of a sheet."""

    THEME = "theme", _("Thème")
    DATES = "dates", _("Dates")
    PARTNER = "partenaire", _("Partenaire étranger identifié")
    PLACE = "lieu", _("Lieu")
    FUNDING = "financement", _("Financement")
    VERIFICATION = "verification", _("Vérification de moins de 24 mois")


class FlagCode(TextChoices):
    """Flags of D3.7 that the public may read (`projects.checks.PUBLIC_CODES`), as the heads of lists."""

    TITLE_MISSING = "title_missing", _("Titre manquant")
    TITLE_PROBABLY_CUT = "title_probably_cut", _("Titre sans doute coupé")
    STATUS_UNKNOWN = "status_unknown", _("État déclaré hors de la liste connue")
    STATUS_VS_END = "status_vs_end", _("« En cours » ou « terminé », contredit par la date de fin")
    END_MISSING = "end_missing", _("Terminé sans date de fin")
    END_IN_FUTURE = "end_in_future", _("Terminé avant sa date de fin")
    END_BEFORE_START = "end_before_start", _("Fin antérieure au début")
    STALE = "stale", _("« En cours » sans trace récente")
    YEAR_IMPLAUSIBLE = "year_implausible", _("Année peu vraisemblable")
    DATE_INVALID = "date_invalid", _("Date illisible")
    PCT_UNPLACED = "pct_unplaced", _("Montants « 1 % » sans colonne")
    FUNDING_YEARS_SUSPECT = "funding_years_suspect", _("Années de financement douteuses")
    ROWS_MISSING = "rows_missing", _("Lignes de tableau manquantes")
    TRUNCATED = "truncated", _("Page d’origine incomplète")
    THEME_MISSING = "theme_missing", _("Aucune thématique déclarée")
    FOREIGN_PARTNER_MISSING = "foreign_partner_missing", _("Aucun partenaire étranger déclaré")
    FRENCH_AUTHORITY_MISSING = "french_authority_missing", _("Aucune collectivité française déclarée")


FLAG_CODES: frozenset[str] = frozenset(FlagCode.values)

_FUNDERS: dict[str, FunderNature] = {
    Kind.STATE: FunderNature.STATE,
    **dict.fromkeys(FRENCH_AUTHORITIES, FunderNature.AUTHORITY),
    Kind.FOREIGN_AUTHORITY: FunderNature.FOREIGN,
    Kind.FOREIGN_SIDE: FunderNature.FOREIGN,
    Kind.OPERATOR: FunderNature.OPERATOR,
    Kind.WATER_AGENCY: FunderNature.WATER_AGENCY,
    Kind.ASSOCIATION: FunderNature.ASSOCIATION,
    Kind.FOUNDATION: FunderNature.FOUNDATION,
    Kind.WORKS_COMMITTEE: FunderNature.WORKS_COMMITTEE,
    Kind.COMPANY: FunderNature.COMPANY,
    Kind.PUBLIC_BODY: FunderNature.PUBLIC_BODY,
    Kind.GIP: FunderNature.PUBLIC_BODY,
    Kind.UNIVERSITY: FunderNature.PUBLIC_BODY,
    Kind.HOSPITAL: FunderNature.PUBLIC_BODY,
}


def funder_nature(kind: str | None) -> FunderNature:
    """The nature of a funder of this kind; `other` while it is not identified."""
    return _FUNDERS.get(kind or "", FunderNature.OTHER)
