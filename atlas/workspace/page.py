"""What the page of a section shows: its fields, the other sections with what they lack, how the draft stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from atlas.accounts.queries import names_of
from atlas.contributions.models import DraftEdit, Remark
from atlas.projects.checks import Finding, check
from atlas.projects.draft import ProjectDraft

from .desk import Desk
from .editing import SectionSaved
from .fields import Lists, Section, Typed, of_section
from .finding_words import WORDS, worded
from .form import FORM, SECTION_OF, SECTIONS
from .posting import Posted
from .reading import as_typed
from .saved_words import clock
from .showing import Beside, fields_shown


@dataclass(frozen=True)
class Step:
    """A section in the list beside the form. `remarks`: how many things are to be looked at."""

    section: Section
    is_current: bool
    is_empty: bool
    remarks: int


@dataclass(frozen=True)
class LastEdit:
    """When the draft was saved last, and by whom if it was somebody else."""

    time: str
    day: Any
    by: str


def steps(draft: ProjectDraft, current: str, findings: Iterable[Finding]) -> list[Step]:
    """The sections in their order."""
    doubtful = [SECTION_OF[one.field] for one in findings if one.code in WORDS and one.field in SECTION_OF]
    return [
        Step(one, one.slug == current, _says_nothing(draft, one.slug), doubtful.count(one.slug)) for one in SECTIONS
    ]


def _says_nothing(draft: ProjectDraft, slug: str) -> bool:
    return not any(any(map(any, as_typed(spec, draft).values())) for spec in of_section(FORM, slug))


def last_edit(desk: Desk) -> LastEdit | None:
    """None while nothing was saved."""
    edit = DraftEdit.objects.filter(contribution=desk.contribution).order_by("-number").first()
    if edit is None:
        return None
    by = "" if edit.by == desk.scope.actor else names_of([edit.by])[edit.by]
    return LastEdit(clock(edit.at), timezone.localdate(edit.at), by)


def _still_typed(form: Posted, saved: SectionSaved) -> Typed:
    """What was sent, without the fields that only somebody else changed: those are shown as they stand now."""
    gone = {f"was-{one.field}" for one in saved.elsewhere}
    return {name: values for name, values in form.typed.items() if name not in gone}


def section_context(
    desk: Desk, slug: str, lists: Lists, *, form: Posted | None = None, saved: SectionSaved | None = None
) -> Mapping[str, Any]:
    """Variables of workspace/section.html. `form`: what was just sent, shown again as typed."""
    findings = check(desk.draft, today=timezone.localdate())
    place = next(number for number, one in enumerate(SECTIONS) if one.slug == slug)
    beside = Beside(
        typed=_still_typed(form, saved) if form and saved else None,
        problems=saved.problems if saved else (),
        findings=worded(findings),
        clashes=saved.clashes if saved else (),
        remarks=form.remarks if form else {},
        candidates=form.candidates if form else {},
        more=form.more if form else "",
    )
    specs = of_section(FORM, slug)
    return {
        "desk": desk,
        "section": SECTIONS[place],
        "following": SECTIONS[place + 1] if place + 1 < len(SECTIONS) else None,
        "steps": steps(desk.draft, slug, findings),
        "fields": fields_shown(specs, desk.draft, lists, beside),
        "problems": saved.problems if saved else (),
        "clashes": saved.clashes if saved else (),
        "elsewhere": saved.elsewhere if saved else (),
        "last_edit": last_edit(desk),
        "remark": Remark.objects.filter(contribution=desk.contribution).order_by("-pk").first(),
        "upload": None,
        "attachments": list(desk.contribution.attachments.order_by("pk")) if slug == "documents" else [],
    }
