"""What is told of a register's edits: fields and days to everyone, words to staff; nothing of what was taken away."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from atlas.catalogue.models import RegisterRecord
from atlas.catalogue.queries import register_of
from atlas.organisations.models import Post
from atlas.registers.actions import save_entry, save_register
from atlas.registers.history import GONE, NEW, SAME, Change, changes, marked
from atlas.registers.models import CountryRegister, EntryVersion
from atlas.registers.publishing import publish_country
from tests.catalogue.conftest import index_dir, indexed
from tests.factories.world import World
from tests.registers.entries import Written, follow, write

__all__ = ["index_dir", "indexed"]


@pytest.fixture
def post(world: World) -> Post:
    return follow(world)


@pytest.fixture
def written(post: Post) -> Written:
    return write(post)


def told() -> list[tuple[str, str, str, tuple[str, ...]]]:
    publish_country("ML")
    return [(one.what, one.entry, one.label, one.changed) for one in register_of("ML").edits]


def test_additions_are_told_the_newest_first_with_who_made_them(written: Written, post: Post) -> None:
    assert told() == [
        ("added", "presence", "Réseau breton", ()),
        ("added", "article", "Assises", ()),
        ("added", "paper", "Guide du partenariat", ()),
        ("added", "link", "Association", ()),
        ("added", "passage", "Historique", ()),
        ("added", "register", "", ()),
    ]
    assert {one.by for one in register_of("ML").edits} == {post.name}


def test_a_change_names_its_fields_and_not_what_stood_there(written: Written) -> None:
    written.passage.body_fr, written.passage.rank = "Depuis 1958.", 3
    save_entry(written.passage, by="agent")
    assert told()[0] == ("changed", "passage", "Historique", ("body_fr", "rank"))
    assert register_of("ML").edits[0].by == ""
    kept = str(RegisterRecord.objects.get(pk="ML").data)
    assert "1958" in kept
    assert "Depuis 1961" not in kept
    assert "agent" not in kept


def test_what_is_withdrawn_keeps_no_label(written: Written) -> None:
    written.article.title_fr = "Assises de Monsieur Untel"
    save_entry(written.article, by="agent")
    written.article.is_public = False
    save_entry(written.article, by="agent")
    edits = told()
    assert edits[0] == ("withdrawn", "article", "", ())
    assert [one[2] for one in edits if one[1] == "article"] == ["", "", ""]
    written.article.title_fr = "Encore autre chose"
    save_entry(written.article, by="agent")
    assert told() == edits
    assert "Assises" not in str(RegisterRecord.objects.get(pk="ML").data)
    written.article.is_public = True
    save_entry(written.article, by="agent")
    assert told()[0] == ("added", "article", "Encore autre chose", ())


def test_a_new_date_of_the_data_is_told(written: Written, post: Post) -> None:
    register = CountryRegister.objects.get()
    register.data_on = None
    save_register(register, by="agent", post=post)
    assert told()[0] == ("changed", "register", "", ("data_on",))


def test_the_page_of_the_country_tells_them(client: Client, written: Written, indexed) -> None:  # type: ignore[no-untyped-def]  # a fixture
    indexed()
    written.passage.body_fr = "Depuis 1958."
    save_entry(written.passage, by="agent")
    publish_country("ML")
    french = client.get("/fr/pays/ML/").content.decode()
    assert "Modification, texte" in french
    assert "champs modifiés\u00a0: texte" in french.replace("\u202f", "\u00a0")
    english = client.get("/en/countries/ML/").content.decode()
    assert 'Change, text: <span lang="fr">Historique</span>' in english
    assert "by the ministry · changed fields: text" in english
    assert english.count('href="#modifications"') == english.count('id="modifications"') == 1


def test_staff_see_the_words_that_went_and_came(staff: Client, written: Written) -> None:
    written.passage.body_fr = "Depuis 1958, <b>dit-on</b>."
    save_entry(written.passage, by="agent")
    first, second = EntryVersion.objects.filter(kind="passage").order_by("number")
    html = staff.get(reverse("admin:registers_entryversion_change", args=[second.pk])).content.decode()
    assert "Depuis <del>1961</del><ins>1958, &lt;b&gt;dit-on&lt;/b&gt;</ins>." in html
    html = staff.get(reverse("admin:registers_entryversion_change", args=[first.pk])).content.decode()
    assert "Première version" in html


def test_columns_that_differ_come_in_the_order_of_the_model() -> None:
    before = {"url": "https://example.org/a", "region_id": 1, "name": "A"}
    assert changes("network", before, {"region_id": 1, "url": "", "name": "B"}) == (
        Change("name", "A", "B"), Change("url", "https://example.org/a", ""),
    )  # fmt: skip
    assert changes("network", before, before) == ()


@given(st.text(max_size=60), st.text(max_size=60))
def test_marked_pieces_hold_both_texts_whole(before: str, after: str) -> None:
    pieces = list(marked(before, after))
    assert "".join(words for kind, words in pieces if kind in (SAME, GONE)) == before
    assert "".join(words for kind, words in pieces if kind in (SAME, NEW)) == after
    assert all(words for _kind, words in pieces)
