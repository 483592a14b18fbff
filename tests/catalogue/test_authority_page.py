"""The page of an organisation: identity, names, projects by status, partners; every empty part says why."""

import re
from datetime import UTC, date, datetime

import pytest
from django.test import override_settings

from atlas.catalogue.record import PublicLink, PublicName, PublicOrganisation
from atlas.reference.models import Country, WorldZone
from tests.catalogue.records import project, publish_organisation
from tests.catalogue.sheets import MALI, RIVEBOURG, TAMBAGA, party

pytestmark = pytest.mark.django_db

COMMUNE = {
    "id": 11, "name": "Rivebourg", "kind": "commune", "group": "commune", "country": "FR", "insee_code": "38999",
    "siren": "210000001", "department_name": "Isère", "region_name": "Auvergne-Rhône-Alpes", "population": 7421,
    "lat": 45.43, "lon": 6.01,
}  # fmt: skip
VILLAGE = {"id": 21, "name": "Tambaga", "kind": "foreign_authority", "group": "foreign", "country": "ML"}


@pytest.fixture(autouse=True)
def countries():
    zone = WorldZone.objects.create(code="afrique-ocean-indien", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="FR", iso3="FRA", name_fr="France", name_en="France", zone=zone)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)


def partnership(number, **changes):
    values = {"parties": (RIVEBOURG, TAMBAGA), "countries": (MALI,), "status": "ongoing", "title": f"Projet {number}"}
    return project(number, length=100, **{**values, **changes})


def page(client, path="/fr/collectivites/11/", status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def texts(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.partition("<main")[2]))


def test_identity_of_a_commune(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    indexed(partnership(1))
    shown = texts(page(client))
    for words in ("Commune · France", "Région Auvergne-Rhône-Alpes", "Département Isère", "Population 7 421",
                  "Code INSEE 38999", "SIREN 210000001", "1 projet recensé"):  # fmt: skip
        assert words in shown


def test_foreign_authority_leads_to_its_country(client, indexed):
    publish_organisation(PublicOrganisation(**VILLAGE, kind_local="commune rurale", admin_area="Kayes"))
    indexed(partnership(1))
    html = page(client, "/fr/collectivites/21/")
    assert '<a href="/fr/pays/ML/">Mali</a>' in html
    assert "Nature locale commune rurale" in texts(html)
    assert "Subdivision du pays Kayes" in texts(html)
    assert "Partenaires français" in html


def test_names_and_succession(client, indexed):
    publish_organisation(
        PublicOrganisation(
            **COMMUNE,
            names=(
                PublicName(name="Rivebourg", kind="official", valid_from=date(2019, 1, 1)),
                PublicName(name="Rive-le-Vieux", kind="former", valid_to=date(2018, 12, 31)),
                PublicName(name="Rivebourg", kind="official"),
            ),
            predecessors=(PublicLink(id=10, name="Saint-Ancien", kind="merger", occurred_on=date(2019, 1, 1)),),
        )
    )
    indexed(partnership(1))
    html = page(client)
    shown = texts(html)
    assert "nom officiel, depuis le 1er janvier 2019 Rivebourg" in shown
    assert "ancien nom, jusqu’au 31 décembre 2018 Rive-le-Vieux" in shown
    assert '<a href="/fr/collectivites/10/">Saint-Ancien</a>' in html
    assert "fusion le 1er janvier 2019" in shown
    assert html.count("<dt>nom officiel") == 1


def test_one_that_no_longer_exists_names_its_successor(client, indexed):
    publish_organisation(
        PublicOrganisation(
            **COMMUNE, valid_to=date(2015, 12, 31), successors=(PublicLink(id=12, name="Hauteville", kind="merger"),)
        )
    )
    indexed(partnership(1))
    html = page(client)
    assert "n’existe plus depuis le 31 décembre 2015" in html
    assert '<a href="/fr/collectivites/12/">Hauteville</a>' in html


def test_provisional_record_says_so(client, indexed):
    publish_organisation(PublicOrganisation(**VILLAGE, is_provisional=True))
    indexed(partnership(1))
    assert "Fiche provisoire." in page(client, "/fr/collectivites/21/")
    publish_organisation(PublicOrganisation(**COMMUNE))
    assert "Fiche provisoire." not in page(client)


def test_figures_and_tabs_by_status(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    second = party("partner", "Sidi Rahmane", id=22, country="MA", group="foreign")
    indexed(partnership(1), partnership(2), partnership(3, status="completed", parties=(RIVEBOURG, second)))
    shown = texts(page(client))
    assert "3 projets recensés 2 projets déclarés en cours 2 partenaires 2 pays des partenaires" in shown
    assert "Tous 3 En cours 2 Terminé 1" in shown


def test_figures_by_family_lead_to_their_projects(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    publish_organisation(PublicOrganisation(**VILLAGE))
    second = party("partner", "Sidi Rahmane", id=22, country="MA", group="foreign")
    indexed(
        partnership(1, family="decentralised_cooperation"),
        partnership(2, family="decentralised_cooperation", status="cancelled", parties=(RIVEBOURG, second)),
        partnership(3, family="other_external_action"),
    )
    html = page(client)
    shown = texts(html)
    ours = "Coopération décentralisée Ce qui est compté En cours Recensés Projets 1 2 Partenaires étrangers 1 2 Pays"
    assert ours in shown
    assert "Autre action extérieure Ce qui est compté En cours Recensés Projets 1 1" in shown
    assert "collectivite=11&amp;commence_au=" in html
    assert "Projets 1 1 Collectivités françaises 1 1" in texts(page(client, "/fr/collectivites/21/"))


def test_the_page_says_when_a_sheet_changed_last(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    days = (datetime(2024, 5, 3, 12, tzinfo=UTC), datetime(2025, 2, 1, 12, tzinfo=UTC))
    indexed(*(partnership(number, updated_at=day) for number, day in enumerate(days, start=1)))
    assert "Fiches à jour au 1er février 2025" in texts(page(client))


def test_a_tab_narrows_the_list_and_not_the_figures(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    indexed(partnership(1), partnership(2, status="completed"))
    html = page(client, "/fr/collectivites/11/?etat=completed")
    assert "Projet 2" in html
    assert "Projet 1" not in html
    assert "2 projets recensés" in texts(html)


def test_garbage_in_the_address_is_ignored(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    indexed(partnership(1))
    assert "Projet 1" in page(client, "/fr/collectivites/11/?etat=xx&page=-3&tri=&collectivite=9&q=zzz")


def test_a_page_past_the_end_is_the_last_one_and_says_so(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    indexed(*(partnership(number) for number in range(1, 23)))
    html = page(client, "/fr/collectivites/11/?page=99")
    assert "La liste n’a pas autant de pages : voici la dernière." in html
    assert len(re.findall(r'<a href="/fr/projets/\d+/"', html)) == 2
    assert '<a class="fr-pagination__link" href="/fr/collectivites/11/?#projets"' in html or "page=1" in html


def test_partners_with_their_number_of_common_projects(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    unknown = party("partner", "Kouroumé", country="ML")
    indexed(partnership(1), partnership(2, parties=(RIVEBOURG, TAMBAGA, unknown)))
    html = page(client)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', html)
    assert rows == [('<a href="/fr/collectivites/21/">Tambaga</a>', "Mali", "2"), ("Kouroumé", "Mali", "1")]


def test_without_projects_the_page_says_why_and_what_to_do(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    indexed(partnership(1, parties=(TAMBAGA,)))
    html = page(client)
    assert "Aucune fiche publiée ne nomme cette organisation" in html
    assert 'href="/fr/recherche/?q=Rivebourg"' in html
    assert 'id="partenaires"' not in html


def test_hostile_name_stays_text(client, indexed):
    publish_organisation(PublicOrganisation(**{**COMMUNE, "name": "<script>x</script>"}))
    indexed(partnership(1, parties=(RIVEBOURG, party("partner", "<img src=x>", country="ML"))))
    html = page(client)
    assert "<script>" not in html
    assert "<img" not in html


def test_english(client, indexed):
    publish_organisation(PublicOrganisation(**VILLAGE))
    indexed(partnership(1))
    html = page(client, "/en/authorities/21/")
    assert '<a href="/en/countries/ML/">Mali</a>' in html
    assert "/en/authorities/11/" in html


def test_unknown_number_is_a_404(client, indexed):
    indexed(partnership(1))
    page(client, "/fr/collectivites/999/", 404)


def test_no_index_yet_is_said(client):
    publish_organisation(PublicOrganisation(**COMMUNE))
    page(client, status=503)


@pytest.mark.parametrize("partners", [1, 3])
def test_two_queries_whatever_the_number_of_partners(client, indexed, django_assert_num_queries, partners):
    publish_organisation(PublicOrganisation(**COMMUNE))
    others = tuple(party("partner", f"Lieu {number}", id=100 + number, country="ML") for number in range(partners))
    indexed(partnership(1, parties=(RIVEBOURG, *others)))
    with django_assert_num_queries(2):
        page(client)


@override_settings(LANGUAGE_CODE="fr")
def test_no_cookie(client, indexed):
    publish_organisation(PublicOrganisation(**COMMUNE))
    indexed(partnership(1))
    assert not client.get("/fr/collectivites/11/").cookies
