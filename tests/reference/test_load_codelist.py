"""Official code lists: read, loaded once, never undone by our own short list; bad files are named with their line."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from atlas.reference import reading_codes
from atlas.reference.models import Code, CountryClass
from atlas.reference.reading import DataFileError
from tests.reference import small_data

OFFICIAL = settings.BASE_DIR.parent / "shared" / "codelists"
PURPOSES = (
    "code,status,libelle_fr,name_en,category\n14030,active,Eau potable,Water supply,140\n14040,withdrawn,,Old,140\n"
)
XML = """<?xml version="1.0" encoding="UTF-8"?>
<codelist name="Sector" xml:lang="en"><codelist-items>
<codelist-item status="active"><code>14030</code><name><narrative>Water</narrative>
<narrative xml:lang="fr">Eau</narrative></name><category>140</category></codelist-item>
<codelist-item status="withdrawn"><code>14040</code><name><narrative>Old</narrative></name></codelist-item>
</codelist-items></codelist>"""


def write(folder: Path, content: str | bytes, name: str = "list.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def load(*paths: Path, **options: object) -> str:
    out = StringIO()
    call_command("load_codelist", *paths, stdout=out, **options)
    return out.getvalue()


@pytest.fixture
def reference(db: None, tmp_path: Path) -> Path:
    folder = small_data.write(tmp_path)
    call_command("load_reference", data_dir=folder, stdout=StringIO())
    return folder


def test_our_short_list_names_every_code_of_the_themes() -> None:
    with (settings.DATA_DIR / "themes" / "themes.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    proposed = {code for row in rows for code in (row["crs_default"], *row["crs_alternatives"].split("|")) if code}
    named = list(reading_codes.built_in(settings.DATA_DIR / "codes"))
    assert proposed <= {row.code for row in named if row.scheme == "purpose"}
    assert [row.code for row in named if row.scheme == "sdg"] == [str(number) for number in range(1, 18)]
    assert len({(row.scheme, row.code) for row in named}) == len(named)


def test_the_official_files_hold_every_code_of_ours() -> None:
    """They are not part of the repository: where they are, they are read; our list stands without them."""
    ours = {row.code for row in reading_codes.built_in(settings.DATA_DIR / "codes") if row.scheme != "sdg"}
    rows = [row for path in sorted(OFFICIAL.glob("*.csv")) for row in reading_codes.official(path)]
    codes = {row.code for row in rows if isinstance(row, reading_codes.CodeRow) and row.is_active}
    assert not rows or ours <= codes
    assert ours


def test_an_official_list_replaces_our_names_for_good(reference: Path, tmp_path: Path) -> None:
    told = load(write(tmp_path, PURPOSES))
    assert told.splitlines()[0] == "list.csv (Secteurs du CAD (codes-objet)) : 1 ajouts, 1 modifications"
    assert load(write(tmp_path, PURPOSES)).startswith("list.csv (Secteurs du CAD (codes-objet)) : 2 inchangés")
    (reference / "codes" / "codes.csv").write_text("scheme,code,name_fr,name_en\npurpose,14030,Autre,Other\n")
    call_command("load_reference", data_dir=reference, stdout=StringIO())
    rows = Code.objects.filter(scheme="purpose").order_by("code").values_list("code", "name_fr", "name_en", "is_active")
    assert list(rows) == [("14030", "Eau potable", "Water supply", True), ("14040", "Old", "Old", False)]


def test_themes_that_propose_a_code_out_of_the_list_are_said(reference: Path, tmp_path: Path) -> None:
    told = load(write(tmp_path, PURPOSES.replace("14030,active", "14030,withdrawn")))
    assert "  thèmes qui proposent un code hors de la liste : env.eau.assain → 14030, env.energie → 23210" in told


def test_a_list_of_iati_is_read(reference: Path, tmp_path: Path) -> None:
    load(write(tmp_path, XML, "Sector.xml"))
    assert str(Code.objects.get(code="14030")) == "14030 Eau"
    assert not Code.objects.get(code="14040").is_active


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_recipients_of_a_year(reference: Path, tmp_path: Path, separator: str) -> None:
    text = "iso2,annee,classe\nML,2025,ldc\nFR,2025,non_oda\nZA,2025,umic\nML,2023,lic\n".replace(",", separator)
    told = load(write(tmp_path, text))
    assert told.splitlines() == [
        "list.csv (classes de pays) : 2 ajouts, 1 modifications, 1 conservés hors fichier",
        "  pays que l’Atlas ne connaît pas : ZA",
    ]
    rows = CountryClass.objects.order_by("country", "data_year").values_list("country", "data_year", "dac_class")
    assert list(rows) == [
        ("FR", 2023, "non_oda"),
        ("FR", 2025, "non_oda"),
        ("ML", 2023, "oda_other"),
        ("ML", 2025, "ldc"),
    ]
    assert "3 inchangés, 1 conservés hors fichier" in load(write(tmp_path, text))


def test_the_year_may_be_given(reference: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "pays,classe\nML,pma\n")
    with pytest.raises(CommandError, match="says no year; give it with --year"):
        load(path)
    load(path, year=2024)
    assert CountryClass.objects.filter(country="ML", data_year=2024, dac_class="ldc", is_eligible=True).exists()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><codelist name="Sector"><x>&b;</x></codelist>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "the file is empty"),
        ("  \n", "the file is empty"),
        (b"\xff\xfe<\x00", r"not UTF-8 \(byte 0\)"),
        ("code,libelle_fr\nété,Été\n".encode("latin-1"), "not UTF-8"),
        ("a,b\n1,2\n", "needs a column “code”"),
        ("code,name\n", "no code in it|no list"),
        ("code,name\nXX,YY\n", "its codes are of no list"),
        ("code,name\n14030,Water\n14050,Waste\n1403,Typo\n", "line 4: '1403' is no code"),
        ("code,name\n14030,\n", "line 2: code 14030 has no name"),
        ("code,name,status\n14030,Water,perhaps\n", "line 2: status 'perhaps'"),
        ("pays,annee,classe\nMali,2025,ldc\n", "line 2: 'MALI' in '2025'"),
        ("pays,annee,classe\nML,2025,rich\n", "line 2: class 'rich'"),
        ("annee,classe\n2025,ldc\n", "needs a column of countries"),
        ("pays,annee,classe\nZA,2025,ldc\n", "none of its countries"),
        ("<html></html>", "<html> is none of those"),
        ("<codelist name='Currency'/>", "code list 'Currency' is none of those"),
        ("<codelist name='Sector'>", "not XML"),
        (BOMB, "a document type is not allowed"),
    ],
)
def test_a_bad_file_is_refused_in_plain_words(
    reference: Path, tmp_path: Path, content: str | bytes, reason: str
) -> None:
    before = Code.objects.count()
    good, bad = write(tmp_path, PURPOSES, "good.csv"), write(tmp_path, content, "bad.csv")
    with pytest.raises(CommandError, match=rf"bad\.csv.*({reason})"):
        load(good, bad)
    assert Code.objects.count() == before


def test_a_file_that_is_not_there(db: None, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"none\.csv: No such file"):
        load(tmp_path / "none.csv")


def test_a_file_too_large_for_a_code_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_codes, "LARGEST", 10)
    with pytest.raises(DataFileError, match="too many for a code list"):
        reading_codes.official(write(tmp_path, PURPOSES))
