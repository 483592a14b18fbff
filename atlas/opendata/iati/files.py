"""IATI files: activities of a selection, streamed in constant memory; the organisation file of the reporter.

The same data give the same bytes: activities by number, and the only date that is not of a record is that of the
catalogue's last change. Not for deciding what may be exported: that is `gaps`.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice
from typing import BinaryIO, Final

from atlas.catalogue.models import Change
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.streaming import Selection, records, select
from atlas.opendata.iati.activity import activity
from atlas.opendata.iati.context import Context, context, purposes
from atlas.opendata.iati.description import GOVERNMENT
from atlas.opendata.iati.fields import decode
from atlas.opendata.iati.gaps import exportable, gaps_of
from atlas.opendata.iati.xml import element, empty, narrative, text
from atlas.reference.iati_codes import NAMESPACE

BATCH: Final = 200
"""Activities of one piece: a megabyte and a half."""
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write_activities(file: BinaryIO, *, site: str, query: SearchQuery | None = None, today: date | None = None) -> int:
    """Write the activities file of the whole register, or of a search, and return how many activities it holds.

    `file`: open for writing bytes. `site`: scheme and host of the public site without a slash at the end, for the
    addresses of sheets (`https://atlas.example`). `today`: the day that tells past from future; this day in Paris
    unless said. Constant memory; the bytes are the same as long as data and day are. Nothing is written, and 0
    returned, when no project can be an activity: an empty file would break the schema. Raises IndexUnavailable while
    there is no index, RecordsMissing when records are lost: the file is then not whole.
    """
    selection = exportable(select(query or SearchQuery()), purposes())
    if selection.total:
        for piece in activities(selection, context(site, today=today)):
            file.write(piece)
    return selection.total


def activities(selection: Selection, context: Context) -> Iterator[bytes]:
    """The file of a selection in pieces. Five queries, and one for every 500 projects."""
    generated = changed_at(selection.revision)
    yield (
        f'{_DECLARATION}<iati-activities version="2.03" generated-datetime="{generated}" xmlns:atlas="{NAMESPACE}">\n'
    ).encode()
    found = records(selection.ids(), decode, revision=selection.revision)
    while batch := list(islice(found, BATCH)):
        yield "".join([activity(record, context) for record in batch if not gaps_of(record, context)]).encode()
    yield b"</iati-activities>\n"


def changed_at(revision: int) -> str:
    """When the catalogue came to this revision."""
    at: datetime | None = Change.objects.filter(revision=revision).values_list("at", flat=True).first()
    return (at or datetime(1970, 1, 1, tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def organisation_file(context: Context, *, generated: str, page: str) -> bytes:
    """Who reports (IATI organisation standard 2.03). `page`: the address that says what the files are."""
    title = element("title", narrative("Les données de l’Atlas au format IATI"))
    link = element("document-link", title + empty("category", code="B16"), format="text/html", url=page)
    content = (
        f"<organisation-identifier>{text(context.reporter)}</organisation-identifier>"
        f"{element('name', narrative(context.reporter_name))}{_reporter(context)}{link}"
    )
    return (
        f'{_DECLARATION}<iati-organisations version="2.03" generated-datetime="{generated}">\n'
        f'<iati-organisation xml:lang="fr" default-currency="EUR">{content}</iati-organisation>\n'
        "</iati-organisations>\n"
    ).encode()


def _reporter(context: Context) -> str:
    return element("reporting-org", narrative(context.reporter_name), ref=context.reporter, type=GOVERNMENT)
