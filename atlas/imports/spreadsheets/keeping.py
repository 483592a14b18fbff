"""Where uploaded tables and files of rejected rows are kept: the storage « imports » of the settings.

Names are made here and say nothing of the file. Never served by their own address.
"""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any, Final

from django.core.files import File
from django.core.files.storage import Storage, storages

_PIECE: Final = 1024 * 1024


def _storage() -> Storage:
    return storages["imports"]


def keep(path: Path, suffix: str = "") -> str:
    """Keep the bytes of a file; the name under which they are."""
    with path.open("rb") as file:
        return _storage().save(f"{uuid.uuid4().hex}{suffix}", File(file))


def open_kept(name: str) -> IO[Any]:
    """The bytes, to be read in pieces. Raises FileNotFoundError."""
    return _storage().open(name)


def forget(*names: str) -> None:
    """Erase; a name that is not there is no error."""
    for name in filter(None, names):
        _storage().delete(name)


@contextmanager
def local_copy(name: str) -> Iterator[Path]:
    """The file on this machine while the block runs, wherever it is kept."""
    with TemporaryDirectory(prefix="atlas-") as folder:
        path = Path(folder) / "table"
        with open_kept(name) as kept, path.open("wb") as copy:
            while piece := kept.read(_PIECE):
                copy.write(piece)
        yield path
