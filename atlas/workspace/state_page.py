"""What the page of a draft or proposal says: where it stands, what happens next, what was said, what may be done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any, Final

from django.forms import Form
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext

from atlas.accounts.queries import names_of
from atlas.contributions.comparison import Words, differences, value_lines
from atlas.contributions.field_words import LABELS
from atlas.contributions.models import Contribution, DraftEdit, Remark
from atlas.contributions.rules import SUGGESTED
from atlas.contributions.states import VERBS, Reason, State
from atlas.contributions.values import from_json
from atlas.projects.checks import check
from atlas.ui import formats

from .desk import Desk
from .finding_words import worded
from .form import SECTION_OF
from .lists import load_words

MOST_SET_ASIDE: Final = 50
"""Saves that are looked through for texts that somebody else’s stood against."""
RECENT: Final = 100
"""Decisions by which the usual time is told."""

NEXT: Final[Mapping[str, Any]] = {
    State.DRAFT: gettext_lazy("Rien n’est encore parti : vous seul et vos collègues voyez ce brouillon."),
    State.SUBMITTED: gettext_lazy(
        "La fiche publiée ne change pas encore. Une personne du ministère compare votre proposition avec elle, puis "
        "l’accepte, vous la renvoie ou vous pose une question. Vous serez prévenu par courriel."
    ),
    State.ASKED: gettext_lazy("On vous pose une question. Répondez-y : la proposition reprend alors sa place."),
    State.RETURNED: gettext_lazy("On vous demande de la revoir. Corrigez-la, puis envoyez-la de nouveau."),
    State.ACCEPTED: gettext_lazy("C’est fait : la fiche publiée dit ce que vous proposiez."),
    State.REJECTED: gettext_lazy("La fiche publiée reste comme elle était."),
    State.WITHDRAWN: gettext_lazy("Vous l’avez retirée : la fiche publiée reste comme elle était."),
    State.UNDONE: gettext_lazy("Le changement avait été accepté, puis il a été annulé par le ministère."),
}
TONES: Final[Mapping[str, str]] = {
    State.SUBMITTED: "info",
    State.ASKED: "warning",
    State.RETURNED: "warning",
    State.ACCEPTED: "success",
    State.REJECTED: "error",
    State.UNDONE: "error",
}


@dataclass(frozen=True, slots=True)
class Said:
    """Something that somebody said with a verb."""

    who: str
    verb: str
    day: str
    text: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """What somebody typed while somebody else saved the same field: kept, and not in the draft."""

    who: str
    day: str
    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Button:
    """A verb that the person may do now. `needs_words`, `takes_words`: an explanation."""

    verb: str
    label: Any
    needs_words: bool
    takes_words: bool


DROP: Final = gettext_lazy("Abandonner ce brouillon")
HERE: Final = ("answer", "accept", "reject", "return", "ask", "withdraw", "reopen")
"""Verbs with a button on this page; sending has a page of its own."""


def sheet_context(desk: Desk, form: Form) -> Mapping[str, Any]:
    """Variables of workspace/sheet.html."""
    contribution = desk.contribution
    words = load_words()
    verbs = [verb for verb in HERE if verb in desk.verbs and not (verb == "answer" and desk.can_write)]
    buttons = [_button(verb, contribution.state) for verb in verbs]
    return {
        "desk": desk,
        "form": form,
        "next": NEXT[contribution.state],
        "tone": TONES.get(contribution.state, "new"),
        "usual": usual_days() if contribution.state == State.SUBMITTED else "",
        "remarks": _remarks(contribution),
        "buttons": buttons,
        "takes_words": any(one.takes_words for one in buttons),
        "author": names_of([contribution.created_by])[contribution.created_by],
        "differences": differences(desk.base, desk.draft, words),
        "set_aside": set_aside(desk, words),
    }


def set_aside(desk: Desk, words: Words) -> list[SetAside]:
    """Each text once, the newest first; not what was taken after all."""
    edits = DraftEdit.objects.filter(contribution=desk.contribution).exclude(refused="").order_by("-number")
    rows = list(edits[:MOST_SET_ASIDE])
    names = names_of(one.by for one in rows)
    found: dict[tuple[str, tuple[str, ...]], SetAside] = {}
    for edit in rows:
        for field, value in from_json(edit.refused).items():
            lines = value_lines(field, value, words)
            if lines and value != getattr(desk.draft, field):
                said = SetAside(names[edit.by], _day(edit.at), str(LABELS[field]), lines)
                found.setdefault((field, lines), said)
    return list(found.values())


def _button(verb: str, state: str) -> Button:
    """Nobody has seen a draft: it is dropped without a word."""
    known = VERBS[verb]
    if state == State.DRAFT:
        return Button(verb, DROP if verb == "withdraw" else known.label, needs_words=False, takes_words=False)
    return Button(verb, known.label, known.reason is Reason.REQUIRED, known.reason is not Reason.NONE)


def _remarks(contribution: Contribution) -> list[Said]:
    rows = list(Remark.objects.filter(contribution=contribution).order_by("pk"))
    names = names_of(one.by for one in rows)
    return [Said(names[one.by], _verb(one.verb), _day(one.at), one.text) for one in rows]


def _verb(verb: str) -> str:
    return str(VERBS[verb].label) if verb in VERBS else ""


def _day(at: datetime) -> str:
    return formats.day(timezone.localdate(at), get_language() or "fr")


def usual_days() -> str:
    """How long people's proposals have waited lately, in words; '' while too few were decided to tell."""
    decided = Contribution.objects.filter(
        state__in=(State.ACCEPTED, State.REJECTED), created_by__startswith="user:", submitted_at__isnull=False
    )
    rows = decided.order_by("-decided_at").values_list("submitted_at", "decided_at")[:RECENT]
    waited = [(end - start).days for start, end in rows if start and end and end >= start]
    if len(waited) < 5:
        return ""
    days = max(1, round(median(waited)))
    return ngettext(
        "D’habitude, la réponse vient en %(days)s jour.", "D’habitude, la réponse vient en %(days)s jours.", days
    ) % {"days": days}


def send_context(desk: Desk, form: Form, problems: Mapping[str, Sequence[str]]) -> Mapping[str, Any]:
    """Variables of workspace/send.html. `problems`: what keeps it from being sent, by field."""
    findings = {**worded(check(desk.draft, today=timezone.localdate())), **problems}
    return {
        "desk": desk,
        "form": form,
        "differences": differences(desk.base, desk.draft, load_words()),
        "findings": [
            Remarked(SECTION_OF[field], field, str(LABELS[field]), words)
            for field, sentences in findings.items()
            if field in SECTION_OF
            for words in sentences
        ],
        "is_new": desk.contribution.project_id is None,
        "is_suggestion": desk.case.origin in SUGGESTED,
        "question": _remarks(desk.contribution)[-1:] if "answer" in desk.verbs else [],
        "usual": usual_days(),
    }


@dataclass(frozen=True, slots=True)
class Remarked:
    """Something that a check says of a field, with the section in which it is mended."""

    section: str
    field: str
    label: str
    words: str
