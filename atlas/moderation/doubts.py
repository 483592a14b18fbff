"""Doubtful values that imports left, in words: what is doubted, what is proposed, among what one chooses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.contributions.models import Proposal
from atlas.contributions.taking import is_plain

from .showing import field_label

RULES: Mapping[str, str | Promise] = {
    "title_completion": gettext_lazy("Titre coupé : la suite se lit dans la description"),
    "parties_split": gettext_lazy("Plusieurs organisations dans une même rubrique"),
    "parties_to_add": gettext_lazy("Organisations nommées ailleurs, absentes des tableaux"),
    "actions_in_text": gettext_lazy("Actions décrites dans le texte"),
    "match_name": gettext_lazy("Nom à rapprocher d’une organisation connue"),
    "theme_from_title": gettext_lazy("Thématique que le titre suggère"),
    "theme_from_sector": gettext_lazy("Thématique qui répond au secteur CAD"),
    "posts_to_add": gettext_lazy("Poste diplomatique absent pour un pays"),
    "funders_split": gettext_lazy("Plusieurs financeurs dans un même nom"),
    "amount_with_blanks": gettext_lazy("Montant écrit avec des espaces"),
    "mail_domain": gettext_lazy("Adresse électronique mal écrite"),
}
OTHER_RULE = gettext_lazy("Valeur à vérifier")


@dataclass(frozen=True)
class Choice:
    """One candidate: its value in the form, its words, and where an organisation can be looked at."""

    value: str
    label: str
    url: str = ""


@dataclass(frozen=True)
class Doubt:
    """Proposals that say the same: the oldest stands for all."""

    proposal: Proposal
    number: int
    label: str
    field: str
    current: tuple[str, ...]
    proposed: tuple[str, ...]
    choices: tuple[Choice, ...]
    can_take: bool
    url: str
    days: int


def doubt_of(proposal: Proposal, number: int, *, now: datetime) -> Doubt:
    """In words. Taken as it is only where the rule says how."""
    choices = _choices(proposal)
    return Doubt(
        proposal,
        number,
        str(RULES.get(proposal.rule, OTHER_RULE)),
        field_label(_FIELDS.get(proposal.field, proposal.field)),
        tuple(_texts(proposal.current)),
        tuple(one.label for one in choices) or tuple(_texts(proposal.proposed)),
        choices,
        is_plain(proposal.rule),
        reverse("moderation_doubt", args=[proposal.pk]),
        (now - proposal.contribution.created_at).days,
    )


_FIELDS = {"funding_lines": "funding", "theme": "themes"}


def _choices(proposal: Proposal) -> tuple[Choice, ...]:
    if proposal.rule == "match_name":
        return tuple(
            Choice(str(one["id"]), _candidate(one), reverse("moderation_organisation", args=[one["id"]]))
            for one in proposal.proposed or ()
        )
    if proposal.rule == "theme_from_sector" and isinstance(proposal.proposed, list):
        return tuple(Choice(str(one), str(one)) for one in proposal.proposed)
    return ()


def _candidate(one: Mapping[str, Any]) -> str:
    known = " · ".join(str(part) for part in (one.get("code"), _("n° %(number)s") % {"number": one["id"]}) if part)
    return f"{one['name']} ({known})"


def _texts(value: Any) -> list[str]:
    if value is None or value == "":
        return []
    if isinstance(value, Mapping):
        return [" · ".join(str(part) for part in value.values() if part)]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [text for one in value for text in _texts(one)]
    return [str(value)]
