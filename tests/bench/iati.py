"""IATI, out and in: the file of the whole register, its schema and rules, and its way back into an empty register.

The file is checked before anything is timed by it: valid by the XSD, as many activities as it says. What comes back is
compared with what was, sheet by sheet.
"""

import os
import subprocess
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from multiprocessing import get_context
from pathlib import Path
from typing import Final
from urllib.request import urlopen
from zoneinfo import ZoneInfo

from lxml import etree

from atlas.opendata.iati.rules import broken
from tests.bench.attempts import Wrong, attempted
from tests.bench.limits import Row
from tests.bench.round_trips import compared, emptied
from tests.bench.serving import Server
from tests.bench.stage import MIB, Stage, processor_seconds, watched
from tests.opendata.iati.schema import schema

FILE_BYTES: Final = 100_000_000
_START: Final = "<iati-activity "
_OPENS: Final = _START.encode()
_END: Final = "</iati-activities>\n"
_PIECE: Final = 1 << 20
_TOGETHER: Final = 1_000


class WrongFile(Wrong):
    """A file is not what it says, or did not come back as it was: nothing is timed."""


def measure(stage: Stage, server: Server, *, with_import: bool, say: Callable[[str], None]) -> Iterator[Row]:
    """Out of a stage that is served; with `with_import`, into a register of its own too. What breaks off is a row."""
    path = stage.folder / "register.iati.xml"
    say("IATI file …")
    yield from attempted("IATI export, activities/s", lambda: _exported(server, path))
    say("its schema and rules …")
    yield from attempted("IATI file, validated by the XSD, activities/s", lambda: _checked(path))
    if with_import:
        say("import_iati --commit into an empty register …")
        yield from attempted("IATI import, activities/s", lambda: _imported(stage, path))


def _exported(server: Server, path: Path) -> Iterator[Row]:
    used, started = processor_seconds(server.pid), time.perf_counter()
    with urlopen(f"http://127.0.0.1:{server.port}/fr/recherche/export.iati.xml", timeout=600) as answer:
        told = int(answer.headers["X-Total-Count"])
        with path.open("wb") as file:
            while piece := answer.read(_PIECE):
                file.write(piece)
    seconds, used = time.perf_counter() - started, processor_seconds(server.pid) - used
    if (found := _count(path)) != told:
        raise WrongFile(f"{found} activities instead of {told}")
    note = (
        f"{told} activities, {path.stat().st_size / told:,.0f} bytes and {used / told * 1_000:.3f} ms of processor each"
    )
    yield Row("IATI export, activities/s", told / seconds, note=note)


def _count(path: Path) -> int:
    """Activities of a file of any size."""
    with path.open("rb") as file:
        return sum(line.count(_OPENS) for line in file)


def _checked(path: Path) -> Iterator[Row]:
    """A thousand at a time on all cores, parsing apart. Raises WrongFile for what is not valid or breaks a rule."""
    cores, number, seconds = os.cpu_count() or 1, 0, 0.0
    with get_context("spawn").Pool(cores) as pool:
        files = _small_files(path)
        while together := list(islice(files, 4 * cores)):  # a large file must not wait whole in memory
            for activities, taken, wrong in pool.map(_check, together):
                if wrong:
                    raise WrongFile(wrong)
                number, seconds = number + activities, seconds + taken
    note = f"parsing not counted; {number / seconds:,.0f} on each of {cores} cores"
    yield Row("IATI file, validated by the XSD, activities/s", number / seconds * cores, note=note)


def _small_files(path: Path) -> Iterator[bytes]:
    """The file cut into files of so many activities, read once, in little memory."""
    parts = _parts(path)
    head = next(parts)
    while some := list(islice(parts, _TOGETHER)):
        yield b"".join((head, *(_OPENS + one for one in some), _END.encode()))


def _parts(path: Path) -> Iterator[bytes]:
    """What stands before the first activity, then each without its first letters."""
    kept = b""
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            *whole, kept = (kept + piece).split(_OPENS)
            yield from whole
    yield kept.removesuffix(_END.encode())


def _check(file: bytes) -> tuple[int, float, str]:
    """In a process of its own: activities, seconds that the schema took, what is wrong with the file."""
    root = etree.fromstring(file, etree.XMLParser(huge_tree=True))
    checked, today = schema(), datetime.now(ZoneInfo("Europe/Paris")).date()
    started = time.perf_counter()
    is_valid = checked.validate(root)
    seconds = time.perf_counter() - started
    wrong = [] if is_valid else [checked.error_log.last_error]
    return len(root), seconds, str((wrong + [found for one in root for found in broken(one, today=today)])[:3] or "")


def _imported(stage: Stage, path: Path) -> Iterator[Row]:
    with emptied(stage.folder.parent / "iati") as empty:
        large = empty.folder / "large.xml"
        activities = _enlarged(path, large)
        started = time.perf_counter()
        command = empty.start("manage.py", "import_iati", str(large), "--commit", output=subprocess.PIPE)
        with watched(command.pid) as memory:
            _, told = command.communicate()
        seconds = time.perf_counter() - started
        counts = empty.ask("counts")["last_run"]
        if command.returncode or counts.get("created") != activities:
            raise WrongFile(f"not every activity was created: {counts} {told[-200:]}")
        note = f"{activities} activities, start of the program included"
        yield Row("IATI import, activities/s", activities / seconds, note=note)
        size = f"of a file of {large.stat().st_size / 1e6:,.0f} MB, reading process included"
        yield Row("IATI import memory, MiB", memory.pss / MIB, note=size)
        yield from compared("IATI", stage.ask("iati_seen"), empty.ask("iati_seen"))


def _enlarged(path: Path, large: Path) -> int:
    """The file, then the same activities under other identifiers, until it is large enough; how many it holds."""
    head, *rest = path.read_text(encoding="utf-8").removesuffix(_END).split(_START)
    activities = [f"{_START}{one}" for one in rest]
    size = written = 0
    with large.open("w", encoding="utf-8") as out:
        out.write(head)
        while not written or size < FILE_BYTES:
            for activity in activities:
                again = written // len(activities)
                text = _again(activity, again) if again else activity
                out.write(text)
                size, written = size + len(text.encode()), written + 1
                if again and size >= FILE_BYTES:
                    break
        out.write(_END)
    return written


def _again(activity: str, number: int) -> str:
    """Under an identifier of somebody else, and without the number of the old Atlas."""
    before, _, rest = activity.partition("<other-identifier ")
    text = before + rest.partition("/>")[2] if rest else before
    return text.replace("FR-6-ATLAS-", f"XX-{number}-", 1)
