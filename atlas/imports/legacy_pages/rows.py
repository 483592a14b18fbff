"""Rows of the tables of themes, partners, contacts, authorities and volunteers (D3.6). Money is in ``funding``."""

from collections.abc import Sequence

from .parts import email, has_email, is_upper
from .reading import Reading
from .sheet import ForeignContact, ForeignPartner, OtherTheme, ThemePath, Volunteer
from .tables import Row, read_rows
from .text import fold

_Names = tuple[str | None, str | None, str | None]


def other_themes(reading: Reading) -> tuple[OtherTheme, ...]:
    def is_row(text: str) -> bool:
        tokens = text.split()
        has_priority = tokens[-1].isdigit() and not tokens[0].isdigit()
        return has_priority or reading.vocabulary.theme_path(tokens)[0][0] is not None

    rows = read_rows(reading, "other_themes", columns=4, is_row=is_row)
    return tuple(theme for row in rows if (theme := _other_theme(reading, row)))


def _other_theme(reading: Reading, row: Row) -> OtherTheme | None:
    """Last integer = priority, the rest by the known labels; unknown words stay whole as level 2, flagged."""
    if row.cells and len(row.cells) >= 4:
        first, second, third = (cell or None for cell in row.cells[:3])
        path: ThemePath = (first, second, third)
        known, priority = reading.vocabulary.knows_theme(path), _priority(row.cells[3])
    else:
        tokens = row.text.split()
        priority = _priority(tokens[-1])
        path, known = reading.vocabulary.theme_path(tokens if priority is None else tokens[:-1])
    if priority is None and reading.leaves_out("other_themes", row.line):
        return None
    if not known:
        reading.findings.flag("theme_unknown", "other_themes", f"not in the known tree: {row.text[:200]}")
    return OtherTheme(path, priority, row.text)


def _priority(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


def foreign_partners(reading: Reading) -> tuple[ForeignPartner, ...]:
    def is_row(text: str) -> bool:
        return reading.vocabulary.country_at_end(text.split()) is not None

    rows = read_rows(reading, "foreign_partners", columns=3, is_row=is_row)
    return tuple(partner for row in rows if (partner := _foreign_partner(reading, row)))


def _foreign_partner(reading: Reading, row: Row) -> ForeignPartner | None:
    """The longest country name that ends the row is the country, the rest the name; none: the whole row, flagged."""
    if row.cells and len(row.cells) >= 2 and row.cells[1]:
        name, country_name = row.cells[0], row.cells[1]
        code = reading.vocabulary.country(country_name)
    else:
        tokens = row.text.split()
        found = reading.vocabulary.country_at_end(tokens)
        code, size = found or (None, 0)
        name, country_name = " ".join(tokens[: len(tokens) - size]), " ".join(tokens[len(tokens) - size :])
    if code is None and reading.leaves_out("foreign_partners", row.line):
        return None
    if code is None:
        reading.findings.flag("country_unknown", "foreign_partners", f"no known country: {row.text[:200]}")
    return ForeignPartner(name or row.text, code, country_name or None, row.text)


def foreign_contacts(reading: Reading, partners: Sequence[ForeignPartner]) -> tuple[ForeignContact, ...]:
    known = {tuple(fold(partner.name).split()): partner.name for partner in partners}

    def is_row(text: str) -> bool:
        return has_email(text) or _partner_size(text.split(), known) > 0

    rows = read_rows(reading, "foreign_contacts", columns=5, is_row=is_row)
    return tuple(contact for row in rows if (contact := _foreign_contact(reading, row, known)))


def _foreign_contact(reading: Reading, row: Row, known: dict[tuple[str, ...], str]) -> ForeignContact | None:
    if row.cells and len(row.cells) >= 5:
        organisation, last, first, function, address = (cell or None for cell in row.cells[:5])
        _flag_partner(reading, row, organisation is None or tuple(fold(organisation).split()) in known)
        return ForeignContact(organisation, last, first, function, email(address or ""), row.text)
    tokens = row.text.split()
    found_email = next((email(token) for token in reversed(tokens) if has_email(token)), None)
    tokens = [token for token in tokens if not has_email(token)]
    size = _partner_size(tokens, known)
    if not size and reading.leaves_out("foreign_contacts", row.line):
        return None
    _flag_partner(reading, row, size > 0)
    size = size or _name_start(tokens)
    last, first, function = _names(reading, tokens[size:], row)
    return ForeignContact(" ".join(tokens[:size]) or None, last, first, function, found_email, row.text)


def _flag_partner(reading: Reading, row: Row, is_known: bool) -> None:
    if not is_known:
        reading.findings.flag("contact_partner_unknown", "foreign_contacts", "a row starts with no name of the table")


def _partner_size(tokens: Sequence[str], known: dict[tuple[str, ...], str]) -> int:
    """How many leading tokens the longest partner name takes that starts a row; 0 for none."""
    longest = max(map(len, known), default=0)
    folded = tuple(map(fold, tokens[:longest]))
    return next((size for size in range(len(folded), 0, -1) if folded[:size] in known), 0)


def _name_start(tokens: Sequence[str]) -> int:
    """Of a row that starts with an unknown organisation: where capitals begin after other words, else 0."""
    starts = (i for i in range(1, len(tokens)) if is_upper(tokens[i]) and not is_upper(tokens[i - 1]))
    return next(starts, 0)


def _names(reading: Reading, tokens: Sequence[str], row: Row) -> _Names:
    """(NOM, Prénom, Fonction): leading capitals, next word, the rest. All in capitals, or none: one word each."""
    capitals = next((i for i, token in enumerate(tokens) if not is_upper(token)), len(tokens))
    if not tokens:
        return None, None, None
    if capitals in {0, len(tokens)} and len(tokens) > 1:
        reading.findings.flag("name_split_uncertain", "foreign_contacts", "first and last name not told apart in a row")
        capitals = 1
    capitals = capitals or 1
    rest = tokens[capitals:]
    return " ".join(tokens[:capitals]), (rest[0] if rest else None), " ".join(rest[1:]) or None


def french_authorities(reading: Reading) -> tuple[str, ...]:
    rows = read_rows(reading, "french_authorities", columns=2, is_row=lambda _text: False)
    return tuple((row.cells[0] if row.cells else row.text) or row.text for row in rows)


def volunteers(reading: Reading) -> tuple[Volunteer, ...]:
    """Five columns without separator, never seen filled: kept whole, flagged (D3.6)."""
    rows = read_rows(reading, "volunteers", columns=5, is_row=lambda _text: True)
    if rows:
        reading.findings.flag("volunteers_unsplit", "volunteers", f"{len(rows)} row(s) kept as printed, private")
    return tuple(Volunteer(row.text) for row in rows)
