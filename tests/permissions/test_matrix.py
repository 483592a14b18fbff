"""Every address × every role, in its scope and out of it: allowed, refused, asked to sign in, or not there."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from django.core.cache import cache as limits
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils.translation import override

from atlas.accounts.roles import Role
from atlas.ui.middleware import PRIVATE
from tests.factories.accounts import client_of
from tests.permissions.cast import Cast, make_cast
from tests.permissions.matrix import ANYONE, MATRIX, SIGNED_IN

SIGN_IN = "/fr/compte/connexion/"
ROLES = [role.value for role in Role]


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, str]]:
    """(URL name, beginning of its French path) of every address outside of the administration's own."""
    for one in resolver.url_patterns:
        path = before + str(one.pattern)
        if isinstance(one, URLResolver):
            if one.namespace != "admin":
                yield from patterns(one, path)
        elif isinstance(one, URLPattern):
            yield one.name or "", "/" + path


@cache
def private_names() -> frozenset[str]:
    with override("fr"):
        return frozenset(name for name, path in patterns(get_resolver()) if path.startswith(PRIVATE))


@cache
def public_names() -> frozenset[str]:
    with override("fr"):
        return frozenset(name for name, path in patterns(get_resolver()) if not path.startswith(PRIVATE))


def test_every_private_address_has_a_row() -> None:
    assert private_names() == set(MATRIX)


def test_public_addresses_are_private_in_no_language() -> None:
    """What is public in French is so in English: the private beginnings are those of both languages."""
    with override("en"):
        english = {name for name, path in patterns(get_resolver()) if path.startswith(PRIVATE)}
    assert english == private_names()
    assert not english & public_names()


@pytest.fixture
def cast(db: None) -> Cast:
    limits.clear()
    return make_cast()


def ask(client: Client, name: str, parameters: tuple[object, ...]) -> HttpResponse:
    """The answer; what asking changed is undone, so that the next address finds everybody as they were."""
    row = MATRIX[name]
    with transaction.atomic():
        answer: HttpResponse = getattr(client, row.method)(reverse(name, args=parameters), row.data)
        transaction.set_rollback(True)
    return answer


def for_a_visitor(cast: Cast, name: str) -> str:
    """What is wrong with the answer to somebody who is not signed in; '' when nothing is."""
    row, answer = MATRIX[name], ask(Client(), name, MATRIX[name].own(cast))
    sign_in = answer.status_code == 302 and answer.headers["Location"].split("?")[0] == SIGN_IN
    is_right = answer.status_code in row.answers if row.who == ANYONE else sign_in
    return "" if is_right else f"{answer.status_code} {answer.headers.get('Location', '')}"


def for_a_role(cast: Cast, client: Client, name: str, role: str) -> str:
    """What is wrong with the answers to that role, about their own and about others'; '' when nothing is."""
    row = MATRIX[name]
    is_allowed = row.who in (ANYONE, SIGNED_IN) or role in row.who
    answer = ask(client, name, row.own(cast))
    if answer.status_code not in (row.answers if is_allowed else row.refused):
        return f"own: {answer.status_code}"
    if is_allowed and row.who != ANYONE and answer.headers.get("Location", "").startswith(f"{SIGN_IN}?"):
        return "asked to sign in again"
    if not is_allowed or row.others is None:
        return ""
    foreign = ask(client, name, row.others(cast)).status_code
    return "" if foreign in (row.answers if role in row.sees_all else {404}) else f"others': {foreign}"


def test_a_visitor(cast: Cast) -> None:
    wrong = {name: for_a_visitor(cast, name) for name in MATRIX}
    assert {name: what for name, what in wrong.items() if what} == {}


@pytest.mark.parametrize("role", ROLES)
def test_a_role(cast: Cast, role: str) -> None:
    client, mine = client_of(cast.people[role]), replace(cast, own_role=cast.own_role_of(role))
    wrong = {name: for_a_role(mine, client, name, role) for name in MATRIX}
    assert {name: what for name, what in wrong.items() if what} == {}
