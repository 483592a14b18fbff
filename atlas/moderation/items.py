"""Facts of the queue and of one contribution, as the pages show them. Reads, writes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from msgspec import structs

from atlas.accounts.queries import names_of
from atlas.accounts.scopes import Scope
from atlas.contributions.comparison import Words
from atlas.contributions.field_words import LABELS
from atlas.contributions.models import Contribution, Origin, Proposal, Remark
from atlas.contributions.queries import draft_at, proposed_by, relinked, stakes_for
from atlas.contributions.rules import can_see, case_of, verbs_for
from atlas.contributions.states import VERBS, WAITING, State, Verb
from atlas.projects.diff import FIELDS
from atlas.projects.draft import ProjectDraft, decode_draft
from atlas.projects.models import Project
from atlas.projects.queries import Stakes

from .naming import words_of
from .received import received_lines, source_lines
from .showing import Side, field_label, lines_of, sides_of

REASONS: Mapping[str, str | Promise] = {
    "needs_moderation": gettext_lazy("Une personne l’a envoyée : elle attend une décision."),
    "conflicts_with_human_edit": gettext_lazy("L’import change ce qu’une personne avait corrigé."),
    "has_errors": gettext_lazy("L’import a une erreur qui empêche de publier."),
    "same_id_different_content": gettext_lazy("Deux documents portent le même numéro et disent autre chose."),
    "sheet_was_merged": gettext_lazy("La fiche de ce document a été fusionnée avec une autre."),
}
OTHER_REASON = gettext_lazy("Elle attend une décision.")
READER = gettext_lazy("Un lecteur")
PROGRAM = gettext_lazy("un programme de l’Atlas")


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


def author_words(actor: str, names: Mapping[str, str]) -> str:
    """Programs and rules have no name that says anything to a reader."""
    shown = names.get(actor, actor)
    return str(PROGRAM) if shown == actor else shown


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
            author_words(one.created_by, names),
            tuple(field_label(name) for name in one.fields.split()),
            (now - (one.submitted_at or one.created_at)).days,
        )
        for one in contributions
    ]


def _new_title(one: Contribution) -> str:
    return decode_draft(one.draft).title or _("Fiche sans titre")


@dataclass(frozen=True)
class Item:
    """One contribution under decision. `version`: of the sheet as this page shows it (0 = a new sheet); `received`: the
    lines of what an import was read from, where they are not those of a field (`Side.source_lines`)."""

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
    received: tuple[str, ...] = ()

    @property
    def has_author(self) -> bool:
        """An account wrote it, and reads what is said."""
        return case_of(self.contribution).can_answer

    @property
    def url(self) -> str:
        """Its own page."""
        return reverse("moderation_item", args=[self.contribution.pk])


@dataclass(frozen=True)
class Said:
    """What a reader without an account said, free text. `today`: what the sheet says there; `side`: that and the
    proposed text side by side, where it can be taken word for word."""

    label: str
    problem: str
    proposed: str
    source: str
    today: tuple[str, ...] = ()
    side: Side | None = None

    @property
    def can_take(self) -> bool:
        """Its words can be put on the sheet as they are."""
        return self.side is not None


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
    fields, words = contribution.taken if is_over else offered.fields, words_of(language)
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
            words=words,
            conflicts=offered.conflicts,
            source=source_lines(contribution),
        ),
        conflicts=tuple(field_label(name) for name in offered.conflicts),
        buttons=buttons,
        author=author_words(contribution.created_by, names),
        why=_why(contribution),
        said=_said(contribution, current, words),
        remarks=tuple((one, names.get(one.by, one.by), _verb_label(one.verb)) for one in remarks),
        may_override=scope.is_ministry,
        is_open=contribution.state in WAITING,
        received=received_lines(contribution),
    )


def _why(one: Contribution) -> str:
    """With the fields in question, where fields are."""
    words, names = str(REASONS.get(one.reason, OTHER_REASON)), one.reason_detail.replace(",", " ").split()
    if not names or not LABELS.keys() >= set(names):
        return words
    return f"{words} ({', '.join(field_label(name) for name in names)})"


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


def _said(contribution: Contribution, current: ProjectDraft, words: Words) -> Said | None:
    one = _told_by_reader(contribution)
    if one is None:
        return None
    proposed = one.proposed if isinstance(one.proposed, dict) else {}
    value = suggested_value(contribution)
    sides = sides_of(current, structs.replace(current, **value), value, words=words)
    return Said(
        field_label(one.field) if one.field else _("Une autre rubrique, ou plusieurs"),
        one.reason,
        str(proposed.get("text", "")),
        str(proposed.get("source", "")),
        tuple(lines_of(one.field, getattr(current, one.field), words)) if one.field in FIELDS else (),
        sides[0] if sides else None,
    )


def _told_by_reader(contribution: Contribution) -> Proposal | None:
    is_told = contribution.origin == Origin.SUGGESTION
    return contribution.proposals.order_by("pk").first() if is_told else None


def suggested_value(contribution: Contribution) -> dict[str, Any]:
    """The reader's text as a value of its field, where it is one that can be taken word for word."""
    one = _told_by_reader(contribution)
    text = str(one.proposed.get("text", "")) if one and isinstance(one.proposed, dict) else ""
    return {one.field: text} if one and text and one.field in _TEXTS else {}
