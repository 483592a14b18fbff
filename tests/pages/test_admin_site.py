"""The administration bears the Atlas's name, and lets in by the Atlas's own door."""

import pytest
from django.contrib import admin

from tests.factories.accounts import client_of, superuser


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "name"), [("fr", "Administration de l’Atlas"), ("en", "Administration of the Atlas")]
)
def test_the_administration_says_what_it_administers(language, name):
    answer = client_of(superuser()).get("/admin/", headers={"accept-language": language})
    assert name in answer.content.decode()


@pytest.mark.django_db
def test_it_has_no_sign_in_of_its_own(client):
    assert client.get("/admin/login/?next=/admin/").headers["Location"] == "/fr/compte/connexion/?next=%2Fadmin%2F"


def test_tables_of_libraries_are_not_in_it():
    """Addresses, second factors, tokens, sessions: they hold secrets, and a change there would leave no trace."""
    assert {model.__module__.partition(".")[0] for model in admin.site._registry} == {"atlas"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "table", ["account/emailaddress", "mfa/authenticator", "socialaccount/socialtoken", "usersessions/usersession"]
)
def test_their_addresses_lead_nowhere(table):
    assert client_of(superuser()).get(f"/admin/{table}/").status_code == 404
