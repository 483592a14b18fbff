"""The list of projects, one project, its versions: what they hold, in which words, from which bytes."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from atlas.catalogue import actions
from atlas.catalogue.lines import Fields
from atlas.catalogue.models import ProjectBody, ProjectLine, ProjectRecord
from atlas.catalogue.record import PublicVersion, decode, encode
from atlas.opendata.api import bodies
from atlas.opendata.api.schemas import ALL_FIELDS, FIELDS, FullProject, Project
from tests.catalogue.records import START, project, publish, withdraw
from tests.catalogue.sheets import full_sheet

FULL = full_sheet(id=7)


def strictly(schema, content):
    """Every key of the declaration and no other, each of the declared type."""

    def keys(model, value):
        assert set(value) == set(model.model_fields), model
        for name, field in model.model_fields.items():
            for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
                if hasattr(inner, "model_fields") and value[name] is not None:
                    for one in value[name] if isinstance(value[name], list) else [value[name]]:
                        keys(inner, one)

    keys(schema, content)
    schema.model_validate(content, strict=True)


@pytest.mark.parametrize("record", [FULL, *map(project, range(1, 30))], ids=lambda one: str(one.id))
def test_what_is_said_is_what_is_declared(record):
    data = encode(record).encode()
    whole = json.loads(bodies.full_body(data, "https://atlas.test/fr/projets/7/", is_doubtful=True))
    item = json.loads(bodies.with_moment(bodies.body(data), whole["permalink"], is_doubtful=True))
    strictly(FullProject, whole)
    strictly(Project, item)
    assert list(whole) == list(ALL_FIELDS)
    assert list(item) == list(FIELDS)
    assert item == {key: whole[key] for key in FIELDS}


def test_a_sheet_in_full(client, public, read):
    public(FULL)
    found = read("projects/7?lang=en")
    assert found["permalink"] == "http://testserver/en/projects/7/"
    assert found["family"] == {
        "code": "decentralised_cooperation", "label_fr": "Coopération décentralisée",
        "label_en": "Decentralised cooperation",
    }  # fmt: skip
    assert [one["name"] for one in found["foreign_partners"]] == ["Tambaga", "Commune rurale de Kouroumé"]
    assert found["funding"][0]["nature"]["label_fr"] == "déclaré"
    assert {one["currency"] for one in found["funding"]} == {"EUR"}
    assert (found["funding"][0]["amount"], found["actions"][0]["amount"]) == (50_000, 12_000.50)
    assert found["amounts"]["natures"] == [{"code": "declared", "label_fr": "déclaré", "label_en": "declared"}]
    blank = next(one for one in found["funding"] if one["pct_columns"])
    assert (blank["amount"], blank["pct_columns"]) == (None, [0, None, 2_400])
    assert found["updated_at"] == "2026-02-14T23:30:00Z"


def test_nothing_private_is_anywhere(public, client):
    """All that the API can say of a project comes from its public record, which holds no person."""
    public(FULL)
    text = client.get("/api/v1/projects/7").content.decode()
    assert "@" not in text
    assert "contacts" not in json.loads(text)
    assert set(FullProject.model_fields) & {"contacts", "volunteers", "mailboxes"} == set()


def test_versions_name_public_fields(public, read):
    public(FULL)
    found = read("projects/7/versions")["items"]
    assert [(one["number"], one["at"], one["changed"]) for one in found] == [
        (1, "2026-01-10T09:00:00Z", []),
        (2, "2026-02-14T23:30:00Z", ["objective", "funding"]),
    ]
    assert found[0]["origin"]["code"] == "legacy_page"
    assert found[0]["origin"]["label_en"] != found[0]["origin"]["label_fr"]


def test_a_version_of_an_origin_without_words(public, read):
    public(full_sheet(id=8, history_lines=(PublicVersion(number=1, at=START, origin="elsewhere"),)))
    assert read("projects/8/versions")["items"][0]["origin"] == {
        "code": "elsewhere", "label_fr": "Autre origine", "label_en": "Other origin",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["projects/9", "projects/9/versions", "projects/99999999999999999999"])
def test_a_sheet_that_is_not_there(public, read, path):
    public(FULL)
    problem = read(path, 404)
    assert problem["title"] == "Rien à cette adresse"
    assert path.split("/")[1] in problem["detail"]


def test_a_list_is_the_same_with_and_without_what_was_made_beforehand(register, client):
    address = "/api/v1/projects?limit=100"
    before = client.get(address).content
    assert not ProjectLine.objects.exists()
    actions.make_lines()
    assert ProjectLine.objects.count() == 80
    assert client.get(address).content == before
    ProjectBody.objects.filter(project_id=1).update(body=b'{"id":1,"wrong":1}', recipe="older")
    ProjectBody.objects.filter(project_id=2).delete()
    assert client.get(address).content == before
    ProjectBody.objects.filter(project_id=3).update(body=b'{"id":3,"kept":1}')
    assert b'"kept":1' in client.get(address).content


def test_what_was_made_of_a_record_goes_with_it(register):
    actions.make_lines()
    actions.keep_lines("recipe", [(1, "another", Fields(b"", b"", b"", b"", b"{}"))])
    assert not ProjectBody.objects.filter(project_id=1).exists()
    actions._delete_records([2])
    assert sorted(ProjectBody.objects.values_list("project_id", flat=True)) == list(range(3, 81))


@pytest.mark.parametrize("limit", [1, 3, 100])
@pytest.mark.parametrize(("fields", "queries"), [("", 2), ("&fields=id,title", 2), ("&fields=id,description", 1)])
def test_queries_however_long_the_list(register, client, limit, fields, queries):
    """One when all is made beforehand, another one for what is not; whole sheets are never made beforehand."""
    address = f"/api/v1/projects?limit={limit}{fields}"
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    assert len(seen) == queries
    actions.make_lines()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    assert len(seen) == 1


def test_doubt_depends_on_the_day_and_agrees_with_the_sheet(register, read):
    everything = {one["id"]: one["to_confirm"] for one in read("projects?limit=100")["items"]}
    doubtful = [one["id"] for one in read("projects?limit=100&etat=a-confirmer")["items"]]
    assert doubtful
    assert [number for number, is_doubtful in everything.items() if is_doubtful] == doubtful
    assert read(f"projects/{doubtful[0]}")["to_confirm"] is True


def test_fields_select_keys_in_their_order(register, read):
    assert list(read("projects?limit=1&fields=title,id")["items"][0]) == ["title", "id"]
    assert list(read("projects?limit=1&fields=description,id,permalink")["items"][0]) == [
        "description", "id", "permalink",
    ]  # fmt: skip
    assert list(read("projects/3?fields=id,context")) == ["id", "context"]
    whole, some = read("projects?limit=100"), read("projects?limit=100&fields=id,countries")
    assert some["items"] == [{"id": one["id"], "countries": one["countries"]} for one in whole["items"]]


def test_a_field_that_does_not_exist(register, read):
    (fault,) = read("projects?fields=id,titel", 422)["errors"]
    assert (fault["parameter"], fault["value"]) == ("fields", "titel")
    assert "title" in fault["hint"]


def test_a_project_withdrawn_since_the_index_was_read_is_left_out(register, read):
    withdraw(1)
    assert [one["id"] for one in read("projects?limit=2")["items"]] == [2]


def test_facets_are_those_of_the_search_page(register, read):
    assert read("projects")["facets"] is None
    found = read("projects?pays=ML&facets=country,decade,status")["facets"]
    assert list(found) == ["country", "decade", "status"]
    mali = next(one for one in found["country"] if one["code"] == "ML")
    assert (mali["selected"], mali["count"]) == (True, read("projects?pays=ML")["total"])
    for facet, parameter in (("country", "pays"), ("status", "etat")):
        others = "&pays=ML" if facet != "country" else ""
        for one in found[facet]:
            assert one["count"] == read(f"projects?{parameter}={one['code']}{others}")["total"], one
            assert one["label_fr"]
            assert one["label_en"]
    assert all(one["label_fr"] == one["code"] for one in found["decade"])
    assert set(read("projects?facets=all")["facets"]) > {"theme", "authority", "funder"}


def test_every_record_is_reached_by_its_number(register, read):
    for number in ProjectRecord.objects.values_list("project_id", flat=True)[:5]:
        record = decode(ProjectRecord.objects.get(pk=number).data)
        assert read(f"projects/{number}")["title"] == record.title


def test_what_is_published_later_is_there(register, indexed, read):
    added = project(500, length=100)
    indexed(added, revision=publish(added))
    assert read("projects")["total"] == 1
