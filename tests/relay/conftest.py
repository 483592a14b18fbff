"""A post and an authority with mailboxes, and one of each without."""

from datetime import date

import pytest

from atlas.catalogue.actions import rebuild_organisations
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Organisation, Post, PostCountry
from tests.factories.world import make_world


def mailbox(**values: object) -> Mailbox:
    words = {"function_fr": "Correspondant", "function_en": "Officer", "email": "service@example.org"}
    return Mailbox.objects.create(**{**words, "verified_on": date(2026, 11, 1), **values})


@pytest.fixture
def post(db: None) -> Post:
    make_world()
    post = Post.objects.create(kind="embassy", city="Sikoro", name="Ambassade de France à Sikoro", match_key="sikoro")
    PostCountry.objects.create(post=post, country_id="ML")
    return post


@pytest.fixture
def reachable(post: Post) -> Post:
    mailbox(post=post)
    mailbox(post=post, function_fr="Ancien service", function_en="Old", email="old@example.org", is_open=False)
    return post


@pytest.fixture
def authority(post: Post) -> Organisation:
    found = Organisation.objects.filter(kind="commune").order_by("pk")[0]
    mailbox(organisation=found, function_fr="Relations internationales", function_en="International relations")
    rebuild_organisations([found.pk])
    return found
