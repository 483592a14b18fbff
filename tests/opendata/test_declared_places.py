"""Declared places in every file and in the API, one row or feature each."""

import json

import pytest

from atlas.catalogue.record import PublicPlace
from atlas.opendata.snapshots.long_columns import PLACES, LongWords
from atlas.opendata.snapshots.long_rows import DECODERS, rows_of
from tests.catalogue.records import COUNTRIES, encode, foreign_party, french_party, project
from tests.opendata import reading

PLACED = (
    PublicPlace(country="ML", name="Koro", lat=14.06723, lon=-3.08021, area="Mopti"),
    PublicPlace(country="ML", lat=14.0, lon=-3.5, is_approximate=True),
    PublicPlace(country="ML"),
)
WHERE = {"countries": (COUNTRIES["ML"],), "parties": (french_party(1), foreign_party(0, "ML"))}


@pytest.fixture
def two(public):
    """Sheet 1 with its places, sheet 2 without any."""
    public(project(1, places=PLACED, **WHERE), project(2, **WHERE))


def test_a_feature_for_each_place_and_each_partner(client, two):
    features = json.loads(reading.body(client, "/fr/recherche/export.geojson"))["features"]
    said = [
        (
            one["properties"]["id"],
            one["properties"]["feature"],
            one["properties"]["place"],
            one["properties"]["place_area"],
            one["properties"]["precision"],
            one["geometry"] and one["geometry"]["coordinates"],
        )
        for one in features
        if one["properties"]["feature"] == "place"
    ]
    assert said == [
        (1, "place", "Koro", "Mopti", "place", [-3.08021, 14.06723]),
        (1, "place", None, None, "area", [-3.5, 14.0]),
        (1, "place", None, None, "unknown", None),
    ]
    assert [(one["properties"]["id"], one["properties"]["partner_country"]) for one in features[3:]] == [
        (1, "ML"),
        (2, "ML"),
    ]
    assert len({tuple(one["properties"]) for one in features}) == 1


def test_a_line_for_each_place_in_the_column(client, two):
    rows = reading.rows_of_csv(reading.body(client, "/fr/recherche/export.csv?colonnes=toutes"))
    assert [row["Lieux du projet"] for row in rows] == [
        "Koro [ML 14.06723, -3.08021] Mopti\n[ML ~14, -3.5]\n[ML]",
        "",
    ]


def test_the_api_says_them(client, two, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    found = json.loads(client.get("/api/v1/projects/1").content)["places"]
    assert found[0] == {
        "name": "Koro",
        "country": "ML",
        "area": "Mopti",
        "lat": 14.06723,
        "lon": -3.08021,
        "precision": "place",
        "is_whole_country": False,
    }
    assert [(one["precision"], one["is_whole_country"]) for one in found] == [
        ("place", False),
        ("area", False),
        ("unknown", True),
    ]
    assert json.loads(client.get("/api/v1/projects/2").content)["places"] == []


def test_the_sheet_as_pdf_says_where(client, two):
    text = " ".join(reading.text_of_pdf(reading.body(client, "/fr/projets/1/fiche.pdf")).split())
    assert "Lieux du projet" in text
    assert "Koro" in text
    assert "Mopti" in text
    assert "Lieux du projet" not in reading.text_of_pdf(reading.body(client, "/fr/projets/2/fiche.pdf"))


def test_a_row_for_each_place_in_the_long_table():
    words = LongWords("fr", "/", {}, {}, {}, {"ML": "Mali"})
    rows = list(rows_of(DECODERS["places"](encode(one).encode()) for one in (project(1, places=PLACED), project(2))))
    assert [[column.values(words, [row])[0] for column in PLACES[2:]] for row in rows] == [
        [1, "Koro", "Mali", "ML", "Mopti", 14.06723, -3.08021, "place"],
        [2, "", "Mali", "ML", "", 14.0, -3.5, "area"],
        [3, "", "Mali", "ML", "", None, None, ""],
    ]
