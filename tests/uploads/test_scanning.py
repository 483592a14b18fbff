"""The scanner's protocol, spoken with a daemon of the test's own on this machine; what is not looked at is not kept."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from atlas.uploads.checking import NotAcceptable
from atlas.uploads.scanning import scan


@contextmanager
def daemon(answer: bytes) -> Iterator[tuple[str, list[bytes]]]:
    """Its address, and the bytes that were shown to it, put together again."""
    shown: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            connection, _peer = server.accept()
            with connection, connection.makefile("rb") as stream:
                assert stream.read(10) == b"zINSTREAM\0"
                while size := int.from_bytes(stream.read(4)):
                    shown.append(stream.read(size))
                connection.sendall(answer)

        thread = threading.Thread(target=serve)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}", shown
        thread.join(timeout=10)


def test_no_scanner_is_configured(settings) -> None:
    settings.ATLAS_CLAMD = ""
    scan(b"anything")


def test_a_clean_file(settings) -> None:
    content = bytes(range(256)) * 1000
    with daemon(b"stream: OK\0") as (address, shown):
        settings.ATLAS_CLAMD = address
        scan(content)
    assert b"".join(shown) == content
    assert len(shown) > 1


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"stream: Eicar-Test-Signature FOUND\0", "a refusé"),
        (b"INSTREAM size limit exceeded. ERROR\0", "n’a pas pu lire"),
        (b"", "n’a pas pu lire"),
    ],
)
def test_a_file_that_is_not_let_through(settings, answer: bytes, words: str) -> None:
    with daemon(answer) as (address, _shown):
        settings.ATLAS_CLAMD = address
        with pytest.raises(NotAcceptable, match=words):
            scan(b"x")


def test_a_scanner_that_does_not_answer(settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
    settings.ATLAS_CLAMD = address
    with pytest.raises(NotAcceptable, match="ne répond pas"):
        scan(b"x")
