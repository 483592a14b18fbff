"""The API on eighty invented projects, with what else its addresses speak of; its limit out of the way."""

import json

import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from atlas.catalogue.record import PublicOrganisation
from atlas.opendata.api import quotas, tokens
from atlas.reference.models import Country, Territory, Theme, WorldZone
from tests.catalogue.conftest import index_dir, indexed
from tests.catalogue.records import project, publish_organisation
from tests.opendata.conftest import public

__all__ = ["index_dir", "indexed", "public"]

PROJECTS = [project(number, length=120, version=2) for number in range(1, 81)]


@pytest.fixture(autouse=True)
def _limits(settings, tmp_path):
    """Each test counts for itself, and far."""
    settings.VAR_DIR = tmp_path
    settings.ATLAS_API_A_MINUTE = 1_000_000
    tokens._known.clear()
    yield
    quotas.counter.cache_clear()


def _world():
    zone = WorldZone.objects.create(code="afrique-subsaharienne", name_fr="Afrique", name_en="Africa", rank=1)
    for iso2, iso3, name in (("ML", "MLI", "Mali"), ("SN", "SEN", "Sénégal"), ("FR", "FRA", "France")):
        Country.objects.create(iso2=iso2, iso3=iso3, name_fr=name, name_en=name, zone=zone)
    region = Territory.objects.create(kind="region", code="84", name="Auvergne-Rhône-Alpes", match_key="a")
    Territory.objects.create(kind="department", code="38", name="Isère", match_key="isere", parent=region)
    Theme.objects.create(
        code="env", level=1, label_fr="Environnement", label_en="Environment", rank=1, origin="ministry",
        nomenclature_version="2013",
    )  # fmt: skip


def organisations():
    """Every organisation that the projects cite."""
    found = {party.id: party for one in PROJECTS for party in one.parties if party.id}
    return [
        PublicOrganisation(
            id=one.id, name=one.name, kind=one.kind or "other", group=one.group or "other", country=one.country or "",
            lat=one.lat, lon=one.lon,
        )
        for one in found.values()
    ]  # fmt: skip


@pytest.fixture
def register(public):
    """All of it, published."""
    _world()
    for one in organisations():
        publish_organisation(one)
    public(*PROJECTS)


@pytest.fixture
def application():
    """The site as a server calls it; the connection of the test stays open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def read(client):
    """The JSON of an address below /api/v1/."""

    def get(path, status=200, **headers):
        answer = client.get(f"/api/v1/{path}", headers=headers)
        assert answer.status_code == status, answer.content.decode()[:500]
        assert not answer.cookies
        return json.loads(answer.content)

    return get
