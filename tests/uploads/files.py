"""Files of each type that a register takes, as small as they can be, and some that only look like one."""

import io
import zipfile

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PNG_END = bytes(4) + b"IEND" + b"\xaeB\x60\x82"
PNG = b"\x89PNG\r\n\x1a\n" + PNG_END
JPEG = b"\xff\xd8\xff\xe0" + bytes(20) + b"\xff\xd9"
WEBP = b"RIFF" + (12).to_bytes(4, "little") + b"WEBPVP8 " + bytes(4)
CSV = "Collectivité;Partenaire\r\nRivebourg;Tambaga\u00a0(cercle)\r\n"
PAGE = b"<!doctype html><html><script>alert(1)</script></html>"
OPEN_TEXT = "application/vnd.oasis.opendocument.text"
OPEN_TABLE = "application/vnd.oasis.opendocument.spreadsheet"


def archive(*names: str, mimetype: str = "") -> bytes:
    """A ZIP file with these parts; `mimetype` is its first, stored, as OpenDocument asks."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x")
    return made.getvalue()


GOOD = {
    "guide.pdf": PDF,
    "GUIDE.PDF": PDF,
    "lettre.odt": archive("content.xml", mimetype=OPEN_TEXT),
    "liste.ods": archive("content.xml", mimetype=OPEN_TABLE),
    "lettre.docx": archive("[Content_Types].xml", "word/document.xml"),
    "liste.xlsx": archive("[Content_Types].xml", "xl/workbook.xml"),
    "liste.csv": CSV.encode(),
    "ancienne.csv": CSV.encode("cp1252"),
    "marquee.csv": CSV.encode("utf-8-sig"),
    "carte.png": PNG,
    "carte.jpg": JPEG,
    "carte.jpeg": JPEG,
}
TWO_THINGS = {
    "pdf-et-archive.pdf": PDF + archive("a") + b"%%EOF",
    "page-et-pdf.pdf": b"<script>alert(1)</script>" + PDF,
    "image-et-archive.png": PNG + archive("a"),
    "image-et-page.png": PNG + PAGE,
    "photo-et-archive.jpg": JPEG + archive("a"),
    "photo-et-page.jpg": JPEG + PAGE,
    "archive-et-page.docx": PAGE + archive("word/document.xml"),
    "pdf-et-lettre.odt": PDF + archive("content.xml", mimetype=OPEN_TEXT),
    "sort-de-l-archive.docx": archive("word/document.xml", "../../etc/passwd"),
}
DECEIVING = (
    "facture.exe.pdf",
    "page.html.pdf",
    "dessin.svg.png",
    "../../bilan.pdf",
    "dossier\\bilan.pdf",
    "bi\x00lan.pdf",
)
DISGUISED = {
    "page.pdf": PAGE,
    "page.csv": b"\xef\xbb\xbf \n" + PAGE,
    "dessin.csv": b"<svg onload='alert(1)'/>",
    "binaire.csv": b"a;b\x00c",
    "page.png": PAGE,
    "page.jpg": PAGE,
    "archive.docx": archive("word/other.xml"),
    "macros.docx": archive("word/document.xml", "word/vbaProject.bin"),
    "macros.xlsx": archive("xl/workbook.xml", "xl/vbaProject.bin"),
    "macros.odt": archive("Basic/Standard/Module1.xml", mimetype=OPEN_TEXT),
    "tableau.odt": archive("content.xml", mimetype=OPEN_TABLE),
    "cassee.xlsx": b"PK\x03\x04 not an archive",
    "texte.docx": b"word/document.xml",
}
UNKNOWN = {
    "page.html": PAGE,
    "dessin.svg": b"<svg/>",
    "programme.exe": b"MZ",
    "lettre.docm": archive("word/document.xml"),
    "guide.pdf.html": PAGE,
    "sans-extension": PDF,
    "": PDF,
    "archive.zip": archive("a"),
}
