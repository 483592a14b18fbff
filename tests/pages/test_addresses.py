"""Paths written in the other language lead to the right address."""

import pytest

from atlas.pages.addresses import address_of_twin


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("/en/recherche/", "/en/search/"),
        ("/en/recherche", "/en/search/"),
        ("/fr/search/", "/fr/recherche/"),
        ("/en/projets/12/", "/en/projects/12/"),
        ("/fr/countries/ML/", "/fr/pays/ML/"),
        ("/en/collectivites/3", "/en/authorities/3/"),
        ("/en/a-propos/", "/en/about/"),
    ],
)
def test_the_right_address(path, meant):
    assert address_of_twin(path) == meant


@pytest.mark.parametrize(
    "path", ["/fr/rien/", "/en/projets/douze/", "/de/recherche/", "/recherche/", "/fr/", "/", "", "/en/../admin/"]
)
def test_no_address(path):
    assert address_of_twin(path) is None


@pytest.mark.parametrize("path", ["/fr/recherche/", "/en/search/"])
def test_a_right_address_has_no_other(path):
    assert address_of_twin(path) is None
