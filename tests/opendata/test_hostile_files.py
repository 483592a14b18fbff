"""Whatever titles and names hold stays a text in every file: of searches, of lists of authorities, of one sheet.

Each file is read back with the library of its readers; what they would run, compute, or show turned around must not be
there, and what is left must be what was written.
"""

import io
import json
import re
import unicodedata
import zipfile

import pytest
from lxml import etree
from msgspec.structs import replace

from atlas.catalogue.record import decode, encode
from atlas.reference.models import Country, Territory, TerritoryKind, WorldZone
from tests.catalogue.records import project
from tests.catalogue.sheets import MALI, RIVEBOURG, TAMBAGA
from tests.catalogue.test_hostile_titles import TITLES, fit
from tests.opendata import reading

TYPST = {
    "typst code": "#panic(\"x\") #import \"/etc/passwd\": * #{ 1 + 1 }",
    "typst marks": "*gras* _penché_ $x^2$ @renvoi <label> `brut` // note /* note */",
    "typst escapes": "\\ \\u{1f600} \\# = titre",
    "formula": '=HYPERLINK("http://mal.example","x")',
    "plus": "+1+cmd|' /C calc'!A0",
    "minus": "-2+3",
    "at": "@SUM(A1)",
    "tab": "\t=1",
    "formula behind a control character": "\x01=1+1",
    "formula behind a direction": "\u202e=1+1",
    "full-width formula": "\uff1d1+1",
    "end of a block": "]]> --> </title><entry>",
    "csv": 'a,b;c "d"\r\n1,2',
}  # fmt: skip
TEXTS = {**{name: text for name, text in TITLES.items() if text.strip()}, **TYPST}
NUMBERED = dict(enumerate(TEXTS.values(), start=1))
UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
LISTS = ("toutes", "par-region-partenaire", "par-theme", "partenaires")


@pytest.fixture
def hostile(public):
    """A sheet for each text, which is its title and the name of its authority and of its partner."""
    zone = WorldZone.objects.create(code="afrique", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)
    Territory.objects.create(kind=TerritoryKind.DEPARTMENT, code="38", name="Isère", match_key="isere")
    public(*(decode(encode(_sheet(number, text))) for number, text in NUMBERED.items()))


def _sheet(number, text):
    french = replace(RIVEBOURG, id=1_000 + number, name=text, declared=text, department="38")
    partner = replace(TAMBAGA, id=2_000 + number, name=text, declared=text, former=text, admin_area=text)
    return project(number, title=text, description=text, parties=(french, partner), countries=(MALI,),
                   status="ongoing", start_year=2010, end_date=None, extra=((text, text),))  # fmt: skip


def said(text):
    """The text as a file shows it, in one line."""
    return unicodedata.normalize("NFC", " ".join(fit(text).split()))


WRITTEN = sorted(said(text) for text in NUMBERED.values())


def lists():
    return [*(f"/fr/pays/ML/listes/{name}/" for name in LISTS), "/en/countries/ML/lists/all/",
            "/fr/departements/38/collectivites/"]  # fmt: skip


def test_feeds_are_xml_without_elements_of_others(client, hostile):
    content = reading.body(client, "/fr/recherche/flux.atom")
    root = etree.fromstring(content)
    entries = root.findall(f"{reading.ATOM}entry")
    assert sorted(said(one.findtext(f"{reading.ATOM}title")) for one in entries) == WRITTEN
    assert all(one.find(f"{reading.ATOM}summary").get("type") == "html" for one in entries)
    assert not re.search("<script|<img", " ".join(one.findtext(f"{reading.ATOM}summary") for one in entries))
    assert not UNFIT.search(content.decode())


def csv_cells(content):
    """Every cell of people's words, checked: nothing that a spreadsheet would compute."""
    rows = reading.rows_of_csv(content)
    assert not [cell for row in rows for cell in row.values() if FORMULA.match(cell)]
    assert not UNFIT.search(content.decode())
    return [{label: cell.removeprefix("'") for label, cell in row.items()} for row in rows]


def test_csv_of_a_search_computes_nothing(client, hostile):
    rows = csv_cells(reading.body(client, "/fr/recherche/export.csv?colonnes=toutes"))
    for label in ("Titre", "Collectivités françaises", "Description détaillée"):
        assert sorted(said(row[label]) for row in rows) == WRITTEN, label


def test_csv_of_a_list_computes_nothing(client, hostile):
    for path in lists():
        rows = csv_cells(reading.body(client, f"{path}export.csv?regle=recenses"))
        label = "French authority" if path.startswith("/en/") else "Collectivité française"
        assert set(WRITTEN) == {said(row[label]) for row in rows}, path


def xlsx_rows(content):
    """The rows of the data, from a file without a formula or a link."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheets = [part for name, part in parts.items() if name.startswith("xl/worksheets/sheet")]
    assert not [one for one in sheets if b"<f>" in one or b"hyperlink" in one]
    assert not [name for name in parts if "externalLink" in name]
    _about, data = reading.sheets_of(content).values()
    return [dict(zip(data[0], row, strict=False)) for row in data[1:]]


def test_spreadsheets_hold_texts(client, hostile):
    rows = xlsx_rows(reading.body(client, "/fr/recherche/export.xlsx?colonnes=toutes"))
    assert sorted(said(row["Titre"]) for row in rows) == WRITTEN
    for path in lists():
        rows = xlsx_rows(reading.body(client, f"{path}export.xlsx?regle=recenses"))
        label = "French authority" if path.startswith("/en/") else "Collectivité française"
        assert set(WRITTEN) == {said(row[label]) for row in rows}, path


def test_geojson_is_one_document(client, hostile):
    content = reading.body(client, "/fr/recherche/export.geojson").decode()
    features = json.loads(content)["features"]
    assert sorted({said(one["properties"]["title"]) for one in features}) == sorted(set(WRITTEN))
    assert sorted({said(one["properties"]["partner"]) for one in features}) == sorted(set(WRITTEN))
    assert not re.search(r"\\u202[a-e]|\\u206[6-9]|\\u00[01]", content.replace("\\n", "").replace("\\t", ""))
    assert not UNFIT.search(content)


PLAIN = ("typst code", "typst marks", "typst escapes", "formula", "script", "template")
"""Texts whose every character stands in the fonts of PDF files."""


def squeezed(text):
    """Without what lines of a narrow column break at."""
    return re.sub(r"[\s\u00ad-]", "", text)


def test_pdf_shows_marks_as_they_are_written(client, hostile):
    paths = ["/fr/recherche/export.pdf", *(f"{path}export.pdf?regle=recenses" for path in lists())]
    for path in paths:
        text = squeezed(reading.text_of_pdf(reading.body(client, path)))
        assert [name for name in PLAIN if squeezed(TEXTS[name]) not in text] == [], path


@pytest.mark.parametrize("name", TEXTS)
def test_pdf_of_a_sheet_shows_marks_as_they_are_written(client, public, name):
    public(decode(encode(_sheet(1, TEXTS[name]))))
    content = reading.body(client, "/fr/projets/1/fiche.pdf")
    text = squeezed(reading.text_of_pdf(content))
    assert name not in PLAIN or text.count(squeezed(TEXTS[name])) >= 3
    assert not [link for link in reading.links_of_pdf(content) if "mal.example" in link or "javascript:" in link]
    assert not UNFIT.search(text)
