"""A list that is read page by page while others write: nothing comes twice, nothing that stays is left out."""

import base64
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from atlas.catalogue import suggestion_source
from atlas.catalogue.record import PublicOrganisation
from atlas.opendata.api import cursors
from atlas.opendata.api.cursors import Cursor
from atlas.opendata.api.problems import Refused
from tests.catalogue.records import START, project, publish, publish_organisation
from tests.opendata.api.conftest import PROJECTS, organisations


def page(read, path):
    found = read(path)
    return [one["id"] for one in found["items"]], (found["next"] or "").removeprefix("http://testserver/api/v1/")


def walk(read, path):
    found = []
    while path:
        ids, path = page(read, path)
        found += ids
    return found


@pytest.mark.parametrize("limit", [1, 7, 79, 80, 100])
def test_every_project_once(register, read, limit):
    path = f"projects?limit={limit}&fields=id" if limit > 1 else "projects?limit=1&fields=id&pays=ML"
    ids = walk(read, path)
    assert ids == sorted(set(ids))
    assert len(ids) == read(path)["total"]


def test_the_next_address_stands_in_the_header_too(register, client):
    answer = client.get("/api/v1/projects?limit=5")
    assert f'<{answer.json()["next"]}>; rel="next"' in answer.headers["Link"]
    assert 'rel="next"' not in client.get("/api/v1/projects?limit=100").headers["Link"]


ORDERS = {
    "": lambda one: one.id,
    "maj": lambda one: (-one.updated_at.timestamp(), -one.id),
    "debut": lambda one: (-(one.start_year or 0), -one.id),
    "montant": lambda one: (-(one.total_amount or 0), -one.id),
}


@pytest.mark.parametrize("sort", ORDERS)
def test_what_is_written_between_two_pages_moves_nothing(register, indexed, read, sort):
    """Between the pages new projects appear at both ends of every order, and one that was read changes."""
    path = f"projects?limit=25&fields=id{f'&tri={sort}' if sort else ''}"
    first, following = page(read, path)
    changed = project(first[0], length=120, seed=1, updated_at=START + timedelta(days=9_000))
    added = [
        project(number, length=60, updated_at=START + timedelta(days=days), start_year=year)
        for number, days, year in ((500, 8_000, 2030), (501, -1, None))
    ]
    kept = [one for one in PROJECTS if one.id != changed.id]
    indexed(*kept, changed, *added, revision=publish(changed, *added))
    rest = walk(read, following)
    assert len(rest) == len(set(rest))
    assert not set(first[1:]) & set(rest)
    stayed = sorted(kept, key=ORDERS[sort])
    assert [one for one in first + rest if one not in (changed.id, 500, 501)] == [one.id for one in stayed]


def test_by_best_match_a_change_ends_the_list(register, indexed, read):
    """That order has no keys: it says so instead of skipping."""
    ids, following = page(read, "projects?q=eau&tri=pertinence&limit=5&fields=id")
    assert set(page(read, following)[0]).isdisjoint(ids)
    indexed(*PROJECTS, revision=publish(project(1, length=120)))
    problem = read(following, 410)
    assert problem["type"].endswith("#curseur-perime")
    assert "montant" in problem["detail"]


def test_a_cursor_is_of_one_list(register, read):
    cursor = page(read, "projects?pays=ML&limit=2")[1].partition("cursor=")[2]
    for other in ("projects?limit=2", "projects?pays=SN", "projects?pays=ML&tri=maj", "organisations?limit=2"):
        problem = read(f"{other}{'&' if '?' in other else '?'}cursor={cursor}", 422)
        assert problem["type"].endswith("#curseur"), other
    assert read(f"projects?pays=ML&limit=9&cursor={cursor}")["items"]


def test_a_cursor_that_was_changed_is_refused(register, read):
    cursor = page(read, "projects?limit=2")[1].partition("cursor=")[2]
    raw = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))
    for position in range(len(raw)):
        forged = raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]
        text = base64.urlsafe_b64encode(forged).decode().rstrip("=")
        assert read(f"projects?limit=2&cursor={text}", 422)["title"] == "Curseur qui n’est pas de cette liste"
    for text in ("x", "%00", "é", "=", raw.hex(), cursor[:-1], cursor + cursor):
        read(f"projects?limit=2&cursor={text}", 422)


@given(after=st.integers(0, 2**63), revision=st.integers(0, 2**40), asked=st.text(max_size=40))
def test_a_cursor_is_read_as_it_was_written(after, revision, asked):
    assert cursors.read(cursors.written(Cursor(after, revision), asked), asked) == Cursor(after, revision)


@given(text=st.text(max_size=60))
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_no_text_is_a_cursor_by_chance(text):
    with pytest.raises(Refused):
        cursors.read(text, "projects")


def test_organisations_by_number_and_by_name(register, read):
    everything = walk(read, "organisations?limit=17")
    assert everything == sorted(one.id for one in organisations())
    french, foreign = (set(walk(read, f"organisations?limit=50&role={role}")) for role in ("french", "foreign"))
    assert french | foreign == set(everything)
    assert not french & foreign
    named = walk(read, "organisations?q=rivebourg&limit=2")
    assert len(named) == len(set(named)) == read("organisations?q=rivebourg")["total"] > 2
    assert all("Rivebourg" in one["name"] for one in read("organisations?q=rivebourg")["items"])


def test_names_that_change_end_a_list_by_name(register, indexed, read, monkeypatch):
    following = page(read, "organisations?q=rivebourg&limit=2")[1]
    monkeypatch.setattr(suggestion_source, "RENEW_EVERY", 0.0)
    publish_organisation(PublicOrganisation(id=99_999, name="Rivebourg", kind="commune", group="commune", country="FR"))
    party = next(one for one in PROJECTS[0].parties if one.country == "FR")
    changed = replace(PROJECTS[0], parties=(*PROJECTS[0].parties, replace(party, id=99_999, name="Rivebourg")))
    indexed(*PROJECTS[1:], changed, revision=publish(changed))
    assert read(following, 410)["status"] == 410
    assert read("organisations?q=rivebourg&limit=2")["items"][0]["id"] == 99_999
