"""A real OpenID provider beside the tests, which knows the persons that it is given."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import requests

STARTED_WITHIN = 60.0


@contextmanager
def openid_provider(person: Mapping[str, object], port: int) -> Iterator[str]:
    """Its address. It insists on a nonce, as ProConnect does."""
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), "-n", "true"]
    process = subprocess.Popen(
        [*command, "--user-claims", json.dumps(person)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    limit = time.monotonic() + STARTED_WITHIN
    try:
        while not _answers(address):
            assert time.monotonic() < limit, "the provider does not start"
            time.sleep(0.1)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(address: str) -> bool:
    try:
        return requests.get(f"{address}/.well-known/openid-configuration", timeout=5).ok
    except requests.ConnectionError:
        return False
