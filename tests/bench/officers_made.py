"""Officers, their sessions and drafts, in the database of a stage; and what became of what was acknowledged to them."""

import json
from collections.abc import Iterator
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from atlas.accounts.models import Membership, User
from atlas.accounts.roles import Role
from atlas.accounts.states import MembershipState
from atlas.contributions.drafting import start_draft
from atlas.contributions.models import Contribution
from atlas.contributions.states import State
from atlas.organisations.models import Organisation
from atlas.projects.draft import PartyDraft, ProjectDraft, decode_draft
from atlas.reference.kinds import Kind

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
SECTION = "recit"


def officers(number: int, drafts: int) -> list[dict[str, Any]]:
    """So many officers of as many communes, each signed in, with drafts that can be sent."""
    communes = Organisation.objects.filter(kind=Kind.COMMUNE, valid_to=None).order_by("pk")[:number]
    partner = Organisation.objects.filter(kind=Kind.FOREIGN_AUTHORITY).order_by("pk").first()
    return [_officer(place, commune, partner, drafts) for place, commune in enumerate(communes)]


def _officer(place: int, commune: Organisation, partner: Organisation | None, drafts: int) -> dict[str, Any]:
    at = timezone.now()
    user, _ = User.objects.get_or_create(
        email=f"agent{place}@commune.example", defaults={"full_name": f"Agent {place}"}
    )
    Membership.objects.get_or_create(
        user=user, role=Role.AUTHORITY_AGENT, organisation=commune, state=MembershipState.ACTIVE,
        defaults={"starts_on": at.date(), "requested_at": at, "decided_at": at, "decided_by": "bench"},
    )  # fmt: skip
    return {"session": _session(user), "actor": user.actor, "drafts": list(_drafts(user, commune, partner, drafts))}


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    return str(session.session_key)


def _drafts(user: User, commune: Organisation, partner: Organisation | None, number: int) -> Iterator[dict[str, Any]]:
    abroad = {"organisation_id": partner.pk, "country": partner.country_id} if partner else {"country": "ML"}
    draft = ProjectDraft(
        title=f"Coopération de {commune.name}",
        start_year=2024,
        status="ongoing",
        countries=(str(abroad["country"]),),
        parties=(
            PartyDraft(role="partner", name=commune.name, organisation_id=commune.pk, country="FR"),
            PartyDraft(role="partner", name=partner.name if partner else "Sikoro", **abroad),
        ),
    )
    for _ in range(number):
        begun = start_draft(project_id=None, by=user.actor, at=timezone.now(), authority_id=commune.pk, draft=draft)
        with override("fr"):
            section = reverse("workspace_section", args=[begun.pk, SECTION])
            send = reverse("workspace_send", args=[begun.pk])
        yield {"id": begun.pk, "section": section, "send": send}


def lost_writes(path: str) -> dict[str, int]:
    """How many drafts hold less than the last text acknowledged, or are not sent although that was acknowledged.

    A draft may hold more: the answer to its last save was on its way when the officers went home. `failed`: answers
    that acknowledged nothing.
    """
    texts: dict[int, str] = {}
    sent: set[int] = set()
    acknowledged = failed = 0
    with open(path) as lines:  # noqa: PTH123  (a line at a time)
        for line in lines:
            one = json.loads(line)
            acknowledged += "failed" not in one
            if "failed" in one:
                failed += 1
            elif one.get("sent"):
                sent.add(one["draft"])
            else:
                texts[one["draft"]] = one["text"]
    found = Contribution.objects.in_bulk({*texts, *sent})
    lost = sum(1 for pk, text in texts.items() if _number(decode_draft(found[pk].draft).objective) < _number(text))
    unsent = sum(1 for pk in sent if found[pk].state == State.DRAFT)
    return {"acknowledged": acknowledged, "lost": lost + unsent, "failed": failed}


def _number(text: str) -> int:
    """« Phrase 12 du brouillon … » → 12; nothing typed is 0."""
    return int(text.split()[1]) if text else 0
