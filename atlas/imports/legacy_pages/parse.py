"""Entry point: the bytes or the text of one page → a LegacySheet, or NotASheet. Any other exception is a defect."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from . import described, funding, posts, rows, single
from .decoding import decode
from .defects import inspect
from .generation import generation_of
from .labels import FOOTER_LINE, HEADER_KEYS, INDEX, LABELS, SITE_TITLE, SPELLINGS, post_name
from .locate import Section, locate
from .markup import OWN_ID, is_markup, markup_page
from .reading import Reading, keep_unknown
from .sheet import Findings, LegacySheet, NotASheet
from .text import Page, clean, comparison_keys, joined, without_bullets
from .vocabulary import KnownName, Vocabulary, no_name_known

# Labels that pages of other sites may well have as a line.
_COMMON = frozenset({"title", "context", "history", "footer", "beneficiaries"})
_PROSE = (
    "context",
    "history",
    "objective",
    "description",
    "implementers",
    "owners",
    "beneficiaries",
    "other_partners_france",
    "other_partners_abroad",
    "pre_reform_authority",
)
_HEADINGS = ("implementation", "outcome")


def parse_bytes(
    data: bytes,
    *,
    vocabulary: Vocabulary,
    today: date,
    legacy_prj_id: int | None = None,
    is_known_name: KnownName = no_name_known,
) -> LegacySheet:
    """Read a file's bytes. ``is_known_name`` tells a name of one organisation, which is never split."""
    text, guessed = decode(data)
    sheet = parse_text(
        text, vocabulary=vocabulary, today=today, legacy_prj_id=legacy_prj_id, is_known_name=is_known_name
    )
    if guessed is None:
        return sheet
    found = Findings()
    found.flag("encoding_guessed", None, f"the bytes are not UTF-8; read as {guessed}")
    return replace(sheet, flags=(*found.flags, *sheet.flags))


def parse_text(
    text: str,
    *,
    vocabulary: Vocabulary,
    today: date,
    legacy_prj_id: int | None = None,
    is_known_name: KnownName = no_name_known,
) -> LegacySheet:
    """Read decoded text or HTML."""
    text = clean(text)
    page = markup_page(text) if is_markup(text) else _text_page(text)
    findings = Findings()
    sections = locate(page, findings)
    _refuse_other_pages(page, sections)
    page = _without_cut_label(page, sections)
    if sections[-1].end > len(page.keys):
        sections = (*sections[:-1], replace(sections[-1], end=len(page.keys)))
    by_field = {section.field: section for section in sections}
    reading = Reading(page, by_field, vocabulary, today, is_known_name, findings)
    own_id = legacy_prj_id if legacy_prj_id is not None else _own_id(page, sections)
    sheet = _read(reading, sections[0].line, generation=generation_of(page, sections), legacy_prj_id=own_id)
    return inspect(reading, sheet)


def _text_page(text: str) -> Page:
    text, private_use = without_bullets(text)
    lines = text.split("\n")
    return Page(lines, comparison_keys(text), range(1, len(lines) + 1), private_use=private_use)


def _refuse_other_pages(page: Page, sections: Sequence[Section]) -> None:
    """A sheet has a title below the old site's own words, or several labels that only its sheets have."""
    own = [section for section in sections if section.field not in _COMMON]
    top = range(sections[0].line if sections else 0)
    is_ours = any(
        page.keys[line] == SITE_TITLE or post_name(page.lines[line], page.keys[line]) is not None for line in top
    )
    has_title = bool(sections) and sections[0].field == "title"
    if not (has_title and (is_ours or own)) and len(own) < 3:
        cut = ": it stops before the title" if is_ours or SITE_TITLE in page.keys else ""
        raise NotASheet("not_a_sheet", f"the page has not the labels of a sheet of the old site{cut}")


def _without_cut_label(page: Page, sections: Sequence[Section]) -> Page:
    """Where a page stops inside a label or a table's header, its last line is no value."""
    last = len(page.keys) - 1
    while last > sections[-1].line and not page.keys[last]:
        last -= 1
    begun = page.keys[last]
    if last <= sections[-1].line or sections[-1].field == "footer_ministry":
        return page
    place = INDEX[sections[-1].field]
    beyond = next((i for i in range(place + 1, len(LABELS)) if LABELS[i].mandatory), place)
    follows = any(place < label <= beyond and name.startswith(begun) for name, (label, _) in SPELLINGS.items())
    captions = HEADER_KEYS.get(sections[-1].field, "").startswith(begun)
    own = sections[-1].kind == "table" and any(
        label == place and name.startswith(begun) for name, (label, _) in SPELLINGS.items()
    )
    if follows or captions or own or "Tous droits réservés".startswith(begun[:20]):
        return replace(page, lines=page.lines[:last], keys=page.keys[:last])
    return page


def _read(reading: Reading, first_label: int, *, generation: str | None, legacy_prj_id: int | None) -> LegacySheet:
    found_posts = posts.posts(reading, first_label)
    status, status_declared = single.status(reading)
    form, form_declared = single.form(reading)
    prose = {field: _prose(reading, field) for field in _PROSE}
    for field in _HEADINGS:
        _nothing_below(reading, field)
    partners = rows.foreign_partners(reading)
    authorities = rows.french_authorities(reading)
    names = [*(partner.name for partner in partners), *authorities]
    for field in ("owners", "implementers", "other_partners_france", "other_partners_abroad"):
        names += (prose[field] or "").replace("\n", ",").split(",")
    return LegacySheet(
        generation=generation,
        truncated="footer_ministry" not in reading.sections,
        legacy_prj_id=legacy_prj_id,
        posts=found_posts,
        title=single.title(reading),
        first_convention_year=single.plausible_year(reading, "first_convention_year"),
        theme=single.theme(reading),
        other_themes=rows.other_themes(reading),
        start_year=single.plausible_year(reading, "start_year"),
        status=status,
        status_declared=status_declared,
        end_date=single.closing_date(reading),
        cofinancing_years=described.cofinancing_years(prose["description"]),
        actions=described.actions(prose["description"]),
        form=form,
        form_declared=form_declared,
        foreign_partners=partners,
        foreign_contacts=rows.foreign_contacts(reading, partners),
        french_authorities=authorities,
        funding_lines=funding.funding_lines(reading, names),
        volunteers=rows.volunteers(reading),
        footer_ministry=_footer_ministry(reading),
        context=prose["context"],
        history=prose["history"],
        objective=prose["objective"],
        description=prose["description"],
        implementers=prose["implementers"],
        owners=prose["owners"],
        beneficiaries=prose["beneficiaries"],
        other_partners_france=prose["other_partners_france"],
        other_partners_abroad=prose["other_partners_abroad"],
        pre_reform_authority=prose["pre_reform_authority"],
        is_triennial=_sentence(reading, "is_triennial"),
        communication_france=_sentence(reading, "communication_france"),
        communication_partner_countries=_sentence(reading, "communication_partner_countries"),
        has_evaluation=_sentence(reading, "has_evaluation"),
        # Last, for what the readers above found on their way.
        sdgs=tuple(reading.findings.goals),
        extra=reading.findings.extra,
        private_labels=frozenset(reading.findings.private_labels),
        lines=reading.lines,
    )


def _prose(reading: Reading, field: str) -> str | None:
    """The lines up to the next label, outer empty lines trimmed, inner ones kept."""
    section = reading.sections.get(field)
    if section is None:
        return None
    reading.note(field, reading.filled(section))
    return joined(reading.page.lines[section.start : section.end])


def _sentence(reading: Reading, field: str) -> bool | None:
    """True or false as the sentence says, None when it is absent; text below it belongs to no known label."""
    section = reading.sections.get(field)
    if section is None:
        return None
    reading.note(field, [section.line])
    _nothing_below(reading, field)
    return section.meaning


def _nothing_below(reading: Reading, field: str) -> None:
    if section := reading.sections.get(field):
        keep_unknown(reading, reading.filled(section), field)


def _footer_ministry(reading: Reading) -> str | None:
    """The ministry's name on the day the page was served; the year beside it means nothing (D3.6)."""
    section = reading.sections.get("footer_ministry")
    if section is None:
        return None
    found = FOOTER_LINE.match(reading.page.lines[section.line].strip())
    found = found or FOOTER_LINE.match(reading.page.keys[section.line])
    reading.note("footer_ministry", [section.line])
    return found[1] if found else None


def _own_id(page: Page, sections: Sequence[Section]) -> int | None:
    """The page's id where it tells it outside of the fields; a link inside a text may lead to another sheet."""
    ids = set(page.own_ids)
    if not page.is_markup:
        outside = [*page.lines[: sections[0].line], *_below_footer(page, sections)]
        ids = {int(number) for line in outside for number in OWN_ID.findall(line)}
    return ids.pop() if len(ids) == 1 else None


def _below_footer(page: Page, sections: Sequence[Section]) -> Sequence[str]:
    footer = next((section for section in sections if section.field.startswith("footer")), None)
    return page.lines[footer.line :] if footer else ()
