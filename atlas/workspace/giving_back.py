"""A section that came too late (the session ended, the page was too old), given back in the words of the form.

Reads what was sent and public lists, never the draft: nobody is signed in. What the page showed and nobody changed was
not typed: it is left out.
"""

from collections.abc import Iterator, Mapping
from typing import cast

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from atlas.accounts.typed import Back, Piece

from .fields import Cell, Column, FieldSpec, Lists, Table, Typed, Widget, of_section
from .form import FORM
from .lists import load_lists
from .posting import PASTE
from .reading import digest, normal, rows_of


def section_back(request: HttpRequest) -> Back:
    """What was typed into a section, and where it can be put back (`accounts.typed.gives_back`)."""
    where = request.resolver_match.kwargs if request.resolver_match else {}
    arguments = [where["contribution_id"], where["section"]]
    lists = cast(Lists, SimpleLazyObject(load_lists))
    pieces = pieces_of(where["section"], dict(request.POST.lists()), lists)
    return Back(pieces, reverse("workspace_section", args=arguments), reverse("workspace_restore", args=arguments))


def pieces_of(section: str, typed: Typed, lists: Lists) -> tuple[Piece, ...]:
    """Label and words of each field that was changed, and of what was pasted."""
    return tuple(piece for spec in of_section(FORM, section) for piece in _pieces(spec, typed, lists))


def _pieces(spec: FieldSpec, typed: Typed, lists: Lists) -> Iterator[Piece]:
    is_changed = [digest(normal(spec, typed))] != list(typed.get(f"was-{spec.name}", ()))
    if is_changed and (text := _said(spec, typed, lists)):
        yield Piece(str(spec.label), text)
    if pasted := "".join(typed.get(f"{PASTE}{spec.name}", ())).strip():
        yield Piece(_("%(label)s : tableau collé") % {"label": spec.label}, pasted)


def _said(spec: FieldSpec, typed: Typed, lists: Lists) -> str:
    if spec.table is not None:
        return "\n".join(_row(spec.table, row, lists) for row in rows_of(spec, typed))
    values = [text for text in typed.get(spec.name, ()) if text.strip()]
    words = _words(spec, lists)
    return ", ".join(words.get(text, text) for text in values)


def _words(spec: FieldSpec, lists: Lists) -> Mapping[str, str]:
    if spec.widget is Widget.YES_NO:
        return {"yes": pgettext("réponse", "Oui"), "no": pgettext("réponse", "Non")}
    return dict(spec.choices(lists)) if spec.choices else {}


def _row(table: Table, row: Mapping[str, str], lists: Lists) -> str:
    """A line: « Organisation : Kita – Rôle : Partenaire »."""
    said = ((column, row.get(column.name, "")) for column in table.columns)
    return " – ".join(
        _("%(label)s : %(value)s") % {"label": column.label, "value": _cell(column, text, lists)}
        for column, text in said
        if text
    )


def _cell(column: Column, text: str, lists: Lists) -> str:
    if column.cell is Cell.CHOICE and column.choices is not None:
        return dict(column.choices(lists)).get(text, text)
    return text
