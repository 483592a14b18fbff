"""What an import was read from, shown beside what it would change (D3.9): the proof behind each value. Reads only."""

from collections.abc import Mapping
from typing import Final

import msgspec
from lxml import etree

from atlas.contributions.models import Contribution, Origin
from atlas.imports.iati.redaction import without_persons
from atlas.imports.spreadsheets.columns import COLUMNS
from atlas.projects.diff import FIELDS
from atlas.projects.packing import unpack

LINES: Final[Mapping[str, tuple[str, ...]]] = {
    "parties": ("foreign_partners", "french_authorities"),
    "countries": ("foreign_partners",),
    "themes": ("theme", "other_themes"),
    "funding": ("funding_lines",),
    "cofinancing_years": ("funding_lines",),
    "contact_functions": ("posts", "foreign_contacts"),
    "status_declared": ("status",),
    "form_declared": ("form",),
    "end_year": ("end_date",),
}
"""Field of a sheet → labels of the old page that it is read from, where they are not called alike."""


def source_lines(contribution: Contribution) -> dict[str, list[str]]:
    """Field → the lines of the document that it was read from, for pages of the old Atlas."""
    document = contribution.document
    if document is None or not contribution.lines or document.kind != Origin.LEGACY_PAGE:
        return {}
    lines = unpack(bytes(document.raw)).decode("utf-8", "replace").splitlines()
    found: dict[str, list[str]] = {}
    for name in FIELDS:
        spans = [contribution.lines[label] for label in LINES.get(name, (name,)) if label in contribution.lines]
        if read := [line for first, last in spans for line in lines[first - 1 : last]]:
            found[name] = read
    return found


def received_lines(contribution: Contribution) -> tuple[str, ...]:
    """The row of a table, « Column : cell » a line, or the IATI activity without its persons; nothing for the rest.

    Pages are shown field by field (`source_lines`); what people type is no document.
    """
    document = contribution.document
    if document is None or document.kind not in (Origin.SPREADSHEET, Origin.IATI):
        return ()
    raw = unpack(bytes(document.raw))
    return _cells(raw) if document.kind == Origin.SPREADSHEET else _activity(raw)


def _cells(raw: bytes) -> tuple[str, ...]:
    labels = {column.key: str(column.label) for columns in COLUMNS.values() for column in columns}
    cells = msgspec.json.decode(raw, type=dict[str, str])
    return tuple(f"{labels.get(key, key)}\N{NO-BREAK SPACE}: {text}" for key, text in cells.items())


def _activity(raw: bytes) -> tuple[str, ...]:
    element = etree.fromstring(without_persons(raw), etree.XMLParser(remove_blank_text=True, resolve_entities=False))
    etree.indent(element)
    return tuple(etree.tostring(element, encoding="unicode").splitlines())
