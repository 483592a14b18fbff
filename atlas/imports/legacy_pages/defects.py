"""The defects of D3.7 that one page shows by itself: flags, logged repairs, proposals for a human.

What needs the register (matching names, predecessors, other sheets) is the importer's. A flag never changes a value.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from . import joint_names, passages
from .labels import INDEX, LABELS
from .parts import is_official, mended_domain
from .reading import Reading
from .sheet import Findings, LegacyFunding, LegacyPost, LegacySheet, Person
from .text import fold, untranslated
from .themes import contradictions

_TITLE_BYTES = range(252, 256)
_STALE_AFTER = 3
_ONE_LINE = frozenset(
    {"title", "first_convention_year", "theme", "start_year", "status", "end_date", "form", "pre_reform_authority"}
)
_MINISTRY = "Ministère de l'Europe et des Affaires étrangères"

# Groups of three digits before a year: a large amount with blanks between its thousands, or several small ones.
_WITH_BLANKS = re.compile(r" ([1-9]\d{0,2}(?: \d{3}){1,3}) (?:19|20)\d{2}$")


def inspect(reading: Reading, sheet: LegacySheet) -> LegacySheet:
    """The sheet with merged funders rebuilt, and with all that was found about it."""
    rebuilt = joint_names.rebuilt_funders(reading, sheet)
    if rebuilt is not sheet.funding_lines:
        sheet = replace(sheet, funding_lines=rebuilt)
    _labels(reading, sheet)
    _cut_value(reading, sheet)
    _title(reading, sheet)
    contradictions(reading, sheet)
    _status(reading, sheet)
    _posts(reading, sheet)
    _post_countries(reading, sheet)
    _funding(reading, sheet)
    _characters(reading)
    _actions(reading, sheet)
    joint_names.inspect_parties(reading, sheet)
    passages.inspect_passages(reading, sheet)
    findings = reading.findings
    return replace(
        sheet,
        flags=tuple(dict.fromkeys(findings.flags)),
        repairs=tuple(findings.repairs),
        proposals=tuple(findings.proposals),
    )


def _labels(reading: Reading, sheet: LegacySheet) -> None:
    """Mandatory labels that are missing; on a cut page only those above the cut. G1 has no other themes (D3.1)."""
    expected = {"G1": {"other_themes"}, "G4": {"other_themes", "history"}}.get(sheet.generation or "", set())
    last = max(INDEX[field] for field in reading.sections) if sheet.truncated else len(LABELS)
    for label in LABELS[:last]:
        section = reading.sections.get(label.field)
        if label.mandatory and label.field not in expected and (section is None or section.by_header):
            reading.findings.flag("label_missing", label.field, f"no line {label.spellings[0]!r}")


def _cut_value(reading: Reading, sheet: LegacySheet) -> None:
    """On a cut page the value that stands on its last line may be incomplete."""
    if not sheet.truncated:
        return
    findings = reading.findings
    last = reading.page.numbers[max((i for i, key in enumerate(reading.page.keys) if key), default=0)]
    cut = [field for field, (_, end) in reading.lines.items() if end == last]
    # What a one-line value looks like when it is cut says nothing about the value.
    findings.flags = [flag for flag in findings.flags if flag.field not in _ONE_LINE.intersection(cut)]
    for field in cut:
        findings.flag("value_cut", field, "the page stops inside or right after this value")


def _title(reading: Reading, sheet: LegacySheet) -> None:
    findings = reading.findings
    title = sheet.title
    if title and not reading.is_whole("title"):
        return
    if title is None:
        if reading.is_whole("title"):
            findings.flag("title_missing", "title", "no title")
        return
    size = len(title.encode())
    if size in _TITLE_BYTES:
        doubt = "" if size > 252 and not title.endswith(".") else "; weak: it may be whole"
        findings.flag("title_probably_cut", "title", f"{size} bytes, the old form kept 255{doubt}")
    letters = [c for c in title if c.isalpha()]
    words = [word for word in title.split() if any(map(str.isalpha, word))]
    if len(words) < 3:
        findings.flag("title_poor", "title", f"{len(words)} word(s)")
    elif sum(map(str.isupper, letters)) > 0.8 * len(letters):
        findings.flag("title_poor", "title", "in capitals")


def _status(reading: Reading, sheet: LegacySheet) -> None:
    flag = reading.findings.flag
    end, today = sheet.end_date, reading.today
    if sheet.status == "ongoing" and end and end < today:
        flag("status_vs_end", "status", f"declared ongoing, ended on {end.isoformat()}")
    elif sheet.status == "completed" and end and end > today:
        flag("status_vs_end", "status", f"declared completed, ends on {end.isoformat()}")
    elif sheet.status == "completed" and "end_date" not in reading.lines and reading.is_whole("end_date"):
        flag("end_missing", "end_date", "declared completed, no end date")
    elif (
        sheet.status == "ongoing" and end is None and reading.is_whole("funding_lines") and _is_stale(sheet, today.year)
    ):
        flag("stale", "status", f"ongoing since {sheet.start_year}, triennial, no later funding")


def _is_stale(sheet: LegacySheet, this_year: int) -> bool:
    """Triennial, start + 3 past, no funding since (D2.5, D3.7)."""
    if not sheet.is_triennial or sheet.start_year is None:
        return False
    term = sheet.start_year + _STALE_AFTER
    return this_year > term and all(line.year is None or line.year < term for line in sheet.funding_lines)


def _posts(reading: Reading, sheet: LegacySheet) -> None:
    for post in sheet.posts:
        names = [fold(person.raw) for person in _persons(post) if person.raw]
        if len(names) == 2 and names[0] == names[1]:
            detail = f"{post.name}: correspondent and counsellor are one person"
            reading.findings.flag("same_person_twice", "posts", detail)
        for person in _persons(post):
            if person.email:
                _post_mail(reading, post, person.email)


def _persons(post: LegacyPost) -> Iterator[Person]:
    return (person for person in (post.correspondent, post.cultural_counsellor) if person)


def _post_mail(reading: Reading, post: LegacyPost, address: str) -> None:
    findings = reading.findings
    domain = address.rpartition("@")[2]
    if mended := mended_domain(address):
        findings.flag("mail_domain_mistyped", "posts", f"{post.name}: {domain}")
        reason = "the domain is one or two letters away from the ministry's"
        findings.propose("posts", "mail_domain", current=address, proposed=mended, reason=reason)
    elif not is_official(address):
        findings.flag("mail_not_official", "posts", f"{post.name}: {domain}")


def _post_countries(reading: Reading, sheet: LegacySheet) -> None:
    """A page shows one post for a project in several countries: propose to add posts."""
    countries = list(dict.fromkeys(partner.country for partner in sheet.foreign_partners if partner.country))
    if not sheet.posts or not countries:
        return
    covered = {reading.vocabulary.post_country(post.city) for post in sheet.posts if post.city}
    if None in covered or len(covered) < len(sheet.posts):
        missing = countries[len(sheet.posts) :]
    else:
        missing = [country for country in countries if country not in covered]
    if missing:
        detail = f"{len(sheet.posts)} post(s) for {', '.join(countries)}"
        reading.findings.flag("posts_vs_countries", "posts", detail)
        current = [post.name for post in sheet.posts]
        reason = "the partners' countries and those of the posts differ"
        reading.findings.propose("posts", "posts_to_add", current=current, proposed=missing, reason=reason)


def _funding(reading: Reading, sheet: LegacySheet) -> None:
    findings = reading.findings
    lines = sheet.funding_lines
    unplaced = sum(1 for line in lines if line.pct and not line.pct_placed)
    if unplaced:
        findings.flag("pct_unplaced", "funding_lines", f"{unplaced} row(s) with 1 % amounts of unknown column")
    _amounts_with_blanks(findings, lines)
    if reading.is_whole("funding_lines") and (reason := _suspect_years(sheet, lines)):
        findings.flag("funding_years_suspect", "funding_lines", reason)
    for name, kind in {line.funder: line.kind for line in lines if line.kind}.items():
        if kind != "state" or name != _MINISTRY:
            findings.repair("funding_lines", "funder_kind", name, kind)


def _amounts_with_blanks(findings: Findings, lines: Iterable[LegacyFunding]) -> None:
    """« 12 500 2011 »: by the rule 12 euros and a 1 % amount of 500, but people write twelve thousand so."""
    for line in lines:
        found = _WITH_BLANKS.search(line.raw) if line.pct and not line.pct_placed else None
        if found:
            amount = int(found[1].replace(" ", ""))
            detail = f"{found[1]} may be one amount, read as {line.amount} with a 1 % amount"
            findings.flag("amount_suspect", "funding_lines", detail)
            findings.propose(
                "funding_lines", "amount_with_blanks", current=line.raw, proposed=amount, reason="three digits a group"
            )


def _suspect_years(sheet: LegacySheet, lines: Iterable[LegacyFunding]) -> str | None:
    state = sorted({line.year for line in lines if line.kind == "state" and line.year})
    others = {line.year for line in lines if line.kind != "state" and line.year}
    if state and sheet.cofinancing_years and state[0] not in sheet.cofinancing_years:
        years = ", ".join(map(str, sheet.cofinancing_years))
        return f"the text says co-financed in {years}, the first State funding is of {state[0]}"
    if len(state) > 1 and others == {state[0]}:
        return f"the State pays in {len(state)} years, all others on {state[0]} only"
    return None


def _characters(reading: Reading) -> None:
    """Word's bullets by field, and keys that the old site left untranslated."""
    page = reading.page
    by_field: Counter[str | None] = Counter()
    for line, characters in page.private_use.items():
        number = page.numbers[line]
        field = next((name for name, (start, end) in reading.lines.items() if start <= number <= end), None)
        by_field[field] += len(characters)
    for field, count in by_field.items():
        reading.findings.flag("private_use_chars", field, f"{count} private-use character(s)")
        reading.findings.repair(field, "private_use_bullets", f"{count} private-use character(s)", "•")
    found = Counter(untranslated(page.lines))
    for key, count in found.items():
        reading.findings.repair(None, "untranslated_keys", f"{key} × {count}", "")


def _actions(reading: Reading, sheet: LegacySheet) -> None:
    if sheet.actions:
        proposed = [
            {"title": action.title, "objective": action.objective, "summary": action.summary}
            for action in sheet.actions
        ]
        reason = "the description repeats actions in the old form"
        reading.findings.propose("actions", "actions_in_text", current=[], proposed=proposed, reason=reason)
