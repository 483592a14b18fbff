"""Reads of the register: the index of names, posts by what sheets call them, who followed whom."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce

from atlas.reference.kinds import Kind
from atlas.reference.match import match_key

from .mailboxes import Mailbox
from .match_rules import Entry, How
from .matching import NameIndex, build_index
from .models import Contact, NameKind, Organisation, OrganisationName, PlaceAlias, Post, Succession

HOW_FOUND: Mapping[str, How] = {
    NameKind.OFFICIAL: "former_name",
    NameKind.FORMER: "former_name",
    NameKind.ALIAS: "alias",
    NameKind.LOCAL: "alias",
}


def name_index() -> NameIndex:
    """Every name of every organisation, read in four queries. Built once a run; it does not follow the database."""
    names = OrganisationName.objects.filter(organisation__merged_into=None).order_by("pk")
    named = names.values_list("organisation_id", "name", "kind")
    return build_index(
        aliases=PlaceAlias.objects.order_by("pk").values_list("country_id", "alias_key", "name_key"),
        entries=(
            (Entry._make(entry), valid_to is not None)
            for *entry, valid_to in _entry_values().iterator(chunk_size=5_000)
        ),
        names=((id_, name, HOW_FOUND[kind]) for id_, name, kind in named.iterator(chunk_size=5_000)),
        successions=Succession.objects.order_by("pk").values_list("predecessor_id", "successor_id"),
    )


def _entry_values() -> QuerySet[Organisation, tuple[Any, ...]]:
    """The columns of `Entry` in its order, then `valid_to`."""
    return (
        Organisation.objects.filter(merged_into=None)
        .order_by("pk")
        .annotate(
            place=Coalesce("country_id", Value("")),
            official=Coalesce("insee_code", "siren", Value("")),
            people=Coalesce("population", Value(0)),
        )
        .values_list(
            "pk",
            "name",
            "match_key",
            "kind",
            "place",
            "official",
            "department_code",
            "region_code",
            "admin_area",
            "people",
            "kind_local",
            "valid_to",
        )
    )


def entry_of(organisation: Organisation) -> Entry:
    """What `NameIndex.add` wants to know of an organisation made since the index was built."""
    return Entry(
        id=organisation.pk,
        name=organisation.name,
        key=organisation.match_key,
        kind=organisation.kind,
        country=organisation.country_id or "",
        code=organisation.code,
        department=organisation.department_code,
        region=organisation.region_code,
        admin_area=organisation.admin_area,
        population=organisation.population or 0,
        kind_local=organisation.kind_local,
    )


def organisation_for_key(reference_key: str) -> Organisation:
    """An organisation of our reference data (`state`, `commune:38314`). Raises Organisation.DoesNotExist."""
    return Organisation.objects.get(reference_key=reference_key)


def living(organisations: QuerySet[Organisation], on: date) -> QuerySet[Organisation]:
    """Those that existed on that day; an unknown beginning or end excludes nobody."""
    return organisations.filter(
        Q(merged_into=None),
        Q(valid_from__isnull=True) | Q(valid_from__lte=on),
        Q(valid_to__isnull=True) | Q(valid_to__gt=on),
    )


def foreign_authorities_in(country: str) -> QuerySet[Organisation]:
    """Foreign local authorities of a country, by name."""
    return Organisation.objects.filter(kind=Kind.FOREIGN_AUTHORITY, country_id=country, merged_into=None).order_by(
        "match_key", "pk"
    )


def present_successors(organisation_ids: Collection[int]) -> dict[int, tuple[int, ...]]:
    """Who stands today for each organisation: itself, or those at the end of its successions."""
    following: dict[int, list[int]] = defaultdict(list)
    waiting = set(organisation_ids)
    while waiting:
        links = Succession.objects.filter(predecessor_id__in=waiting).order_by("pk")
        waiting = set()
        for predecessor, successor in links.values_list("predecessor_id", "successor_id"):
            following[predecessor].append(successor)
            if successor not in following:
                waiting.add(successor)
    return {id_: tuple(sorted(_ends(id_, following))) for id_ in organisation_ids}


def predecessors_of(organisation_ids: Collection[int]) -> set[int]:
    """Everybody that these organisations follow, directly or not. One query a generation."""
    found: set[int] = set()
    waiting = set(organisation_ids)
    while waiting:
        links = Succession.objects.filter(successor_id__in=waiting).order_by("pk")
        waiting = set(links.values_list("predecessor_id", flat=True)) - found
        found |= waiting
    return found


def _ends(start: int, following: Mapping[int, Iterable[int]]) -> set[int]:
    seen: set[int] = set()
    ends: set[int] = set()
    waiting = [start]
    while waiting:
        id_ = waiting.pop()
        if id_ in seen:
            continue
        seen.add(id_)
        after = list(following.get(id_, ()))
        waiting.extend(after)
        if not after:
            ends.add(id_)
    return ends


def merged_into(organisation_ids: Iterable[int]) -> dict[int, int]:
    """Those among these organisations that were merged → who stands for them today. One query a step of the chain."""
    ends: dict[int, int] = {}
    steps: dict[int, int] = {}
    waiting = set(organisation_ids)
    while waiting:
        found = Organisation.objects.filter(pk__in=waiting, merged_into__isnull=False)
        added = {pk: into for pk, into in found.values_list("pk", "merged_into_id") if into is not None}
        steps.update(added)
        waiting = set(added.values()) - steps.keys()
    for start, after in steps.items():
        end = after
        while end in steps:
            end = steps[end]
        ends[start] = end
    return ends


def post_ids() -> dict[tuple[str, str], int]:
    """Posts by (kind, match key of the city), under every known name of the city (`posts.parse_post`)."""
    found = {}
    for pk, kind, key, aliases in Post.objects.order_by("pk").values_list("pk", "kind", "match_key", "aliases"):
        for spelling in (key, *map(match_key, aliases)):
            found[kind, spelling] = pk
    return found


def posts_for_country(country: str, on: date) -> QuerySet[Post]:
    """Posts that follow a country on that day."""
    return Post.objects.filter(
        Q(jurisdiction__valid_from__isnull=True) | Q(jurisdiction__valid_from__lte=on),
        Q(jurisdiction__valid_to__isnull=True) | Q(jurisdiction__valid_to__gt=on),
        jurisdiction__country_id=country,
    ).order_by("kind", "city")


def open_mailboxes(*, post: int | None = None, organisation: int | None = None) -> list[Mailbox]:
    """The mailboxes that a post or an organisation can be reached at, by function. One query."""
    held = Mailbox.objects.filter(post=post) if post is not None else Mailbox.objects.filter(organisation=organisation)
    return list(held.filter(is_open=True).order_by("function_fr"))


def unverified_contacts() -> QuerySet[Contact]:
    """Contacts that nobody confirmed: erased after their `expires_on` (D5.4)."""
    return Contact.objects.filter(is_verified=False)
