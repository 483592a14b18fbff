"""The buttons of a section that a form without a script has: what each does to what is typed, before it is saved.

`do` is the value of the button: `add:parties`, `remove:parties:2`, `paste:parties`, `search:parties`,
`pick:parties-2-name:42`, `theirs:objective`. Whatever it is, what is typed is saved as well.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from atlas.organisations.models import Organisation

from .fields import Cell, FieldSpec, Lists
from .finding import candidates_for, place_cells, places_for
from .pasting import paste
from .reading import rows_of
from .tables import link_of

PASTE: Final = "coller-"
"""Name of the box for cells of a spreadsheet, before that of its table."""
LEADS_ON: Final = ("", "save", "next", "preview", "send")
"""Buttons after which another page, or this one anew, comes."""


@dataclass
class Posted:
    """A form as it is to be saved. `more`: the table that gets an empty row; `remarks`, `candidates`: to be shown."""

    typed: dict[str, list[str]]
    do: str = ""
    more: str = ""
    remarks: dict[str, Sequence[str]] = field(default_factory=dict)
    candidates: dict[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def stays(self) -> bool:
        """The page is shown again as typed; else one goes on."""
        return self.do not in LEADS_ON


def posted(data: Mapping[str, Sequence[str]], specs: Sequence[FieldSpec], lists: Lists) -> Posted:
    """What was sent, once its button has done its work. A button that is not known only saves."""
    typed = {name: list(values) for name, values in data.items()}
    do = (typed.pop("do", None) or [""])[-1]
    found = Posted(typed, do)
    verb, _sign, rest = do.partition(":")
    spec = next((one for one in specs if one.name == re.split(r"[:-]", rest)[0]), None)
    if spec is None:
        found.do = do if do in LEADS_ON else ""
    elif verb == "theirs":
        _forget(found, spec)
    elif spec.table is not None and verb in _DOES:
        _DOES[verb](found, spec, rest, lists)
    return found


def _forget(found: Posted, spec: FieldSpec) -> None:
    """What stands is taken: without its digest the field is not looked at."""
    for name in [one for one in found.typed if one == spec.name or one.startswith(f"{spec.name}-")]:
        del found.typed[name]
    found.typed.pop(f"was-{spec.name}", None)
    found.do = ""


def _add(found: Posted, spec: FieldSpec, _rest: str, _lists: Lists) -> None:
    found.more = spec.name


def _remove(found: Posted, spec: FieldSpec, rest: str, _lists: Lists) -> None:
    place = rest.partition(":")[2]
    for name in [one for one in found.typed if one.startswith(f"{spec.name}-{place}-")]:
        del found.typed[name]


def _paste(found: Posted, spec: FieldSpec, _rest: str, lists: Lists) -> None:
    if spec.table is None:
        return
    text = (found.typed.pop(f"{PASTE}{spec.name}", None) or [""])[-1]
    pasted = paste(text, spec.table, lists)
    first = 1 + max((_place(name, spec) for name in found.typed), default=-1)
    for place, row in enumerate(pasted.rows, start=first):
        found.typed.update({f"{spec.name}-{place}-{name}": [value] for name, value in row.items()})
    found.remarks[spec.name] = pasted.remarks


def _place(name: str, spec: FieldSpec) -> int:
    known = re.fullmatch(rf"{spec.name}-(\d{{1,6}})-.+", name)
    return int(known[1]) if known else -1


def _search(found: Posted, spec: FieldSpec, _rest: str, _lists: Lists) -> None:
    """Organisations that the names without a number may be, places that those without a position, row by row."""
    columns = spec.table.columns if spec.table else ()
    rows = rows_of(spec, found.typed, with_empty=True)
    for place, row in enumerate(rows):
        for column in columns:
            id_, text = f"{spec.name}-{place}-{column.name}", row[column.name]
            if column.cell is Cell.NAME and text and not row[f"{column.name}-link"]:
                found.candidates[id_] = candidates_for(text)
            if column.cell is Cell.PLACE and text and not row["latitude"]:
                found.candidates[id_] = places_for(text)


def _pick(found: Posted, spec: FieldSpec, rest: str, _lists: Lists) -> None:
    """`parties-2-name:42`: the name becomes that of the organisation, with its number and its country.

    `places-0-name:42`: the row becomes where that organisation is.
    """
    id_, _sign, number = rest.partition(":")
    organisation = Organisation.objects.filter(pk=int(number)).first() if number.isdecimal() else None
    if organisation is None or id_ not in found.typed:
        return
    row = id_.rpartition("-")[0]
    if spec.table is not None and spec.table.columns[0].cell is Cell.PLACE:
        found.typed.update({f"{row}-{name}": [text] for name, text in place_cells(organisation).items()})
        return
    found.typed[id_] = [organisation.name]
    found.typed[f"{id_}-link"] = [link_of(organisation.pk, organisation.name)]
    country = f"{row}-country"
    if organisation.country_id and country in found.typed:
        found.typed[country] = [organisation.country_id]


_DOES: Final[Mapping[str, Any]] = {
    "add": _add,
    "remove": _remove,
    "paste": _paste,
    "search": _search,
    "pick": _pick,
}
