"""What a set holds: every file of every format, right by what reads it, of the same projects."""

import csv
import gzip
import hashlib
import io
import json
import re
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from arro3.io import read_parquet
from django.utils.translation import override

from atlas.catalogue.record import PublicFunding, PublicParty, PublicPlace, PublicTheme, decode
from atlas.opendata.columns import ALL, EXTRACTION, SHORT
from atlas.opendata.snapshots import build, datasets, store
from atlas.opendata.snapshots.datasets import FIXED, LANGUAGES
from atlas.opendata.snapshots.long_columns import LONG_TABLES
from tests.catalogue.records import COUNTRIES, project, publish, withdraw
from tests.opendata.reading import rows_of_csv, sheets_of
from tests.opendata.snapshots.conftest import NOON
from tests.opendata.test_files import HOSTILE

MALI, GERMANY = (COUNTRIES["ML"],), (COUNTRIES["DE"],)


def content(path, made=None):
    return (store.root() / store.current() / path).read_bytes()


def rows(path):
    return rows_of_csv(content(path))


@pytest.fixture
def some(public):
    """Three projects, one of them in the zone."""
    public(
        project(1, countries=MALI, title="=1+1"), project(2, countries=GERMANY), project(3, countries=GERMANY, length=0)
    )


def test_every_file_is_there_with_its_size_sum_and_rows(some, made):
    found = made()
    every = datasets.planned((*FIXED, *datasets.zone_datasets()))
    planned = [one.path for one in every if one.format.extension != "iati.xml"]  # no theme has a code here
    assert [one.path for one in found.files] == planned
    on_disk = {str(path.relative_to(store.root() / store.current())) for path in store.root().rglob("*/fr/*")}
    on_disk |= {str(path.relative_to(store.root() / store.current())) for path in store.root().rglob("*/en/*")}
    assert on_disk == {*planned, *(f"{one.path}.gz" for one in found.files if one.compressed_size)}
    for one in found.files:
        data = content(one.path)
        assert (one.size, one.sha256) == (len(data), hashlib.sha256(data).hexdigest())
        if one.compressed_size:
            packed = content(f"{one.path}.gz")
            assert (len(packed), gzip.decompress(packed)) == (one.compressed_size, data)
    assert (found.day, found.made_at, found.projects, found.site) == (NOON.date(), NOON, 3, "https://atlas.example")
    assert {one.rows for one in found.files if one.dataset == "register" and one.extension == "csv"} == {3}
    zone = {(one.extension, one.rows) for one in found.files if one.dataset == "zone-afrique-subsaharienne"}
    assert zone >= {("csv", 1), ("jsonl", 1), ("xlsx", 1), ("ods", 1), ("parquet", 1)}


def test_names_are_those_of_each_language(some, made):
    found = made()
    for one in found.files:
        assert set(one.names) == ({one.language} if one.language else {"fr", "en"})
    assert found.named("registre.csv", "fr").language == "fr"
    assert found.named("register.csv", "en").language == "en"
    assert found.named("registre.csv", "en") is None
    assert found.named("registre.jsonl", "fr") is found.named("register.jsonl", "en")
    for language in LANGUAGES:
        names = [one.names[language] for one in found.files if language in one.names]
        assert sorted(set(names)) == sorted(names)


def test_json_lines_are_the_records(public, made):
    records = [project(number, seed=3) for number in range(1, 40)]
    public(*records)
    made()
    lines = content("fr/registre.jsonl").splitlines()
    assert [decode(line) for line in lines] == records
    for number, line in enumerate(lines, start=1):
        said = json.loads(line)
        assert (said["permalink"], said["extracted_on"], said["licence"]) == (
            f"https://atlas.example/fr/projets/{number}/", "2026-11-25", "Licence Ouverte 2.0",
        )  # fmt: skip


def plain(columns, row):
    """Cells of a CSV file as the texts that they were made of."""
    with override("fr"):
        return {one.key: row[str(one.label)].removeprefix("'") for one in columns}


def test_csv_files_read_back_are_the_columns_of_the_records(public, made):
    """Field by field against the record, not against what wrote the file."""
    records = [project(number, seed=5) for number in range(1, 40)]
    public(*records)
    made()
    for record, row in zip(records, rows("fr/registre.csv"), strict=True):
        found = plain(SHORT, row)
        assert found["id"] == str(record.id)
        assert found["title"] == record.title
        assert found["start_year"] == str(record.start_year or "")
        assert found["end_date"] == (record.end_date.isoformat() if record.end_date else "")
        assert found["country_codes"] == " | ".join(one.iso2 for one in record.countries)
        assert found["countries"] == " | ".join(one.name_fr for one in record.countries)
        assert found["french_authorities"] == " | ".join(one.name for one in record.french_authorities)
        assert found["foreign_partners"] == " | ".join(one.name for one in record.foreign_partners)
        assert found["family_code"] == (record.family or "")
        assert found["status_code"] == (record.status or "")
        assert found["total_amount"] == ("" if record.total_amount is None else str(record.total_amount))
    full = [plain(ALL, row) for row in rows("fr/registre-complet.csv")]
    assert [(one["objective"], one["description"]) for one in full] == [(r.objective, r.description) for r in records]


def test_the_same_short_columns_stand_in_csv_spreadsheets_and_parquet(some, made):
    made()
    with override("fr"):
        labels = [str(one.label) for one in SHORT]
    expected = rows("fr/registre.csv")
    for path in ("fr/registre.xlsx", "fr/registre.ods"):
        about, data = sheets_of(content(path)).values()
        assert data[0] == labels
        assert [str(int(row[0])) for row in data[1:]] == [row[labels[0]] for row in expected]
        assert [row[labels.index("Titre")] for row in data[1:]] == [row["Titre"].removeprefix("'") for row in expected]
        assert ["Licence", "Licence Ouverte 2.0, https://www.etalab.gouv.fr/licence-ouverte-open-licence/"] in about
    table = read_parquet(io.BytesIO(content("fr/registre.parquet"))).read_all()
    assert table.schema.names == [one.key for one in ALL]
    assert [str(cell) for cell in table["id"].to_pylist()] == [row[labels[0]] for row in expected]


def test_types_are_kept_where_a_format_has_some(public, made):
    line = PublicFunding(funder="Ville", nature="paid", year=2011, amount=Decimal("1234.50"))
    changes = {"start_year": 1995, "end_date": date(2003, 12, 31), "verified_on": None, "end_year": None}
    public(project(7, funding=(line,), total_amount=Decimal("1234.50"), state_amount=None, **changes))
    made()
    table = read_parquet(io.BytesIO(content("en/register.parquet"))).read_all()
    found = {name: table[name].to_pylist()[0] for name in table.schema.names}
    assert (found["start_year"], found["end_date"], found["total_amount"]) == (
        1995,
        date(2003, 12, 31),
        Decimal("1234.50"),
    )
    assert (found["verified_on"], found["state_amount"], found["theme_l3"]) == (None, None, found["theme_l3"] or None)
    _about, data = sheets_of(content("en/register.ods")).values()
    row = dict(zip(data[0], data[1], strict=True))
    assert (row["Start year"], row["End date"], row["Total amount, in euros"]) == (1995, date(2003, 12, 31), 1234.5)
    assert row["Verified on"] == ""


def test_a_formula_is_none_in_any_file(public, made):
    texts = tuple(PublicTheme(rank=rank, path_fr=(text,), path_en=(text,)) for rank, text in enumerate(HOSTILE))
    parties = tuple(PublicParty(role="partner", name=text, country="FR", declared=text) for text in HOSTILE)
    lines = tuple(PublicFunding(funder=text, nature="paid", declared=text) for text in HOSTILE)
    public(*(project(n, title=text, themes=texts, parties=parties, funding=lines) for n, text in enumerate(HOSTILE, 1)))
    made()
    for path in sorted((store.root() / store.current()).rglob("*.csv")):
        for row in rows_of_csv(path.read_bytes()):
            assert not [cell for cell in row.values() if cell and cell[0] in "=+-@\t\r\n"], path
    for path in ("fr/registre.xlsx", "fr/registre.ods"):
        _about, data = sheets_of(content(path)).values()
        assert [row[3] for row in data[1:6]] == list(HOSTILE[:5])
    with zipfile.ZipFile(io.BytesIO(content("fr/registre.ods"))) as archive:
        assert b"table:formula" not in archive.read("content.xml")
        assert archive.namelist()[0] == "mimetype"
        assert archive.getinfo("mimetype").compress_type == zipfile.ZIP_STORED


def test_long_tables_have_a_row_for_each_part(public, made):
    parties = (
        PublicParty(
            role="partner", id=5, name="Rivebourg", kind="commune", country="FR", siren="210000000", lat=46.5, lon=3.0
        ),
        PublicParty(role="partner", name="Tambaga", country="ML", lat=12.5, lon=-8.0, is_approximate=True),
    )
    lines = (
        PublicFunding(funder="Ministère", nature="granted", kind="state", amount=Decimal(0), year=2011),
        PublicFunding(funder="Ville", nature="declared", pct=(Decimal(5), None), pct_unplaced=(Decimal(1), Decimal(2))),
    )
    themes = (
        PublicTheme(rank=0, code="env.eau", path_fr=("Environnement", "Eau"), path_en=("Environment", "Water")),
        PublicTheme(rank=1, path_fr=("Divers",), path_en=("Divers",)),
    )
    places = (
        PublicPlace(country="ML", name="Koro", lat=14.06723, lon=-3.08021, area="Mopti"),
        PublicPlace(country="ML"),
    )
    public(
        project(8, parties=parties, funding=lines, themes=themes, places=places),
        project(9, parties=(), funding=(), themes=()),
    )
    found = made()
    tables = {key: [plain(chosen, row) for row in rows(f"fr/{_slug(key)}.csv")] for key, chosen in LONG_TABLES.items()}
    assert [(one["id"], one["position"], one["name"], one["role"], one["role_code"]) for one in tables["parties"]] == [
        ("8", "1", "Rivebourg", "Partenaire", "partner"),
        ("8", "2", "Tambaga", "Partenaire", "partner"),
    ]
    assert [(one["kind"], one["country"], one["latitude"], one["precision"]) for one in tables["parties"]] == [
        ("Commune", "", "46.5", "place"),
        ("", "Mali", "12.5", "area"),
    ]
    assert [
        (
            one["funder"],
            one["year"],
            one["amount"],
            one["nature"],
            one["pct_col1"],
            one["pct_col2"],
            one["pct_unplaced"],
        )
        for one in tables["funding"]
    ] == [("Ministère", "2011", "0", "accordé", "", "", ""), ("Ville", "", "", "déclaré", "5", "", "1 | 2")]
    assert [(one["rank"], one["theme_l1"], one["theme_l2"], one["theme_code"]) for one in tables["themes"]] == [
        ("0", "Environnement", "Eau", "env.eau"),
        ("1", "Divers", "", ""),
    ]
    assert [
        (one["name"], one["country"], one["area"], one["latitude"], one["precision"]) for one in tables["places"]
    ] == [
        ("Koro", "Mali", "Mopti", "14.06723", "place"),
        ("", "Mali", "", "", ""),
    ]
    assert rows("en/register-themes.csv")[0]["Theme"] == "Environment"
    for key, chosen in LONG_TABLES.items():
        table = read_parquet(io.BytesIO(content(f"fr/{_slug(key)}.parquet"))).read_all()
        assert table.schema.names == [one.key for one in chosen]
        assert table.num_rows == 2
        assert {one.rows for one in found.files if one.dataset == key and one.extension == "csv"} == {2}


def _slug(key):
    return next(one.slugs["fr"] for one in FIXED if one.key == key)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dataset", FIXED, ids=lambda one: one.key)
def test_csv_files_are_what_their_schema_says(public, made, dataset, language):
    public(*(project(number) for number in (*range(1, 12), 33, 73)))  # the last two declare places
    made()
    slug = f"{language}/{dataset.slugs[language]}"
    schema = json.loads(content(f"{slug}.schema.json"))
    text = content(f"{slug}.csv").decode("utf-8-sig")
    header, *lines = csv.reader(io.StringIO(text, newline=""))
    fields = schema["fields"]
    assert header == [field["name"] for field in fields]
    assert len(set(header)) == len(header)
    assert [field["key"] for field in fields] == [one.key for one in (*dataset.chosen, *EXTRACTION)]
    assert schema["missingValues"] == [""]
    assert lines
    for line in lines:
        for field, cell in zip(fields, line, strict=True):
            assert cell or not field.get("constraints", {}).get("required"), field
            if cell:
                CASTS[field["type"]](cell)
    if "primaryKey" in schema:
        place = header.index(schema["primaryKey"][0])
        assert len({line[place] for line in lines}) == len(lines)


CASTS = {"integer": int, "number": Decimal, "date": date.fromisoformat, "string": str}


def test_an_empty_register_has_files_too(public, made):
    public()
    found = made()
    assert (found.projects, found.first_year) == (0, None)
    assert {one.rows for one in found.files} == {0, None}
    assert json.loads(content("fr/registre.geojson"))["features"] == []
    assert content("fr/registre.jsonl") == b""


def test_a_project_withdrawn_since_the_index_is_in_no_file_and_is_not_counted(public, made):
    public(project(1), project(2))
    withdraw(2)
    found = made()
    assert {one.rows for one in found.files if one.dataset == "register" and one.extension != "geojson"} == {1, None}
    assert [row["Numéro de la fiche"] for row in rows("fr/registre.csv")] == ["1"]


def test_the_earliest_year_is_found(public, made):
    public(
        project(1, start_year=1999, first_convention_year=None), project(2, start_year=None, first_convention_year=1987)
    )
    assert made().first_year == 1987


def test_a_list_too_long_for_a_spreadsheet_has_none_and_says_so(some, made, monkeypatch):
    monkeypatch.setattr(build, "MOST_ROWS", 2)
    found = made()
    assert found.left_out == (("register", "ods"), ("register", "xlsx"))
    assert found.found("register", "xlsx", "fr") is None
    assert found.found("zone-afrique-subsaharienne", "xlsx", "fr") is not None


def test_a_second_set_takes_over_and_the_first_of_the_day_goes(public, made):
    public(project(1))
    assert build.is_due(NOON)
    made()
    assert not build.is_due(NOON)
    public(project(1), project(2))
    made(hours=2)
    assert store.set_names() == ["2026-11-25-0002"]
    made(hours=26)
    assert store.set_names() == ["2026-11-25-0002", "2026-11-26-0001"]
    first = store.root() / "2026-11-25-0002" / "fr"
    assert {path.name for path in first.glob("registre.*")} == {
        "registre.csv.gz", "registre.geojson.gz", "registre.jsonl.gz", "registre.ods", "registre.parquet",
        "registre.schema.json.gz", "registre.xlsx",
    }  # fmt: skip


def test_progress_is_told_file_by_file(some, zones):
    told = []
    build.publish(NOON, told.append)
    assert [one.done for one in told] == list(range(len(told)))
    assert {one.total for one in told} == {len(told)}
    assert told[0].name == "fr/registre.csv"


def test_no_file_names_a_person(some, made):
    found = made()
    keys = {
        key
        for one in found.files
        if one.extension == "jsonl"
        for line in content(one.path).splitlines()
        for key in json.loads(line)
    }
    assert keys
    assert not re.search("mail|phone|person", " ".join(keys))
    assert publish() is not None
