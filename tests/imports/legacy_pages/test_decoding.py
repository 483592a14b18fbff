"""Bytes → text: encodings, damage, and what is refused."""

import pytest

from atlas.imports.legacy_pages.decoding import MAX_BYTES, decode
from atlas.imports.legacy_pages.sheet import NotASheet

from .samples import codes, example, read
from .writer import write_g3

PAGE = write_g3(example())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_needs_no_guess(encoding: str) -> None:
    sheet = read(PAGE.encode(encoding))
    assert (sheet.context, codes(sheet)) == (example().context, set())


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15"])
def test_old_western_encodings_are_guessed_and_flagged(encoding: str) -> None:
    page = PAGE.replace("’", "'")
    sheet = read(page.encode(encoding))
    assert sheet.context == (example().context or "").replace("’", "'")
    assert (sheet.implementers, codes(sheet)) == (example().implementers, {"encoding_guessed"})


def test_a_declared_encoding_is_no_guess() -> None:
    html = '<html><head><meta charset="iso-8859-1"></head><body><p>Cœur été</p></body></html>'
    assert decode(html.encode("cp1252")) == (html, None)
    assert decode(html.replace("iso-8859-1", "klingon").encode("cp1252"))[1] == "cp1252"


def test_a_text_read_twice_is_read_back() -> None:
    twice = PAGE.replace("œ", "oe").encode().decode("cp1252", "replace")
    assert "Ã" in twice
    once, guessed = decode("coopÃ©ration dÃ©centralisÃ©e, thÃ¨me".encode())
    assert (once, guessed) == ("coopération décentralisée, thème", "utf-8 read as cp1252")


def test_single_damaged_bytes_do_not_change_the_encoding() -> None:
    data = PAGE.encode().replace(b"forages anciens", b"forages \xe9 anciens")
    sheet = read(data)
    assert sheet.context is not None
    assert "forages \ufffd anciens" in sheet.context
    assert codes(sheet) == {"encoding_guessed"}


def test_a_page_cut_inside_a_character_is_cut_before_it() -> None:
    data = PAGE.encode()
    place = data.index("é".encode(), 900) + 1
    assert decode(data[:place]) == (data[: place - 1].decode(), None)


def test_line_ends_and_decomposed_accents_make_no_difference() -> None:
    import unicodedata

    plain = read(PAGE)
    assert read(PAGE.replace("\n", "\r\n").encode()) == plain
    assert read(PAGE.replace("\n", "\r")) == plain
    assert read(unicodedata.normalize("NFD", PAGE)) == plain


def test_control_characters_become_blanks() -> None:
    assert read(PAGE.replace("un seul", "un\x0bseul")).context == example().context


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (b"%PDF-1.7 " + PAGE.encode(), "binary"),
        (b"PK\x03\x04" + PAGE.encode(), "binary"),
        (PAGE.encode() + b"\x00", "binary"),
        (bytes(range(1, 32)) * 20, "binary"),
        (b"\xff\xfe\x00\xd8\x00", "binary"),
        (b"a" * (MAX_BYTES + 1), "too_large"),
        (PAGE.encode("utf-16-le"), "binary"),
        (b"Une page\nd'un autre site\n", "not_a_sheet"),
        (b"Titre\nRecette\nContexte\nUne tarte\nHistorique\n", "not_a_sheet"),
        (b"<html><body><h1>Titre</h1><p>Bonjour</p></body></html>", "not_a_sheet"),
        (b"<html>", "not_a_sheet"),
        (b"<!-- -->", "not_a_sheet"),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(NotASheet) as refusal:
        read(data)
    assert refusal.value.code == code
    assert str(refusal.value) == refusal.value.message != ""
