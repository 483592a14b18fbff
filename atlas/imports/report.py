"""What an import run found, counted; and the words that tell it on a terminal."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass
class Report:
    """Counts of one run. `failures` = (name, code, message) of each item that could not be read or written."""

    outcomes: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    flags: Counter[str] = field(default_factory=Counter)
    proposals: Counter[str] = field(default_factory=Counter)
    matches: Counter[str] = field(default_factory=Counter)
    failures: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def total(self) -> int:
        """Items seen, refused ones included."""
        return self.outcomes.total() + len(self.failures)

    def fail(self, name: str, code: str, message: str) -> None:
        """One item could not be read or written; the others go on."""
        self.failures.append((name, code, message))

    def lines(self, *, committed: bool) -> Iterator[str]:
        """The report in plain words, one line each."""
        yield f"{self.total} documents read" + ("" if committed else " (dry run: nothing was written; add --commit)")
        for title, counts in (
            ("outcome", self.outcomes),
            ("waiting because", self.reasons),
            ("flag", self.flags),
            ("proposal", self.proposals),
            ("name", self.matches),
        ):
            yield from (f"  {title} {key}: {count}" for key, count in sorted(counts.items()))
        for name, code, message in self.failures:
            yield f"  refused {name}: {code} — {message}"
