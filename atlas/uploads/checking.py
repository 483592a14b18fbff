"""Which files are taken: documents that no reader's browser or office program runs. Pure.

The bytes decide, not the name nor what the sender's browser says: a page renamed « .pdf » is refused, and so is a file
that is two things at once. Archives are judged by their directory, never unpacked. Files are given out as attachments
only, so that even a wrong guess here is never opened on our site.
"""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

MOST_BYTES: Final = 10 * 1024 * 1024
MOST_UNPACKED: Final = 200 * 1024 * 1024
"""Bytes that an archive may say it unpacks to."""
MOST_PARTS: Final = 5_000
REGISTERS: Final = ("pdf", "odt", "ods", "docx", "xlsx", "csv", "png", "jpg")
"""What the register of a country takes, by extension."""
SHEETS: Final = ("pdf", "odt", "docx", "png", "jpg", "webp")
"""What a sheet takes."""
_ZIP_END: Final = b"PK\x05\x06"
_LAST: Final = 66_000
"""Bytes at the end of a file in which a reader of archives looks for their directory."""
_RUNS: Final = frozenset(
    (
        *("exe", "com", "bat", "cmd", "scr", "msi", "js", "jse", "vbs", "vbe", "ps1", "jar", "hta", "lnk", "pif"),
        *("sh", "php", "html", "htm", "xhtml", "svg", "xml", "docm", "xlsm", "pptm"),
    )
)
"""Endings that say « run me » or « open me as a page »: « facture.exe.pdf » means to deceive."""
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


def check(name: str, content: bytes, *, accepted: Collection[str] = REGISTERS) -> CheckedFile:
    """A file as somebody sent it. Raises NotAcceptable for what is empty, too large, of another type or disguised."""
    extension = _extension(name)
    kind = KINDS.get(extension) if extension in accepted else None
    if kind is None:
        names = ", ".join("JPEG" if one == "jpg" else one.upper() for one in accepted)
        raise NotAcceptable(_("Ce type de fichier n’est pas accepté. Choisissez un %(names)s.") % {"names": names})
    if re.search(r"[/\\\x00-\x1f]", name) or _RUNS.intersection(name.lower().split(".")[:-1]):
        raise NotAcceptable(_("Le nom de ce fichier est trompeur. Renommez-le simplement, par exemple « bilan.pdf »."))
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


def _extension(name: str) -> str:
    found = name.rpartition(".")[2].lower() if "." in name else ""
    return "jpg" if found == "jpeg" else found


def _is_pdf(content: bytes) -> bool:
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:] and not _is_also_archive(content)


def _is_png(content: bytes) -> bool:
    """Its parts follow each other up to the last, with nothing behind it."""
    place = 8
    while content.startswith(b"\x89PNG\r\n\x1a\n") and place + 12 <= len(content):
        size, name = int.from_bytes(content[place : place + 4]), content[place + 4 : place + 8]
        place += size + 12
        if name == b"IEND":
            return place == len(content)
    return False


def _is_jpeg(content: bytes) -> bool:
    return (
        content.startswith(b"\xff\xd8\xff")
        and content.rstrip(b"\x00").endswith(b"\xff\xd9")
        and not _is_also_archive(content)
    )


def _is_webp(content: bytes) -> bool:
    says = content.startswith(b"RIFF") and content[8:12] == b"WEBP"
    return says and int.from_bytes(content[4:8], "little") + 8 == len(content) and not _is_also_archive(content)


def _is_also_archive(content: bytes) -> bool:
    """Two things at once: a reader of archives would find one in it."""
    return _ZIP_END in content[-_LAST:] and bool(_names(content))


def _office(part: str) -> Callable[[bytes], bool]:
    """An Office Open XML archive with this part and no macros."""

    def holds(content: bytes) -> bool:
        names = _names(content) if content.startswith(b"PK\x03\x04") else []
        return part in names and not any("vbaproject" in one.lower() for one in names)

    return holds


def _open_document(media_type: str) -> Callable[[bytes], bool]:
    """An OpenDocument archive that says its type; its macros stand under Basic/ and Scripts/."""

    def holds(content: bytes) -> bool:
        said = content[30 : 38 + len(media_type)] == b"mimetype" + media_type.encode()
        says = content.startswith(b"PK\x03\x04") and said
        return says and not any(one.startswith(("Basic/", "Scripts/")) for one in _names(content))

    return holds


def _names(content: bytes) -> list[str]:
    """The parts of an archive, from its directory: nothing is unpacked. Empty when it is none, or one that would burst.

    One with something before or behind it is two things at once, one whose parts lead out of it is none of an office.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts, is_commented = archive.infolist(), bool(archive.comment)
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError, UnicodeDecodeError):
        return []
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise NotAcceptable(_("Ce fichier se déplierait en un volume démesuré. Enregistrez-le de nouveau."))
    names = [part.filename for part in parts]
    leads_out = any(one.startswith("/") or ".." in one.split("/") for one in names)
    return [] if is_commented or leads_out else names


def _is_table(content: bytes) -> bool:
    """Text in UTF-8 or Windows-1252, without control characters, that does not begin like a page."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return not _MARKUP.match(text) and not _CONTROL.search(text)


KINDS: Final[Mapping[str, _Kind]] = {
    "pdf": _Kind("application/pdf", _is_pdf),
    "odt": _Kind(f"{_OPEN}.text", _open_document(f"{_OPEN}.text")),
    "ods": _Kind(f"{_OPEN}.spreadsheet", _open_document(f"{_OPEN}.spreadsheet")),
    "docx": _Kind(f"{_OFFICE}.wordprocessingml.document", _office("word/document.xml")),
    "xlsx": _Kind(f"{_OFFICE}.spreadsheetml.sheet", _office("xl/workbook.xml")),
    "csv": _Kind("text/csv", _is_table),
    "png": _Kind("image/png", _is_png),
    "jpg": _Kind("image/jpeg", _is_jpeg),
    "webp": _Kind("image/webp", _is_webp),
}
"""By extension."""
