"""The API over HTTP: validators, methods, CORS, compression, formats, no index, a client that goes away."""

import gzip
import io
from wsgiref.util import setup_testing_defaults

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.catalogue.record import encode
from atlas.opendata.api.formats import accepted
from tests.catalogue.records import project, publish
from tests.opendata import reading
from tests.opendata.api.conftest import PROJECTS

ADDRESSES = (
    "projects?limit=3", "projects/1", "projects/1/versions", "organisations", "countries", "countries/ML",
    "territories", "territories/regions/84", "themes", "figures", "places", "", "openapi.json",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_a_client_has_already_costs_no_query(register, client, address):
    first = client.get(f"/api/v1/{address}")
    assert first.status_code == 200
    assert not first.cookies
    assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    with CaptureQueriesContext(connection) as seen:
        again = client.get(f"/api/v1/{address}", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content, len(seen)) == (304, b"", 0)
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_change_of_the_catalogue_and_another_format_are_another_answer(register, indexed, client):
    tag = client.get("/api/v1/projects").headers["ETag"]
    csv = client.get("/api/v1/projects", headers={"accept": "text/csv"}).headers["ETag"]
    assert len({tag, csv, client.get("/api/v1/projects?lang=en").headers["ETag"]}) == 3
    indexed(*PROJECTS, revision=publish(project(1, length=120)))
    answer = client.get("/api/v1/projects", headers={"if-none-match": tag})
    assert answer.status_code == 200
    assert answer.headers["ETag"] != tag


def test_a_problem_has_no_tag(register, client):
    answer = client.get("/api/v1/projects?pays=ZZ", headers={"if-none-match": "*"})
    assert answer.status_code == 422
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("address", ["projects?limit=3", "countries.csv", "projects?pays=ZZ"])
def test_a_head_is_a_get_without_its_body(register, client, address):
    whole, head = client.get(f"/api/v1/{address}"), client.head(f"/api/v1/{address}")
    assert (head.status_code, head.content) == (whole.status_code, b"")
    assert head.headers["Content-Length"] == str(len(whole.content))
    assert head.headers["Content-Type"] == whole.headers["Content-Type"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(client, db, method):
    answer = getattr(client, method)("/api/v1/projects")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "L’API se lit seulement"


def test_pages_of_other_sites_may_read(register, client):
    ask = {"origin": "https://other.example", "access-control-request-method": "GET"}
    before = client.options("/api/v1/projects", headers=ask)
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    assert "Authorization" in before.headers["Access-Control-Allow-Headers"]
    for address in ("projects", "projects?pays=ZZ", "rien"):
        answer = client.get(f"/api/v1/{address}", headers=ask)
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Access-Control-Allow-Credentials" not in answer.headers
        assert {"ETag", "Link", "RateLimit"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))


def test_answers_are_compressed_for_who_takes_it(register, client):
    plain = client.get("/api/v1/projects")
    packed = client.get("/api/v1/projects", headers={"accept-encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed.headers["Content-Length"] == str(len(packed.content))
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize(
    ("accept", "expected"),
    [
        ("", "json"), ("*/*", "json"), ("application/*", "json"), ("text/html,*/*;q=0.8", "json"),
        ("text/csv", "csv"), ("TEXT/CSV; q=1.0", "csv"), ("application/json;q=0.5, text/csv", "csv"),
        ("application/geo+json, application/json;q=0.9", "geojson"), ("text/*", "csv"), ("*/*;q=0, text/csv", "csv"),
        ("application/json;q=0, */*", "geojson"), ("text/html", None), ("text/csv;q=0", None), (",;q=", None),
    ],
)  # fmt: skip
def test_the_format_that_a_client_likes_best(accept, expected):
    assert accepted(accept, ("json", "geojson", "csv")) == expected


def test_formats_by_ending_and_by_header(register, client):
    by_ending = client.get("/api/v1/projects.csv?limit=2")
    by_header = client.get("/api/v1/projects?limit=2", headers={"accept": "text/csv"})
    assert by_ending.content == by_header.content
    assert by_ending.headers["Content-Type"] == "text/csv; charset=utf-8; header=present"
    assert client.get("/api/v1/projects.json?limit=2", headers={"accept": "text/csv"}).json()["items"]
    assert client.get("/api/v1/projects/1.json").json()["id"] == 1
    following = by_ending.headers["Link"].partition(">")[0].removeprefix("<http://testserver")
    assert following.startswith("/api/v1/projects.csv?limit=2&cursor=")
    assert [row["id"] for row in reading.rows_of_csv(client.get(following).content)] == ["3", "4"]


@pytest.mark.parametrize("address", ["themes.geojson", "projects/1.csv", "figures.geojson"])
def test_a_format_that_does_not_exist_here(register, client, address):
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 406
    assert "application/json" in answer.json()["detail"]


def test_a_formula_is_harmless_in_csv(public, client):
    public(project(1, length=0, title="=cmd|' /C calc'!A0"))
    (row,) = reading.rows_of_csv(client.get("/api/v1/projects.csv").content)
    assert row["title"] == "'=cmd|' /C calc'!A0"


def test_without_an_index_it_says_when_to_come_back(client, db):
    for address in ("projects", "themes", "countries"):
        answer = client.get(f"/api/v1/{address}?lang=en")
        assert answer.status_code == 503, address
        assert answer.headers["Retry-After"] == "30"
        assert answer.json()["detail"] == "The register is getting ready. Try again in 30 seconds."


def test_an_address_that_does_not_exist(register, client):
    for address in ("rien", "projects/abc", "projects/", "openapi/x", "../v1"):
        answer = client.get(f"/api/v1/{address}?lang=en")
        assert answer.status_code == 404, address
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert "does not have this address" in answer.json()["detail"]


def test_problems_speak_the_language_asked(register, client):
    french, english = (client.get(f"/api/v1/projects?pays=ZZ&lang={lang}").json() for lang in ("fr", "en"))
    assert french["errors"][0]["reason"] == "ce code de pays n’existe pas"
    assert english["errors"][0]["reason"] == "this country code does not exist"
    assert english["errors"][0]["hint"] == "ISO 3166-1 codes, two letters, of partner countries"
    assert english["type"] == "http://testserver/en/data/api/#valeur-inconnue"


@pytest.mark.parametrize(
    ("query", "status", "names"),
    [
        ("pay=ML", 400, {"pay"}), ("limit=0", 400, {"limit"}), ("limit=101", 400, {"limit"}),
        ("limit=x", 400, {"limit"}),
        ("limit=1&limit=2", 400, {"limit"}), ("pays=MLI", 400, {"pays"}), ("pays=", 400, {"pays"}),
        ("collectivite=0", 400, {"collectivite"}), ("collectivite=999999", 422, {"collectivite"}),
        ("debut_min=1800&debut_max=x", 400, {"debut_min", "debut_max"}), ("lang=de", 400, {"lang"}),
        ("debut_min=2010&debut_max=2000", 422, {"debut_max"}), ("actif_au=hier", 400, {"actif_au"}),
        ("actif_au=2015-02-30", 422, {"actif_au"}), ("theme=rien&etat=rien", 422, {"theme", "etat"}),
        ("facets=pays", 422, {"facets"}), ("fields=id,", 400, {"fields"}), ("tri=id", 422, {"tri"}),
        ("q=%22%22", 422, {"q"}), (f"q={'x' * 201}", 400, {"q"}), ("page=2", 400, {"page"}),
        ("vue=liste", 400, {"vue"}),
        ("lieu=ML:x:y", 400, {"lieu"}), ("lieu=ML:1.00:1.00", 422, {"lieu"}), ("%00=1", 400, {"\x00"}),
        ("pays=%C3%28", 400, {"pays"}), ("triennal=true", 422, {"triennal"}),
    ],
)  # fmt: skip
def test_what_makes_no_sense_is_refused_by_name(register, client, query, status, names):
    answer = client.get(f"/api/v1/projects?{query}")
    assert answer.status_code == status
    problem = answer.json()
    assert {one["parameter"] for one in problem["errors"]} == names
    assert all(one["reason"] for one in problem["errors"])
    assert problem["status"] == status
    assert all(name in problem["detail"] for name in names)


def send(socket, body):
    for piece in body:
        socket.write(piece)


class Socket(io.BytesIO):
    """A client that goes away after so many bytes."""

    def write(self, data):
        if self.tell() + len(data) > 1_000:
            raise BrokenPipeError
        return super().write(data)


def test_a_client_that_goes_away_harms_nobody(register, client, application):
    """The answer is whole before its first byte: nothing is left half done, and the next client is served."""
    environ = {"PATH_INFO": "/api/v1/projects", "QUERY_STRING": "limit=100", "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    body = application(environ, lambda status, headers: None)
    socket = Socket()
    with pytest.raises(BrokenPipeError):
        send(socket, body)
    body.close()
    answer = client.get("/api/v1/projects?limit=100")
    assert (answer.status_code, len(answer.json()["items"])) == (200, 80)


def test_texts_with_every_character_are_json(public, client):
    record = project(1, length=0, title='« \u2028 \\ " </script> \U0001f30d »')
    assert "script" in encode(record)
    public(record)
    assert client.get("/api/v1/projects").json()["items"][0]["title"] == record.title
