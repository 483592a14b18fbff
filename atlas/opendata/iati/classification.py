"""Where and about what: countries, places, sectors, tags, the defaults of all (D11.4). Pure."""

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

from django.utils.translation import override

from atlas.opendata.iati.context import Context
from atlas.opendata.iati.fields import Party, Place, Record
from atlas.opendata.iati.xml import element, empty, is_blank, narrative
from atlas.reference.choices import Family, Form, Role, Status
from atlas.reference.iati_codes import DORMANT_TAG, OURS, PATH, PLACES, UNCODED

NOT_CONFIRMED: Final = "Code proposé d’après les thèmes de la fiche, non confirmé"
_DAC, _GOALS, _ISO = "1", "2", "A4"
_WGS84: Final = "http://www.opengis.net/def/crs/EPSG/0/4326"


def shares(parts: int) -> list[int]:
    """A whole in hundredths of a per cent, in equal parts; what is left over goes to the first."""
    each, left = divmod(10_000, parts)
    return [each + left, *[each] * (parts - 1)]


def percentage(hundredths: int) -> str:
    """`3334` → `33.34`, `5000` → `50`."""
    whole, part = divmod(hundredths, 100)
    return f"{whole}.{part:02}".rstrip("0") if part else str(whole)


def recipient_countries(record: Record, context: Context) -> str:
    """The partner countries in equal shares: no sheet says other ones."""
    if len(record.countries) == 1:
        return _country(record.countries[0].iso2)
    pairs = zip(record.countries, shares(len(record.countries)), strict=True)
    return "".join(empty("recipient-country", code=one.iso2, percentage=percentage(share)) for one, share in pairs)


@lru_cache(maxsize=512)
def _country(code: str) -> str:
    return empty("recipient-country", code=code)


def locations(record: Record, context: Context) -> str:
    """Each declared place, then each foreign partner: its name, its country, its point where one is known."""
    partners = {p.name: p for p in record.parties if p.role == Role.PARTNER and p.country not in (None, "FR")}
    found = (_location(p.name, p.country, _point(p), is_exact=not p.is_approximate) for p in partners.values())
    return "".join((*map(_declared, record.places), *found))


def _declared(place: Place) -> str:
    """`atlas:field` tells it from where a partner is. A blank name would break a rule; the area is described."""
    parts = [
        "" if is_blank(place.name) else element("name", narrative(place.name)),
        "" if is_blank(place.area) else element("description", narrative(place.area)),
        empty("administrative", vocabulary=_ISO, level="0", code=place.country),
    ]
    if point := _point(place):
        parts.append(element("point", f"<pos>{point}</pos>", srsName=_WGS84))
        parts.append(empty("exactness", code="2" if place.is_approximate else "1"))
    return element("location", "".join(parts), field=PLACES)


def _point(one: Party | Place) -> str:
    return "" if one.lat is None or one.lon is None else f"{_degrees(one.lat)} {_degrees(one.lon)}"


def _degrees(value: float) -> str:
    """Never with an exponent, which the rules do not know."""
    written = str(value)
    return f"{value:.6f}" if "e" in written else written


@lru_cache(maxsize=16_384)
def _location(name: str, country: str | None, point: str, *, is_exact: bool) -> str:
    parts = [element("name", narrative(name)), empty("administrative", vocabulary=_ISO, level="0", code=country)]
    if point:
        parts.append(element("point", f"<pos>{point}</pos>", srsName=_WGS84))
        parts.append(empty("exactness", code="1" if is_exact else "2"))
    return element("location", "".join(parts))


def sectors(record: Record, context: Context) -> str:
    """The DAC codes proposed for the themes, then the themes themselves; each vocabulary adds up to 100."""
    return "".join((*_purposes(record, context), *_themes(record)))


def _purposes(record: Record, context: Context) -> Iterator[str]:
    found = [code for theme in record.themes if (code := context.purpose_of(theme.code))]
    totals: dict[str, int] = {}
    for code, share in zip(found, shares(len(found)) if found else (), strict=True):
        totals[code] = totals.get(code, 0) + share
    return (_purpose(code, percentage(total) if len(totals) > 1 else None) for code, total in totals.items())


@lru_cache(maxsize=4096)
def _purpose(code: str, share: str | None) -> str:
    return element("sector", narrative(NOT_CONFIRMED), vocabulary=_DAC, code=code, percentage=share)


def _themes(record: Record) -> Iterator[str]:
    named = [theme for theme in record.themes if theme.path]
    for theme, share in zip(named, shares(len(named)) if named else (), strict=True):
        yield _theme(theme.code or UNCODED, theme.path, percentage(share) if len(named) > 1 else None)


@lru_cache(maxsize=4096)
def _theme(code: str, path: tuple[str, ...], share: str | None) -> str:
    """Kept, as other elements that say the same for many sheets."""
    return element("sector", narrative(PATH.join(path)), vocabulary=OURS, code=code, percentage=share)


def tags(record: Record, context: Context) -> str:
    """The goals that the sheet names; family, form, and what else IATI has no element for."""
    made = [empty("tag", code=str(goal), vocabulary=_GOALS) for goal in record.sdgs if 1 <= goal <= 17]
    found = [
        f"family:{record.family}" if record.family else "",
        f"form:{record.form}" if record.form else "",
        DORMANT_TAG if record.status == Status.DORMANT else "",
        "example" if record.is_example else "",
    ]
    return "".join((*made, *(_tag(code) for code in found if code)))


@cache
def _tag(code: str) -> str:
    return element("tag", narrative(_words()[code]), code=code, vocabulary=OURS)


@cache
def _words() -> dict[str, str]:
    """Our tags in French, the language of the file."""
    with override("fr"):
        return {
            **{f"family:{one.value}": str(one.label) for one in Family},
            **{f"form:{one.value}": str(one.label) for one in Form},
            DORMANT_TAG: str(Status.DORMANT.label),
            "example": "Fiche d’exemple, inventée",
        }


def defaults(record: Record, context: Context) -> str:
    """Bilateral, by grants, as a project, untied; official development assistance if each country is eligible."""
    return _defaults(all(country.iso2 in context.eligible for country in record.countries))


@cache
def _defaults(is_aid: bool) -> str:
    return "".join(
        (
            empty("collaboration-type", code="1"),
            empty("default-flow-type", code="10") if is_aid else "",
            empty("default-finance-type", code="110"),
            empty("default-aid-type", code="C01"),
            empty("default-tied-status", code="5"),
        )
    )
