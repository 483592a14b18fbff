"""The demonstration files are what their SOURCE.md says: facts that can be traced, sheets that are safe to publish.

Data checks only: what each sheet is there for is in test_demonstration_traits; reading is tested with the parser.
"""

import csv
import html
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from urllib.parse import urlsplit

import pytest

REPOSITORY = Path(__file__).parents[2]
DEMONSTRATION = REPOSITORY / "data" / "demonstration"
SHARED = REPOSITORY.parent / "shared"

FACT_FILES = ("partnerships.csv", "partnerships_same_pair_projects.csv")
CORRECTED = ("partner_kind", "partner_admin_area", "status", "title", "source_url")
OF_THE_PROJECT = ("first_signed_year", "start_year", "end_year", "status", "form", "title", "source_url")
THEMES = ("theme_level1", "theme_level2", "theme_level3")
GRAND_PARIS_SUD = "CA Grand Paris Sud Seine Essonne Sénart"

# Each example sheet, by its number, tells of pairs of authorities that the facts know.
PAIRS = {
    900001: [("CA Seine-Eure", "Bohicon")],
    900002: [("Pertuis", "Herborn")],
    900003: [("Chauray", "Bassar 1")],
    900004: [("Aix-en-Provence", "Carthage")],
    900005: [("Issy-les-Moulineaux", "Tône 1")],
    900006: [("CA de Cergy-Pontoise", "Porto-Novo")],
    900007: [("Saint-Étienne", "Bobo-Dioulasso")],
    900008: [("Cesson-Sévigné", "Dankassari")],
    900009: [("Normandie", "Région Atsinanana")],
    900010: [("Rezé", "Abu Dis"), ("Nantes", "Abu Dis")],
    900011: [(GRAND_PARIS_SUD, "Kayes"), (GRAND_PARIS_SUD, "Dakar")],
    900012: [("Bretagne", "Association des maires de la Grand'Anse (AMAGA)")],
    900013: [("Bressuire", "Kloto 1")],
    900014: [("Métropole de Lyon", "Région Haute Matsiatra")],
}


def rows_of(folder: Path) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = []
    for name in FACT_FILES:
        with (folder / name).open(encoding="utf-8", newline="") as stream:
            rows.extend(csv.DictReader(stream, strict=True))
    return rows


def facts() -> list[dict[str, str]]:
    return rows_of(DEMONSTRATION / "facts")


def sheets() -> dict[int, Path]:
    return {int(path.name.partition("_")[0]): path for path in sorted((DEMONSTRATION / "pages").iterdir())}


def sheet(number: int) -> str:
    return sheets()[number].read_bytes().decode("utf-8")


def group_key(row: dict[str, str]) -> tuple[str, ...]:
    if row["legacy_id"]:
        return (row["legacy_id"],)
    return (row["french_authority"], row["partner_name"], row["form"], row["start_year"])


def documented_columns() -> list[str]:
    text = (DEMONSTRATION / "facts" / "SOURCE.md").read_text(encoding="utf-8")
    table = text.partition("## Columns")[2].partition("##")[0]
    cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`(\w+)`", cell)]


# --- facts


@pytest.mark.parametrize("name", FACT_FILES)
def test_fact_files_are_plain_utf8_with_the_documented_columns(name: str) -> None:
    content = (DEMONSTRATION / "facts" / name).read_bytes()
    text = content.decode("utf-8")
    assert not content.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert text.endswith("\n")
    assert text == unicodedata.normalize("NFC", text)
    assert text.partition("\n")[0].split(",") == documented_columns()


def test_rows_group_into_the_documented_number_of_projects() -> None:
    groups: dict[tuple[str, ...], set[tuple[str, ...]]] = defaultdict(set)
    for row in facts():
        groups[group_key(row)].add(tuple(row[name] for name in (*OF_THE_PROJECT, *THEMES)))
    assert (len(facts()), len(groups)) == (516, 504)
    assert [key for key, values in groups.items() if len(values) > 1] == []


def test_closed_lists_hold_the_documented_values() -> None:
    rows = facts()
    assert {row["status"] for row in rows} == {"en_cours", "termine", "en_sommeil", "unknown"}
    assert {row["form"] for row in rows} == {"projet", "accord", "jumelage", "unknown"}
    for row in rows:
        assert re.fullmatch(r"[A-Z]{2}", row["partner_country_iso2"])
        assert re.fullmatch(r"[a-z_]*", row["french_kind"] + row["partner_kind"])
        assert [bool(row["french_authority"]), bool(row["partner_name"])] == [
            bool(row["french_kind"]),
            bool(row["partner_kind"]),
        ]


def test_years_and_coordinates_are_plausible() -> None:
    for row in facts():
        for name in ("first_signed_year", "start_year", "end_year"):
            assert re.fullmatch(r"(?:19[2-9]\d|20[0-2]\d)?", row[name])
        assert not row["end_year"] or row["start_year"] <= row["end_year"]
        assert bool(row["partner_lat"]) == bool(row["partner_lon"])
        assert abs(float(row["partner_lat"] or 0)) <= 90
        assert abs(float(row["partner_lon"] or 0)) <= 180


def test_cells_have_no_stray_blanks() -> None:
    cells = [cell for row in facts() for cell in row.values()]
    assert [cell for cell in cells if cell != cell.strip() or re.search(r"\s{2}|[^\S ]", cell)] == []


def test_every_source_is_an_address_that_can_be_opened_as_it_stands() -> None:
    for row in facts():
        address = urlsplit(row["source_url"])
        assert address.scheme in {"http", "https"}
        assert re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", address.netloc)
        assert re.fullmatch(r"[!-~]+", row["source_url"])
        assert "utm_" not in address.query


def test_a_legacy_id_is_the_number_in_its_source() -> None:
    rows = [row for row in facts() if row["legacy_id"]]
    assert len({row["legacy_id"] for row in rows}) == 43
    for row in rows:
        assert row["source_url"].endswith(f"/detailProjet.html?criteres.prjId={row['legacy_id']}")


def test_remarks_of_the_compiler_are_not_in_the_titles() -> None:
    rows = facts()
    remark = re.compile(
        r"\[|\(page|la source|répertoire|renouvel|selon |calculée|suspend|anniversaire|texte de la page"
    )
    assert all(row["title"] for row in rows)
    assert [row["title"] for row in rows if remark.search(row["title"])] == []
    assert sum(bool(row["remark"]) for row in rows) == 115


def test_a_status_that_a_remark_states_is_in_its_column() -> None:
    dormant = [(row["legacy_id"], row["remark"]) for row in facts() if row["status"] == "en_sommeil"]
    assert dormant == [("12546", "la fiche déclare « En sommeil »")]


def test_areas_are_areas() -> None:
    areas = {row["partner_admin_area"] for row in facts()}
    assert [area for area in areas if re.search(r"(?i)^bassin|\(", area)] == []
    assert "Sanmatenga" in areas


def test_facts_hold_no_mail_and_no_telephone() -> None:
    text = "\n".join(" ".join(row.values()) for row in facts())
    assert re.findall(r"\S+(?:@|\[at\])\S+\.\w+", text) == []
    assert re.findall(r"(?:\+\d{2,3}|\b0\d)(?:[ .]\d{2}){4}", text) == []


def test_facts_differ_from_the_originals_only_as_documented() -> None:
    """Where the originals are not at hand, the documented numbers show that no row was lost."""
    rows = facts()
    if not all((SHARED / "facts" / name).exists() for name in FACT_FILES):
        assert len({(row["partner_name"], row["partner_country_iso2"]) for row in rows if row["partner_name"]}) == 427
        assert len({(row["french_authority"], row["french_kind"]) for row in rows if row["french_authority"]}) == 190
        return
    originals = rows_of(SHARED / "facts")
    pairs = list(zip(originals, rows, strict=True))
    changed = Counter(name for old, new in pairs for name in old if old[name] != new[name])
    assert changed.keys() == set(CORRECTED)
    assert [changed[name] for name in ("partner_kind", "partner_admin_area", "status", "source_url")] == [1, 2, 1, 5]
    assert all(new["remark"] for old, new in pairs if old["title"] != new["title"])


# --- example sheets


def test_the_sheets_are_those_that_are_documented() -> None:
    text = (DEMONSTRATION / "SOURCE.md").read_text(encoding="utf-8")
    assert [int(number) for number in re.findall(r"^\| `(\d+)` \|", text, re.MULTILINE)] == list(PAIRS)
    assert list(sheets()) == list(PAIRS)
    assert {path.suffix for path in sheets().values()} == {".txt", ".html"}


@pytest.mark.parametrize("number", PAIRS)
def test_a_sheet_is_composed_utf8_without_final_newline(number: int) -> None:
    text = sheet(number)
    assert text == unicodedata.normalize("NFC", text)
    assert re.search(r"[\r\t\ufeff]", text) is None
    assert not text.endswith("\n")


@pytest.mark.parametrize("number", PAIRS)
def test_a_sheet_tells_of_pairs_that_the_facts_know(number: int) -> None:
    known = {(row["french_authority"], row["partner_name"]) for row in facts()}
    assert set(PAIRS[number]) <= known
    assert [partner for _, partner in PAIRS[number] if partner not in sheet(number)] == []


def test_titles_are_different_and_leave_the_word_example_to_the_site() -> None:
    titles = [re.sub(r"<[^>]+>", "", sheet(number)).partition("\nTitre\n")[2].partition("\n")[0] for number in PAIRS]
    assert all(titles)
    assert len(set(titles)) == len(titles)
    assert [title for title in titles if "exemple" in title.casefold()] == []


def test_mail_addresses_belong_to_nobody() -> None:
    everything = "\n".join(sheet(number) for number in PAIRS)
    in_clear = Counter(re.findall(r"@([\w.-]+\w)", everything))
    masked = Counter(re.findall(r"\[at\]([\w.-]+\w)", everything))
    assert in_clear.keys() == {"example.org"}
    assert masked.keys() == {"diplomatie.gouv.fr", "diplomaite.gouv.fr", "gmail.com"}
    assert (masked["diplomaite.gouv.fr"], masked["gmail.com"]) == (1, 1)


def word_runs(text: str, length: int = 7) -> set[tuple[str, ...]]:
    """Every run of so many words within a line of the long texts (of the whole text where it is not a sheet)."""
    plain = html.unescape(re.sub(r"<[^>]+>", "", text)).replace("’", "'")
    found = re.search(r"\nContexte(?: et historique)?\n(.*?)(?:\nVotre |\Z)", plain, re.DOTALL)
    runs: set[tuple[str, ...]] = set()
    for line in (found[1] if found else plain).splitlines():
        words = re.findall(r"\w+", line.casefold())
        runs.update(tuple(words[start : start + length]) for start in range(len(words) - length + 1))
    return runs


def test_no_sentence_is_copied() -> None:
    """Neither from another example nor, where they are at hand, from the real pages that showed the format."""
    foreign = [word_runs(path.read_text(encoding="utf-8")) for path in sorted(SHARED.glob("legacy/*.txt"))]
    seen = set[tuple[str, ...]]().union(*foreign)
    for number in PAIRS:
        runs = word_runs(sheet(number))
        assert len(runs) > 50
        assert runs & seen == set()
        seen |= runs
