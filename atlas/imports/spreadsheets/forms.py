"""What staff say of a table: the file, how it is written, what its columns mean. HTTP input → clean values."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from .columns import COLUMNS, TableKind
from .inspection import Inspected
from .mapping import checked
from .recognition import NotATable
from .tables import HEADER_WITHIN, Reading

_SELECT: Final = {"class": "fr-select"}
ENCODING_WORDS: Final = (
    ("", _("Deviner")),
    ("utf-8-sig", "UTF-8"),
    ("cp1252", "Windows-1252"),
    ("utf-16", "UTF-16"),
)
SEPARATOR_WORDS: Final = (
    ("", _("Deviner")),
    (";", _("Point-virgule")),
    (",", _("Virgule")),
    ("\t", _("Tabulation")),
    ("|", _("Barre verticale")),
)
SAME_TWICE: Final = _("Deux colonnes ont la même signification. Laissez de côté l’une des deux.")


class UploadForm(forms.Form):
    """The file."""

    table = forms.FileField(
        label=_("Fichier du tableau"),
        help_text=_("CSV, XLSX, ODS ou XLS, 50 Mo au plus. Rien n’est écrit avant votre accord."),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"class": "fr-upload"}),
        error_messages={"required": _("Choisissez un fichier.")},
    )


class ReadingForm(forms.Form):
    """How the file is read; which fields there are depends on the file."""

    kind = forms.ChoiceField(
        label=_("Ce que sont les lignes"), choices=TableKind.choices, widget=forms.Select(attrs=_SELECT)
    )
    header_line = forms.IntegerField(
        label=_("Ligne de l’en-tête"),
        help_text=_("0 quand aucune ligne ne nomme les colonnes ; vide pour deviner."),
        required=False,
        min_value=0,
        max_value=HEADER_WITHIN * 50,
        widget=forms.NumberInput(attrs={"class": "fr-input"}),
    )

    seen: Inspected | NotATable
    """What the page shows beside it."""

    def __init__(self, *args: Any, sheets: Sequence[str] = (), is_text: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_text:
            self.fields["separator"] = _choice(_("Séparateur"), SEPARATOR_WORDS)
            self.fields["encoding"] = _choice(_("Encodage"), ENCODING_WORDS)
        else:
            self.fields["sheet"] = _choice(_("Feuille"), [(name, name) for name in sheets])

    def reading(self) -> Reading:
        """What was said, once it is valid."""
        given = self.cleaned_data
        return Reading(
            encoding=given.get("encoding", ""),
            separator=given.get("separator", ""),
            sheet=given.get("sheet", ""),
            header_line=given["header_line"],
        )


def _choice(label: Any, choices: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.Select(attrs=_SELECT))


def column_choices(kind: str) -> list[tuple[str, Any]]:
    """What a column may be: (key, label), '' first."""
    return [("", _("Laisser de côté")), *((column.key, column.label) for column in COLUMNS[kind])]


def mapping_in(data: Any, kind: str, width: int) -> tuple[str, ...] | None:
    """The mapping that the form sends, null when it sends none or of another kind. Raises ValueError for a bad one."""
    if data.get("mapped_kind") != kind or f"column-{width - 1}" not in data or f"column-{width}" in data:
        return None
    return checked(kind, [data.get(f"column-{place}", "") for place in range(width)], width)
