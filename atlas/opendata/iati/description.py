"""What an activity is and since when: identifier, reporter, texts, status, dates, contact (D11.4). Pure."""

from datetime import date
from functools import lru_cache
from typing import Final

from atlas.opendata.iati.context import Context
from atlas.opendata.iati.fields import Record
from atlas.opendata.iati.xml import element, empty, is_blank, narrative, text
from atlas.reference.choices import Status
from atlas.reference.iati_codes import STATUSES

GOVERNMENT: Final = "10"
YEAR_ONLY: Final = "Année seule : le jour n’est pas connu"
_PLANNED_START, _START, _PLANNED_END, _END = "1", "2", "3", "4"
_GENERAL, _OBJECTIVES, _TARGETS, _OTHER = "1", "2", "3", "4"


def iati_identifier(record: Record, context: Context) -> str:
    """Never changes: the reporter’s reference and the number of the sheet."""
    return f"<iati-identifier>{text(context.reporter)}-ATLAS-{record.id}</iati-identifier>"


def reporting_org(record: Record, context: Context) -> str:
    """The ministry, which reports what authorities declared."""
    return _reporter(context.reporter, context.reporter_name)


@lru_cache(maxsize=16)
def _reporter(reference: str, name: str) -> str:
    """Kept, as what else many activities share."""
    return element("reporting-org", narrative(name), ref=reference, type=GOVERNMENT, secondary_reporter="1")


def title(record: Record, context: Context) -> str:
    """The title as declared; the number of a sheet that has none."""
    return element("title", narrative(_title(record)))


def _title(record: Record) -> str:
    return record.title if not is_blank(record.title) else f"Fiche n° {record.id}"


def descriptions(record: Record, context: Context) -> str:
    """The sheet's texts, each with the field that it was. A sheet without texts repeats its title: one is required."""
    general = "context" if is_blank(record.description) else "description"
    places = (
        (general, _GENERAL),
        ("objective", _OBJECTIVES),
        ("beneficiaries", _TARGETS),
        *((("context", _OTHER),) if general != "context" else ()),
        ("history", _OTHER),
    )
    texts = [(field, kind, getattr(record, field)) for field, kind in places]
    made = [
        element("description", narrative(value), type=kind, field=field)
        for field, kind, value in texts
        if not is_blank(value)
    ]
    return "".join(made) or element("description", narrative(_title(record)), type=_GENERAL, field="title")


def other_identifier(record: Record, context: Context) -> str:
    """The number in the addresses of the old Atlas."""
    if record.legacy_prj_id is None:
        return ""
    return empty("other-identifier", ref=str(record.legacy_prj_id), type="A1", field="legacy_prj_id")


def activity_status(record: Record, context: Context) -> str:
    """The declared status; a doubt about it changes nothing."""
    return _status(STATUSES[record.status or ""])


@lru_cache(maxsize=16)
def _status(code: str) -> str:
    return empty("activity-status", code=code)


def activity_dates(record: Record, context: Context) -> str:
    """Start and end; an end before the start is left out, no reader could place it."""
    start = date(record.start_year or 1, 1, 1)
    made = [_date(_START if start <= context.today else _PLANNED_START, start, "start_year", is_year=True)]
    end = record.end_date or (date(record.end_year, 12, 31) if record.end_year else None)
    if end is not None and end >= start:
        is_over = record.status in (Status.COMPLETED, Status.CANCELLED) and end <= context.today
        field = "end_date" if record.end_date else "end_year"
        made.append(_date(_END if is_over else _PLANNED_END, end, field, is_year=record.end_date is None))
    return "".join(made)


@lru_cache(maxsize=4_096)
def _date(kind: str, day: date, field: str, *, is_year: bool) -> str:
    said = narrative(YEAR_ONLY) if is_year else ""
    return element("activity-date", said, type=kind, iso_date=day.isoformat(), field=field)


def contact_info(record: Record, context: Context) -> str:
    """The reporter and the form by which anyone may correct the sheet; never a person."""
    address = text(f"{context.sheet}{record.id}/{context.correct}")
    return f"{_contact(context.reporter_name)}<website>{address}</website></contact-info>"


@lru_cache(maxsize=16)
def _contact(name: str) -> str:
    """Up to the address."""
    return f'<contact-info type="1">{element("organisation", narrative(name))}'
