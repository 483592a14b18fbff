"""An `iati-activity` element → `Activity`. Pure; what cannot be read becomes a finding, never an error.

Elements are read by their names without a namespace: whatever stands in a namespace is somebody's extension and passed
over, except `atlas:field` of our own files.
"""

import math
import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from lxml import etree

from atlas.projects.checks import Finding
from atlas.reference.choices import Nature, Role, Status
from atlas.reference.iati_codes import FIELD, PERMALINK, PLACES, SIREN, STATUSES

from .activity import Activity, Amount, Contact, Link, NotAnActivity, Participant, Place, Sector

LONGEST_IDENTIFIER: Final = 300
LONGEST_NAME: Final = 1_000
"""Characters of a name or code: what is longer is cut, and a finding says so."""
MOST_ROLES: Final = 50
"""Of one organisation, as our own files write them: a sheet may say the same one twice."""
MOST_PLACES: Final = 300
"""Locations of an activity of others: as many as the form of a sheet holds."""
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXTS: Final = {"1": "description", "2": "objective", "3": "beneficiaries", "4": "context"}
_OUR_TEXTS: Final = frozenset({"description", "objective", "beneficiaries", "context", "history"})
_FINALISATION: Final = "3"
_STATUSES: Final[dict[str, str]] = {
    **{code: status for status, code in STATUSES.items() if status != Status.DORMANT},
    _FINALISATION: Status.COMPLETED,
}
_PLANNED_START, _START, _PLANNED_END, _END = "1", "2", "3", "4"
_LINK_KINDS: Final = {"A09": "convention", "A08": "report", "A07": "evaluation"}
_OUR_LINKS: Final = frozenset({"convention", "report", "evaluation", "source", "other"})
_ROLES: Final = frozenset(Role.values)
_NATURES: Final = frozenset(Nature.values)
_ISO: Final = "A4"
_GOALS: Final = "2"
_SIREN: Final = re.compile(r"[0-9]{9}")
_BLANKS: Final = re.compile(r"[ \t\r\n\u00a0]+")


def parse(element: etree._Element) -> Activity:
    """Raises NotAnActivity for an element without an identifier."""
    return _Reader(element).activity()


class _Reader:
    """One activity on its way: the element, its defaults, and what was noticed."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.language = (element.get(_LANG) or "").lower()
        self.currency = (element.get("default-currency") or "").strip().upper()
        self.is_ours = any(one.get(FIELD) for one in element.findall("description"))
        self.findings: list[Finding] = []

    def activity(self) -> Activity:
        identifier = _line(self.element.findtext("iati-identifier") or "")
        if not identifier:
            raise NotAnActivity("no_identifier", "the activity has no iati-identifier")
        if len(identifier) > LONGEST_IDENTIFIER:
            raise NotAnActivity("identifier_too_long", f"an identifier of {len(identifier)} characters")
        status, declared = self._status()
        end_date, end_year = self._end()
        return Activity(
            identifier=identifier,
            reporter=self._said(self.element.find("reporting-org")),
            title=self._said(self.element.find("title")),
            texts=self._texts(),
            participants=tuple(self._participants()),
            legacy_prj_id=self._legacy_prj_id(),
            status=status,
            status_declared=declared,
            start_year=self._start(),
            end_date=end_date,
            end_year=end_year,
            countries=self._codes("recipient-country"),
            regions=self._codes("recipient-region"),
            places=tuple(self._places()),
            sectors=tuple(self._sectors()),
            goals=tuple(self._goals()),
            tags=tuple(_line(one.get("code") or "") for one in self._all("tag") if _is_own(one)),
            amounts=(*self._transactions(), *self._budgets()),
            links=tuple(self._links()),
            contacts=tuple(self._contacts()),
            is_ours=self.is_ours,
            findings=tuple(dict.fromkeys(self.findings)),
        )

    def _all(self, path: str) -> list[Any]:
        found: list[Any] = self.element.findall(path)
        return found

    def _find(self, code: str, field: str = "", detail: str = "") -> None:
        self.findings.append(Finding(code, field, detail[:200]))

    def _narrative(self, of: Any) -> str:
        """In French, failing that in English, failing that the first: an empty one is none. Ours stay as they are."""
        if of is None:
            return ""
        texts: dict[str, str] = {}
        for one in of.findall("narrative"):
            language = (one.get(_LANG) or self.language or "fr").lower()[:2]
            text = one.text or ""
            if text.strip() and language not in texts:
                texts[language] = text if self.is_ours else text.strip()
        if "fr" not in texts and texts and of.tag in ("title", "description"):
            self._find("language_not_french", "title", next(iter(texts)))
        return texts.get("fr") or texts.get("en") or next(iter(texts.values()), "")

    def _said(self, of: Any) -> str:
        """A narrative on one line."""
        text = self._narrative(of)
        if self.is_ours:
            return text
        text = _line(text)
        if len(text) > LONGEST_NAME:
            self._find("text_cut", "", of.tag)
        return text[:LONGEST_NAME].strip()

    def _texts(self) -> dict[str, str]:
        """Texts of the same field follow each other. What our own file repeats of the title is left out."""
        found: dict[str, list[str]] = {}
        for one in self._all("description"):
            name = one.get(FIELD) or _TEXTS.get(one.get("type") or "1", "context")
            if name in _OUR_TEXTS and (text := self._narrative(one)):
                found.setdefault(name, []).append(text)
        return {name: "\n\n".join(texts) for name, texts in found.items()}

    def _participants(self) -> Iterator[Participant]:
        for one in self._all("participating-org"):
            if name := self._said(one) or _line(one.get("ref") or "")[:LONGEST_NAME]:
                roles = tuple(role for role in (one.get(FIELD) or "").split() if role in _ROLES)[:MOST_ROLES]
                kind, channel = one.get("type") or "", one.get("crs-channel-code") or ""
                siren = one.get(SIREN) or ""
                role = "" if one.get(FIELD) else one.get("role") or ""
                yield Participant(name, role, kind, channel, roles, siren if _SIREN.fullmatch(siren) else "")

    def _legacy_prj_id(self) -> int | None:
        """Only what an Atlas wrote: A1 is anybody’s internal number."""
        for one in self._all("other-identifier"):
            ref = one.get("ref") or ""
            if one.get(FIELD) == "legacy_prj_id" and re.fullmatch(r"[0-9]{1,9}", ref):
                return int(ref)
        return None

    def _status(self) -> tuple[str | None, str]:
        """The status, and the code as declared where it is not one of ours."""
        one = self.element.find("activity-status")
        code = "" if one is None else _line(one.get("code") or "")[:60]
        if any(tag.get("code") == f"status:{Status.DORMANT}" and _is_own(tag) for tag in self._all("tag")):
            return Status.DORMANT, ""
        if code == _FINALISATION:
            return Status.COMPLETED, "Finalisation"
        return _STATUSES.get(code), "" if code in _STATUSES else code

    def _date(self, kind: str) -> tuple[Any, date | None]:
        for one in self._all("activity-date"):
            if one.get("type") == kind:
                return one, self._day(one.get("iso-date"), "start_year" if kind in "12" else "end_date")
        return None, None

    def _day(self, text: str | None, field: str) -> date | None:
        try:
            return date.fromisoformat((text or "").strip()[:10])
        except ValueError:
            self._find("date_invalid", field, text or "")
            return None

    def _start(self) -> int | None:
        """The actual start, failing that the planned one: a sheet knows the year only."""
        days = (self._date(kind)[1] for kind in (_START, _PLANNED_START))
        return next((day.year for day in days if day), None)

    def _end(self) -> tuple[date | None, int | None]:
        for kind in (_END, _PLANNED_END):
            one, day = self._date(kind)
            if day:
                return (None, day.year) if one.get(FIELD) == "end_year" else (day, None)
        return None, None

    def _codes(self, name: str) -> tuple[str, ...]:
        """Of the activity, failing that of its transactions."""
        found = self._all(name) or self._all(f"transaction/{name}")
        return tuple(dict.fromkeys(code for one in found if (code := _line(one.get("code") or "").upper()[:20])))

    def _places(self) -> Iterator[Place]:
        """Locations that say a name or a point, and all that an Atlas wrote as declared."""
        for one in self._all("location")[: None if self.is_ours else MOST_PLACES]:
            name, is_declared = self._said(one.find("name")), one.get(FIELD) == PLACES
            latitude, longitude = _position(one.findtext("point/pos") or "")
            if name or latitude is not None or is_declared:
                codes = [two.get("code") for two in one.findall("administrative") if two.get("vocabulary") == _ISO]
                exactness = one.find("exactness")
                is_exact = exactness is not None and exactness.get("code") == "1"
                area = self._said(one.find("description")) if is_declared else ""
                yield Place(name, codes[0] if codes else None, latitude, longitude, is_exact, is_declared, area)

    def _sectors(self) -> Iterator[Sector]:
        for one in self._all("sector") or self._all("transaction/sector"):
            if code := _line(one.get("code") or "")[:40]:
                label = self._said(one)
                yield Sector(_line(one.get("vocabulary") or "") or "1", code, label, one.get("percentage") or "")

    def _goals(self) -> Iterator[int]:
        for one in self._all("tag"):
            code = one.get("code") or ""
            if one.get("vocabulary") == _GOALS and re.fullmatch(r"[1-9]|1[0-7]", code):
                yield int(code)

    def _transactions(self) -> Iterator[Amount]:
        for one in self._all("transaction"):
            kind, day = one.find("transaction-type"), one.find("transaction-date")
            provider = self._said(one.find("provider-org"))
            nature = one.get(FIELD) if one.get(FIELD) in _NATURES else ""
            yield from self._amount(
                one, "" if kind is None else kind.get("code") or "", day, provider=provider, nature=nature or ""
            )

    def _budgets(self) -> Iterator[Amount]:
        for one in self._all("budget"):
            yield from self._amount(one, "budget", one.find("period-start"), provider="", nature="")

    def _amount(self, of: Any, kind: str, day: Any, *, provider: str, nature: str) -> Iterator[Amount]:
        value = of.find("value")
        when = self._day(day.get("iso-date"), "funding") if day is not None else None
        euros = _decimal(value.text or "") if value is not None else None
        if when is None or euros is None:
            self._find("amount_invalid", "funding", "" if value is None else value.text or "")
            return
        currency = _line(value.get("currency") or "").upper()[:3] or self.currency
        yield Amount(kind, when.year, euros, currency, provider, nature)

    def _links(self) -> Iterator[Link]:
        for one in self._all("document-link"):
            url, field = _line(one.get("url") or "")[:2_000], one.get(FIELD)
            if field == PERMALINK or not url.startswith(("http://", "https://")):
                continue
            codes = [two.get("code") for two in one.findall("category")]
            kind = field if field in _OUR_LINKS else next((_LINK_KINDS[c] for c in codes if c in _LINK_KINDS), "other")
            yield Link(str(kind), self._said(one.find("title")) or url, url)

    def _contacts(self) -> Iterator[Contact]:
        """Persons, and addresses that may be a person’s. An organisation with a website is nobody."""
        for one in self._all("contact-info"):
            name, function = self._said(one.find("person-name")), self._said(one.find("job-title"))
            emails = [_line(two.text or "")[:200] for two in one.findall("email")]
            others = [
                _line("".join(two.itertext()))[:500]
                for tag in ("telephone", "mailing-address")
                for two in one.findall(tag)
            ]
            if name or emails or any(others):
                raw = " ; ".join(filter(None, (*emails[1:], *others)))
                yield Contact(self._said(one.find("organisation")), name, function, emails[0] if emails else "", raw)


def _is_own(tag: Any) -> bool:
    return bool(tag.get("vocabulary") == "99")


def _line(text: str) -> str:
    return _BLANKS.sub(" ", text).strip()


def _decimal(text: str) -> Decimal | None:
    """As files write numbers, thousands parted by commas too; null for what is none or beyond any amount."""
    cleaned = _line(text).replace(",", "").replace(" ", "")
    try:
        value = Decimal(cleaned)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < 10**15 else None


def _position(text: str) -> tuple[float | None, float | None]:
    """« lat lon », both on the globe or none of them."""
    try:
        latitude, longitude = (float(part) for part in text.split())
    except ValueError:
        return None, None
    is_on_globe = math.isfinite(latitude + longitude) and abs(latitude) <= 90 and abs(longitude) <= 180
    return (latitude, longitude) if is_on_globe else (None, None)
