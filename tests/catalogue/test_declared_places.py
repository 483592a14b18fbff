"""Declared places stand before those of partners, country by country, on sheet, in lists and on the map alike."""

import json
from html import unescape
from pathlib import Path

import pytest
from django.test import Client
from django.utils.timezone import localdate

from atlas.catalogue.index import writer
from atlas.catalogue.index.document import document
from atlas.catalogue.index.places import place_codes, place_terms
from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.index.rows import RowFile
from atlas.catalogue.map_counts import map_counts
from atlas.catalogue.models import ProjectRecord
from atlas.catalogue.presentation import sheet_of
from atlas.catalogue.record import PublicPlace, PublicProject, decode, encode
from atlas.catalogue.search import known, search
from atlas.catalogue.search_query import SearchQuery
from tests.catalogue.records import publish
from tests.catalogue.sheets import GERMANY, MALI, RIVEBOURG, TAMBAGA, TODAY, full_sheet, party

KORO = PublicPlace(country="ML", name="Koro", lat=14.06723, lon=-3.08021, area="Mopti")
NAMELESS = PublicPlace(country="ML", lat=14.0, lon=-3.5, is_approximate=True)
NAME_ALONE = PublicPlace(country="ML", name="Bankass")
EVERYWHERE = PublicPlace(country="ML")
AT_HOME = PublicPlace(country="FR", name="Maison des associations", lat=45.4, lon=6.0)
NEUSTADTL = party("partner", "Neustadtl", id=31, country="DE", lat=50.0, lon=10.0)


def sheet(*places: PublicPlace, **values: object) -> PublicProject:
    return full_sheet(places=places, **{"parties": (RIVEBOURG, TAMBAGA), "countries": (MALI,), **values})


@pytest.mark.parametrize(
    ("places", "codes"),
    [
        ((), {"ML:13.00:-9.60"}),
        ((KORO,), {"ML:14.07:-3.08"}),
        ((KORO, NAMELESS), {"ML:14.07:-3.08", "ML:14.00:-3.50"}),
        ((EVERYWHERE,), {"ML"}),
        ((NAME_ALONE,), {"ML:13.00:-9.60"}),
        ((AT_HOME,), {"ML:13.00:-9.60"}),
    ],
)
def test_declared_places_stand_before_the_partners(places: tuple[PublicPlace, ...], codes: set[str]) -> None:
    assert place_codes(sheet(*places)) == codes


def test_they_do_so_country_by_country() -> None:
    both = sheet(KORO, parties=(RIVEBOURG, TAMBAGA, NEUSTADTL), countries=(MALI, GERMANY))
    assert place_codes(both) == {"ML:14.07:-3.08", "DE:50.00:10.00"}


def test_names_are_one_line_and_a_pin_without_one_goes_by_its_degrees() -> None:
    odd = PublicPlace(country="ML", name="Koro\t\n nord", lat=1.0, lon=2.0, area="Région\tde Mopti")
    assert place_terms(sheet(odd, NAMELESS)) == {
        "ML:1.00:2.00\tKoro nord\tRégion de Mopti\t",
        "ML:14.00:-3.50\t14.0, -3.5\t\t1",
    }


def test_a_sheet_without_places_is_written_as_before(tmp_path: Path) -> None:
    assert "places" not in encode(sheet())
    assert decode(encode(sheet(KORO, NAMELESS, EVERYWHERE))).places == (KORO, NAMELESS, EVERYWHERE)
    terms = document(sheet(), RowFile.open(tmp_path)).to_dict()["filters"]
    assert [one for one in terms if one.startswith("place:")] == ["place:ML:13.00:-9.60"]


def test_list_map_and_counts_agree() -> None:
    writer.build(
        [
            sheet(KORO, id=1),
            sheet(KORO, NAMELESS, id=2),
            sheet(id=3),
            sheet(EVERYWHERE, id=4),
            sheet(KORO, id=5, countries=(), parties=(RIVEBOURG,)),
        ],
        revision=1,
    )
    counts = map_counts(SearchQuery(), snapshot(), localdate())
    assert {code: sum(numbers) for code, numbers in counts.places.items()} == {
        "ML:14.07:-3.08": 3,
        "ML:14.00:-3.50": 1,
        "ML:13.00:-9.60": 1,
        "ML": 1,
    }
    assert counts.unplaced == 0
    for code, numbers in counts.places.items():
        query = SearchQuery.from_params({"lieu": [code]}, known=known())
        assert not query.problems
        assert search(query).total == sum(numbers)
    assert snapshot().places["ML:14.07:-3.08"].area == "Mopti"


def test_a_declared_place_is_found_by_its_name_and_area(indexed) -> None:
    indexed(sheet(KORO, id=1), sheet(id=2))
    for words in ("koro", "mopti"):
        assert [hit.id for hit in search(SearchQuery(text=words)).hits] == [1]


def test_the_page_of_the_map_and_its_data(client: Client, db: None, indexed) -> None:
    indexed(sheet(KORO))
    html = unescape(client.get("/fr/carte/?pays=ML").content.decode())
    assert 'href="/fr/recherche/?pays=ML&lieu=ML%3A14.07%3A-3.08"' in html
    assert "<td>Mopti</td>" in html
    data = json.loads(client.get("/fr/carte/donnees.json").content)
    assert (data["places"]["code"], data["places"]["name"]) == (["ML:14.07:-3.08"], ["Koro"])


def test_the_sheet_says_them_first_and_draws_them() -> None:
    shown = sheet_of(sheet(KORO, NAMELESS, NAME_ALONE, EVERYWHERE, AT_HOME), language="fr", today=TODAY)
    assert [(one.name, one.area, one.country, one.precision) for one in shown.where] == [
        ("Koro", "Mopti", "Mali", "position déclarée"),
        ("Lieu sans nom", "", "Mali", "position déclarée, approchée"),
        ("Bankass", "", "Mali", "déclaré, sans position"),
        ("Tout le pays", "", "Mali", "déclaré, sans position"),
        ("Maison des associations", "", "France", "position déclarée"),
        ("Tambaga", "Kayes", "Mali", "position connue"),
    ]
    assert shown.locator is not None
    assert {one.label for one in shown.locator.points if one.drop} == {
        "Lieu sans nom (Mali), position approchée",
        "Koro (Mali)",
        "Maison des associations (France)",
    }
    assert len(shown.locator.lines) == 1


@pytest.mark.django_db
def test_the_page_of_the_sheet(client: Client) -> None:
    publish(sheet(PublicPlace(country="ML", name="<b>Koro</b>", lat=14.0, lon=-3.0), id=7))
    assert ProjectRecord.objects.count() == 1
    html = client.get("/fr/projets/7/").content.decode()
    assert "Lieu du projet, déclaré" in html
    assert "Lieu ou partenaire" in html
    assert "&lt;b&gt;Koro&lt;/b&gt;" in html
    assert "<b>Koro" not in html
    publish(sheet(id=8, legacy_prj_id=90013))
    assert "Lieu ou partenaire" not in client.get("/fr/projets/8/").content.decode()
