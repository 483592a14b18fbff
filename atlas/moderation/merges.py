"""What a merge would do, read from the address or the form: both sides, the choices, the result."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.accounts.organisations_found import Candidate, candidates
from atlas.contributions.comparison import Words
from atlas.contributions.joining import BOTH, KEEP, OTHER, choices_of
from atlas.contributions.merging import preview_of
from atlas.contributions.models import Contribution
from atlas.contributions.states import WAITING
from atlas.moderation.naming import words_of
from atlas.organisations.merging import refusal
from atlas.organisations.models import Organisation
from atlas.projects.diff import FIELDS, changed_fields
from atlas.projects.models import Project
from atlas.projects.queries import projects_citing
from atlas.reference.kinds import FRENCH_AUTHORITIES

from .showing import Side, field_label, lines_of, sides_of

MERGE_WORDS: Mapping[str, str | Promise] = {
    "same": _("Ce sont deux fois le même numéro."),
    "merged": _("L’un des deux a déjà été fusionné."),
    "reference": _("Le second vient du référentiel officiel : gardez celui-là, et fusionnez l’autre avec lui."),
    "country": _("Ces deux organismes sont de pays différents."),
    "codes": _("Ces deux organismes ont des codes officiels différents."),
    "unknown": _("Aucune fiche publiée ou aucun organisme ne porte ce numéro."),
}
CHOICES: Mapping[str, str | Promise] = {
    KEEP: _("Ce que dit la fiche gardée"),
    OTHER: _("Ce que dit l’autre"),
    BOTH: _("Les deux"),
}


@dataclass(frozen=True)
class FieldChoice:
    """A field in which the two sheets differ: what each says, what may be chosen, what is."""

    field: str
    label: str
    keep: tuple[str, ...]
    other: tuple[str, ...]
    options: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class SheetMerge:
    """`is_ready`: both numbers are of sheets that can be merged."""

    keep_id: int
    other_id: int
    is_ready: bool = False
    error: str = ""
    titles: tuple[str, str] = ("", "")
    fields: tuple[FieldChoice, ...] = ()
    result: tuple[Side, ...] = ()
    waiting: int = 0


def _number(asked: QueryDict, name: str) -> int:
    text = asked.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


def choices_from(asked: QueryDict) -> dict[str, str]:
    """Field → what was chosen, where it is one of its choices."""
    found = {name: asked.get(f"choice-{name}", "") for name in FIELDS}
    return {name: choice for name, choice in found.items() if choice in choices_of(name)}


def sheets_to_merge(asked: QueryDict, language: str) -> SheetMerge:
    """Numbers `garder` and `autre`."""
    keep_id, other_id = _number(asked, "garder"), _number(asked, "autre")
    if not keep_id and not other_id:
        return SheetMerge(0, 0)
    states = dict(Project.objects.filter(pk__in=(keep_id, other_id)).values_list("pk", "publication_state"))
    if keep_id == other_id:
        return SheetMerge(keep_id, other_id, error=str(MERGE_WORDS["same"]))
    if states.get(keep_id) != "published" or states.get(other_id) not in {"published", "archived"}:
        return SheetMerge(keep_id, other_id, error=str(MERGE_WORDS["unknown"]))
    chosen, words = choices_from(asked), words_of(language)
    keep, other, one = preview_of(keep_id, other_id, chosen)
    differing = changed_fields(keep, other) - {"legacy_prj_id", "end_year"}
    fields = tuple(_choice(name, keep, other, chosen, words) for name in FIELDS if name in differing)
    return SheetMerge(
        keep_id,
        other_id,
        is_ready=True,
        titles=(keep.title, other.title),
        fields=fields,
        result=sides_of(keep, one, changed_fields(keep, one), words=words),
        waiting=Contribution.objects.filter(project_id=other_id, state__in=WAITING).count(),
    )


def _choice(name: str, keep: Any, other: Any, chosen: Mapping[str, str], words: Words) -> FieldChoice:
    mine, theirs = (tuple(lines_of(name, getattr(draft, name), words)) for draft in (keep, other))
    possible = choices_of(name)
    usual = OTHER if not mine and possible[0] == KEEP else possible[0]
    wanted = chosen.get(name, usual)
    options = tuple((option, str(CHOICES[option]), option == wanted) for option in possible)
    return FieldChoice(name, field_label(name), mine, theirs, options)


@dataclass(frozen=True)
class OrganisationMerge:
    """`sheets`: how many name each; `refusal`: a code of MERGE_WORDS, or ""."""

    keep_id: int
    other_id: int
    keep: Organisation | None = None
    other: Organisation | None = None
    sheets: tuple[int, int] = (0, 0)
    refusal: str = ""

    @property
    def is_ready(self) -> bool:
        return self.keep is not None and self.other is not None


def alike(organisation: Organisation) -> list[Candidate]:
    """Known organisations of that name, or nearly, with which a provisional one may have to be merged."""
    kinds = FRENCH_AUTHORITIES if organisation.kind in FRENCH_AUTHORITIES else {organisation.kind}
    return [one for one in candidates(organisation.name, kinds) if one.id != organisation.pk]


def organisations_to_merge(asked: QueryDict) -> OrganisationMerge:
    """Numbers `garder` and `autre`."""
    keep_id, other_id = _number(asked, "garder"), _number(asked, "autre")
    if not keep_id and not other_id:
        return OrganisationMerge(0, 0)
    found = Organisation.objects.select_related("country").in_bulk([keep_id, other_id])
    keep, other = found.get(keep_id), found.get(other_id)
    if keep is None or other is None:
        return OrganisationMerge(keep_id, other_id, keep, other, refusal="unknown")
    sheets = (len(projects_citing([keep_id])), len(projects_citing([other_id])))
    return OrganisationMerge(keep_id, other_id, keep, other, sheets, refusal(keep, other))
