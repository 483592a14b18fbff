"""The client counts whole answers, by length and in chunks, and does not hide other statuses."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bench.client import ask, request_for


class Handler(BaseHTTPRequestHandler):
    """Answers with a length, in chunks, with 304, or with 404."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = b"x" * 100_000
        if self.headers["If-None-Match"]:
            self.send_response(304)
            self.end_headers()
        elif self.path.startswith("/chunks"):
            self.send_response(200)
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for _ in range(3):
                self.wfile.write(b"%x\r\n%s\r\n" % (len(body), body))
            self.wfile.write(b"0\r\n\r\n")
        else:
            self.send_response(404 if self.path == "/missing" else 200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield server.server_port
        server.shutdown()


def test_every_request_is_sent_once_and_its_answer_read_to_the_end(port: int) -> None:
    paths = [f"/{kind}{number}" for number in range(10) for kind in ("whole", "chunks")]
    outcome = ask(port, [request_for(path) for path in paths], connections=4, seconds=20)
    assert outcome.requests == 20
    assert outcome.statuses == {"200": 20}
    assert outcome.bytes_read > 10 * 100_000 + 10 * 300_000
    assert outcome.paths_left == 0
    assert 0 < outcome.p50 <= outcome.p99 <= outcome.slowest


def test_other_statuses_are_told(port: int) -> None:
    lines = ["/missing", "/whole", '/whole\tIf-None-Match: "1"']
    outcome = ask(port, [request_for(line) for line in lines], connections=1, seconds=20)
    assert outcome.statuses == {"404": 1, "200": 1, "304": 1}


def test_it_stops_when_the_time_is_over(port: int) -> None:
    outcome = ask(port, [request_for("/whole")] * 1_000_000, connections=2, seconds=0.05)
    assert outcome.requests + outcome.paths_left == 1_000_000
    assert outcome.seconds < 10
