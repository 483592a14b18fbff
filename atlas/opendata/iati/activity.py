"""An activity: its elements in the order of the schema (D11.3), each with the fields of the record that it says.

This list is the mapping: docs/iati.md is compared with it by a test, and so is what IATI does not carry.
"""

from collections.abc import Callable
from dataclasses import dataclass

from atlas.opendata.iati.classification import defaults, locations, recipient_countries, sectors, tags
from atlas.opendata.iati.context import Context
from atlas.opendata.iati.description import (
    activity_dates,
    activity_status,
    contact_info,
    descriptions,
    iati_identifier,
    other_identifier,
    reporting_org,
    title,
)
from atlas.opendata.iati.documents import document_links
from atlas.opendata.iati.fields import Record
from atlas.opendata.iati.money import budgets, transactions
from atlas.opendata.iati.organisations import participating_orgs


@dataclass(frozen=True)
class Element:
    """`names`: the elements that it writes; `fields`: what of the record they say."""

    names: tuple[str, ...]
    write: Callable[[Record, Context], str]
    fields: tuple[str, ...] = ()


_TEXTS = ("context", "history", "objective", "description", "beneficiaries")
_DEFAULTS = (
    "collaboration-type",
    "default-flow-type",
    "default-finance-type",
    "default-aid-type",
    "default-tied-status",
)
ELEMENTS = (
    Element(("iati-identifier",), iati_identifier, ("id",)),
    Element(("reporting-org",), reporting_org),
    Element(("title",), title, ("title",)),
    Element(("description",), descriptions, _TEXTS),
    Element(("participating-org",), participating_orgs, ("parties",)),
    Element(("other-identifier",), other_identifier, ("legacy_prj_id",)),
    Element(("activity-status",), activity_status, ("status",)),
    Element(("activity-date",), activity_dates, ("start_year", "end_date", "end_year")),
    Element(("contact-info",), contact_info),
    Element(("recipient-country",), recipient_countries, ("countries",)),
    Element(("location",), locations, ("places", "parties")),
    Element(("sector",), sectors, ("themes",)),
    Element(("tag",), tags, ("sdgs", "family", "form", "status", "is_example")),
    Element(_DEFAULTS, defaults, ("countries",)),
    Element(("budget",), budgets, ("funding",)),
    Element(("transaction",), transactions, ("funding",)),
    Element(("document-link",), document_links, ("documents",)),
)
_WRITERS = tuple(one.write for one in ELEMENTS)


def activity(record: Record, context: Context) -> str:
    """The whole element. The record must have no gap (`gaps.gaps_of`)."""
    content = "".join([write(record, context) for write in _WRITERS])
    return (
        f'<iati-activity xml:lang="fr" default-currency="EUR" last-updated-datetime="{record.updated_at}">'
        f"{content}</iati-activity>\n"
    )
