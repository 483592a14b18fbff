"""Addresses of the old Atlas: for good to the sheet, or an explanation."""

import pytest

from tests.catalogue.records import project, publish

OLD = "/cncdext/dyn/public/atlas/detailProjet.html"

pytestmark = pytest.mark.django_db


def test_a_known_number_leads_to_the_sheet_for_good(client, django_assert_num_queries):
    publish(project(7, legacy_prj_id=12480))
    with django_assert_num_queries(1):
        answer = client.get(OLD, {"criteres.prjId": "12480"}, headers={"accept-language": "en"})
    assert (answer.status_code, answer.headers["Location"]) == (301, "/fr/projets/7/")


@pytest.mark.parametrize(
    "number", ["999999999", "0", "-1", "12480x", "1" * 40, "²", "12480 OR 1=1", "<script>", "", "\x00"]
)
def test_an_unknown_or_malformed_number_is_explained(client, number):
    publish(project(7, legacy_prj_id=12480))
    answer = client.get(OLD, {"criteres.prjId": number})
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Cette fiche de l’ancien Atlas n’est pas ici" in html
    assert 'action="/fr/recherche/"' in html
    assert "<script>" not in html


def test_an_address_without_number_says_so(client):
    answer = client.get(OLD)
    assert answer.status_code == 404
    assert "L’adresse ne dit pas quelle fiche" in answer.content.decode()
