"""What each kind of file promises: hostile texts stay texts, it says what it is, it can be asked for again cheaply."""

import io
import json
import tracemalloc
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.test import override_settings
from django.utils.timezone import localdate
from pypdf import PdfReader

from atlas.catalogue.record import PublicAction, PublicFlag, PublicFunding, PublicParty
from atlas.opendata import list_pdf, spreadsheet, views
from atlas.opendata.about import LICENCE
from atlas.opendata.typesetting import REPLACEMENT
from tests.catalogue.records import project, publish, withdraw
from tests.opendata import reading

HOSTILE = (
    '=HYPERLINK("http://mal.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    '<script>alert(1)</script> & "<b>" \' ]]>',
    "#panic() *gras* $x$ @ref \\ ???menu.atlas???",
    "🎉 日本 مرحبا",
    'a,b;c "d"\nline',
)
EXTENSIONS = ("csv", "xlsx", "geojson", "pdf")


@pytest.fixture
def hostile(public):
    public(*(project(number, title=title, length=80) for number, title in enumerate(HOSTILE, start=1)))


def test_a_formula_is_no_formula_in_csv(client, hostile):
    content = reading.body(client, "/fr/recherche/export.csv?colonnes=toutes")
    assert content.startswith(b'\xef\xbb\xbf"')
    rows = reading.rows_of_csv(content)
    titles = [row["Titre"] for row in rows]
    assert titles == [*(f"'{title}" for title in HOSTILE[:5]), *HOSTILE[5:]]
    assert not [cell for row in rows for cell in row.values() if cell[:1] in "=+-@\t" and cell]


def test_a_formula_is_a_text_in_a_spreadsheet(client, hostile):
    content = reading.body(client, "/fr/recherche/export.xlsx")
    _about, data = reading.sheets_of(content).values()
    assert [row[3] for row in data[1:6]] == list(HOSTILE[:5])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        sheets = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
        assert len(sheets) == 2
        assert not [sheet for sheet in sheets if b"<f>" in sheet or b"hyperlink" in sheet]
        assert b'state="frozen"' in sheets[1]
        assert b"<autoFilter" in sheets[1]


def test_hostile_titles_survive_in_data_and_break_no_document(client, hostile):
    features = json.loads(reading.body(client, "/fr/recherche/export.geojson"))["features"]
    assert list(dict.fromkeys(one["properties"]["title"] for one in features)) == list(HOSTILE)
    assert reading.from_atom(client, "/fr/recherche/flux.atom").total == len(HOSTILE)
    text = reading.text_of_pdf(reading.body(client, "/fr/recherche/export.pdf"))
    assert "#panic() *gras* $x$" in text
    assert "<script>alert(1)</script>" in text
    assert REPLACEMENT in text


def test_cells_have_types_in_a_spreadsheet(client, public):
    line = PublicFunding(funder="Ville", nature="paid", year=2011, amount=Decimal("1234.50"))
    public(
        project(
            7,
            status="ongoing",
            start_year=1995,
            end_date=date(2003, 12, 31),
            verified_on=None,
            funding=(line,),
            total_amount=Decimal("1234.50"),
            flags=(PublicFlag(code="stale"), PublicFlag(code="unheard")),
        )
    )
    about, (labels, row) = reading.sheets_of(reading.body(client, "/fr/recherche/export.xlsx")).values()
    found = dict(zip(labels, row, strict=False))
    assert (found["Numéro de la fiche"], found["Année de début"], found["Montant total, en euros"]) == (7, 1995, 1234.5)
    assert str(found["Date de fin"]).startswith("2003-12-31")
    assert (found["Nature des montants"], found["À confirmer"]) == ("versé", "oui")
    assert found["Points à vérifier"].count(" | ") == 1
    told = {row[0]: row[1] for row in about}
    assert told["Nombre de projets"] == "1 projet"
    assert told["Licence"].startswith(LICENCE)
    assert told["Titre"] == "Titre déclaré"


def test_a_text_too_long_for_a_cell_says_so(client, public):
    public(project(1, description="é" * 40_000))
    _about, (labels, row) = reading.sheets_of(
        reading.body(client, "/fr/recherche/export.xlsx?colonnes=toutes")
    ).values()
    text = dict(zip(labels, row, strict=False))["Description détaillée"]
    assert len(text) <= spreadsheet.LONGEST_CELL
    assert "Texte coupé" in text
    (whole,) = reading.rows_of_csv(reading.body(client, "/fr/recherche/export.csv?colonnes=toutes"))
    assert whole["Description détaillée"] == "é" * 40_000


def test_long_columns_hold_what_the_sheet_says(client, public):
    lines = (
        PublicFunding(funder="Ville", nature="paid", year=2011, amount=Decimal(0), pct=(None, Decimal(5), None)),
        PublicFunding(funder="État", nature="granted"),
    )
    public(
        project(
            1,
            context="Un\ndeux",
            funding=lines,
            actions=(PublicAction(title="Puits", objective="Boire", amount=Decimal(7)),),
            sdgs=(6,),
            cofinancing_years=(2011, 2012),
            has_evaluation=False,
            extra=(("Suite", "oui"),),
            parties=(
                PublicParty(role="partner", name="A", country="FR"),
                PublicParty(role="partner", name="B, C", country="FR", siren="123456789"),
            ),
        )
    )
    (row,) = reading.rows_of_csv(reading.body(client, "/fr/recherche/export.csv?colonnes=toutes"))
    assert row["Contexte"] == "Un\ndeux"
    assert row["Lignes de financement"] == "Ville, 2011, 0 € (versé), pct_col2 5 €\nÉtat"
    assert row["Actions"] == "Puits\n7 €\nBoire"
    assert row["Objectifs de développement durable"] == "6. Eau propre et assainissement"
    assert (row["Années de cofinancement citées"], row["Évaluation"]) == ("2011 | 2012", "non")
    assert (row["Collectivités françaises"], row["SIREN des collectivités"]) == ("A | B, C", " | 123456789")
    assert row["Autres rubriques de la fiche"] == "Suite oui"


def test_every_file_says_its_day_its_filters_and_what_it_ignored(client, public):
    public(*(project(number, length=50) for number in range(1, 30)))
    query = "q=eau&debut_min=1990&pays=ZZ&colonnes=moitie"
    (first, *_others) = reading.rows_of_csv(reading.body(client, f"/fr/recherche/export.csv?{query}"))
    about, _data = reading.sheets_of(reading.body(client, f"/fr/recherche/export.xlsx?{query}")).values()
    metadata = json.loads(reading.body(client, f"/fr/recherche/export.geojson?{query}"))["metadata"]
    pdf = reading.text_of_pdf(reading.body(client, f"/fr/recherche/export.pdf?{query}"))
    told = (first["Filtres"], str(about), str(metadata), " ".join(pdf.split()))
    for text in told:
        assert "« eau »" in text.replace("\\xa0", " ").replace("\u00a0", " ")
        assert "à partir de 1990" in text
        assert "ZZ" in text
        assert "moitie" in text
    assert first["Licence"] == metadata["licence"] == LICENCE
    assert LICENCE in str(about)
    assert LICENCE in pdf
    assert first["Date d’extraction"] == metadata["extracted_on"] == localdate().isoformat()


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_who_has_a_file_is_not_sent_it_again(client, public, extension):
    public(project(1), project(2))
    path = f"/fr/recherche/export.{extension}?q=eau"
    answer = client.get(path)
    assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer["X-Total-Count"].isdigit()
    assert answer["Content-Disposition"].startswith('attachment; filename="atlas-projets-')
    assert answer["Content-Disposition"].endswith(f'-eau.{extension}"')
    again = client.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.getvalue()) == (304, b"")
    head = client.head(path)
    assert (head.status_code, head.getvalue(), head["ETag"]) == (200, b"", answer["ETag"])
    assert not answer.cookies


def test_one_query_a_batch_and_no_other(client, public, django_assert_num_queries):
    public(*(project(number, length=50) for number in range(1, 4)))
    for extension in EXTENSIONS:
        with django_assert_num_queries(1):
            reading.body(client, f"/fr/recherche/export.{extension}")


def test_an_unknown_kind_of_file_is_not_found(client, public):
    public(project(1))
    assert client.get("/fr/recherche/export.exe").status_code == 404
    assert client.post("/fr/recherche/export.csv").status_code == 405


@pytest.mark.django_db
def test_a_file_that_would_lack_a_project_breaks_off(client, indexed):
    publish(project(1), project(2))
    indexed(project(1), project(2), project(3), revision=withdraw(99))
    with pytest.raises(Exception, match="3"):
        reading.body(client, "/fr/recherche/export.csv")


def test_a_project_without_a_place_has_no_point(client, public):
    public(project(1, parties=()), project(2))
    features = json.loads(reading.body(client, "/en/search/export.geojson"))["features"]
    lonely = [one for one in features if one["properties"]["id"] == 1]
    assert [(one["geometry"], one["properties"]["precision"]) for one in lonely] == [(None, "unknown")]
    points = [one["geometry"] for one in features if one["properties"]["precision"] == "place"]
    assert all(point == {"type": "Point", "coordinates": [-8.0, 12.5]} for point in points)


@pytest.mark.parametrize(("path", "language"), [("/fr/recherche/", "fr"), ("/en/search/", "en")])
def test_a_list_as_pdf_is_accessible(client, public, path, language):
    public(*(project(number, length=50) for number in range(1, 61)))
    content = reading.body(client, f"{path}export.pdf?q=eau")
    check_accessible(content, language)
    title = PdfReader(io.BytesIO(content)).metadata.title
    assert title == (
        "Projets de l’Atlas\u00a0: «\u00a0eau\u00a0»" if language == "fr" else "Projects of the Atlas: “eau”"
    )


def check_accessible(content, language):
    """PDF/UA-1 says so in its metadata, names its language, shows its title and is tagged."""
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in root
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()


def test_a_long_list_as_pdf_leads_to_the_csv_file(client, public, monkeypatch):
    monkeypatch.setattr(list_pdf, "MOST_ROWS", 5)
    public(*(project(number, length=50) for number in range(1, 9)))
    content = reading.body(client, "/fr/recherche/export.pdf")
    assert (len(reading.from_pdf(content).ids), reading.from_pdf(content).total) == (5, 8)
    assert "Le fichier CSV les contient tous" in " ".join(reading.text_of_pdf(content).split())


def test_a_list_too_long_for_a_spreadsheet_leads_to_the_csv_file(client, public, monkeypatch):
    monkeypatch.setattr(views, "MOST_ROWS", 1)
    public(project(1), project(2))
    page = reading.body(client, "/fr/recherche/export.xlsx", status=422).decode()
    assert "Liste trop longue pour un tableur" in page
    assert 'href="/fr/recherche/export.csv"' in page


def test_the_feed_names_its_pages(client, public):
    public(*(project(number, length=50) for number in range(1, 121)))
    found = reading.from_atom(client, "/fr/recherche/flux.atom")
    assert (sorted(found.ids), found.total) == (list(range(1, 121)), 120)
    first = reading.body(client, "/fr/recherche/flux.atom").decode()
    assert first.count("<entry>") == 50
    assert "page=2" in first


def test_the_search_page_names_the_feed(client, public):
    public(project(1))
    text = reading.body(client, "/fr/recherche/?etat=ongoing").decode()
    assert '<link rel="alternate" type="application/atom+xml"' in text
    assert 'href="/fr/recherche/flux.atom?etat=ongoing"' in text


@override_settings(DEBUG=False)
@pytest.mark.parametrize("extension", ["csv", "geojson"])
def test_memory_does_not_grow_with_the_file(client, public, extension):
    """Ten times as many projects take no more than a batch more."""
    public(*(project(number, length=300) for number in range(1, 5_001)))

    def peak(query):
        tracemalloc.start()
        answer = client.get(f"/fr/recherche/export.{extension}?{query}")
        size = sum(len(piece) for piece in answer.streaming_content)
        highest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size, highest

    peak("q=rivebourg")
    small, large = peak("debut_min=2024"), peak("")
    assert large[0] > small[0] * 8
    assert large[1] < small[1] + 6_000_000
