"""No page shows how a person is named where something is recorded (`user:12`): people have names."""

import re

import pytest
from django.core.cache import cache as limits

from atlas.imports.models import TableImport
from tests.factories.accounts import client_of
from tests.permissions.cast import Cast, make_cast
from tests.permissions.matrix import MATRIX
from tests.permissions.test_matrix import ROLES, ask

ACTOR = re.compile(r"user:\d+")


@pytest.fixture
def cast(db: None) -> Cast:
    limits.clear()
    found = make_cast()
    TableImport.objects.update(by=found.people["ministry_officer"].actor)
    return found


@pytest.mark.parametrize("role", ROLES)
def test_no_page_shows_an_actor(cast: Cast, role: str) -> None:
    client, seen, wrong = client_of(cast.people[role]), 0, {}
    for name, row in MATRIX.items():
        if row.method != "get":
            continue
        answer = ask(client, name, row.own(cast))
        if answer.status_code == 200 and answer.headers["Content-Type"].startswith("text/html"):
            seen += 1
            if found := ACTOR.findall(answer.content.decode()):
                wrong[name] = found
    assert seen > 5
    assert wrong == {}
