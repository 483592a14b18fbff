"""Regional networks of a country as files: the rows of their page, guarded, dated, in both languages."""

import io
import re
from datetime import date

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from atlas.catalogue.models import RegisterRecord
from atlas.catalogue.record import PublicNetwork, PublicRegister, encode
from atlas.opendata.network_columns import COLUMNS
from atlas.reference.models import Country, WorldZone
from tests.catalogue.records import project
from tests.consistency.sources import ROOT
from tests.opendata import reading

PAGES = {"fr": "/fr/pays/ML/listes/reseaux-regionaux/", "en": "/en/countries/ML/lists/regional-networks/"}
NETWORKS = (
    PublicNetwork(
        name="Réseau breton", region="53", region_name="Bretagne", url="https://example.org/r",
        note_fr="Deux réunions par an.", note_en="Meets twice a year.",
    ),
    PublicNetwork(name='=1+1"', region="84", region_name="Auvergne-Rhône-Alpes", note_fr="@note"),
)  # fmt: skip


@pytest.fixture
def mali(public):
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)
    Country.objects.create(iso2="BJ", iso3="BEN", name_fr="Bénin", name_en="Benin", zone=zone)
    register = PublicRegister(iso2="ML", networks=NETWORKS, data_on=date(2026, 10, 31), edited_on=date(2026, 11, 2))
    RegisterRecord.objects.create(pk="ML", content_hash="x", data=encode(register))
    public(project(1))


def names(client, path):
    """Of the table, in its order."""
    html = reading.body(client, path).decode()
    return re.findall(r'<th scope="row">(?:<a href="https://example.org/r" rel="noopener">)?([^<]*)<', html)


@pytest.mark.parametrize("language", PAGES)
def test_page_and_files_hold_the_same_rows(client, mali, language):
    path = PAGES[language]
    assert names(client, path) == ["Réseau breton", "=1+1&quot;"]
    rows = reading.rows_of_csv(reading.body(client, f"{path}export.csv"))
    with override(language):
        labels = [str(column.label) for column in COLUMNS]
    assert list(rows[0])[: len(labels)] == labels
    note = {"fr": "Deux réunions par an.", "en": "Meets twice a year."}[language]
    assert [tuple(row[label] for label in labels) for row in rows] == [
        ("Réseau breton", "Bretagne", "53", note, "https://example.org/r"),
        ("'=1+1\"", "Auvergne-Rhône-Alpes", "84", "'@note", ""),
    ]
    _about, data = reading.sheets_of(reading.body(client, f"{path}export.xlsx")).values()
    assert data == [labels, ["Réseau breton", "Bretagne", "53", note, "https://example.org/r"],
                    ['=1+1"', "Auvergne-Rhône-Alpes", "84", "@note", ""]]  # fmt: skip
    pdf = reading.body(client, f"{path}export.pdf")
    assert reading.tagged_rows(pdf) == 3
    assert "Réseau breton" in reading.text_of_pdf(pdf)


def test_files_say_their_day_and_where_they_come_from(client, mali):
    path = f"{PAGES['fr']}export"
    answer = client.get(f"{path}.csv")
    (row, _other) = reading.rows_of_csv(answer.getvalue())
    assert (row["Au"], row["Règle"], row["Filtres"], row["Licence"]) == (
        "2026-10-31", "Réseaux publiés sur la page du pays", "Mali | Réseaux régionaux", "Licence Ouverte 2.0",
    )  # fmt: skip
    assert answer["X-Total-Count"] == "2"
    assert answer["Content-Disposition"] == 'attachment; filename="atlas-mali-reseaux-regionaux-2026-10-31.csv"'
    found = PdfReader(io.BytesIO(reading.body(client, f"{path}.pdf")))
    root = found.trailer["/Root"]
    assert found.metadata.title == "Réseaux régionaux actifs\u00a0: Mali"
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == ("fr", True)


def test_a_file_of_the_demonstration_says_that_it_is_one(client, mali):
    path = f"{PAGES['fr']}export.pdf"
    assert "Exemple fictif" not in reading.text_of_pdf(reading.body(client, path))
    example = PublicRegister(iso2="ML", networks=NETWORKS, edited_on=date(2026, 11, 2), is_example=True)
    RegisterRecord.objects.filter(pk="ML").update(data=encode(example))
    assert "Exemple fictif" in reading.text_of_pdf(reading.body(client, f"{path}?a=1"))
    assert "Exemple fictif" in reading.body(client, f"{PAGES['fr']}?a=1").decode()


def test_two_queries_and_none_for_who_has_the_file(client, mali, django_assert_num_queries):
    path = f"{PAGES['fr']}export.csv"
    client.get(f"{path}?a=1").getvalue()
    with django_assert_num_queries(2):
        first = client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    with django_assert_num_queries(2):
        client.get(PAGES["fr"])


def test_a_country_without_networks_says_what_to_do_and_its_files_are_empty(client, mali):
    path = "/fr/pays/BJ/listes/reseaux-regionaux/"
    html = reading.body(client, path).decode()
    assert "Aucun réseau régional n’est encore nommé pour ce pays." in html
    assert "export.csv" not in html
    assert reading.rows_of_csv(reading.body(client, f"{path}export.csv")) == []
    text = " ".join(reading.text_of_pdf(reading.body(client, f"{path}export.pdf")).split())
    assert "Cette liste est vide" in text


def test_the_other_lists_lead_here_and_back(client, mali):
    other = reading.body(client, "/fr/pays/ML/listes/toutes/").decode()
    assert f'href="{PAGES["fr"]}"' in other
    here = reading.body(client, PAGES["fr"]).decode()
    assert 'href="/fr/pays/ML/listes/toutes/"' in here
    assert '<a aria-current="page">Réseaux régionaux</a>' in here
    country = reading.body(client, "/fr/pays/ML/").decode()
    assert country.count(f'href="{PAGES["fr"]}"') == 2
    assert "reseaux-regionaux" not in reading.body(client, "/fr/pays/BJ/").decode()


@pytest.mark.parametrize("path", ["XX/listes/reseaux-regionaux/", "FR/listes/reseaux-regionaux/export.csv",
                                  "ML/listes/reseaux-regionaux/export.ods"])  # fmt: skip
def test_no_such_list_or_file(client, mali, path):
    reading.body(client, f"/fr/pays/{path}", status=404)


def test_small_letters_lead_to_the_right_address(client, mali):
    answer = client.get("/fr/pays/ml/listes/reseaux-regionaux/")
    assert (answer.status_code, answer["Location"]) == (301, PAGES["fr"])


def test_the_documentation_is_the_declaration():
    text = (ROOT / "docs" / "open-data.md").read_text().partition("## Regional networks")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \| (.*) \| (\w+) \| (.*) \|$", text, re.MULTILINE)
    expected = []
    for column in COLUMNS:
        with override("fr"):
            french = str(column.label)
        with override("en"):
            expected.append((column.key, french, str(column.label), column.kind.value, str(column.meaning)))
    assert rows == expected


@pytest.mark.parametrize("file", ["", "export.csv"])
def test_the_old_english_address_leads_on(client, mali, file):
    answer = client.get(f"/en/countries/ML/lists/reseaux-regionaux/{file}?x=1")
    assert (answer.status_code, answer["Location"]) == (301, f"{PAGES['en']}{file}?x=1")
