"""Lists of authorities as files: the rows of their page in every format and language, and what files say inside."""

import io
import re
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from pypdf import PdfReader

from atlas.catalogue.register_asked import RegisterAsked
from atlas.catalogue.register_lists import LISTS, ListKind, RegisterRow, Section, rows_of
from atlas.catalogue.search import known
from atlas.catalogue.search_query import SearchQuery
from atlas.opendata import register_files, spreadsheet
from atlas.reference.models import Country, Territory, TerritoryKind, WorldZone
from tests.catalogue.register import registered
from tests.opendata import reading

COUNTRY = {"fr": "/fr/pays/ML/listes/{}/", "en": "/en/countries/ML/lists/{}/"}
QUESTIONS = ("", "regle=recenses", "au=2012-06-30", "au=2012-06-30&regle=recenses&famille=decentralised_cooperation")


def address(language, name):
    return COUNTRY[language].format(LISTS[name].slug_en if language == "en" else name)


@pytest.fixture
def mali(public):
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)
    public(*(registered(number) for number in range(1, 121)))


def shown(client, path):
    """(name, projects) of each row of a page: of its tables, or of its folded lists."""
    main = reading.body(client, path).decode().partition("<main")[2].partition("</main>")[0]
    rows = re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", main, re.DOTALL)
    cells = [[_text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)] for row in rows]
    found = [(row[0] if len(row) == 3 else row[2], int(row[-1])) for row in cells]
    for fold in re.findall(r'<ul class="sheet-columns atlas-plain">(.*?)</ul>', main, re.DOTALL):
        lines = re.findall(r'<li>(.*?) <span class="atlas-mention">(\d+)</span></li>', fold)
        found += [(_text(name), int(projects)) for name, projects in lines]
    return found


def _text(html):
    return re.sub(r"<[^>]+>", "", html).strip()


def named(row, language):
    return row["Collectivité française" if language == "fr" else "French authority"]


@pytest.mark.parametrize("language", COUNTRY)
@pytest.mark.parametrize("slug", LISTS)
def test_page_and_files_hold_the_same_rows(client, mali, slug, language):
    path = address(language, slug)
    lengths = []
    for question in QUESTIONS:
        rows = shown(client, f"{path}?{question}")
        csv = reading.rows_of_csv(reading.body(client, f"{path}export.csv?{question}"))
        projects = "Projets" if language == "fr" else "Projects"
        assert [(named(row, language), int(row[projects])) for row in csv] == rows
        _about, data = reading.sheets_of(reading.body(client, f"{path}export.xlsx?{question}")).values()
        place = data[0].index(projects)
        assert [int(row[place]) for row in data[1:]] == [number for _name, number in rows]
        pdf = reading.body(client, f"{path}export.pdf?{question}")
        tables = pdf_tables(pdf)
        assert reading.tagged_rows(pdf) == len(rows) + tables
        lengths.append(len(rows))
    assert max(lengths) > 2
    assert len(set(lengths)) > 1


def pdf_tables(content):
    """How many tables a file has, each of which has one row of labels."""
    return reading.tagged(content, "/Table")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(
    slug=st.sampled_from(sorted(LISTS)),
    day=st.dates(date(1960, 1, 1), date(2026, 1, 1)),
    rule=st.sampled_from(["en-cours", "recenses"]),
)
def test_every_list_and_day(client, mali, slug, day, rule):
    """Page, CSV and spreadsheet agree on any day; the total said beside the file is the number of its rows."""
    path, question = COUNTRY["fr"].format(slug), f"au={day.isoformat()}&regle={rule}"
    answer = client.get(f"{path}export.csv?{question}")
    rows = reading.rows_of_csv(answer.getvalue())
    assert int(answer["X-Total-Count"]) == len(rows)
    assert [(named(row, "fr"), int(row["Projets"])) for row in rows] == shown(client, f"{path}?{question}")
    _about, data = reading.sheets_of(reading.body(client, f"{path}export.xlsx?{question}")).values()
    assert len(data) - 1 == len(rows)


@pytest.mark.parametrize(("language", "title"), [
    ("fr", "Mali\u00a0: collectivités françaises par région partenaire"),
    ("en", "Mali: French authorities by partner region"),
])  # fmt: skip
def test_a_pdf_has_title_language_and_tags(client, mali, language, title):
    content = reading.body(client, address(language, "par-region-partenaire") + "export.pdf?regle=recenses")
    found = PdfReader(io.BytesIO(content))
    root = found.trailer["/Root"]
    assert found.metadata.title == title
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (language, True)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_object().get_data()
    text = " ".join(reading.text_of_pdf(content).split())
    assert "Licence Ouverte 2.0" in text
    assert "Région de Kayes" in text


@pytest.mark.parametrize("size", [3, 4])
def test_a_list_of_several_batches_is_whole(client, mali, monkeypatch, size):
    path = COUNTRY["fr"].format("partenaires")
    rows = shown(client, f"{path}?regle=recenses")
    monkeypatch.setattr(register_files, "BATCH", size)
    csv = reading.rows_of_csv(reading.body(client, f"{path}export.csv?regle=recenses"))
    assert [named(row, "fr") for row in csv] == [name for name, _projects in rows]
    _about, data = reading.sheets_of(reading.body(client, f"{path}export.xlsx?regle=recenses")).values()
    assert len(data) - 1 == len(rows) > 2 * size


def test_a_long_pdf_says_that_it_shows_the_beginning(client, mali, monkeypatch):
    monkeypatch.setattr(register_files, "MOST_ROWS", 3)
    content = reading.body(client, COUNTRY["fr"].format("toutes") + "export.pdf?regle=recenses")
    assert reading.tagged_rows(content) - pdf_tables(content) == 3
    assert "Le fichier CSV les contient toutes" in " ".join(reading.text_of_pdf(content).split())


def test_each_line_says_date_rule_filters_and_licence(client, mali):
    (row, *_others) = reading.rows_of_csv(
        reading.body(client, "/fr/pays/ML/listes/toutes/export.csv?au=2012-06-30&famille=decentralised_cooperation")
    )
    assert row["Au"] == "2012-06-30"
    assert row["Règle"] == "Projets en cours à cette date"
    assert row["Filtres"] == "Mali | Toutes les collectivités | Coopération décentralisée"
    assert row["Licence"] == "Licence Ouverte 2.0"


def test_what_was_ignored_is_said_inside(client, mali):
    question = "au=hier&regle=rien&famille=aucune"
    (row, *_others) = reading.rows_of_csv(reading.body(client, f"/fr/pays/ML/listes/toutes/export.csv?{question}"))
    assert "ignoré : « hier » (ce n’est pas une date de la forme 2025-12-31)" in row["Filtres"].replace("\u00a0", " ")
    assert row["Filtres"].count("ignoré") == 3
    about = reading.sheets_of(reading.body(client, f"/fr/pays/ML/listes/toutes/export.xlsx?{question}"))["À propos"]
    assert any(line[0] == "Ignoré dans l’adresse" and "hier" in line[1] for line in about)


def test_known_files_are_not_made_again(client, mali, django_assert_num_queries):
    path = "/fr/pays/ML/listes/communes/export.csv?regle=recenses"
    first = client.get(path)
    with django_assert_num_queries(0):
        assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
    with django_assert_num_queries(1):
        assert client.head(path)["X-Total-Count"] == first["X-Total-Count"]
    assert first["Content-Disposition"].startswith('attachment; filename="atlas-mali-communes-')


def test_an_empty_list_has_labels_only_and_a_pdf_that_says_so(client, mali):
    path = "/fr/pays/ML/listes/toutes/export"
    assert reading.rows_of_csv(reading.body(client, f"{path}.csv?au=1901-01-01")) == []
    text = reading.text_of_pdf(reading.body(client, f"{path}.pdf?au=1901-01-01"))
    assert "Cette liste est vide à cette date" in " ".join(text.split())


@pytest.mark.parametrize(
    "path", ["ML/listes/toutes/export.ods", "ML/listes/rien/export.csv", "XX/listes/toutes/export.csv"]
)
def test_no_such_file(client, mali, path):
    reading.body(client, f"/fr/pays/{path}", status=404)


def test_the_address_of_a_file_is_of_one_language(client, mali):
    answer = client.get("/en/countries/ML/lists/communes/export.csv?regle=recenses")
    right = "/en/countries/ML/lists/municipalities/export.csv?regle=recenses"
    assert (answer.status_code, answer["Location"]) == (301, right)
    reading.body(client, right)


def test_more_lines_than_a_spreadsheet_holds_are_not_lost_without_a_word(client, mali, monkeypatch):
    path = "/en/countries/ML/lists/all/export"
    total = int(client.head(f"{path}.csv?regle=recenses")["X-Total-Count"])
    monkeypatch.setattr(spreadsheet, "LONGEST_SHEET", total)
    reading.body(client, f"{path}.xlsx?regle=recenses")
    monkeypatch.setattr(spreadsheet, "LONGEST_SHEET", total - 1)
    page = reading.body(client, f"{path}.xlsx?regle=recenses", status=422).decode()
    assert f"This list has {total} rows" in page
    assert f'href="{path}.csv?regle=recenses"' in page
    reading.body(client, f"{path}.csv?regle=recenses")


def test_a_file_makes_its_rows_section_by_section(mali):
    begun = []

    def sections(asked):
        for name in "abc":
            begun.append(name)
            yield Section((RegisterRow(asked.scope.family, 1, name),))

    chosen = ListKind("x", "x", "X", sections)
    asked = RegisterAsked(date(2026, 1, 1), date(2026, 1, 1), family="decentralised_cooperation")
    rows = rows_of(SearchQuery(countries=("ML",)), chosen, asked, known(), "fr")
    assert (next(rows).name, begun) == ("a", ["a"])
    assert [row.name for row in rows] == ["b", "c"]


@pytest.mark.parametrize(("base", "kind", "code"), [
    ("regions/84", TerritoryKind.REGION, "84"), ("departements/38", TerritoryKind.DEPARTMENT, "38"),
])  # fmt: skip
def test_the_authorities_of_a_territory(client, mali, base, kind, code):
    Territory.objects.create(kind=kind, code=code, name="Lieu", match_key="lieu")
    path = f"/fr/{base}/collectivites/"
    rows = shown(client, f"{path}?regle=recenses")
    csv = reading.rows_of_csv(reading.body(client, f"{path}export.csv?regle=recenses"))
    assert [(named(row, "fr"), int(row["Projets"])) for row in csv] == rows
    label = "Code de la région" if kind == TerritoryKind.REGION else "Code du département"
    assert {row[label] for row in csv} <= {code}
    pdf = reading.body(client, f"{path}export.pdf?regle=recenses")
    assert reading.tagged_rows(pdf) == len(rows) + pdf_tables(pdf)
    assert bool(rows) or base == "departements/38"
    reading.body(client, f"/fr/{base[:-2]}99/collectivites/export.csv", status=404)


def test_a_name_that_a_spreadsheet_would_compute(client, public):
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)
    made = next(one for one in map(registered, range(1, 99)) if [c.iso2 for c in one.countries] == ["ML"])
    parties = tuple(replace(p, name='=1+1"', id=None) if p.country == "FR" else p for p in made.parties)
    public(replace(made, parties=parties))
    (row, *_others) = reading.rows_of_csv(reading.body(client, "/fr/pays/ML/listes/toutes/export.csv?regle=recenses"))
    assert row["Collectivité française"] == "'=1+1\""
