"""One entry as its post has it before them: what is known around it, a form for each verb of its state. Reads only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.forms import Form as Fields

from atlas.accounts.organisations_found import Candidate
from atlas.reference.choices import Form

from .forms import CheckForm, DoubleForm, RefuseForm, SheetForm
from .models import DeclaredEntry, Declarer
from .queries import SheetFound, authorities_for, doubles_of, partners_for, sheets_for
from .states import State, verbs_for


@dataclass(frozen=True)
class EntryPage:
    """`verb`: what was sent (""= nothing); `forms`: by verb, those that this state offers. `sheets`: what the authority
    has declared with the country already."""

    entry: DeclaredEntry
    declarer: Declarer | None
    doubles: list[DeclaredEntry]
    sheets: list[SheetFound]
    verbs: tuple[str, ...]
    verb: str = ""
    sent: Mapping[str, Any] | None = None
    forms: dict[str, Fields] = field(default_factory=dict)

    @property
    def form_words(self) -> str:
        """The declared form, in words."""
        return str(Form(self.entry.form).label) if self.entry.form else ""

    @property
    def form(self) -> Fields | None:
        """The one that was sent, for the summary of its errors."""
        return self.forms.get(self.verb)


def page_of(entry: DeclaredEntry, sent: Mapping[str, Any] | None, *, today: date) -> EntryPage:
    """`sent`: the fields of a POST."""
    verbs, verb = verbs_for(entry.state), str(sent.get("do", "")) if sent is not None else ""
    doubles = doubles_of(entry)
    page = EntryPage(
        entry,
        Declarer.objects.filter(entry=entry).first(),
        doubles,
        sheets_for(entry) if entry.state == State.CHECKED else [],
        verbs,
        verb,
        sent,
    )
    made: dict[str, Callable[[Mapping[str, Any] | None], Fields]] = {
        "check": lambda data: _check_form(data, entry, authorities_for(entry)),
        "propose": lambda data: _sheet_form(data, entry, partners_for(entry), today),
        "refuse": lambda data: RefuseForm(data, auto_id="refuse_%s"),
        "double": lambda data: DoubleForm(data, found=doubles, auto_id="double_%s"),
    }
    for one in verbs:
        if one in made and (one != "double" or doubles):
            page.forms[one] = made[one](sent if one == verb else None)
    return page


def _sheet_form(data: Mapping[str, Any] | None, entry: DeclaredEntry, found: list[Candidate], today: date) -> SheetForm:
    return SheetForm(data, entry=entry, found=found, today=today, auto_id="sheet_%s")


def _check_form(data: Mapping[str, Any] | None, entry: DeclaredEntry, found: list[Candidate]) -> CheckForm:
    """What the sender chose is proposed."""
    return CheckForm(data, found=found, initial={"candidate": entry.authority_id or ""}, auto_id="check_%s")
