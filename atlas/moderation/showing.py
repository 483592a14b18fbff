"""Values of a sheet as lines of text, and two of them side by side with what differs marked. Pure: names from CLDR."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Any, Final

from babel import Locale
from django.db.models import TextChoices
from django.utils.translation import gettext as _

from atlas.catalogue.wording import DOCUMENT_KINDS, FIELDS, OTHER_FIELD, label_of
from atlas.projects.diff import FIELDS as ORDER
from atlas.projects.draft import (
    ActionDraft,
    ContactFunction,
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PostDraft,
    ProjectDraft,
    ThemeDraft,
)
from atlas.reference.choices import Family, Form, Nature, Role, Status
from atlas.ui.formats import day, euros

_CLOSED: Final[Mapping[str, type[TextChoices]]] = {"family": Family, "form": Form, "status": Status}
_WORDS_AT_MOST: Final = 3000
"""Longer texts are compared line by line, not word by word."""


@dataclass(frozen=True)
class Piece:
    """A part of a line; `mark`: `added`, `removed` or ""."""

    text: str
    mark: str = ""


Line = tuple[Piece, ...]


@dataclass(frozen=True)
class Side:
    """One field before and after, each as lines of pieces."""

    field: str
    label: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]
    is_conflict: bool = False
    source_lines: tuple[str, ...] = ()


def field_label(name: str) -> str:
    """« Titre »."""
    words = str(FIELDS.get(name, OTHER_FIELD))
    return words[:1].upper() + words[1:]


def lines_of(name: str, value: Any, language: str) -> list[str]:
    """A field's value in words, one line an item; none for an empty one."""
    if value in {None, ""} if not isinstance(value, tuple) else not value:
        return []
    if isinstance(value, tuple):
        names = Locale.parse(language).territories if name == "countries" else {}
        return [names.get(one) or _item(one, language) for one in value]
    if name in _CLOSED:
        return [label_of(_CLOSED[name], value) or str(value)]
    if isinstance(value, bool):
        return [_("Oui") if value else _("Non")]
    if isinstance(value, date):
        return [day(value, language)]
    return str(value).splitlines()


def _item(one: Any, language: str) -> str:
    words = _WORDS.get(type(one))
    if words is not None:
        return words(one, language)
    return " : ".join(one) if isinstance(one, tuple) else str(one)


def _party(one: PartyDraft, _language: str) -> str:
    role = label_of(Role, one.role) or one.role
    known = _("n° %(number)s") % {"number": one.organisation_id} if one.organisation_id else ""
    return _joined(f"{role} – {one.name}", one.country or "", known)


def _theme(one: ThemeDraft, _language: str) -> str:
    path = " > ".join(filter(None, (one.l1, one.l2, one.l3)))
    return _joined(path or one.code or "", one.code if path and one.code else "")


def _money(amount: Decimal | None, language: str) -> str:
    return "" if amount is None else euros(amount, language)


def _funding(one: FundingDraft, language: str) -> str:
    nature = label_of(Nature, one.nature) or one.nature
    amounts = (one.pct_col1, one.pct_col2, one.pct_col3, one.pct_water, one.pct_waste, one.pct_energy)
    share = [_money(amount, language) for amount in (*amounts, *one.pct_unplaced) if amount is not None]
    shares = _("1 %% : %(amounts)s") % {"amounts": ", ".join(share)} if share else ""
    known = _("n° %(number)s") % {"number": one.organisation_id} if one.organisation_id else ""
    return _joined(one.funder, str(one.year or ""), _money(one.amount, language), nature, shares, one.note, known)


def _action(one: ActionDraft, language: str) -> str:
    dates = " – ".join(day(when, language) for when in (one.start, one.end) if when)
    return _joined(one.title, one.objective, one.summary, one.place, _money(one.amount, language), dates)


def _document(one: DocumentDraft, _language: str) -> str:
    return _joined(str(DOCUMENT_KINDS.get(one.kind, one.kind)), one.title, one.url)


def _post(one: PostDraft, _language: str) -> str:
    return one.name


def _function(one: ContactFunction, _language: str) -> str:
    return _joined(one.organisation, one.function)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


_WORDS: Final[Mapping[type, Callable[[Any, str], str]]] = {
    PartyDraft: _party,
    ThemeDraft: _theme,
    FundingDraft: _funding,
    ActionDraft: _action,
    DocumentDraft: _document,
    PostDraft: _post,
    ContactFunction: _function,
}


def sides_of(
    before: ProjectDraft,
    after: ProjectDraft,
    fields: Iterable[str],
    *,
    language: str,
    conflicts: Iterable[str] = (),
    source: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Side, ...]:
    """The named fields of two drafts, side by side, in the order of the sheet."""
    wanted, against, found = set(fields), set(conflicts), []
    for name in ORDER:
        if name in wanted:
            left, right = marked(*(lines_of(name, getattr(draft, name), language) for draft in (before, after)))
            lines = tuple((source or {}).get(name, ()))
            found.append(Side(name, field_label(name), left, right, name in against, lines))
    return tuple(found)


def marked(old: Sequence[str], new: Sequence[str]) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Lines that differ are marked; a line that was changed is marked word by word."""
    left: list[Line] = []
    right: list[Line] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            left += [(Piece(line),) for line in old[a:b]]
            right += [(Piece(line),) for line in new[c:d]]
            continue
        pairs = min(b - a, d - c)
        for one, other in zip(old[a : a + pairs], new[c : c + pairs], strict=True):
            first, second = _words(one, other)
            left.append(first)
            right.append(second)
        left += [(Piece(line, "removed"),) for line in old[a + pairs : b]]
        right += [(Piece(line, "added"),) for line in new[c + pairs : d]]
    return tuple(left), tuple(right)


def _words(old: str, new: str) -> tuple[Line, Line]:
    before, after = old.split(" "), new.split(" ")
    if len(before) + len(after) > _WORDS_AT_MOST:
        return (Piece(old, "removed"),), (Piece(new, "added"),)
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    left = _pieces((kind != "equal", before[a:b], "removed") for kind, a, b, _c, _d in codes)
    right = _pieces((kind != "equal", after[c:d], "added") for kind, _a, _b, c, d in codes)
    return tuple(left), tuple(right)


def _pieces(parts: Iterable[tuple[bool, Sequence[str], str]]) -> Iterator[Piece]:
    for differs, words, mark in parts:
        if words:
            yield Piece(" ".join(words) + " ", mark if differs else "")
