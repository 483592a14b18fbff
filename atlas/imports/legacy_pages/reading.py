"""What every reader of a part needs, and what it does with lines that no rule explains (D3.5)."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from .labels import is_goals_heading
from .locate import Section
from .sheet import Findings, Goal
from .text import Page, joined
from .vocabulary import KnownName, Vocabulary

_GOAL = re.compile(r"^(?:odd )?(?:n° ?)?([1-9]|1[0-7])[ .:)–-]{1,3}([^\W\d_].*)$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_GOAL_HEADER = frozenset(
    {"n", "numéro", "nom", "niveau", "odd", "objectif", "libellé", "intitulé", "priorité", "de", "l"}
)
_LEVEL = re.compile(r"^(.*?\D)(?: niveau)? ([12])$", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """One page being read. ``lines`` and ``findings`` fill up on the way; all else stays."""

    page: Page
    sections: Mapping[str, Section]
    vocabulary: Vocabulary
    today: date
    is_known_name: KnownName
    findings: Findings = field(default_factory=Findings)
    lines: dict[str, tuple[int, int]] = field(default_factory=dict)

    def filled(self, section: Section) -> list[int]:
        """The lines below a label that are not empty."""
        keys = self.page.keys
        return [line for line in range(section.start, section.end) if keys[line]]

    def note(self, field: str, indexes: Sequence[int]) -> None:
        """Remember where a field's value stands."""
        if indexes:
            self.lines[field] = self.page.span(indexes)

    def leaves_out(self, field: str, line: int) -> bool:
        """Whether the page stops on this line, so that an unreadable row there is a cut one; then says so."""
        is_cut = "footer_ministry" not in self.sections and not any(self.page.keys[line + 1 :])
        if is_cut:
            self.findings.flag("value_cut", field, "the page stops inside a row, which was left out")
        return is_cut

    def is_whole(self, field: str) -> bool:
        """Whether the page shows this label and goes on below its value: an empty value is then really empty."""
        section = self.sections.get(field)
        return section is not None and section.is_closed


def keep_unknown(reading: Reading, indexes: Sequence[int], field: str) -> None:
    """Keep lines that belong to no known label: as goals (G4), else as ``extra[first line] = the others``."""
    if not indexes:
        return
    page = reading.page
    named = any(is_goals_heading(page.keys[index]) for index in indexes)
    goals = {index: goal for index in indexes if (goal := _goal(page.keys[index]))}
    if goals and (named or all(goal.level for goal in goals.values())):
        reading.findings.goals += goals.values()
        reading.note("sdgs", list(goals))
        indexes = [index for index in indexes if index not in goals and not _heads_goals(page.keys[index])]
    if indexes:
        whole = range(indexes[0], indexes[-1] + 1)
        value = joined(page.lines[line] for line in whole[1:] if line not in goals) or ""
        reading.findings.unknown(page.lines[indexes[0]].strip(), value, field)


def _heads_goals(line_key: str) -> bool:
    words = set(_WORD.findall(line_key.casefold()))
    return is_goals_heading(line_key) or words <= _GOAL_HEADER


def _goal(line_key: str) -> Goal | None:
    plain = " ".join(line_key[:300].replace("|", " ").split())
    if not (found := _GOAL.match(plain)):
        return None
    if level := _LEVEL.match(found[2]):
        return Goal(int(found[1]), level[1], int(level[2]), plain)
    return Goal(int(found[1]), found[2], None, plain)
