"""Activities read by a process of its own: reading is half of the work of an import, and machines have several cores.

The process reads some way ahead and no further, so that memory stays the same whatever the size of the files. It ends
with this one, however this one ends: then nobody reads what it sends. Imports no model.
"""

import os
import pickle
from collections.abc import Generator, Iterable, Iterator, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from queue import Queue
from signal import SIG_IGN, SIGINT, signal
from threading import Thread
from typing import Final

from atlas.imports.items import Refused
from atlas.memory import collect_seldom

from .files import ReadActivity, read_files

WORTH_A_PROCESS: Final = 2 * 2**20
"""Bytes from which starting another process pays."""
CHUNK: Final = 256 * 2**10
"""Bytes of activities that travel together."""
AHEAD: Final = 8
"""Chunks that the process may be ahead of the writer."""
_END: Final = b""
Item = ReadActivity | Refused


class ReadingEnded(Exception):
    """The process that reads is gone before the end of the files; what was taken so far is whole."""


def read_beside(paths: Sequence[Path]) -> Generator[Item, None, None]:
    """Every activity of every file (`files.read_files`), in its order. Raises ReadingEnded."""
    if (os.cpu_count() or 1) == 1 or sum(map(_size, paths)) < WORTH_A_PROCESS:
        yield from read_files(paths)
        return
    context = get_context("spawn")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(paths, there), daemon=True)
    process.start()
    there.close()
    try:
        while (data := _received(here)) != _END:
            yield from pickle.loads(data)  # noqa: S301  # our own process wrote it
    finally:
        here.close()
        process.terminate()
        process.join()


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _received(connection: Connection) -> bytes:
    try:
        return connection.recv_bytes()
    except (EOFError, OSError) as error:  # OSError: it ended in the middle of what it sent
        raise ReadingEnded("the process that reads the files ended: run the same command again") from error


def _send(paths: Sequence[Path], connection: Connection) -> None:
    """The other process. One thread reads, the other waits for whoever takes what was read."""
    signal(SIGINT, SIG_IGN)  # Ctrl-C means the whole run: the other process ends this one
    collect_seldom()
    ready: Queue[bytes] = Queue(AHEAD)
    sender = Thread(target=_pass_on, args=(ready, connection), daemon=True)
    sender.start()
    for chunk in _chunks(read_files(paths)):
        ready.put(pickle.dumps(chunk, pickle.HIGHEST_PROTOCOL))
    ready.put(_END)
    sender.join()


def _pass_on(ready: Queue[bytes], connection: Connection) -> None:
    try:
        while data := ready.get():
            connection.send_bytes(data)
        connection.send_bytes(_END)
    except BrokenPipeError:
        os._exit(1)  # nobody is there any more: the other thread need not go on


def _chunks(items: Iterable[Item]) -> Iterator[list[Item]]:
    chunk: list[Item] = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.raw)
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk
