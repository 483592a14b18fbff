"""Facts of the queue and of one contribution, as the pages show them. Reads, writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.accounts.queries import names_of
from atlas.accounts.scopes import Scope
from atlas.contributions.models import Contribution, Origin, Remark
from atlas.contributions.queries import draft_at, proposed_by, relinked, stakes_for
from atlas.contributions.rules import can_see, case_of, verbs_for
from atlas.contributions.states import VERBS, WAITING, State, Verb
from atlas.projects.draft import ProjectDraft, decode_draft
from atlas.projects.models import Project
from atlas.projects.packing import unpack
from atlas.projects.queries import Stakes

from .naming import words_of
from .showing import Side, field_label, sides_of

REASONS: Mapping[str, str | Promise] = {
    "needs_moderation": gettext_lazy("Une personne l’a envoyée : elle attend une décision."),
    "conflicts_with_human_edit": gettext_lazy("L’import change ce qu’une personne avait corrigé."),
    "has_errors": gettext_lazy("L’import a une erreur qui empêche de publier."),
    "same_id_different_content": gettext_lazy("Deux documents portent le même numéro et disent autre chose."),
    "sheet_was_merged": gettext_lazy("La fiche de ce document a été fusionnée avec une autre."),
}
OTHER_REASON = gettext_lazy("Elle attend une décision.")
READER = gettext_lazy("Un lecteur")


@dataclass(frozen=True)
class Row:
    """One line of the queue."""

    contribution: Contribution
    url: str
    title: str
    author: str
    fields: tuple[str, ...]
    days: int


def shown_names(actors: Iterable[str]) -> dict[str, str]:
    """How those who decide see who wrote; a reader has no name here."""
    return {**names_of(actors), "reader": str(READER)}


def rows_of(contributions: Sequence[Contribution], *, now: datetime) -> list[Row]:
    """Two queries: titles of sheets, names of authors."""
    titles = dict(
        Project.objects.filter(pk__in=[one.project_id for one in contributions if one.project_id]).values_list(
            "pk", "title"
        )
    )
    names = shown_names(one.created_by for one in contributions)
    return [
        Row(
            one,
            reverse("moderation_item", args=[one.pk]),
            titles.get(one.project_id or 0) or _new_title(one),
            names.get(one.created_by, one.created_by),
            tuple(field_label(name) for name in one.fields.split()),
            (now - (one.submitted_at or one.created_at)).days,
        )
        for one in contributions
    ]


def _new_title(one: Contribution) -> str:
    return decode_draft(one.draft).title or _("Fiche sans titre")


@dataclass(frozen=True)
class Item:
    """One contribution under decision. `version`: of the sheet as this page shows it (0 = a new sheet)."""

    contribution: Contribution
    stakes: Stakes
    title: str
    project_id: int | None
    version: int
    sides: tuple[Side, ...]
    conflicts: tuple[str, ...]
    buttons: tuple[tuple[str, Verb], ...]
    author: str
    why: str
    said: "Said | None"
    remarks: tuple[tuple[Remark, str, str], ...]
    may_override: bool
    is_open: bool

    @property
    def url(self) -> str:
        """Its own page."""
        return reverse("moderation_item", args=[self.contribution.pk])


@dataclass(frozen=True)
class Said:
    """What a reader without an account said, free text."""

    label: str
    problem: str
    proposed: str
    source: str
    can_take: bool


_TEXTS = frozenset(
    {"title", "context", "history", "objective", "description", "implementers", "owners", "beneficiaries"}
)


def item_of(contribution: Contribution, scope: Scope, language: str) -> Item | None:
    """None where this account may not see it."""
    project = _present(contribution.project_id)
    stakes = stakes_for(contribution, project.pk if project else None)
    current = draft_at(project.pk, project.version_number) if project else ProjectDraft()
    (draft,) = relinked(decode_draft(contribution.draft))
    offered = proposed_by(contribution, current)
    case = case_of(contribution, has_conflict=bool(offered.conflicts))
    if not can_see(scope, stakes, case):
        return None
    buttons = tuple((verb, VERBS[verb]) for verb in verbs_for(scope, stakes, case))
    remarks = list(contribution.remarks.order_by("pk"))
    names = shown_names({contribution.created_by, *(one.by for one in remarks)})
    is_over = contribution.state in {State.ACCEPTED, State.UNDONE}
    base, after = _history_of(contribution) if is_over else (current, draft)
    fields = contribution.taken if is_over else offered.fields
    return Item(
        contribution=contribution,
        stakes=stakes,
        title=(current if project else draft).title or _("Fiche sans titre"),
        project_id=project.pk if project else None,
        version=project.version_number if project else 0,
        sides=sides_of(
            base,
            after,
            fields,
            words=words_of(language),
            conflicts=offered.conflicts,
            source=source_lines(contribution),
        ),
        conflicts=tuple(field_label(name) for name in offered.conflicts),
        buttons=buttons,
        author=names.get(contribution.created_by, contribution.created_by),
        why=str(REASONS.get(contribution.reason, OTHER_REASON)),
        said=_said(contribution),
        remarks=tuple((one, names.get(one.by, one.by), _verb_label(one.verb)) for one in remarks),
        may_override=scope.is_ministry,
        is_open=contribution.state in WAITING,
    )


def _verb_label(verb: str) -> str:
    return str(VERBS[verb].label) if verb in VERBS else verb


def _present(project_id: int | None) -> Project | None:
    """The sheet that stands under this number today."""
    while project_id is not None:
        project = Project.objects.get(pk=project_id)
        if project.merged_into_id is None:
            return project
        project_id = project.merged_into_id
    return None


def _history_of(contribution: Contribution) -> tuple[ProjectDraft, ProjectDraft]:
    """Before and after the version that it made."""
    number, project_id = contribution.applied_version, contribution.project_id
    if not number or project_id is None:
        return ProjectDraft(), ProjectDraft()
    before = draft_at(project_id, number - 1) if number > 1 else ProjectDraft()
    return before, draft_at(project_id, number)


def _said(contribution: Contribution) -> Said | None:
    if contribution.origin != Origin.SUGGESTION:
        return None
    one = contribution.proposals.order_by("pk").first()
    if one is None:
        return None
    proposed = one.proposed if isinstance(one.proposed, dict) else {}
    text = str(proposed.get("text", ""))
    return Said(
        field_label(one.field) if one.field else _("Une autre rubrique, ou plusieurs"),
        one.reason,
        text,
        str(proposed.get("source", "")),
        can_take=bool(text) and one.field in _TEXTS,
    )


def source_lines(contribution: Contribution) -> dict[str, list[str]]:
    """Field → the lines of the document that it was read from, for imports of texts."""
    document = contribution.document
    if document is None or not contribution.lines or document.kind != Origin.LEGACY_PAGE:
        return {}
    lines = unpack(bytes(document.raw)).decode("utf-8", "replace").splitlines()
    return {name: lines[span[0] - 1 : span[1]] for name, span in contribution.lines.items()}


def suggested_value(contribution: Contribution) -> dict[str, Any]:
    """The reader's text as a value of its field, where it is one that can be taken word for word."""
    said, one = _said(contribution), contribution.proposals.order_by("pk").first()
    return {one.field: said.proposed} if said and said.can_take and one else {}
