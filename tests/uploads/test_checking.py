"""Which files are taken: the bytes decide; disguised, empty, too large or unknown ones are refused in words."""

import hashlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.uploads.checking import KINDS, MOST_BYTES, MOST_UNPACKED, SHEETS, CheckedFile, NotAcceptable, check
from atlas.uploads.files import under_random_name
from tests.uploads.files import DECEIVING, DISGUISED, GOOD, PDF, TWO_THINGS, UNKNOWN, WEBP


@pytest.mark.parametrize("name", GOOD)
def test_accepted(name: str) -> None:
    content = GOOD[name]
    found = check(name, content)
    extension = name.rpartition(".")[2].lower().replace("jpeg", "jpg")
    assert found == CheckedFile(
        f"{hashlib.sha256(content).hexdigest()}.{extension}", KINDS[extension].media_type, len(content), content
    )


@pytest.mark.parametrize("name", DISGUISED)
def test_what_is_not_what_its_name_says(name: str) -> None:
    with pytest.raises(NotAcceptable, match="ne correspond pas à son nom"):
        check(name, DISGUISED[name])


@pytest.mark.parametrize("name", TWO_THINGS)
def test_what_is_two_things_at_once(name: str) -> None:
    with pytest.raises(NotAcceptable, match="ne correspond pas à son nom"):
        check(name, TWO_THINGS[name], accepted=SHEETS)


@pytest.mark.parametrize("name", DECEIVING)
def test_names_that_deceive(name: str) -> None:
    with pytest.raises(NotAcceptable, match="trompeur"):
        check(name, GOOD["guide.pdf"], accepted=SHEETS)


def test_an_archive_that_would_burst() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", "x")
        file.writestr("word/media/zeros.bin", bytes(MOST_UNPACKED))
    assert len(made.getvalue()) < MOST_BYTES
    with pytest.raises(NotAcceptable, match="démesuré"):
        check("lettre.docx", made.getvalue(), accepted=SHEETS)


def test_a_sheet_takes_other_types_than_a_register() -> None:
    assert check("photo.webp", WEBP, accepted=SHEETS).media_type == "image/webp"
    with pytest.raises(NotAcceptable, match="Choisissez un PDF, ODT, DOCX, PNG, JPEG, WEBP"):
        check("liste.csv", GOOD["liste.csv"], accepted=SHEETS)
    with pytest.raises(NotAcceptable, match="Choisissez un PDF, ODT, ODS"):
        check("photo.webp", WEBP)


def test_a_random_name_says_nothing_of_the_bytes() -> None:
    checked = check("a.pdf", PDF, accepted=SHEETS)
    first, second = under_random_name(checked), under_random_name(checked)
    assert first.key != second.key != checked.key
    assert first.key.endswith(".pdf")
    assert (first.content, first.media_type) == (checked.content, checked.media_type)


@pytest.mark.parametrize("name", UNKNOWN)
def test_other_types(name: str) -> None:
    with pytest.raises(NotAcceptable, match="Choisissez un PDF"):
        check(name, UNKNOWN[name])


def test_an_empty_file() -> None:
    with pytest.raises(NotAcceptable, match="vide"):
        check("a.pdf", b"")


def test_ten_megabytes_and_one_byte_more() -> None:
    whole = PDF[:-6] + bytes(MOST_BYTES - len(PDF)) + PDF[-6:]
    assert check("a.pdf", whole).size == MOST_BYTES
    with pytest.raises(NotAcceptable, match="dépasse 10"):
        check("a.pdf", whole + b"x")


@given(name=st.sampled_from([*KINDS, "html", ""]), content=st.binary(max_size=200))
def test_any_bytes_are_taken_or_refused(name: str, content: bytes) -> None:
    try:
        found = check(f"a.{name}", content, accepted=KINDS)
    except NotAcceptable:
        return
    assert (found.media_type, found.size) == (KINDS[name].media_type, len(content))
