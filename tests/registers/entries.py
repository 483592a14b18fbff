"""A register of Mali with the post that follows it, and one entry of each kind."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from atlas.organisations.models import Post, PostCountry
from atlas.reference.models import Territory
from atlas.registers.actions import save_entry, save_network, save_register
from atlas.registers.models import (
    Article,
    CountryRegister,
    NetworkPresence,
    Paper,
    Passage,
    RegionalNetwork,
    WebLink,
)
from atlas.uploads.checking import check
from atlas.uploads.files import store
from tests.factories.world import World
from tests.uploads.files import PDF


@dataclass(frozen=True)
class Written:
    """What `write` made, each saved by « agent »."""

    register: CountryRegister
    passage: Passage
    link: WebLink
    paper: Paper
    article: Article
    network: RegionalNetwork
    presence: NetworkPresence


def follow(world: World) -> Post:
    """The post of the world follows Mali."""
    PostCountry.objects.create(post=world.post, country_id="ML")
    return world.post


def paper(register: CountryRegister, content: bytes = PDF, name: str = "guide.pdf", **values: Any) -> Paper:
    """A document with its file, not saved."""
    checked = check(name, content)
    store(checked)
    made = Paper(**{"register": register, "kind": "guide", "title_fr": "Guide du partenariat", **values})
    made.attach(checked.key, checked.media_type, checked.size)
    return made


def write(post: Post) -> Written:
    """Everything in the name of the post."""
    by = "agent"
    region = Territory.objects.create(kind="region", code="53", name="Bretagne", match_key="bretagne")
    network = save_network(RegionalNetwork(name="Réseau breton", region=region, url="https://example.org/r"), by=by)
    register = save_register(CountryRegister(country_id="ML", data_on=date(2026, 10, 31)), by=by, post=post)
    made = Written(
        register=register,
        passage=Passage(register=register, kind="history", body_fr="Depuis 1961.", body_en="Since 1961."),
        link=WebLink(register=register, kind="network", label_fr="Association", url="https://example.org/a"),
        paper=paper(register, dated_on=date(2026, 1, 2)),
        article=Article(register=register, title_fr="Assises", published_on=date(2026, 3, 1), body_fr="À Bamako."),
        network=network,
        presence=NetworkPresence(register=register, network=network, note_fr="Réunit ses membres deux fois par an."),
    )
    for entry in (made.passage, made.link, made.paper, made.article, made.presence):
        save_entry(entry, by=by, post=post)
    return made
