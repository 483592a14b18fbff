"""Finding the organisation that somebody types in a form: a few candidates with labels that tell them apart.

A label leads back to its organisation, so that a form without a script works: type, send, choose among the candidates.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from atlas.organisations.models import Organisation
from atlas.reference.kinds import Kind
from atlas.reference.match import match_key

MOST = 8
SHORTEST = 2


@dataclass(frozen=True)
class Candidate:
    """An organisation that may be meant."""

    id: int
    label: str


def candidates(text: str, kinds: Collection[str], limit: int = MOST) -> list[Candidate]:
    """Living organisations of these kinds whose name begins with, else holds, the words typed; largest first."""
    key = match_key(text.partition(" – ")[0])
    if len(key) < SHORTEST:
        return []
    living = Organisation.objects.filter(kind__in=kinds, valid_to__isnull=True).select_related("country")
    found = list(_first(living.filter(match_key=key), limit))
    for rule in (Q(match_key__startswith=key), Q(match_key__contains=f" {key}"), _every_word(key)):
        if len(found) < limit:
            known = [one.pk for one in found]
            found += _first(living.filter(rule).exclude(pk__in=known), limit - len(found))
    return [Candidate(one.pk, label_of(one)) for one in found]


def _every_word(key: str) -> Q:
    rule = Q()
    for word in key.split():
        rule &= Q(match_key__contains=word)
    return rule


def _first(organisations: QuerySet[Organisation], limit: int) -> QuerySet[Organisation]:
    return organisations.order_by(F("population").desc(nulls_last=True), "name", "pk")[:limit]


def label_of(organisation: Organisation) -> str:
    """« Rezé – Commune (44) »."""
    place = organisation.department_code or organisation.region_code
    if organisation.country and organisation.country.pk != "FR":
        place = organisation.country.pk
    kind = str(Kind(organisation.kind).label)
    return f"{organisation.name} – {kind}" + (f" ({place})" if place else "")


def meant(text: str, kinds: Collection[str]) -> tuple[int | None, list[Candidate]]:
    """What a text means when that is sure (a label, or the only one of that name), and the candidates."""
    found = candidates(text, kinds)
    exact = [one for one in found if one.label.casefold() == text.strip().casefold()]
    if len(exact) == 1:
        return exact[0].id, found
    named = [one for one in found if match_key(one.label.partition(" – ")[0]) == match_key(text)]
    return (named[0].id if len(named) == 1 else None), found
