"""Fields whose value is one line: title, years, themes, status, end date, form (D3.6). What follows is unknown."""

from collections.abc import Callable
from datetime import date

from .labels import is_goals_heading
from .parts import FORMS, STATUSES, end_date, is_plausible_year, year
from .reading import Reading, keep_unknown
from .sheet import ThemePath
from .text import fold, joined, without_untranslated

_LEVELS = ("theme_l1", "theme_l2", "theme_l3")


def single_line(reading: Reading, field: str, expected: Callable[[str], bool] | None = None) -> str | None:
    """The value of a one-line field: the line right below its label; below an empty line only what is expected."""
    section = reading.sections.get(field)
    if section is None or not (filled := reading.filled(section)):
        return None
    first = filled[0]
    value = without_untranslated(reading.page.lines[first]).strip()
    is_below = first == section.start
    is_value = (is_below and not is_goals_heading(reading.page.keys[first])) or (
        expected is not None and expected(value)
    )
    rest = filled[1:] if is_value else filled
    keep_unknown(reading, rest, field)
    if not is_value or not value:
        return None
    reading.note(field, [first])
    return value


def title(reading: Reading) -> str | None:
    """All lines up to the first empty one, as one line: the form knew no line break in a title."""
    section = reading.sections.get("title")
    if section is None or not (filled := reading.filled(section)):
        return None
    whole = [line for place, line in enumerate(filled) if line == filled[0] + place]
    keep_unknown(reading, filled[len(whole) :], "title")
    reading.note("title", whole)
    lines = [without_untranslated(reading.page.lines[line]).strip() for line in whole]
    if len(lines) > 1:
        reading.findings.repair("title", "lines_joined", "\n".join(lines), " ".join(lines))
    return joined([" ".join(lines)])


def plausible_year(reading: Reading, field: str) -> int | None:
    """Four digits; an implausible year is kept and flagged, anything else is flagged and None (D3.6)."""
    value = single_line(reading, field, lambda text: year(text) is not None)
    if value is None:
        return None
    read = year(value)
    if read is None or not is_plausible_year(read, reading.today):
        reading.findings.flag("year_implausible", field, f"{value[:40]!r} is no plausible year")
    return read


def closing_date(reading: Reading) -> date | None:
    value = single_line(reading, "end_date", lambda text: end_date(text) is not None)
    if value is None:
        return None
    read = end_date(value)
    if read is None:
        reading.findings.flag("date_invalid", "end_date", f"{value[:40]!r} is no date dd/mm/yyyy")
    elif not is_plausible_year(read.year, reading.today):
        reading.findings.flag("year_implausible", "end_date", f"{value[:40]!r} is no plausible end")
    return read


def status(reading: Reading) -> tuple[str | None, str | None]:
    """(identifier, as declared): an unknown value stays as declared, flagged (D2.1)."""
    value = single_line(reading, "status", lambda text: fold(text) in STATUSES)
    if value is None:
        return None, None
    identifier = STATUSES.get(fold(value))
    if identifier is None:
        reading.findings.flag("status_unknown", "status", f"{value[:80]!r} is no known status")
    return identifier, value


def form(reading: Reading) -> tuple[str | None, str | None]:
    """(identifier, as declared)."""
    value = single_line(reading, "form", lambda text: fold(text) in FORMS)
    if value is None:
        return None, None
    identifier = FORMS.get(fold(value))
    if identifier is None:
        reading.findings.flag("form_unknown", "form", f"{value[:80]!r} is no known form")
    return identifier, value


def theme(reading: Reading) -> ThemePath | None:
    """The three levels as declared, None when all are empty."""
    first, second, third = (single_line(reading, field, reading.vocabulary.knows_level) for field in _LEVELS)
    spans = [reading.lines.pop(field) for field in _LEVELS if field in reading.lines]
    path = (first, second, third)
    if spans:
        reading.lines["theme"] = (spans[0][0], spans[-1][1])
        if not reading.vocabulary.knows_theme(path):
            known = " > ".join(label for label in path if label)
            reading.findings.flag("theme_unknown", "theme", f"not in the known tree: {known[:200]}")
    elif all(reading.is_whole(field) for field in _LEVELS):
        reading.findings.flag("theme_missing", "theme", "no theme at any level")
    return path if spans else None
