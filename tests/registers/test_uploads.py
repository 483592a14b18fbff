"""Which files a register takes: the bytes decide; disguised, empty, too large or unknown ones are refused in words."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.registers.uploads import KINDS, MOST_BYTES, CheckedFile, NotAcceptable, check
from tests.registers.files import DISGUISED, GOOD, PDF, UNKNOWN


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


@pytest.mark.parametrize("name", UNKNOWN)
def test_other_types(name: str) -> None:
    with pytest.raises(NotAcceptable, match="Choisissez un PDF"):
        check(name, UNKNOWN[name])


def test_an_empty_file() -> None:
    with pytest.raises(NotAcceptable, match="vide"):
        check("a.pdf", b"")


def test_ten_megabytes_and_one_byte_more() -> None:
    whole = PDF + bytes(MOST_BYTES - len(PDF))
    assert check("a.pdf", whole).size == MOST_BYTES
    with pytest.raises(NotAcceptable, match="dépasse 10"):
        check("a.pdf", whole + b"x")


@given(name=st.sampled_from([*KINDS, "html", ""]), content=st.binary(max_size=200))
def test_any_bytes_are_taken_or_refused(name: str, content: bytes) -> None:
    try:
        found = check(f"a.{name}", content)
    except NotAcceptable:
        return
    assert (found.media_type, found.size) == (KINDS[name].media_type, len(content))
