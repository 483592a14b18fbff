"""The real register in memory, read once a session: matching is tried on the names that it will meet."""

import pytest

from tests.organisations.real_register import RealRegister, read


@pytest.fixture(scope="session")
def register() -> RealRegister:
    return read()
