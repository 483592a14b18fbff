"""Which folder holds the index in service, and which revision of the catalogue it reflects.

One small file beside the index folders, replaced whole: readers see the old state or the new one, never half of it. Its
folder is named after the version of the schema, so that two versions of the code can run side by side during an update.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import msgspec
from django.conf import settings

from atlas.catalogue.index.schema import VERSION


class State(msgspec.Struct, frozen=True, kw_only=True):
    """`folder`: name of the index folder in service; `revision`: last change of the catalogue that it holds.

    `rows`: bytes of the file of rows when the index was built whole.
    """

    folder: str
    revision: int
    rows: int = 0


def root() -> Path:
    """Where indexes of this version of the schema live."""
    return Path(settings.INDEX_DIR) / f"v{VERSION}"


def state_path() -> Path:
    """The file that says which index is in service. Asked for by every page, kept ones too."""
    return _state_path(settings.INDEX_DIR)


@lru_cache(maxsize=1)
def _state_path(_index_dir: Path | str) -> Path:
    return root() / "state.json"


def read_state() -> State | None:
    """The state, or None when there is none that can be read."""
    try:
        return msgspec.json.decode(state_path().read_bytes(), type=State)
    except (OSError, msgspec.DecodeError):
        return None


def write_state(state: State, *, replacing: str | None) -> bool:
    """Put `state` in service if the folder in service still is `replacing` (None = whatever it is).

    False when another process has switched to another folder meanwhile: the caller's index is out of service.
    """
    with locked(root() / "state.lock"):
        current = read_state()
        if replacing is not None and (current is None or current.folder != replacing):
            return False
        handle, name = tempfile.mkstemp(dir=root(), prefix="state-")
        with os.fdopen(handle, "wb") as file:
            file.write(msgspec.json.encode(state))
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(state_path())
    return True


@contextmanager
def locked(path: Path, *, wait: bool = True) -> Iterator[bool]:
    """Hold the file lock `path`, freed if the process dies. Without `wait`, yields False at once when it is taken."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True
