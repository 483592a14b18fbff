"""The administration bears the Atlas's name."""

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "name"), [("fr", "Administration de l’Atlas"), ("en", "Administration of the Atlas")]
)
def test_the_administration_says_what_it_administers(client, language, name):
    answer = client.get("/admin/login/", headers={"accept-language": language})
    assert name in answer.content.decode()
