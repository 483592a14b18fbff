"""Asks a server for pages over a few connections that stay open, and notes how long each answer took.

A process of its own that does as little as it can: prepared requests, one wait for all sockets, headers looked at only
for status and length. It still shares the machine's cores with the server: `seconds_of_processor` says how much.
`python -m tests.bench.client PORT CONNECTIONS SECONDS` reads lines (`request_for`) from
standard input and prints an `Outcome`.
"""

import json
import re
import selectors
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Final

HEADERS: Final = "Host: 127.0.0.1\r\nAccept-Encoding: gzip\r\nUser-Agent: bench\r\n"
CRLF: Final = "\r\n"
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding: *chunked", re.IGNORECASE)


@dataclass(frozen=True)
class Outcome:
    """Latencies in milliseconds. `statuses`: answers by status; `paths_left`: requests that the time did not allow."""

    requests: int
    seconds: float
    p50: float
    p99: float
    slowest: float
    statuses: dict[str, int]
    bytes_read: int
    paths_left: int
    seconds_of_processor: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


@dataclass
class _Connection:
    """One socket and the answer that is arriving. `missing`: bytes still to come, None until the header is whole."""

    socket: socket.socket
    started: float = 0.0
    header: bytes = b""
    missing: int | None = None
    is_chunked: bool = False
    tail: bytes = b""

    def send(self, request: bytes) -> None:
        self.header, self.missing, self.is_chunked, self.tail = b"", None, False, b""
        self.started = time.perf_counter()
        self.socket.sendall(request)

    def take(self, data: bytes) -> bool:
        """Is the answer whole now?"""
        if self.missing is None:
            self.header += data
            end = self.header.find(b"\r\n\r\n")
            if end < 0:
                return False
            data, self.header = self.header[end + 4 :], self.header[: end + 2]
            self._read_header()
        if self.is_chunked:
            self.tail = (self.tail + data)[-5:]
            return self.tail == b"0\r\n\r\n"
        assert self.missing is not None
        self.missing -= len(data)
        return self.missing <= 0

    def _read_header(self) -> None:
        length = _LENGTH.search(self.header)
        self.is_chunked = length is None and _CHUNKED.search(self.header) is not None
        self.missing = int(length[1]) if length else 0

    @property
    def status(self) -> str:
        return self.header[9:12].decode()


@dataclass
class _Tally:
    latencies: list[float] = field(default_factory=list)
    statuses: dict[str, int] = field(default_factory=dict)
    bytes_read: int = 0

    def note(self, connection: _Connection, now: float) -> None:
        self.latencies.append(now - connection.started)
        self.statuses[connection.status] = self.statuses.get(connection.status, 0) + 1


def request_for(line: str) -> bytes:
    """The bytes to send for a path, or for a path, a tab and one more header."""
    path, _, header = line.partition("\t")
    return f"GET {path} HTTP/1.1\r\n{HEADERS}{header}{header and CRLF}\r\n".encode()


def ask(port: int, requests: Sequence[bytes], *, connections: int, seconds: float) -> Outcome:
    """Send the requests in turn, each once, over so many connections, until they or the seconds are used up."""
    tally, waiting = _Tally(), iter(requests)
    started, used = time.perf_counter(), time.process_time()
    selector = selectors.DefaultSelector()
    for request in list(islice(waiting, connections)):
        connection = _Connection(socket.create_connection(("127.0.0.1", port)))
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        selector.register(connection.socket, selectors.EVENT_READ, connection)
        connection.send(request)
    _exchange(selector, waiting, tally, until=started + seconds)
    took = time.perf_counter() - started
    return _outcome(tally, took, sum(1 for _ in waiting), time.process_time() - used)


def _exchange(selector: selectors.BaseSelector, waiting: Iterator[bytes], tally: _Tally, *, until: float) -> None:
    while selector.get_map():
        for key, _ in selector.select(timeout=60):
            connection: _Connection = key.data
            data = connection.socket.recv(262_144)
            tally.bytes_read += len(data)
            if not data:
                raise ConnectionError("the server closed a connection that should stay open")
            if not connection.take(data):
                continue
            now = time.perf_counter()
            tally.note(connection, now)
            request = next(waiting, None) if now < until else None
            if request is None:
                selector.unregister(connection.socket)
                connection.socket.close()
            else:
                connection.send(request)


def _outcome(tally: _Tally, seconds: float, left: int, processor: float) -> Outcome:
    ordered = sorted(tally.latencies) or [0.0]
    return Outcome(
        requests=len(tally.latencies),
        seconds=seconds,
        p50=ordered[len(ordered) // 2] * 1_000,
        p99=ordered[min(len(ordered) - 1, len(ordered) * 99 // 100)] * 1_000,
        slowest=ordered[-1] * 1_000,
        statuses=tally.statuses,
        bytes_read=tally.bytes_read,
        paths_left=left,
        seconds_of_processor=processor,
    )


if __name__ == "__main__":
    port, connections, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    requests = [request_for(line) for line in sys.stdin.read().splitlines()]
    print(json.dumps(asdict(ask(port, requests, connections=connections, seconds=seconds))))
