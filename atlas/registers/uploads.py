"""Which files a register takes: documents that no reader's browser or office program runs. Pure.

The bytes decide, not the name nor what the sender's browser says: a page renamed « .pdf » is refused. Files are given
out as attachments only (`views.document_file`), so that even a wrong guess here is never opened on our site.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

MOST_BYTES: Final = 10 * 1024 * 1024
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"
_OPEN: Final = "application/vnd.oasis.opendocument"
_MARKUP: Final = re.compile(r"\s*<[!?a-z]", re.IGNORECASE)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class NotAcceptable(ValueError):
    """Why a file is refused and what to do, in words of the active language."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that may be kept. `key`: the name under which it is, the same for the same bytes."""

    key: str
    media_type: str
    size: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class _Kind:
    media_type: str
    holds: Callable[[bytes], bool]


def check(name: str, content: bytes) -> CheckedFile:
    """A file as somebody sent it. Raises NotAcceptable for what is empty, too large, of another type or disguised."""
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    extension = "jpg" if extension == "jpeg" else extension
    kind = KINDS.get(extension)
    if kind is None:
        raise NotAcceptable(
            _("Ce type de fichier n’est pas accepté. Choisissez un PDF, ODT, ODS, DOCX, XLSX, CSV, PNG ou JPEG.")
        )
    if not content:
        raise NotAcceptable(_("Ce fichier est vide. Vérifiez-le sur votre poste, puis choisissez-le de nouveau."))
    if len(content) > MOST_BYTES:
        raise NotAcceptable(_("Ce fichier dépasse 10 Mo. Allégez-le, ou publiez-le ailleurs et donnez son adresse."))
    if not kind.holds(content):
        raise NotAcceptable(
            _(
                "Le contenu de ce fichier ne correspond pas à son nom, ou il contient des macros. Enregistrez-le de "
                "nouveau dans l’un des formats acceptés, sans macros."
            )
        )
    return CheckedFile(f"{hashlib.sha256(content).hexdigest()}.{extension}", kind.media_type, len(content), content)


def _begins(mark: bytes) -> Callable[[bytes], bool]:
    return lambda content: content.startswith(mark)


def _office(part: str) -> Callable[[bytes], bool]:
    """An Office Open XML archive with this part and no macros."""
    return lambda content: part in (names := _names(content)) and not any("vbaproject" in one.lower() for one in names)


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    """An OpenDocument archive that says its type; its macros stand under Basic/ and Scripts/."""

    def holds(content: bytes) -> bool:
        says = content[30:38] == b"mimetype" and content[38 : 38 + len(media_type)] == media_type.encode()
        return says and not any(one.startswith(("Basic/", "Scripts/")) for one in _names(content))

    return holds


def _names(content: bytes) -> list[str]:
    """The parts of an archive, from its directory: nothing is unpacked. Empty when it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError):
        return []


def _is_table(content: bytes) -> bool:
    """Text in UTF-8 or Windows-1252, without control characters, that does not begin like a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return not _MARKUP.match(text) and not _CONTROL.search(text)


KINDS: Final[Mapping[str, _Kind]] = {
    "pdf": _Kind("application/pdf", _begins(b"%PDF-")),
    "odt": _Kind(f"{_OPEN}.text", _open_document(f"{_OPEN}.text")),
    "ods": _Kind(f"{_OPEN}.spreadsheet", _open_document(f"{_OPEN}.spreadsheet")),
    "docx": _Kind(f"{_OFFICE}.wordprocessingml.document", _office("word/document.xml")),
    "xlsx": _Kind(f"{_OFFICE}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "csv": _Kind("text/csv", _is_table),
    "png": _Kind("image/png", _begins(b"\x89PNG\r\n\x1a\n")),
    "jpg": _Kind("image/jpeg", _begins(b"\xff\xd8\xff")),
}
"""By extension."""
