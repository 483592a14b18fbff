"""A public record as the JSON that the API gives of it. What lists show of it is made beforehand (ADR 16, ADR 21).

The one place that decides which key holds what: a list and a single project cannot differ. Amounts are numbers, dates
texts (ISO 8601), words stand in both languages. What depends on the day or the request is put in when it is asked for
(`with_moment`). Private fields cannot be here: the record has none.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any, Final

import msgspec
from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import override

from atlas.catalogue import wording
from atlas.catalogue.record import PublicFunding, PublicParty, PublicPlace, PublicProject, decode
from atlas.catalogue.wording import ORIGINS
from atlas.opendata.api.schemas import ALL_FIELDS, FIELDS, OF_THE_MOMENT
from atlas.reference.choices import Family, Form, Nature, Role, Status
from atlas.reference.kinds import Kind

CURRENCY: Final = "EUR"

encode: Final = msgspec.json.Encoder(decimal_format="number").encode
_keys: Final = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_KEPT: Final = frozenset(FIELDS) - frozenset(OF_THE_MOMENT)

Coded = dict[str, str]


def labelled(code: str, labels: Mapping[str, tuple[str, str]]) -> Coded:
    """A code with its words in both languages; the code itself where there are none."""
    french, english = labels.get(code) or (code, code)
    return {"code": code, "label_fr": french, "label_en": english}


@cache
def labels_of(choices: type[TextChoices]) -> dict[str, tuple[str, str]]:
    """French and English words of a closed list, by code."""
    return both({one.value: one.label for one in choices})


def both(words: Mapping[str, str | Promise]) -> dict[str, tuple[str, str]]:
    """Words by code in French and in English."""
    with override("fr"):
        french = {code: str(text) for code, text in words.items()}
    with override("en"):
        return {code: (french[code], str(text)) for code, text in words.items()}


def words() -> tuple[object, ...]:
    """All words that a kept body may hold: whoever keeps it makes it anew when one of them changes."""
    return tuple(labels_of(one) for one in (Family, Form, Status, Role, Kind, Nature))


def origin_of(code: str) -> Coded:
    """Where a version came from, in words."""
    return {**labelled(code if code in _origins() else "", _origins()), "code": code}


@cache
def _origins() -> dict[str, tuple[str, str]]:
    return both(ORIGINS | {"": wording.OTHER_ORIGIN})


def body(record: bytes) -> bytes:
    """What a list shows of a project, without what depends on the moment."""
    made = project_object(decode(record))
    return encode({key: made[key] for key in FIELDS if key in _KEPT})


def with_moment(kept: bytes, permalink: str, *, is_doubtful: bool) -> bytes:
    """The object of a list from what was made beforehand. Spliced: nothing is read nor written again."""
    doubt = b"true" if is_doubtful else b"false"
    number, _, rest = kept.partition(b",")
    return b"".join((number, b',"permalink":', encode(permalink), b',"to_confirm":', doubt, b",", rest))


def chosen(whole: bytes, fields: Sequence[str]) -> bytes:
    """Some keys of an object, in the order asked; their values are copied as they stand."""
    found = _keys(whole)
    return encode({key: found[key] for key in fields})


def full_body(record: bytes, permalink: str, *, is_doubtful: bool) -> bytes:
    """Everything that the API says of a project."""
    made = project_object(decode(record)) | {"permalink": permalink, "to_confirm": is_doubtful}
    return encode({key: made[key] for key in ALL_FIELDS})


def project_object(project: PublicProject) -> dict[str, Any]:
    """Every key of schemas.FullProject but those of the moment, in no order."""
    return {**_head(project), **_partnership(project), **_texts(project), **_parts(project)}


def _head(project: PublicProject) -> dict[str, Any]:
    return {
        "id": project.id,
        "legacy_prj_id": project.legacy_prj_id,
        "title": project.title,
        "version": project.version,
        "created_at": instant(project.created_at),
        "updated_at": instant(project.updated_at),
        "verified_on": project.verified_on,
        "is_example": project.is_example,
        "first_convention_year": project.first_convention_year,
        "start_year": project.start_year,
        "end_date": project.end_date,
        "end_year": project.end_date.year if project.end_date else project.end_year,
        "is_triennial": project.is_triennial,
    }


def _partnership(project: PublicProject) -> dict[str, Any]:
    return {
        "family": labelled(project.family, labels_of(Family)) if project.family else None,
        "form": _declared(project.form, project.form_declared, Form),
        "status": _declared(project.status, project.status_declared, Status),
        "countries": [_country(one) for one in project.countries],
        "themes": [
            {"code": one.code, "rank": one.rank, "path_fr": one.path_fr, "path_en": one.path_en}
            for one in sorted(project.themes, key=lambda theme: theme.rank)
        ],
        "french_authorities": [_party(one) for one in project.french_authorities],
        "foreign_partners": [_party(one) for one in project.foreign_partners],
        "amounts": _amounts(project),
    }


def _texts(project: PublicProject) -> dict[str, Any]:
    names = (
        *("context", "history", "objective", "description", "beneficiaries", "owners", "implementers"),
        *("other_partners_france", "other_partners_abroad", "pre_reform_authority", "communication_france"),
        *("communication_partner_countries", "has_evaluation", "cofinancing_years"),
    )
    return {name: getattr(project, name) for name in names}


def _parts(project: PublicProject) -> dict[str, Any]:
    return {
        "goals": project.sdgs,
        "places": [_place(one) for one in project.places],
        "parties": [_party(one) for one in project.parties],
        "funding": [_line(one) for one in project.funding],
        "actions": [
            {name: getattr(one, name) for name in ("title", "objective", "summary", "place", "amount")}
            for one in project.actions
        ],
        "posts": [{"id": one.id, "name": one.name, "city": one.city} for one in project.posts],
        "documents": [{"kind": one.kind, "title": one.title, "url": one.url} for one in project.documents],
        "extra": [{"label": label, "text": text} for label, text in project.extra],
        "flags": list(dict.fromkeys(one.code for one in project.flags)),
        "sources": [
            {"kind": one.kind, "received_on": one.received_on, "address": one.address} for one in project.sources
        ],
    }


def _place(one: PublicPlace) -> dict[str, Any]:
    return {
        "name": one.name,
        "country": one.country,
        "area": one.area or None,
        "lat": one.lat,
        "lon": one.lon,
        "precision": "unknown" if one.lat is None else "area" if one.is_approximate else "place",
        "is_whole_country": not one.name and one.lat is None,
    }


def _declared(code: str | None, declared: str, choices: type[TextChoices]) -> dict[str, str | None]:
    known = labelled(code, labels_of(choices)) if code else {"code": None, "label_fr": None, "label_en": None}
    return {**known, "declared": declared or None}


def _country(one: Any) -> dict[str, Any]:
    zone = {"code": one.zone, "label_fr": one.zone_fr or one.zone, "label_en": one.zone_en or one.zone}
    return {
        "code": one.iso2,
        "label_fr": one.name_fr,
        "label_en": one.name_en,
        "zone": zone if one.zone else None,
    }


def _party(one: PublicParty) -> dict[str, Any]:
    names = ("id", "name", "declared", "former", "country", "department", "region", "siren", "admin_area", "lat", "lon")
    return {
        "role": labelled(one.role, labels_of(Role)),
        "kind": labelled(one.kind, labels_of(Kind)) if one.kind else None,
        "precision": precision(one.lat, one.lon, is_approximate=one.is_approximate),
        **{name: getattr(one, name) for name in names},
    }


def precision(lat: float | None, lon: float | None, *, is_approximate: bool) -> str:
    """`place`: the thing's own point; `area`: the middle of a larger area; `unknown`: no point."""
    if lat is None or lon is None:
        return "unknown"
    return "area" if is_approximate else "place"


def _amounts(project: PublicProject) -> dict[str, Any]:
    found = {line.nature for line in project.funding if line.amount is not None}
    natures = labels_of(Nature)
    return {
        "currency": CURRENCY,
        "total": project.total_amount,
        "state": project.state_amount,
        "natures": [labelled(code, natures) for code in natures if code in found],
    }


def _line(one: PublicFunding) -> dict[str, Any]:
    names = ("funder", "id", "declared", "year", "amount", "pct_water", "pct_waste", "pct_energy", "pct_unplaced")
    return {
        **{name: getattr(one, name) for name in names},
        "pct_columns": one.pct,
        "currency": CURRENCY,
        "kind": labelled(one.kind, labels_of(Kind)) if one.kind else None,
        "nature": labelled(one.nature, labels_of(Nature)),
    }


def instant(at: datetime) -> str:
    """In UTC, to the second."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
