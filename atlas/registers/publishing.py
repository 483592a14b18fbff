"""From the private register of the posts to what is public of it: read here, handed down to the catalogue.

This app stands above the catalogue, so that whoever edits calls its verbs directly and no second signal is needed.
"""

from collections.abc import Iterable

from django.utils import timezone

from atlas.catalogue.actions import publish_register, rebuild_organisations
from atlas.catalogue.record import PublicFunction, PublicRegister, PublicStation
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Post, PostCountry
from atlas.organisations.queries import posts_for_country
from atlas.rounds.queries import verified_on

from .models import CountryRegister, RegionalNetwork
from .public_entries import entries_of


def publish_country(iso2: str) -> bool:
    """Make the public register of a country anew. True when something changed."""
    return publish_register(_register(iso2))


def publish_all() -> int:
    """Every country that a post follows or that has a register. Returns how many changed."""
    followed = PostCountry.objects.values_list("country_id", flat=True)
    opened = CountryRegister.objects.values_list("country_id", flat=True)
    return sum(map(publish_country, sorted({*followed, *opened})))


def publish_post(post: Post) -> None:
    """The countries that a post follows or followed."""
    publish_countries(post.jurisdiction.values_list("country_id", flat=True))


def publish_mailbox(mailbox: Mailbox) -> None:
    """Whoever can be reached at it, or no longer."""
    if mailbox.post is not None:
        publish_post(mailbox.post)
    elif mailbox.organisation_id is not None:
        rebuild_organisations([mailbox.organisation_id])


def publish_network(network: RegionalNetwork) -> None:
    """The countries in whose list it stands."""
    publish_countries(network.presences.values_list("register__country_id", flat=True))


def publish_countries(codes: Iterable[str]) -> None:
    """The registers of these countries."""
    for iso2 in sorted(set(codes)):
        publish_country(iso2)


def _register(iso2: str) -> PublicRegister:
    posts = posts_for_country(iso2, timezone.localdate()).prefetch_related("mailboxes")
    stations = tuple(map(_station, posts))
    return PublicRegister(iso2=iso2, posts=stations, verified_on=verified_on(iso2), **entries_of(iso2))


def _station(post: Post) -> PublicStation:
    mailboxes = sorted((one for one in post.mailboxes.all() if one.is_open), key=lambda one: one.function_fr)
    functions = tuple(PublicFunction(fr=one.function_fr, en=one.function_en) for one in mailboxes)
    return PublicStation(id=post.pk, name=post.name, functions=functions)
