"""Where published files lie: one folder for each finished set, made beside it and renamed, so that none is half there.

    files/2026-11-25-0001/manifest.json   what the set is; the files stand beside it
    files/building-…/                      a set in the making; progress.json says how far it is

The newest folder is the one in service: a program that is killed while it makes a set leaves the former one served, and
the next run clears what it left. Knows neither projects nor pages: what is in a set is `datasets`, how it is made
`build`.
"""

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings

from atlas.catalogue.index.state import locked

MANIFEST: Final = "manifest.json"
PROGRESS: Final = "progress.json"
COMPRESSED: Final = ".gz"
_BUILDING, _REMOVED = "building-", "removed-"
_SET: Final = re.compile(r"(\d{4}-\d{2}-\d{2})-\d{4,}")


class PublishedFile(msgspec.Struct, frozen=True, kw_only=True):
    """`names`: name in the addresses of each language that offers it; `path`: under the folder of the set.

    `language`: of its labels, "" when it has both. `rows`: lines of data, null for what has none. `size` and `sha256`:
    of the file itself; `compressed_size`: of its gzip copy, 0 when there is none.
    """

    dataset: str
    extension: str
    language: str
    names: dict[str, str]
    path: str
    rows: int | None
    size: int
    sha256: str
    compressed_size: int = 0

    @property
    def tag(self) -> str:
        """ETag of the file as it is; of its gzip copy: with `-gzip` before the last quotation mark."""
        return f'"{self.sha256[:32]}"'


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What a set says of itself. `day`: on which it was made, in Paris; `revision`: of the catalogue that it shows.

    `recipe`: fingerprint of the code, words and settings; `first_year`: the earliest that a sheet states; `left_out`:
    datasets and extensions that a spreadsheet cannot hold; `filled`: datasets with at least one project.
    """

    day: date
    made_at: datetime
    revision: int
    recipe: str
    site: str
    projects: int
    first_year: int | None
    files: tuple[PublishedFile, ...]
    left_out: tuple[tuple[str, str], ...] = ()

    def named(self, name: str, language: str) -> PublishedFile | None:
        """The file of this name in the addresses of a language."""
        return next((one for one in self.files if one.names.get(language) == name), None)

    def found(self, dataset: str, extension: str, language: str) -> PublishedFile | None:
        """The file of a dataset in a format, with the labels of a language or with both."""
        wanted = (dataset, extension)
        of_format = (one for one in self.files if (one.dataset, one.extension) == wanted)
        return next((one for one in of_format if one.language in ("", language)), None)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a set in the making is: files that are done, of so many; the one that is being written."""

    started_at: datetime
    done: int
    total: int
    name: str


def root() -> Path:
    """The folder of all sets."""
    return Path(settings.FILES_DIR)


def set_names() -> list[str]:
    """The finished sets, oldest first."""
    try:
        found = os.listdir(root())  # noqa: PTH208  (asked for by each page and file: half the time of `iterdir`)
    except OSError:
        return []
    return sorted((name for name in found if _SET.fullmatch(name)), key=_order)


def _order(name: str) -> tuple[str, int]:
    return name[:10], int(name[11:])


def day_of(name: str) -> date:
    """The day of a set."""
    return date.fromisoformat(name[:10])


def current() -> str | None:
    """The set in service."""
    return next(reversed(set_names()), None)


def set_of(day: date) -> str | None:
    """The last set of a day."""
    return next((name for name in reversed(set_names()) if day_of(name) == day), None)


def manifest(name: str) -> Manifest | None:
    """Of a finished set; None when it was removed meanwhile or cannot be read."""
    try:
        return _manifest(root() / name / MANIFEST)
    except (OSError, msgspec.DecodeError):
        return None


@lru_cache(maxsize=64)
def _manifest(path: Path) -> Manifest:
    """Kept: a finished set never changes."""
    return msgspec.json.decode(path.read_bytes(), type=Manifest)


def progress() -> Progress | None:
    """Of the set that is being made; None when none is, or its maker died."""
    for path in root().glob(f"{_BUILDING}*/{PROGRESS}"):
        # A set may be finished while it is looked at.
        with locked(_lock(), wait=False) as is_free, suppress(OSError, msgspec.DecodeError):
            if not is_free:
                return msgspec.json.decode(path.read_bytes(), type=Progress)
    return None


def _lock() -> Path:
    return root() / "lock"


@contextmanager
def building(started_at: datetime) -> Iterator[Path | None]:
    """A new folder to make a set in, cleared away at the end; None when another process is making one.

    What killed processes left is cleared first: whoever holds the lock is alone.
    """
    with locked(_lock(), wait=False) as is_free:
        if not is_free:
            yield None
            return
        _clear()
        folder = root() / f"{_BUILDING}{started_at:%Y%m%dT%H%M%S}"
        folder.mkdir()
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _clear() -> None:
    for prefix in (_BUILDING, _REMOVED):
        for path in root().glob(f"{prefix}*"):
            shutil.rmtree(path, ignore_errors=True)


def tell(folder: Path, progress: Progress) -> None:
    """Write how far the set in `folder` is."""
    draft = folder / f"{PROGRESS}.draft"
    draft.write_bytes(msgspec.json.encode(progress))
    draft.replace(folder / PROGRESS)


def put_in_service(folder: Path, made: Manifest) -> str:
    """Write the manifest, then rename the folder: from then on its files are served. The name of the set."""
    (folder / PROGRESS).unlink(missing_ok=True)
    with (folder / MANIFEST).open("wb") as file:
        file.write(msgspec.json.encode(made))
        file.flush()
        os.fsync(file.fileno())
    numbers = [int(name[11:]) for name in set_names() if day_of(name) == made.day]
    name = f"{made.day.isoformat()}-{max(numbers, default=0) + 1:04}"
    folder.rename(root() / name)
    _sync(root())
    return name


def _sync(folder: Path) -> None:
    """The new name survives a power failure."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove(name: str) -> None:
    """Take a set out of service, then delete it: never half of it is listed. Readers in the middle of a file go on."""
    gone = root() / f"{_REMOVED}{name}"
    (root() / name).rename(gone)
    shutil.rmtree(gone, ignore_errors=True)


def pack(name: str) -> None:
    """Keep only the gzip copy of files that have one: for sets that are not the newest."""
    made = manifest(name)
    for one in made.files if made else ():
        if one.compressed_size:
            (root() / name / one.path).unlink(missing_ok=True)
