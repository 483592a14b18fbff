"""Files as tables: what is recognised and guessed, and what is refused with a code that has words."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.imports.spreadsheets.mapping import recognised
from atlas.imports.spreadsheets.problems import file_words
from atlas.imports.spreadsheets.recognition import NotATable, recognise
from atlas.imports.spreadsheets.tables import Reading, Table, opened
from atlas.imports.spreadsheets.text_files import guess_encoding
from tests.imports.spreadsheets.files import TWINS, open_document, text, with_sheet, workbook, write
from tests.imports.spreadsheets.old_workbook import old_workbook

ROWS = [TWINS, ["Évry-Courcouronnes", "91", "Kayes", "Mali", "1989"], ["Angoulême", "16", "Ségou", "Mali", "1985"]]
HEAD_OF_OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600


def read(path: Path, reading: Reading = Reading()) -> tuple[Table, list[tuple[int, list[str]]]]:  # noqa: B008  frozen
    with opened(path, reading, recognised) as table:
        return table, list(table.rows())


def refusal(path: Path, reading: Reading = Reading()) -> str:  # noqa: B008  frozen
    """The code, of which the words are made as well."""
    with pytest.raises(NotATable) as refused:
        read(path, reading)
    assert file_words(refused.value)
    return refused.value.code


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_any_separator_in_any_encoding(tmp_path: Path, encoding: str, separator: str) -> None:
    table, rows = read(write(tmp_path, "a.csv", text(ROWS, separator), encoding))
    assert (table.header, table.header_line, table.separator) == (TWINS, 1, separator)
    assert rows == [(2, [*ROWS[1]]), (3, [*ROWS[2]])]


def test_what_looks_like_utf_8_for_a_while_is_looked_at_to_its_end(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b"Nom;Pays\n" + b"abcd;Mali\n" * 300_000 + "Ségou;Mali\n".encode("cp1252"))
    assert guess_encoding(path) == "cp1252"
    assert read(path)[1][-1][1] == ["Ségou", "Mali"]


def test_a_wrong_encoding_is_said(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", text(ROWS), "cp1252")
    assert refusal(path, Reading(encoding="utf-8-sig")) == "encoding"


def test_workbooks_of_all_three_kinds(tmp_path: Path) -> None:
    for path in (
        workbook(tmp_path / "a.xlsx", Feuille=ROWS),
        open_document(tmp_path / "a.ods", ROWS),
        old_workbook(tmp_path / "a.xls", ROWS),
    ):
        table, rows = read(path)
        assert (table.kind, table.sheet) == (path.suffix[1:], "Feuille")
        assert [cells for _, cells in rows] == [list(ROWS[1]), list(ROWS[2])]


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    assert recognise(workbook(tmp_path / "a.csv", Feuille=ROWS)) == "xlsx"
    assert recognise(write(tmp_path, "a.xlsx", text(ROWS))) == "csv"


def test_an_old_workbook_is_read_to_its_last_cell(tmp_path: Path) -> None:
    many = [["Nom", "Pays", "Année"], *([f"Ville n° {n}", "Mali", 1900 + n] for n in range(120))]
    table, rows = read(old_workbook(tmp_path / "a.xls", many, sheet="Jumelages 2003"))
    assert (table.kind, table.sheets) == ("xls", ("Jumelages 2003",))
    assert rows == [(n + 2, [f"Ville n° {n}", "Mali", str(1900 + n)]) for n in range(120)]


def test_numbers_and_days_of_a_workbook_are_as_people_type_them(tmp_path: Path) -> None:
    _, rows = read(workbook(tmp_path / "a.xlsx", F=[["Nom", "Pays", "Année"], ["a", "Mali", 1987.0], ["b", 1.5, True]]))
    assert rows == [(2, ["a", "Mali", "1987"]), (3, ["b", "1.5", "oui"])]


def test_the_longest_sheet_is_read_and_another_can_be_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", Notice=[["Lisez-moi"]], Liste=ROWS)
    table, _ = read(path)
    assert (table.sheet, table.sheets) == ("Liste", ("Notice", "Liste"))
    assert read(path, Reading(sheet="Notice"))[0].sheet == "Notice"
    assert refusal(path, Reading(sheet="Rien")) == "sheet_unknown"


def test_titles_and_merged_headings_above_the_header_are_passed_over(tmp_path: Path) -> None:
    titles = [["Jumelages de la région", "", "", "", ""], ["France", "", "Étranger", "", ""]]
    table, rows = read(write(tmp_path, "a.csv", text([*titles, *ROWS])))
    assert (table.header, table.header_line, len(rows)) == (TWINS, 3, 2)


def test_a_table_without_header_has_numbered_columns(tmp_path: Path) -> None:
    table, rows = read(write(tmp_path, "a.csv", text(ROWS[1:])))
    assert (table.header_line, table.header[0], len(rows)) == (0, "Colonne 1", 2)


def test_cells_keep_their_lines_and_short_rows_are_filled(tmp_path: Path) -> None:
    _, rows = read(write(tmp_path, "a.csv", 'Nom;Pays;Année\n"Sé\ngou";Mali\n\n;;\nKayes;Mali;1989\n'))
    assert rows == [(3, ["Sé\ngou", "Mali", ""]), (6, ["Kayes", "Mali", "1989"])]


BAD: dict[str, tuple[str, Callable[[Path], Path]]] = {
    "0 bytes": ("empty", lambda folder: write(folder, "a.csv", b"")),
    "only a header's blanks": ("no_rows", lambda folder: write(folder, "a.csv", b"\n;;\n")),
    "a PDF named CSV": ("not_a_table", lambda folder: write(folder, "a.csv", b"%PDF-1.7\n...")),
    "a page named XLSX": ("not_a_table", lambda folder: write(folder, "a.xlsx", b"<html><script>1</script>")),
    "any bytes": ("not_a_table", lambda folder: write(folder, "a.csv", bytes(range(256)) * 9)),
    "an archive of something else": ("not_a_table", lambda folder: _archive(folder, "word/document.xml")),
    "half an archive": ("broken", lambda folder: write(folder, "a.xlsx", b"PK\x03\x04" + b"x" * 500)),
    "a workbook with a broken sheet": ("broken", lambda folder: with_sheet(folder / "a.xlsx", "<row><c r='A1'")),
    "an encrypted XLSX": ("password", lambda folder: write(folder, "a.xlsx", _encrypted())),
    "an encrypted ODS": ("password", lambda folder: open_document(folder / "a.ods", ROWS, is_encrypted=True)),
    "half an old workbook": ("broken", lambda folder: _half(old_workbook(folder / "a.xls", ROWS))),
    "an old office text": ("not_a_table", lambda folder: write(folder, "a.xls", HEAD_OF_OLE)),
    "a million columns": ("too_wide", lambda folder: write(folder, "a.csv", b"a;" * 1_000_000 + b"\n1;2\n")),
    "a line without end": ("too_wide", lambda folder: write(folder, "a.csv", b"a" * 3_000_000)),
    "401 columns of a workbook": ("too_wide", lambda folder: workbook(folder / "a.xlsx", F=[["a"] * 401] * 3)),
    "a quotation mark left open": (
        "broken_line",
        lambda folder: write(folder, "a.csv", b'a;b\n"' + b"c;d\n" * 400_000),
    ),
    "a bomb that says so": ("bomb", lambda folder: with_sheet(folder / "a.xlsx", "", padding=600 * 1024**2)),
    "two cells at the far corners": ("bomb", lambda folder: with_sheet(folder / "a.xlsx", _corners())),
}


def _archive(folder: Path, part: str) -> Path:
    with zipfile.ZipFile(folder / "a.xlsx", "w") as archive:
        archive.writestr(part, "x")
    return folder / "a.xlsx"


def _half(path: Path) -> Path:
    """Cut where the directory is told and the stream is not."""
    return write(path.parent, path.name, path.read_bytes()[:2_000])


def _encrypted() -> bytes:
    return HEAD_OF_OLE + "EncryptedPackage".encode("utf-16-le")


def _corners() -> str:
    return '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize("bad", BAD)
def test_bad_files_are_refused_in_words(tmp_path: Path, bad: str) -> None:
    code, make = BAD[bad]
    assert refusal(make(tmp_path)) == code


def test_a_file_that_is_too_large_is_not_opened(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b"a;b\n")
    with path.open("r+b") as file:
        file.truncate(51 * 1024 * 1024)
    assert refusal(path) == "too_large"


@given(st.binary(max_size=400))
def test_any_bytes_are_a_table_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "a"
    path.write_bytes(content)
    said = _table_or_words(path)
    assert said


def _table_or_words(path: Path) -> object:
    """What reading gives: rows as wide as the header, or words."""
    try:
        table, rows = read(path)
    except NotATable as refused:
        return file_words(refused)
    return all(len(cells) == len(table.header) for _, cells in rows)
