"""Small words and attributes of the workspace's pages."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, Final

from django import template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atlas.ui import formats
from atlas.workspace.fields import Cell
from atlas.workspace.forms import FINDING, UploadForm
from atlas.workspace.pasting import WORDS as PASTED
from atlas.workspace.saved_words import clock
from atlas.workspace.showing import FieldShown

register = template.Library()
LEAST_LINES: Final = 3
MOST_LINES: Final = 16
LINE: Final = 80


@register.filter
def day(value: date | datetime) -> str:
    """« 25 novembre 2026 »."""
    found = timezone.localdate(value) if isinstance(value, datetime) else value
    return formats.day(found, get_language() or "fr")


@register.filter
def time_of(value: datetime) -> str:
    """« 10 h 42 »."""
    return clock(value)


@register.filter
def weight(size: int) -> str:
    """« 58 ko »."""
    return formats.file_size(size, get_language() or "fr")


@register.filter
def lines_for(text: str) -> int:
    """How high a box is for what stands in it."""
    needed = sum(1 + len(line) // LINE for line in text.split("\n")) + 1
    return min(MOST_LINES, max(LEAST_LINES, needed))


@register.filter
def has_names(field: FieldShown) -> bool:
    """Does a column of the table name organisations?"""
    return any(column.cell is Cell.NAME for column in field.spec.table.columns) if field.spec.table else False


@register.filter
def has_places(field: FieldShown) -> bool:
    """Is it the table of places, which a map goes with?"""
    return any(column.cell is Cell.PLACE for column in field.spec.table.columns) if field.spec.table else False


@register.filter
def any_places(fields: Iterable[FieldShown]) -> bool:
    """Does the page have such a table?"""
    return any(has_places(field) for field in fields)


@register.filter
def columns_of(field: FieldShown) -> str:
    """The names of the columns of a table, as a pasted heading may have them."""
    return ", ".join(str(one.label) for one in field.spec.table.columns if not one.is_rare) if field.spec.table else ""


@register.simple_tag
def described(field: FieldShown) -> SafeString:
    """What a reader of the screen is told with an input: its help and what is wrong."""
    name = field.spec.name
    ids = [f"{name}-aide"] if field.spec.help else []
    if field.problems:
        return format_html(' aria-invalid="true" aria-describedby="{}"', " ".join([*ids, f"{name}-erreur"]))
    return format_html(' aria-describedby="{}"', ids[0]) if ids else SafeString("")


@register.simple_tag
def autosave_words() -> SafeString:
    """The sentences that the script says, as attributes of the form."""
    words = {
        "saving": _("Enregistrement…"),
        "typing": _("Modifications non enregistrées"),
        "offline": _("Pas de connexion : votre texte est gardé sur cet appareil et partira dès que possible."),
        "restored": _("Un texte non enregistré a été retrouvé sur cet appareil et remis dans la page."),
        "expired": _("Votre session est terminée. Votre texte est gardé sur cet appareil : connectez-vous de nouveau."),
        "foreign": _(
            "Le compte connecté n’écrit pas ce brouillon. Votre texte est gardé sur cet appareil : connectez-vous avec "
            "le vôtre."
        ),
        "refused": _("L’enregistrement n’a pas été possible. Votre texte est gardé sur cet appareil."),
        "choose": _("Deux versions d’un champ : choisissez"),
        "keep": _("Garder mon texte"),
        "take": _("Prendre sa version"),
        "theirs": _("Sa version :"),
        "reload": _("Afficher"),
        "sign": _("Se connecter (nouvel onglet)"),
        "known": _("Reconnue dans le registre"),
        "unknown": _("Pas encore reconnue : le nom est gardé tel quel"),
        "added": _("Ligne ajoutée"),
        "removed": _("Ligne retirée"),
        "pasted": _("Lignes collées : %(number)s"),
        **PASTED,
    }
    return format_html_join("", ' data-say-{}="{}"', words.items())


@register.simple_tag
def finding_words() -> SafeString:
    """What the box says by which a long list is searched."""
    return format_html_join("", ' data-{}="{}"', FINDING.items())


@register.simple_tag
def upload_form(sent: Any) -> Any:
    """What was sent and refused, else an empty one."""
    return sent or UploadForm()
