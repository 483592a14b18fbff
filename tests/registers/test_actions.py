"""Saving an entry keeps a version and an event; a post edits its own countries; any version comes back."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from atlas.audit.models import Event
from atlas.organisations.models import Post
from atlas.registers.actions import NotItsCountry, restore, save_entry, save_network, save_register
from atlas.registers.models import CountryRegister, EntryVersion, Paper, Passage, WebLink
from atlas.uploads.files import open_file
from tests.factories.world import World
from tests.registers.entries import Written, follow, paper, write
from tests.uploads.files import GOOD, PDF


@pytest.fixture
def post(world: World) -> Post:
    return follow(world)


@pytest.fixture
def written(post: Post) -> Written:
    return write(post)


def numbers(entry: Passage | Paper | WebLink | CountryRegister) -> list[int]:
    versions = EntryVersion.objects.filter(kind=entry.entry_kind, entry_id=entry.pk)
    return sorted(versions.values_list("number", flat=True))


def test_each_entry_has_a_first_version_and_an_event_without_its_text(written: Written, post: Post) -> None:
    assert sorted(EntryVersion.objects.values_list("kind", "number")) == [
        (kind, 1) for kind in ("article", "link", "network", "paper", "passage", "presence", "register")
    ]
    event = Event.objects.get(object_type="passage")
    assert (event.actor, event.verb, event.object_id) == ("agent", "register_saved", written.passage.pk)
    assert event.detail == {
        "country": "ML", "post": post.pk, "version": 1,
        "fields": ["kind", "heading_fr", "heading_en", "body_fr", "body_en", "rank", "is_public"],
    }  # fmt: skip
    assert "1961" not in str(list(Event.objects.values_list("detail", flat=True)))


def test_an_edit_makes_the_next_version_and_says_what_changed(written: Written) -> None:
    written.passage.body_fr = "Depuis 1961, à Koutiala."
    save_entry(written.passage, by="autre")
    assert numbers(written.passage) == [1, 2]
    event = Event.objects.filter(object_type="passage").latest("pk")
    assert (event.actor, event.detail["fields"], event.detail["post"]) == ("autre", ["body_fr"], None)
    written.register.refresh_from_db()
    assert written.register.edited_post is None


def test_what_says_nothing_new_makes_no_version(written: Written) -> None:
    before = CountryRegister.objects.get().edited_at
    save_entry(written.passage, by="autre")
    save_register(CountryRegister.objects.get(), by="autre")
    assert numbers(written.passage) == [1]
    assert CountryRegister.objects.get().edited_at == before


def test_the_date_of_the_data_belongs_to_the_post_that_gave_it(written: Written, post: Post) -> None:
    register = CountryRegister.objects.get()
    assert (register.data_post, register.edited_post) == (post, post)
    save_entry(WebLink(register=register, kind="other", label_fr="x", url="https://example.org/x"), by="agent")
    register.refresh_from_db()
    assert (register.data_post, register.edited_post) == (post, None)
    register.data_on = date(2026, 11, 1)
    save_register(register, by="agent")
    register.refresh_from_db()
    assert (register.data_on, register.data_post) == (date(2026, 11, 1), None)
    register.data_on = None
    save_register(register, by="agent", post=post)
    register.refresh_from_db()
    assert (register.data_on, register.data_post, register.edited_post) == (None, None, post)
    assert numbers(register) == [1, 2, 3]


def test_a_post_edits_its_own_countries_only(written: Written, post: Post) -> None:
    with pytest.raises(NotItsCountry, match="ne suit pas ce pays"):
        save_register(CountryRegister(country_id="SN"), by="agent", post=post)
    other = Post.objects.create(kind="embassy", city="Dakar", name="Ambassade de France à Dakar", match_key="dakar")
    written.passage.body_fr = "Autre"
    with pytest.raises(NotItsCountry):
        save_entry(written.passage, by="agent", post=other)
    assert Passage.objects.get().body_fr == "Depuis 1961."


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("url", "javascript:alert(1)", "https://"),
        ("label_fr", "", "vide"),
        ("kind", "x", "choix"),
    ],
)
def test_bad_values_are_refused_in_words_and_nothing_is_written(
    written: Written, field: str, value: str, words: str
) -> None:
    setattr(written.link, field, value)
    with pytest.raises(ValidationError, match=words):
        save_entry(written.link, by="agent")
    assert numbers(written.link) == [1]


def test_a_second_text_under_the_same_heading_is_refused(written: Written) -> None:
    twin = Passage(register=written.register, kind="history", body_fr="Un autre.")
    with pytest.raises(ValidationError, match="déjà un texte"):
        save_entry(twin, by="agent")


def test_an_older_text_comes_back_as_a_newer_version(written: Written) -> None:
    written.passage.body_fr, written.passage.is_public = "Effacé par erreur", False
    save_entry(written.passage, by="agent")
    restore(EntryVersion.objects.get(kind="passage", number=1), by="chef")
    again = Passage.objects.get()
    assert (again.body_fr, again.body_en, again.is_public) == ("Depuis 1961.", "Since 1961.", True)
    assert [one.content["body_fr"] for one in EntryVersion.objects.filter(kind="passage").order_by("number")] == [
        "Depuis 1961.", "Effacé par erreur", "Depuis 1961.",
    ]  # fmt: skip
    event = Event.objects.latest("pk")
    assert (event.actor, event.verb) == ("chef", "register_restored")


def test_a_document_comes_back_with_its_file(written: Written) -> None:
    first = written.paper.file
    newer = paper(written.register, GOOD["liste.csv"], "liste.csv")
    written.paper.attach(newer.file, newer.media_type, newer.size or 0)
    save_entry(written.paper, by="agent")
    restore(EntryVersion.objects.get(kind="paper", number=1), by="agent")
    again = Paper.objects.get()
    assert (again.file, again.media_type, again.size, again.dated_on) == (
        first, "application/pdf", len(PDF), date(2026, 1, 2),
    )  # fmt: skip
    with open_file(first) as file:
        assert file.read() == PDF


def test_every_kind_of_entry_comes_back(written: Written) -> None:
    for version in EntryVersion.objects.order_by("pk"):
        entry = restore(version, by="agent")
        assert entry.content() == version.content
    assert EntryVersion.objects.count() == 7


def test_what_no_longer_fits_is_said(written: Written) -> None:
    written.link.url = "https://example.org/b"
    save_entry(written.link, by="agent")
    twin = WebLink(register=written.register, kind="other", label_fr="x", url="https://example.org/a")
    save_entry(twin, by="agent")
    with pytest.raises(ValidationError, match="déjà parmi les liens"):
        restore(EntryVersion.objects.get(kind="link", entry_id=written.link.pk, number=1), by="agent")


def test_a_network_is_kept_once_for_all_countries(written: Written) -> None:
    written.network.url = "https://example.org/nouveau"
    save_network(written.network, by="agent")
    version = EntryVersion.objects.get(kind="network", number=2)
    assert (version.register, version.content["url"]) == (None, "https://example.org/nouveau")


def test_an_example_is_one_until_somebody_edits_it(written: Written) -> None:
    text = Passage(register=written.register, kind="support", body_fr="Exemple.")
    save_entry(text, by="load", is_example=True)
    assert Passage.objects.get(kind="support").is_example
    text.body_fr = "Vrai."
    save_entry(text, by="agent")
    assert not Passage.objects.get(kind="support").is_example
