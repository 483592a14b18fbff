"""Two drafts compared in words, for whoever sends a change and whoever decides on it. Pure.

`projects.diff` says which fields differ; this says how: each field as lines of text in the reader's language, the lines
that went and those that came marked. A table is a line a row, a long text a line a paragraph.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.translation import gettext, gettext_lazy

from atlas.projects.diff import diff
from atlas.projects.draft import (
    ActionDraft,
    ContactFunction,
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PlaceDraft,
    PostDraft,
    ProjectDraft,
    ThemeDraft,
)
from atlas.reference.choices import DocumentKind, Family, Form, Nature, Role, Status
from atlas.ui import formats

from .field_words import LABELS, YES_NO


class Mark(StrEnum):
    """What became of a line."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a field; `mark` is SAME or REMOVED on the side before, SAME or ADDED on the side after."""

    text: str
    mark: Mark = Mark.SAME


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that differs: its name in words, and both sides. A side without lines said nothing."""

    field: str
    label: str
    before: tuple[Line, ...]
    after: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Names in the reader's language: ISO 2 → country, code → labels of a theme from level 1 down."""

    language: str
    countries: Mapping[str, str]
    themes: Mapping[str, tuple[str, ...]]


_CHOICES: Final[Mapping[str, type[TextChoices]]] = {"family": Family, "form": Form, "status": Status}


def differences(before: ProjectDraft, after: ProjectDraft, words: Words) -> tuple[Difference, ...]:
    """Every field that differs, in the sheet's order."""
    return tuple(_difference(change.field, change.before, change.after, words) for change in diff(before, after))


def _difference(field: str, before: object, after: object, words: Words) -> Difference:
    old, new = value_lines(field, before, words), value_lines(field, after, words)
    went, came = [Mark.REMOVED] * len(old), [Mark.ADDED] * len(new)
    for block in SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        went[block.a : block.a + block.size] = [Mark.SAME] * block.size
        came[block.b : block.b + block.size] = [Mark.SAME] * block.size
    return Difference(
        field,
        str(LABELS[field]),
        tuple(Line(text, mark) for text, mark in zip(old, went, strict=True)),
        tuple(Line(text, mark) for text, mark in zip(new, came, strict=True)),
    )


def value_lines(field: str, value: Any, words: Words) -> tuple[str, ...]:
    """The value of a field as lines; none for a field that says nothing."""
    if value is None or value in ("", ()):
        return ()
    if field in _CHOICES:
        return (_choice(_CHOICES[field], value),)
    if isinstance(value, str):
        return tuple(line.rstrip() for line in value.splitlines() if line.strip())
    if not isinstance(value, tuple):
        return (_plain(value, words),)
    if field == "countries":
        return tuple(words.countries.get(iso2, iso2) for iso2 in value)
    return tuple(_row(item, words) for item in value)


def _plain(value: bool | int | Decimal | date, words: Words) -> str:
    if isinstance(value, bool):
        return str(YES_NO[value])
    if isinstance(value, date):
        return formats.day(value, words.language)
    return str(value) if isinstance(value, int) else formats.number(value, words.language)


def _choice(choices: type[TextChoices], value: str) -> str:
    return str(choices(value).label) if value in choices.values else value


def _row(item: object, words: Words) -> str:
    write = _ROWS.get(type(item))
    return " – ".join(filter(None, write(item, words))) if write else str(item)


def _party(party: PartyDraft, words: Words) -> Iterator[str]:
    country = words.countries.get(party.country or "", party.country or "")
    yield f"{party.name} ({country})" if country else party.name
    yield _choice(Role, party.role)
    yield party.name_at_signature or ""


def _theme(theme: ThemeDraft, words: Words) -> Iterator[str]:
    declared = tuple(filter(None, (theme.l1, theme.l2, theme.l3)))
    yield " > ".join(words.themes.get(theme.code or "", declared))


def _funding(line: FundingDraft, words: Words) -> Iterator[str]:
    yield line.funder
    yield str(line.year or "")
    if line.amount is not None:
        yield f"{formats.euros(line.amount, words.language)} ({_choice(Nature, line.nature)})"
    for label, amount in _percents(line):
        yield f"{label}\u00a0: {formats.euros(amount, words.language)}"
    yield line.note


def _percents(line: FundingDraft) -> Iterator[tuple[str, Decimal]]:
    for name, label in PERCENTS.items():
        if (amount := getattr(line, name)) is not None:
            yield str(label), amount
    yield from ((gettext("1 % ?"), amount) for amount in line.pct_unplaced)


PERCENTS: Final = {
    "pct_water": gettext_lazy("1 % eau"),
    "pct_waste": gettext_lazy("1 % déchets"),
    "pct_energy": gettext_lazy("1 % énergie"),
    "pct_col1": gettext_lazy("1 % (1)"),
    "pct_col2": gettext_lazy("1 % (2)"),
    "pct_col3": gettext_lazy("1 % (3)"),
}
"""Amounts under the laws on 1 %."""


def _action(action: ActionDraft, words: Words) -> Iterator[str]:
    yield from (action.title, action.objective, action.summary, action.place)
    yield formats.euros(action.amount, words.language) if action.amount is not None else ""
    yield " → ".join(formats.day(day, words.language) for day in (action.start, action.end) if day)


def _document(document: DocumentDraft, _words: Words) -> Iterator[str]:
    yield from (_choice(DocumentKind, document.kind), document.title, document.url)


def _place(place: PlaceDraft, words: Words) -> Iterator[str]:
    country = words.countries.get(place.country, place.country)
    yield place.name
    yield gettext("%(country)s, pays entier") % {"country": country} if place.is_whole_country else country
    yield place.area
    if place.latitude is not None and place.longitude is not None:
        point = f"{place.latitude}, {place.longitude}"
        yield gettext("%(place)s, position approchée") % {"place": point} if place.is_approximate else point


def _post(post: PostDraft, _words: Words) -> Iterator[str]:
    yield post.name


def _contact(contact: ContactFunction, _words: Words) -> Iterator[str]:
    yield from (contact.organisation, contact.function)


def _named(pair: tuple[str, str], _words: Words) -> Iterator[str]:
    yield from pair


_ROWS: Final[Mapping[type, Callable[..., Iterator[str]]]] = {
    PartyDraft: _party,
    ThemeDraft: _theme,
    FundingDraft: _funding,
    ActionDraft: _action,
    DocumentDraft: _document,
    PlaceDraft: _place,
    PostDraft: _post,
    ContactFunction: _contact,
    tuple: _named,
}
