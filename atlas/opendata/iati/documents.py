"""The sheet itself and its documents, as `document-link` (D11.4). Pure."""

import mimetypes
import re
from typing import Final
from urllib.parse import quote

from atlas.opendata.iati.context import Context
from atlas.opendata.iati.fields import Record
from atlas.opendata.iati.xml import element, empty, is_blank, narrative
from atlas.reference.iati_codes import PERMALINK

_WEB_PAGE: Final = "A12"
_CATEGORIES: Final = {
    "convention": "A09",
    "report": "A08",
    "evaluation": "A07",
    "source": _WEB_PAGE,
    "other": _WEB_PAGE,
}
_ADDRESS: Final = re.compile(r"https?://[\w.-]+(:\d+)?([/?#]\S*)?")
_STRAY: Final = re.compile(r"%(?![0-9A-Fa-f]{2})")
_KEPT: Final = "%/:=&?~#+!$,;'@()*"


def document_links(record: Record, context: Context) -> str:
    """The sheet first, then its documents. An address that is none on the web is left out."""
    address = f"{context.sheet}{record.id}/"
    made = [_link(address, f"Fiche n° {record.id} de l’Atlas", _WEB_PAGE, PERMALINK, "text/html")]
    made += [
        _link(
            quote(_STRAY.sub("%25", document.url), safe=_KEPT),
            document.url if is_blank(document.title) else document.title,
            _CATEGORIES.get(document.kind, _WEB_PAGE),
            document.kind,
            mimetypes.guess_type(document.url)[0] or "text/html",
        )
        for document in record.documents
        if _ADDRESS.fullmatch(document.url)
    ]
    return "".join(made)


def _link(url: str, title: str, category: str, field: str, media_type: str) -> str:
    content = element("title", narrative(title)) + empty("category", code=category)
    return element("document-link", content, format=media_type, url=url, field=field)
