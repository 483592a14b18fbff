"""Every kind of mail that the Atlas writes, in one table: its template, and what its recipient may do about it.

A template stands with the feature that sends it: its first line is the subject, the rest the text (`writing`). Not for
mails that somebody else's library writes, such as those of a sign-in.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """`words`: what the recipient is told that it is. `is_optional`: one may be unsubscribed from it.

    `is_digested`: it may wait an hour, to come as one mail with others for the same person.
    """

    template: str
    words: str | Promise
    is_optional: bool = False
    is_digested: bool = False


KINDS: Final[Mapping[str, Kind]] = {
    "suggestion_received": Kind(
        "contributions/suggestion_received.txt", _("accusés de réception des corrections suggérées")
    ),
    "proposal_decided": Kind(
        "contributions/proposal_decided.txt", _("décisions sur vos propositions"), is_digested=True
    ),
    "relay_message": Kind("relay/message.txt", _("messages de lecteurs")),
    "alert_to_confirm": Kind("alerts/to_confirm.txt", _("demandes d’alerte à confirmer")),
    "alert_news": Kind("alerts/news.txt", _("alertes sur une recherche")),
    "campaign_opened": Kind("campaigns/mails/opened.txt", _("ouverture d’une campagne de mise à jour")),
    "campaign_reminder": Kind(
        "campaigns/mails/reminder.txt",
        _("relances d’une campagne de mise à jour"),
        is_optional=True,
        is_digested=True,
    ),
    "entry_received": Kind("declared/mails/received.txt", _("accusés de réception des inscriptions de collectivités")),
    "entry_outcome": Kind("declared/mails/outcome.txt", _("suites données à une inscription")),
    "entry_to_check": Kind(
        "declared/mails/to_check.txt", _("inscriptions de collectivités à vérifier"), is_optional=True, is_digested=True
    ),
    "round_contacts": Kind(
        "rounds/mails/contacts.txt",
        _("questions sur les contacts après une élection"),
        is_optional=True,
        is_digested=True,
    ),
    "round_reminder": Kind(
        "rounds/mails/reminder.txt",
        _("relances d’une vérification après une élection"),
        is_optional=True,
        is_digested=True,
    ),
    "account_to_confirm": Kind("accounts/mails/confirm_address.txt", _("adresses à confirmer")),
    "account_known": Kind("accounts/mails/address_known.txt", _("demandes de compte d’une adresse connue")),
    "account_to_decide": Kind(
        "accounts/mails/decision_needed.txt", _("demandes de compte à examiner"), is_digested=True
    ),
    "account_granted": Kind("accounts/mails/role_granted.txt", _("rôles ouverts")),
    "account_refused": Kind("accounts/mails/role_refused.txt", _("demandes de rôle refusées")),
    "account_role_ended": Kind("accounts/mails/role_ended.txt", _("fins de rôle")),
    "account_delegated": Kind("accounts/mails/delegated.txt", _("délégations reçues")),
    "account_delegation_ended": Kind("accounts/mails/delegation_ended.txt", _("fins de délégation")),
    "account_invited": Kind("accounts/mails/invited.txt", _("invitations")),
    "account_changed": Kind("accounts/mails/changed.txt", _("changements à la sécurité du compte")),
    "account_unused": Kind("accounts/mails/unused.txt", _("comptes qui ne servent plus")),
    "account_factor_taken": Kind("accounts/mails/second_factor_taken.txt", _("seconds facteurs retirés")),
    "relay_sent": Kind("relay/acknowledgement.txt", _("accusés de réception des messages")),
}
DIGEST: Final = "digest"
"""Several notices in one mail: no kind of its own, nobody asks for it."""
