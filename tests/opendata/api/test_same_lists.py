"""API and pages: the same projects, the same numbers, for the query strings of the search page (issue 3)."""

import re
from collections import Counter

import pytest

from tests.opendata import reading
from tests.opendata.test_same_lists import QUERIES, page_ids

IN_PAGE_ORDER = ("tri=maj", "tri=debut", "tri=montant")


def walk(read, query):
    """All projects of a list, from its first address to the last `next`."""
    path, found, totals = f"projects?{query}&limit=7".replace("?&", "?"), [], set()
    while path:
        page = read(path)
        found += [one["id"] for one in page["items"]]
        totals.add(page["total"])
        path = page["next"].removeprefix("http://testserver/api/v1/") if page["next"] else ""
    assert totals == {len(found)}
    return found


def mended(client, query):
    """The query string without what the API refuses: each answer names it, with the value that was sent."""
    pairs, refused = [tuple(one.split("=")) for one in query.split("&") if one], []
    while (answer := client.get(f"/api/v1/projects?{'&'.join(map('='.join, pairs))}")).status_code != 200:
        named = [(one["parameter"], one["value"]) for one in answer.json()["errors"]]
        assert set(named) <= set(pairs)
        pairs, refused = [one for one in pairs if one not in named], refused + named
    return "&".join(map("=".join, pairs)), {name for name, _ in refused}


@pytest.mark.parametrize("query", QUERIES)
def test_the_same_projects_as_the_page(client, register, read, query):
    shown = page_ids(client, "/fr/recherche/", query)
    asked, refused = mended(client, query)
    assert refused == {"pays", "page", "debut_min", "tri", "colonnes"} & refused
    assert bool(refused) == any(one in query for one in ("ZZ", "colonnes"))
    found = walk(read, asked)
    assert sorted(found) == sorted(shown)
    assert found == (shown if any(sort in asked for sort in IN_PAGE_ORDER) else sorted(shown))


@pytest.mark.parametrize("query", ["q=eau&tri=pertinence", "q=ecole&tri=pertinence", "tri=pertinence&pays=ML"])
def test_by_best_match_as_the_page(client, register, read, query):
    assert walk(read, query) == page_ids(client, "/fr/recherche/", query)


@pytest.mark.parametrize("query", ["", "pays=ML", "q=eau", "etat=completed&tri=maj"])
def test_the_other_formats_hold_the_same(client, register, read, query):
    items = read(f"projects?limit=50&{query}")["items"]
    csv = reading.rows_of_csv(client.get(f"/api/v1/projects.csv?limit=50&{query}").content)
    assert [int(row["id"]) for row in csv] == [one["id"] for one in items]
    assert [row["title"] for row in csv] == [one["title"] for one in items]
    places = client.get(f"/api/v1/projects.geojson?limit=50&{query}").json()
    assert places["type"] == "FeatureCollection"
    numbers = [feature["properties"]["id"] for feature in places["features"]]
    assert list(dict.fromkeys(numbers)) == [one["id"] for one in items]
    kinds = Counter(feature["properties"]["feature"] for feature in places["features"])
    assert kinds["partner"] == sum(len(one["foreign_partners"]) for one in items)
    declared = {one["id"]: read(f"projects/{one['id']}")["places"] for one in items}
    assert kinds["place"] == sum(map(len, declared.values()))
    assert kinds[None] == sum(not one["foreign_partners"] and not declared[one["id"]] for one in items)


def test_the_list_of_an_organisation_is_its_page_s(client, register, read):
    for number in [one["id"] for one in read("organisations?limit=5")["items"]]:
        page = reading.body(client, f"/fr/recherche/?collectivite={number}").decode()
        total = int(re.sub(r"\D", "", re.search(r"<h1[^>]*>(.*?)</h1>", page)[1].partition(" ")[0]) or 0)
        assert read(f"organisations/{number}/projects")["total"] == total > 0
