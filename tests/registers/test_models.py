"""The database refuses what no register may hold, whoever writes; versions are for ever."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from atlas.reference.models import Territory
from atlas.registers.models import (
    Article,
    CountryRegister,
    EntryVersion,
    NetworkPresence,
    Paper,
    Passage,
    RegionalNetwork,
    Versioned,
    WebLink,
)
from tests.factories.world import World

PASSAGE = {"kind": "history", "body_fr": "Un texte."}
LINK = {"kind": "other", "label_fr": "Lien", "url": "https://example.org/"}
PAPER = {"kind": "guide", "title_fr": "Guide", "url": "https://example.org/guide.pdf"}
FILE = {"kind": "guide", "title_fr": "Guide", "file": "ab.pdf", "media_type": "application/pdf", "size": 3}
ARTICLE = {"title_fr": "Article", "published_on": date(2026, 1, 1), "body_fr": "Un texte."}
Make = Callable[..., Any]


@pytest.fixture
def register(world: World) -> CountryRegister:
    return CountryRegister.objects.create(country_id="ML", edited_at=timezone.now())


GOOD = [
    (Passage, PASSAGE),
    (Passage, {**PASSAGE, "heading_fr": "Kayes", "heading_en": "Kayes", "body_en": "A text."}),
    (WebLink, LINK),
    (Paper, PAPER),
    (Paper, FILE),
    (Article, ARTICLE),
    (Article, {**ARTICLE, "body_fr": "", "url": "https://example.org/"}),
]
BAD = [
    (Passage, {**PASSAGE, "body_fr": ""}, "passage_has_french_text"),
    (Passage, {**PASSAGE, "kind": "other"}, "passage_kind_known"),
    (Passage, {**PASSAGE, "heading_en": "Kayes"}, "passage_heading_in_french_first"),
    (WebLink, {**LINK, "label_fr": ""}, "weblink_has_label"),
    (WebLink, {**LINK, "kind": "x"}, "weblink_kind_known"),
    (WebLink, {**LINK, "url": "javascript:alert(1)"}, "weblink_on_the_web"),
    (WebLink, {**LINK, "url": ""}, "weblink_on_the_web"),
    (Paper, {**PAPER, "title_fr": ""}, "paper_has_title"),
    (Paper, {**PAPER, "kind": "x"}, "paper_kind_known"),
    (Paper, {**PAPER, "language": "x"}, "paper_language_known"),
    (Paper, {**PAPER, "url": ""}, "paper_file_or_address"),
    (Paper, {**PAPER, "url": "data:text/html,x"}, "paper_file_or_address"),
    (Paper, {**FILE, "url": "https://example.org/"}, "paper_file_or_address"),
    (Paper, {**FILE, "size": None}, "paper_file_is_whole"),
    (Paper, {**FILE, "size": 0}, "paper_file_is_whole"),
    (Paper, {**FILE, "media_type": ""}, "paper_file_is_whole"),
    (Paper, {**PAPER, "size": 3}, "paper_file_is_whole"),
    (Article, {**ARTICLE, "title_fr": ""}, "article_has_title"),
    (Article, {**ARTICLE, "body_fr": ""}, "article_says_something"),
    (Article, {**ARTICLE, "url": "ftp://example.org/"}, "article_on_the_web"),
    (
        Article,
        {**ARTICLE, "body_fr": "", "body_en": "A text.", "url": "https://example.org/"},
        "article_in_french_first",
    ),
]


def refused(constraint: str, make: Make, **values: Any) -> None:
    """The database says no, by this constraint."""
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        make(**values)
    assert constraint in str(error.value) or "UNIQUE" in str(error.value)


@pytest.mark.parametrize(("model", "values"), GOOD)
def test_kept(register: CountryRegister, model: type[Versioned], values: dict[str, Any]) -> None:
    assert model._default_manager.create(register=register, **values).pk


@pytest.mark.parametrize(("model", "values", "constraint"), BAD)
def test_refused(register: CountryRegister, model: type[Versioned], values: dict[str, Any], constraint: str) -> None:
    refused(constraint, model._default_manager.create, register=register, **values)


@pytest.mark.parametrize(
    ("model", "values", "constraint"),
    [
        (Passage, PASSAGE, "passage_one_per_heading"),
        (WebLink, LINK, "weblink_once"),
        (Article, ARTICLE, "article_once"),
    ],
)
def test_once(register: CountryRegister, model: type[Versioned], values: dict[str, Any], constraint: str) -> None:
    model._default_manager.create(register=register, **values)
    refused(constraint, model._default_manager.create, register=register, **values)


def test_networks(register: CountryRegister) -> None:
    region = Territory.objects.create(kind="region", code="53", name="Bretagne", match_key="bretagne")
    network = RegionalNetwork.objects.create(name="Réseau", region=region)
    make = RegionalNetwork.objects.create
    refused("name", make, name="Réseau", region=region)
    refused("regionalnetwork_has_name", make, name="", region=region)
    refused("regionalnetwork_on_the_web", make, name="Autre", region=region, url="javascript:x")
    NetworkPresence.objects.create(register=register, network=network)
    refused("networkpresence_once", NetworkPresence.objects.create, register=register, network=network)
    other = RegionalNetwork.objects.create(name="Autre", region=region)
    english = {"register": register, "network": other, "note_en": "Only English"}
    refused("networkpresence_in_french_first", NetworkPresence.objects.create, **english)


def test_one_register_a_partner_country(register: CountryRegister, world: World) -> None:
    make, now = CountryRegister.objects.create, timezone.now()
    refused("country", make, country_id="ML", edited_at=now)
    refused("countryregister_of_a_partner_country", make, country_id="FR", edited_at=now)
    refused("countryregister_post_with_date", make, country_id="SN", edited_at=now, data_post=world.post)


def test_versions_are_numbered_signed_and_for_ever(register: CountryRegister) -> None:
    values = {"entry_id": 1, "content": {}, "at": timezone.now(), "label": "x"}
    whole = {**values, "kind": "passage", "register": register, "number": 1, "actor": "agent"}
    version = EntryVersion.objects.create(**whole)
    make = EntryVersion.objects.create
    refused("entryversion_numbered", make, **whole)
    refused("entryversion_from_one", make, **{**whole, "number": 0})
    refused("entryversion_has_actor", make, **{**whole, "number": 2, "actor": ""})
    refused("entryversion_kind_known", make, **{**whole, "number": 2, "kind": "x"})
    refused("entryversion_of_a_register", make, **{**whole, "number": 2, "register": None})
    with pytest.raises(TypeError):
        version.save()
    with pytest.raises(TypeError):
        version.delete()
