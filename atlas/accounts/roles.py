"""The roles of D1.5: what each is held for, who may grant it. One table; pages and rules derive from it.

Pure. What a role may do on a sheet stands with the rules of the app that owns the verb, never here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from atlas.reference.kinds import FRENCH_AUTHORITIES, Kind


class Role(TextChoices):
    """Identifiers and French labels of D1.5's account roles."""

    AUTHORITY_AGENT = "authority_agent", _("Agent d’une collectivité")
    AUTHORITY_ADMIN = "authority_admin", _("Responsable pour une collectivité")
    PARTNER_EDITOR = "partner_editor", _("Partenaire d’une collectivité (association, opérateur)")
    PREFECTURE = "prefecture", _("Préfecture de région ou de département")
    POST_AGENT = "post_agent", _("Agent d’un poste diplomatique")
    MINISTRY_OFFICER = "ministry_officer", _("Agent du ministère")
    MINISTRY_ADMIN = "ministry_admin", _("Administrateur du ministère")
    COMMITTEE_MEMBER = "committee_member", _("Membre d’un comité de sélection")
    READER = "reader", _("Lecteur (réseau, opérateur de l’État, autre ministère)")
    FOREIGN_AUTHORITY = "foreign_authority", _("Autorité locale étrangère")


class Holding(TextChoices):
    """What a role is held for."""

    ORGANISATION = "organisation", _("Organisme")
    REGION = "region", _("Région")
    POST = "post", _("Poste")
    NOTHING = "nothing", _("Tout l’Atlas")


MINISTRY: Final = frozenset({Role.MINISTRY_OFFICER, Role.MINISTRY_ADMIN})
"""Roles that see everything: a second factor is required of them."""

OF_AUTHORITY: Final = frozenset({Role.AUTHORITY_AGENT, Role.AUTHORITY_ADMIN})
PARTNER_KINDS: Final = frozenset(
    {Kind.ASSOCIATION, Kind.FOUNDATION, Kind.COMPANY, Kind.PUBLIC_BODY, Kind.GIP, Kind.OPERATOR, Kind.UNIVERSITY}
    | {Kind.HOSPITAL, Kind.WATER_AGENCY, Kind.WORKS_COMMITTEE}
)


@dataclass(frozen=True)
class Rule:
    """How a role is obtained. `kinds`: of the organisation it is held for; `can_be_asked`: on the public form.

    `granted_by`: roles that may grant it; an authority's admin grants within its own authority, a prefecture within its
    region, the ministry everywhere (D6.2).
    """

    holding: Holding
    granted_by: frozenset[Role]
    kinds: frozenset[str] = frozenset()
    can_be_asked: bool = True


_ADMIN_ONLY: Final = frozenset({Role.MINISTRY_ADMIN})
RULES: Final[Mapping[Role, Rule]] = {
    Role.AUTHORITY_AGENT: Rule(
        Holding.ORGANISATION, frozenset({Role.AUTHORITY_ADMIN, Role.PREFECTURE, *MINISTRY}), FRENCH_AUTHORITIES
    ),
    Role.AUTHORITY_ADMIN: Rule(
        Holding.ORGANISATION, frozenset({Role.AUTHORITY_ADMIN, Role.PREFECTURE, *MINISTRY}), FRENCH_AUTHORITIES
    ),
    Role.PARTNER_EDITOR: Rule(Holding.ORGANISATION, MINISTRY, PARTNER_KINDS),
    Role.PREFECTURE: Rule(Holding.REGION, MINISTRY),
    Role.POST_AGENT: Rule(Holding.POST, MINISTRY),
    Role.MINISTRY_OFFICER: Rule(Holding.NOTHING, _ADMIN_ONLY, can_be_asked=False),
    Role.MINISTRY_ADMIN: Rule(Holding.NOTHING, _ADMIN_ONLY, can_be_asked=False),
    Role.COMMITTEE_MEMBER: Rule(Holding.NOTHING, MINISTRY, can_be_asked=False),
    Role.READER: Rule(Holding.NOTHING, MINISTRY),
    Role.FOREIGN_AUTHORITY: Rule(Holding.ORGANISATION, MINISTRY, frozenset({Kind.FOREIGN_AUTHORITY})),
}
