"""The registers of the demonstration: loaded once through the verbs of staff, marked, never written over."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from atlas.catalogue.queries import register_of
from atlas.declared.models import DeclaredEntry
from atlas.organisations.models import Post, PostCountry
from atlas.reference.models import Country, Territory, WorldZone
from atlas.registers.actions import save_entry, save_register
from atlas.registers.models import CountryRegister, EntryVersion, Passage, RegionalNetwork
from atlas.rounds.models import VerificationRound
from tests.contributions.people import published
from tests.factories.drafts import full_draft
from tests.factories.world import World

FOLDER: Path = settings.DATA_DIR / "demonstration" / "registers"
REGIONS = {"27": "Bourgogne-Franche-Comté", "53": "Bretagne", "28": "Normandie", "76": "Occitanie", "84": "Auvergne"}


@pytest.fixture
def places(world: World) -> Post:
    for code, name in REGIONS.items():
        Territory.objects.create(kind="region", code=code, name=name, match_key=name.lower())
    zone = WorldZone.objects.order_by("rank").first()
    Country.objects.create(iso2="MG", iso3="MDG", name_fr="Madagascar", name_en="Madagascar (en)", zone=zone)
    PostCountry.objects.create(post=world.post, country_id="ML")
    other = Post.objects.create(
        kind="embassy", city="Antananarivo", name="Ambassade de France à Antananarivo", match_key="antananarivo"
    )
    PostCountry.objects.create(post=other, country_id="MG")
    return world.post


def test_two_countries_marked_as_examples(places: Post) -> None:
    call_command("load_registers", verbosity=0)
    call_command("publish_registers", verbosity=0)
    assert {code: register_of(code).is_example for code in ("ML", "MG")} == {"ML": True, "MG": True}
    shown = register_of("ML")
    assert {one.kind for one in shown.passages} == {"history", "state_of_play", "support"}
    assert shown.links
    assert shown.articles
    assert shown.networks
    assert {one.file.rpartition(".")[2] for one in shown.papers} == {"pdf", "csv"}
    assert (shown.data_by, shown.edited_by) == (places.name, places.name)
    assert set(EntryVersion.objects.values_list("actor", flat=True)) == {"load_registers"}


def test_one_authority_and_one_round_wait_for_the_post(places: Post, world: World) -> None:
    published(full_draft(world))
    for _ in range(2):
        call_command("load_registers", verbosity=0)
    entry = DeclaredEntry.objects.get()
    assert (entry.country_id, entry.authority, entry.state) == ("ML", world.commune, "pending")
    assert entry.declarer.email.endswith(".example")
    round_ = VerificationRound.objects.get()
    assert (round_.country_id, round_.is_open, round_.pairs.count()) == ("ML", True, 1)


def test_again_changes_nothing(places: Post) -> None:
    call_command("load_registers", verbosity=0)
    before = list(EntryVersion.objects.order_by("pk").values())
    call_command("load_registers", verbosity=0)
    assert list(EntryVersion.objects.order_by("pk").values()) == before


def test_what_staff_wrote_stays(places: Post) -> None:
    register = save_register(CountryRegister(country_id="ML"), by="agent")
    save_entry(Passage(register=register, kind="history", body_fr="De nous."), by="agent")
    region = Territory.objects.get(code="53")
    RegionalNetwork.objects.create(name="Bretagne solidaire", region=region, url="https://example.org/")
    call_command("load_registers", verbosity=0)
    call_command("publish_registers", verbosity=0)
    assert [one.body_fr for one in register_of("ML").passages] == ["De nous."]
    assert not register_of("ML").is_example
    assert register_of("MG").passages
    assert RegionalNetwork.objects.get(name="Bretagne solidaire").url == "https://example.org/"


def test_no_file_of_the_folder_is_forgotten() -> None:
    """Each document stands in a register; each network named there is in the list."""
    texts = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.toml"))
    known = {"mailboxes.csv", "networks.csv"}
    documents = {path.name for path in FOLDER.iterdir() if path.suffix != ".toml"} - known
    assert documents
    assert {name for name in documents if name not in texts} == set()
