import socket
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.pages import listening


@pytest.fixture
def taken():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_free_port_is_not_refused(taken):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    assert listening.refusal("127.0.0.1", free) == ""


def test_a_taken_port_is_a_sentence_that_says_what_to_type(taken):
    told = listening.refusal("127.0.0.1", taken)
    assert told == f"Port {taken} is taken on 127.0.0.1. Choose another one: make run PORT={taken + 1}"


@pytest.mark.parametrize("port", [0, 65536, -1])
def test_what_is_no_port(port):
    assert "is not a port" in listening.refusal("127.0.0.1", port)


def test_an_address_of_another_machine_is_refused():
    assert listening.refusal("192.0.2.1", 8000).startswith("Cannot listen at 192.0.2.1:8000: ")


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", "http://127.0.0.1:80/"),
        ("0.0.0.0", "http://127.0.0.1:80/"),
        ("::", "http://[::1]:80/"),
        ("::1", "http://[::1]:80/"),
        ("localhost", "http://localhost:80/"),
    ],
)
def test_address(host, expected):
    assert listening.address(host, 80) == expected


@pytest.mark.parametrize(("port", "status"), [("0", 1), ("many", 1), ("taken", 1), ("free", 0)])
def test_as_a_program_without_django(taken, port, status):
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]
    given = {"taken": str(taken), "free": str(free)}.get(port, port)
    done = subprocess.run(
        [sys.executable, "-S", Path(listening.__file__), "127.0.0.1", given],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, bool(done.stderr), "Traceback" in done.stderr) == (status, bool(status), False)
