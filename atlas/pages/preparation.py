"""Bring this machine's database and files up to what the code expects, doing only what is not done yet.

Each step names the files that it depends on. Their fingerprint is kept in `var/prepared.json` after the step, with the
birthday of the database that it filled: another database, a changed file or changed code make the step run again. The
steps are idempotent, so running one too often costs time and nothing else. Not for production, where migrations and
loads are done on purpose.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Step:
    """`command` with `options` of manage.py. `inputs`: globs from the project's folder; none = the step always runs.

    `product`: a file that the step leaves on disk; while it is missing the step runs whatever the fingerprint says.
    """

    label: str
    command: str
    inputs: tuple[str, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)
    product: Path | None = None


def fingerprint(root: Path, inputs: Iterable[str], birthday: str) -> str:
    """Hash of the names and contents of the files that `inputs` name under `root`, and of `birthday`."""
    digest = hashlib.sha256(birthday.encode())
    for path in sorted({path for pattern in inputs for path in root.glob(pattern) if path.is_file()}):
        digest.update(str(path.relative_to(root)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def marks(journal: Path) -> dict[str, str]:
    """Fingerprints by command. A lost or unreadable journal is empty: everything runs again."""
    try:
        kept = json.loads(journal.read_text())
    except (OSError, ValueError):
        return {}
    return kept if isinstance(kept, dict) else {}


def is_done(journal: Path, step: Step, mark: str) -> bool:
    """The step ran with this fingerprint, and what it made is still there."""
    if not step.inputs or (step.product and not step.product.exists()):
        return False
    return marks(journal).get(step.command) == mark


def note(journal: Path, step: Step, mark: str) -> None:
    """The step ran to its end with this fingerprint."""
    journal.parent.mkdir(parents=True, exist_ok=True)
    journal.write_text(json.dumps({**marks(journal), step.command: mark}, indent=1))
