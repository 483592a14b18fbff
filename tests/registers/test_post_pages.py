"""A post keeps the page of its country: written, published, kept as versions; the countries of others are not there."""

from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from atlas.accounts.roles import Role
from atlas.catalogue.queries import register_of
from atlas.organisations.models import PostCountry
from atlas.registers.models import CountryRegister, EntryVersion, Passage
from tests.factories.accounts import account, client_of
from tests.factories.world import World
from tests.uploads.files import DISGUISED, PDF

TEXT = {"kind": "history", "heading_fr": "", "body_fr": "Depuis 1985.", "heading_en": "", "body_en": "", "rank": "0"}


@pytest.fixture
def post(world: World) -> Client:
    PostCountry.objects.create(post=world.post, country_id="ML")
    return client_of(account(Role.POST_AGENT, post=world.post, full_name="Charlie Blanc"))


def text(response: HttpResponse) -> str:
    return unescape(response.content.decode())


def test_a_text_is_public_at_once_with_its_post(post: Client, world: World) -> None:
    assert "Mali" in text(post.get("/fr/espace/pays/"))
    assert "Aucun texte." in text(post.get("/fr/espace/pays/ML/"))
    answer = post.post("/fr/espace/pays/ML/textes/ajouter/", {**TEXT, "is_public": "on"})
    assert (answer.status_code, answer["Location"]) == (303, "/fr/espace/pays/ML/")
    (passage,) = register_of("ML").passages
    assert passage.body_fr == "Depuis 1985."
    version = EntryVersion.objects.get(kind="passage")
    assert (version.post, version.actor[:5]) == (world.post, "user:")
    page = text(post.get("/fr/espace/pays/ML/"))
    assert "Charlie Blanc – Ambassade de France à Bamako (version 1)" in page


def test_it_is_changed_and_withdrawn(post: Client, world: World) -> None:
    post.post("/fr/espace/pays/ML/textes/ajouter/", {**TEXT, "is_public": "on"})
    address = f"/fr/espace/pays/ML/textes/{Passage.objects.get().pk}/"
    assert "Depuis 1985." in text(post.get(address))
    post.post(address, {**TEXT, "body_fr": "Depuis 1986.", "is_public": "on"})
    assert register_of("ML").passages[0].body_fr == "Depuis 1986."
    post.post(address, TEXT)
    assert register_of("ML").passages == ()
    assert EntryVersion.objects.filter(kind="passage").count() == 3
    assert "retiré" in text(post.get("/fr/espace/pays/ML/"))


def test_two_texts_under_one_heading_are_refused_in_words(post: Client) -> None:
    post.post("/fr/espace/pays/ML/textes/ajouter/", {**TEXT, "is_public": "on"})
    again = post.post("/fr/espace/pays/ML/textes/ajouter/", {**TEXT, "body_fr": "Autre", "is_public": "on"})
    assert again.status_code == 422
    assert "déjà un texte sous ce sous-titre" in text(again)


def test_what_is_missing_is_said_by_its_name(post: Client) -> None:
    answer = post.post("/fr/espace/pays/ML/textes/ajouter/", {**TEXT, "kind": "", "is_public": "on"})
    assert answer.status_code == 422
    assert "Remplissez « Rubrique »." in text(answer)


def test_links_articles_and_the_date_of_the_data(post: Client, world: World) -> None:
    link = {"kind": "network", "label_fr": "Association", "label_en": "", "url": "https://example.org/", "rank": "0"}
    assert post.post("/fr/espace/pays/ML/liens/ajouter/", {**link, "is_public": "on"}).status_code == 303
    assert post.post("/fr/espace/pays/ML/liens/ajouter/", {**link, "url": "javascript:alert(1)"}).status_code == 422
    article = {
        "published_on": "03/05/2026",
        "title_fr": "Visite",
        "title_en": "",
        "url": "https://example.org/a",
        "rank": "0",
    }
    assert post.post("/fr/espace/pays/ML/articles/ajouter/", {**article, "is_public": "on"}).status_code == 303
    assert post.post("/fr/espace/pays/ML/", {"data_on": "01/09/2026"}).status_code == 303
    found = register_of("ML")
    assert ([one.label_fr for one in found.links], [one.title_fr for one in found.articles]) == (
        ["Association"],
        ["Visite"],
    )
    assert CountryRegister.objects.get(country_id="ML").data_post == world.post
    assert post.post("/fr/espace/pays/ML/", {"data_on": "hier"}).status_code == 422


def test_documents_are_looked_at(post: Client) -> None:
    paper = {"kind": "guide", "title_fr": "Guide", "language": "fr", "rank": "0", "is_public": "on"}
    address = "/fr/espace/pays/ML/documents/ajouter/"
    bad = post.post(address, {**paper, "upload": SimpleUploadedFile("page.pdf", DISGUISED["page.pdf"])})
    assert bad.status_code == 422
    assert post.post(address, {**paper, "upload": SimpleUploadedFile("guide.pdf", PDF)}).status_code == 303
    (found,) = register_of("ML").papers
    given = Client().get(f"/fr/pays/ML/documents/{found.id}.pdf")
    assert b"".join(given.streaming_content) == PDF


def test_other_countries_are_not_there(post: Client, world: World) -> None:
    for address in ("SN/", "SN/textes/ajouter/", "XX/", "ML/textes/999/", "ML/autres/ajouter/"):
        assert post.get(f"/fr/espace/pays/{address}").status_code == 404
    assert post.post("/fr/espace/pays/SN/textes/ajouter/", TEXT).status_code == 404
    assert (
        client_of(account(Role.AUTHORITY_AGENT, organisation=world.commune)).get("/fr/espace/pays/").status_code == 403
    )
    assert Client().get("/fr/espace/pays/ML/").status_code == 302


def test_the_ministry_keeps_every_page_in_its_own_name(post: Client) -> None:
    officer = client_of(account(Role.MINISTRY_OFFICER))
    assert officer.post("/fr/espace/pays/SN/textes/ajouter/", {**TEXT, "is_public": "on"}).status_code == 303
    assert EntryVersion.objects.get(kind="passage").post is None
    assert "Sénégal" in text(officer.get("/fr/espace/pays/"))


def test_english(post: Client) -> None:
    assert "Country pages" in text(post.get("/en/workspace/countries/"))
    assert post.get("/en/workspace/countries/ML/textes/add/").status_code == 200
    post.post("/fr/espace/pays/ML/textes/ajouter/", {**TEXT, "is_public": "on"})
    page = text(post.get("/en/workspace/countries/ML/"))
    assert EntryVersion.objects.get(kind="passage").label == "Historique"
    assert page.count("History") == 2, "among the texts, and among the latest edits"
    assert "Historique" not in page
