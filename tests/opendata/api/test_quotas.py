"""The limit: counted by all processes, in bounded memory, raised by a token, and never in the way of pages."""

import subprocess
import sys
import time
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.audit.models import Event
from atlas.opendata.api import quotas, tokens
from atlas.opendata.api.models import ApiToken
from tests.consistency.sources import ROOT


@pytest.fixture
def few(settings):
    settings.ATLAS_API_A_MINUTE, settings.ATLAS_API_A_MINUTE_BY_TOKEN = 3, 5


SALT = "of this test"


def spend(path, who, limit=10, now=600.0):
    return quotas.spend(path, who, policy="address", limit=limit, secret=SALT, now=now)


def test_a_minute_and_the_next_one(tmp_path):
    path = tmp_path / "quota"
    assert [spend(path, "a", 2, 605.0).left for _ in range(4)] == [1, 0, 0, 0]
    over = spend(path, "a", 2, 605.0)
    assert (over.is_over, over.seconds) == (True, 55)
    assert over.headers() == {
        "RateLimit-Policy": '"address";q=2;w=60', "RateLimit": '"address";r=0;t=55', "Retry-After": "55",
    }  # fmt: skip
    assert not spend(path, "b", 2, 605.0).is_over
    assert spend(path, "a", 2, 660.0).left == 1


def test_processes_count_together(tmp_path):
    """Four programs, each 500 requests of one client and 500 of its own: nothing is lost, nothing counted twice."""
    path = tmp_path / "quota"
    program = (
        "import sys; from pathlib import Path; from atlas.opendata.api.quotas import counter\n"
        "one = counter(Path(sys.argv[1]))\n"
        "for _ in range(500): one.spend(77, 1); one.spend(int(sys.argv[2]), 1)"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", program, str(path), str(number)], cwd=ROOT) for number in range(1, 5)
    ]
    assert [one.wait(timeout=60) for one in running] == [0, 0, 0, 0]
    counter = quotas.counter(path)
    assert counter.spend(77, 1) == 2_001
    assert [counter.spend(number, 1) for number in range(1, 5)] == [501] * 4


def test_whatever_comes_the_file_stays_as_small(tmp_path):
    path = tmp_path / "quota"
    for number in range(60_000):
        quotas.counter(path).spend(number * 2_654_435_761 % 2**64 or 1, 1)
    assert path.stat().st_size == quotas.BUCKETS * quotas.PLACES * 16 == 524_288


def test_a_busy_client_is_not_forgotten_for_others(tmp_path):
    counter = quotas.counter(tmp_path / "quota")
    for _ in range(50):
        counter.spend(5, 1)
    for number in range(1, 100):
        counter.spend(5 + number * quotas.BUCKETS, 1)
    assert counter.spend(5, 1) == 51


def test_addresses_are_kept_nowhere(tmp_path):
    path = tmp_path / "quota"
    spend(path, "192.0.2.7")
    assert b"192.0.2.7" not in path.read_bytes()
    assert quotas.client_of("192.0.2.7", 1, "s") != quotas.client_of("192.0.2.7", 2, "s")
    assert quotas.client_of("192.0.2.7", 1, "s") != quotas.client_of("192.0.2.7", 1, "t")


@time_machine.travel("2026-11-25T12:00:20Z", tick=False)
def test_too_many_requests(few, register, client):
    answers = [client.get("/api/v1/themes") for _ in range(4)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert [one.headers["RateLimit"] for one in answers[:2]] == ['"address";r=2;t=40', '"address";r=1;t=40']
    assert answers[3].headers["Retry-After"] == "40"
    assert answers[3].headers["Access-Control-Allow-Origin"] == "*"
    assert "40 secondes" in answers[3].json()["detail"]
    assert client.get("/api/v1/themes", REMOTE_ADDR="192.0.2.9").status_code == 200
    assert client.options("/api/v1/themes").status_code == 204


@time_machine.travel("2026-11-25T12:00:20Z", tick=False)
def test_what_a_client_has_already_counts_too(few, register, client):
    tag = client.get("/api/v1/themes").headers["ETag"]
    answers = [client.get("/api/v1/themes", headers={"if-none-match": tag}) for _ in range(3)]
    assert [one.status_code for one in answers] == [304, 304, 429]


@time_machine.travel("2026-11-25T12:00:20Z", tick=False)
def test_pages_have_no_limit(few, register, client, settings):
    for _ in range(6):
        answer = client.get("/fr/donnees/api/")
        assert answer.status_code == 200
        assert "RateLimit" not in answer.headers
    assert not (settings.VAR_DIR / "api-quota").exists()


@time_machine.travel("2026-11-25T12:00:20Z", tick=False)
def test_a_visitor_of_ipv6_owns_a_network(few, register, client):
    answers = [client.get("/api/v1/themes", REMOTE_ADDR=f"2001:db8::{number}") for number in range(1, 5)]
    assert [one.status_code for one in answers] == [200, 200, 200, 429]
    assert client.get("/api/v1/themes", REMOTE_ADDR="2001:db8:0:1::1").status_code == 200


def created(label="Portail d’une région"):
    said = StringIO()
    call_command("api_token", "create", label, stdout=said)
    number, token = said.getvalue().splitlines()[0].split("\t")
    return int(number), token


def bearer(token):
    return {"authorization": f"Bearer {token}"}


@time_machine.travel("2026-11-25T12:00:20Z", tick=False)
def test_a_token_raises_the_limit(few, register, client):
    _number, token = created()
    answers = [client.get("/api/v1/themes", headers=bearer(token)) for _ in range(7)]
    assert [one.status_code for one in answers] == [200] * 6 + [429]  # the first one was looked up for its address
    assert answers[0].headers["RateLimit-Policy"] == '"address";q=3;w=60'
    assert answers[1].headers["RateLimit-Policy"] == '"token";q=5;w=60'
    assert client.get("/api/v1/themes").status_code == 200


def test_a_token_costs_a_query_a_minute(register, client):
    _number, token = created()
    seen = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/api/v1/themes", headers=bearer(token)).status_code == 200
        seen.append(len(queries))
    assert seen == [1, 0, 0]


def test_a_token_taken_back_or_unknown_is_refused(register, client, monkeypatch):
    number, token = created()
    assert client.get("/api/v1/themes", headers=bearer(token)).status_code == 200
    call_command("api_token", "revoke", str(number), stdout=StringIO())
    later = time.monotonic() + tokens.KEPT + 1
    monkeypatch.setattr(time, "monotonic", lambda: later)
    for bad in (token, "atlas_unknown", "é", ""):
        answer = client.get("/api/v1/themes?lang=en", headers=bearer(bad))
        assert answer.status_code == 401, bad
        assert answer.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        assert answer.json()["title"] == "Unknown token"
    assert client.get("/api/v1/themes", headers={"authorization": "Basic eDp5"}).status_code == 200


def test_only_a_digest_is_kept(db):
    number, token = created()
    kept = ApiToken.objects.get(pk=number)
    assert token not in str(vars(kept))
    assert kept.digest == tokens.digest_of(token)
    assert {field.name for field in ApiToken._meta.get_fields()} == {
        "id",
        "label",
        "digest",
        "created_at",
        "revoked_at",
    }
    assert [(one.verb, one.object_id) for one in Event.objects.filter(object_type="apitoken")] == [("create", number)]


def test_tokens_are_listed_without_their_text(db):
    number, token = created()
    other, _ = created("Une carte")
    call_command("api_token", "revoke", str(number), stdout=StringIO())
    said = StringIO()
    call_command("api_token", "list", stdout=said)
    lines = [line.split("\t") for line in said.getvalue().splitlines()]
    assert [(int(one[0]), one[1], one[3].split(" ")[0]) for one in lines] == [
        (number, "Portail d’une région", "revoked"), (other, "Une carte", "in"),
    ]  # fmt: skip
    assert token not in said.getvalue()
    with pytest.raises(CommandError, match="No token in service has the number"):
        call_command("api_token", "revoke", str(number), stdout=StringIO())
    for bad in (" ", "x" * 121):
        with pytest.raises(CommandError, match="Name the service"):
            call_command("api_token", "create", bad)


def test_a_process_remembers_few_tokens(db, monkeypatch):
    monkeypatch.setattr(tokens, "MOST", 3)
    for number in range(10):
        assert not tokens.look_up(str(number))
    assert len(tokens._known) <= 3
