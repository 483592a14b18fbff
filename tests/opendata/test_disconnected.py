"""A reader who goes away in the middle of a file: the work for it ends at once, and the next one is served."""

from wsgiref.util import setup_testing_defaults

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.catalogue.records import project
from tests.opendata.api.conftest import application
from tests.opendata.iati.conftest import reference

__all__ = ["application", "reference"]
PROJECTS = 1_200
"""More than two batches of any file."""


def started(application, address):
    """(body of the answer, its pieces so far): one piece was taken."""
    path, _, query = address.partition("?")
    environ = {"PATH_INFO": path, "QUERY_STRING": query, "HTTP_HOST": "testserver"}
    setup_testing_defaults(environ)
    statuses = []
    body = application(environ, lambda status, headers: statuses.append(status))
    pieces = iter(body)
    first = next(pieces)
    assert statuses == ["200 OK"]
    return body, first, pieces


@pytest.mark.parametrize(
    "address",
    [
        "/fr/recherche/export.csv",
        "/fr/recherche/export.csv?colonnes=toutes",
        "/fr/recherche/export.geojson",
        "/fr/recherche/export.iati.xml",
        "/api/v1/projects.csv?limit=100",
    ],
)
def test_a_reader_who_goes_away_ends_the_work_and_harms_nobody(application, client, reference, public, address):
    public(*(project(number, length=300) for number in range(1, PROJECTS + 1)))
    body, first, pieces = started(application, address)
    assert first
    body.close()
    with CaptureQueriesContext(connection) as queries:
        assert not list(pieces), "nothing more is made once the answer is closed"
    assert not queries
    whole = client.get(address)
    content = b"".join(whole.streaming_content) if whole.streaming else whole.content
    assert content.startswith(first[:500])
    assert len(content) > len(first) or "limit" in address
