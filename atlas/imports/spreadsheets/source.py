"""Rows of projects and twinnings as a source of the pipeline: each row becomes a delivery for the sheet it is about."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from atlas.contributions.acceptance import Existing
from atlas.contributions.actions import Delivery
from atlas.contributions.models import Origin
from atlas.contributions.queries import Source, Target, targets_for
from atlas.imports.names import Names, Resolved
from atlas.organisations.actions import Completion, complete_organisations
from atlas.projects.checks import Finding
from atlas.projects.draft import ProjectDraft
from atlas.projects.models import Project
from atlas.reference.match import match_key

from .columns import TableKind
from .drafts import draft_of, laid_over
from .resolution import Pair, TableRow, foreign_side, new_partners, other_sides, projects_of
from .vocabulary import Vocabulary

NOTHING = Target()


@dataclass
class RowResolver:
    """Turns rows into deliveries (a `pipeline.Resolver`). `by`: whoever imports the table."""

    kind: str
    names: Names
    words: Vocabulary
    by: str
    commit: bool
    completed: list[int] = field(default_factory=list)
    _foreign: dict[int, tuple[Resolved, ...]] = field(default_factory=dict)
    _targets: dict[int, Target] = field(default_factory=dict)
    _taken: set[int] = field(default_factory=set)
    _by_number: set[int] = field(default_factory=set)

    def prepare(self, readings: Sequence[TableRow]) -> None:
        """Register the foreign partners that are new, complete the places of known ones, look up the sheets."""
        self._foreign.clear()
        self._targets.clear()
        self._taken.clear()
        self.names.ensure_foreign(new_partners(readings))
        for one in readings:
            self._foreign[one.row.line] = foreign_side(one, self.names)
        if self.commit:
            self.completed += complete_organisations(list(self._completions(readings)), by=self.by)
        self._look_up(readings)

    def _completions(self, readings: Sequence[TableRow]) -> Sequence[Completion]:
        return [
            Completion(
                organisation_id=partners[0].organisation_id,
                latitude=one.row.values.get("latitude"),
                longitude=one.row.values.get("longitude"),
                admin_area=one.row.texts.get("admin_area", "")[:120],
            )
            for one in readings
            for partners in [self._foreign[one.row.line]]
            if len(partners) == 1 and partners[0].organisation_id is not None and not partners[0].is_new
            if "latitude" in one.row.values or "admin_area" in one.row.texts
        ]

    def _look_up(self, readings: Sequence[TableRow]) -> None:
        """What each row is about: what this source made of it before, its old identifier, its number, its two towns."""
        known = targets_for([self._source(one) for one in readings])
        unknown = [one for one, target in zip(readings, known, strict=True) if target.project_id is None]
        meant = self._twinned(unknown) if self.kind == TableKind.TWINNING else self._numbered(unknown)
        self._by_number = set(meant) if self.kind == TableKind.PROJECT else set()
        again = targets_for([self._source(one, meant[one.row.line]) for one in unknown if one.row.line in meant])
        found = dict(zip((one.row.line for one in unknown if one.row.line in meant), again, strict=True))
        for one, target in zip(readings, known, strict=True):
            self._targets[one.row.line] = found.get(one.row.line, target)

    def _source(self, one: TableRow, project_id: int | None = None) -> Source:
        return Source(Origin.SPREADSHEET, one.key, one.row.values.get("legacy_prj_id"), project_id)

    def _numbered(self, readings: Sequence[TableRow]) -> dict[int, int]:
        """Line → the sheet whose number the row gives, if there is one."""
        wanted = {one.row.line: one.row.values["id"] for one in readings if "id" in one.row.values}
        there = set(Project.objects.filter(pk__in=wanted.values()).values_list("pk", flat=True))
        return {line: number for line, number in wanted.items() if number in there}

    def _twinned(self, readings: Sequence[TableRow]) -> dict[int, int]:
        pairs = {one.row.line: pair for one in readings if (pair := self._pair(one))}
        found = projects_of(pairs.values()) if pairs else {}
        return {line: found[pair] for line, pair in pairs.items() if pair in found}

    def _pair(self, one: TableRow) -> Pair | None:
        foreign = self._foreign[one.row.line]
        ids = [resolved.organisation_id for resolved in (*one.french, *foreign)]
        return (ids[0], ids[1]) if len(ids) == 2 and ids[0] is not None and ids[1] is not None else None

    def deliver(self, reading: TableRow) -> Delivery:
        """The row as a delivery: what it says laid over the sheet as it stands."""
        partners = (*reading.french, *self._foreign[reading.row.line])
        parties = (*partners, *other_sides(reading.row, partners, self.names))
        draft = draft_of(reading.row, self.kind, parties, self.words)
        target = self._targets[reading.row.line]
        return Delivery(
            origin=Origin.SPREADSHEET,
            key=reading.key,
            name=reading.name,
            raw=reading.raw,
            packed=reading.packed,
            draft=laid_over(draft, target.existing.draft, reading.row) if target.existing else draft,
            findings=tuple(_findings(reading)),
            proposals=tuple(filter(None, (one.proposal() for one in parties))),
            project_id=target.project_id,
            hold=self._hold(reading, draft, target),
        )

    def _hold(self, reading: TableRow, draft: ProjectDraft, target: Target) -> str:
        """A number that means another sheet, or a second row about one sheet in a batch: a person decides."""
        if target.project_id is None or target.existing is None:
            return ""
        if target.project_id in self._taken:
            return "same_id_different_content"
        self._taken.add(target.project_id)
        is_doubtful = reading.row.line in self._by_number and not _agree(draft, target.existing)
        return "number_of_another" if is_doubtful else ""

    def keep(self) -> None:
        """The batch was committed."""
        self.names.keep()

    def forget(self) -> None:
        """The batch was not."""
        self.names.forget()


def _findings(reading: TableRow) -> Iterator[Finding]:
    """What was told of the row that its sheet should say as well."""
    for one in reading.row.problems:
        if one.code == "theme_unknown":
            yield Finding("theme_unknown", "themes", one.values["value"])


def _agree(draft: ProjectDraft, existing: Existing) -> bool:
    """A row with a number is about that sheet if its old number, title, or towns and year say so too."""
    there = existing.draft
    if draft.legacy_prj_id is not None and draft.legacy_prj_id == there.legacy_prj_id:
        return True
    if match_key(draft.title) == match_key(there.title):
        return True
    towns = {party.organisation_id for party in draft.parties if party.role == "partner"} - {None}
    known = {party.organisation_id for party in there.parties if party.role == "partner"}
    return bool(towns) and towns <= known and draft.start_year == there.start_year
