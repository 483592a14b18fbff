"""One address means one list: the page, every file and the feed hold the same projects, in both languages."""

import json
import re
from html import unescape

import pytest

from tests.catalogue.records import project
from tests.opendata import reading

PROJECTS = [project(number, length=120) for number in range(1, 81)]
QUERIES = (
    "",
    "q=eau",
    "q=eau&tri=maj",
    "q=assainissement",
    "q=ecole",
    "q=zzyzxqw",
    "pays=ML",
    "pays=ML&pays=SN",
    "zone=afrique-subsaharienne&etat=ongoing",
    "theme=env",
    "theme=env.eau.assain&tri=debut",
    "etat=completed",
    "etat=a-confirmer",
    "famille=decentralised_cooperation",
    "forme=twinning&tri=montant",
    "region=53",
    "nature=commune&triennal=oui",
    "cofinancement=oui",
    "debut_min=1990&debut_max=2009",
    "actif_au=2015-06-30",
    "pays=ML&pays=ZZ&page=7&debut_min=abc&tri=rien",
    "q=eau&colonnes=toutes",
)
BASES = {"fr": ("/fr/recherche/", "flux.atom"), "en": ("/en/search/", "feed.atom")}


def page_ids(client, base, query):
    """What the pages of results show, from the first to the last."""
    ids, total, number = [], None, 1
    clean = re.sub(r"&?page=\d+", "", query)
    while total is None or len(ids) < total:
        text = reading.body(client, f"{base}?{clean}&page={number}").decode()
        total = int(re.sub(r"\D", "", re.search(r"<h1[^>]*>(.*?)</h1>", text)[1].partition(" ")[0]) or 0)
        ids += [int(one) for one in re.findall(r'class="atlas-hit__title"><a[^>]*href="[^"]*?/(\d+)/"', text)]
        number += 1
    return ids


@pytest.fixture
def everything(public):
    public(*PROJECTS)


@pytest.mark.parametrize("language", BASES)
@pytest.mark.parametrize("query", QUERIES)
def test_the_same_projects_everywhere(client, everything, query, language):
    base, feed = BASES[language]
    shown = page_ids(client, base, query)
    export = f"{base}export.{{}}?{query}"
    in_order = reading.Found(sorted(shown), len(shown))
    assert reading.from_csv(reading.body(client, export.format("csv"))) == in_order
    assert reading.from_xlsx(reading.body(client, export.format("xlsx"))) == in_order
    assert reading.from_geojson(reading.body(client, export.format("geojson"))) == in_order
    atom = reading.from_atom(client, f"{base}{feed}?{re.sub('&?page=7', '', query)}")
    assert (sorted(atom.ids), atom.total) == (in_order.ids, in_order.total)
    made = reading.body(client, export.format("pdf"))
    assert reading.from_pdf(made) == reading.Found(shown, len(shown))
    assert reading.tagged_rows(made) == (len(shown) + 1 if shown else 0)


@pytest.mark.parametrize("query", QUERIES)
def test_the_map_holds_the_same_projects(client, everything, query):
    """Its numbers say how many; the lists behind its table say which. Every project of these has a country."""
    shown = page_ids(client, "/fr/recherche/", query)
    asked = re.sub(r"&?page=\d+", "", query)
    assert json.loads(reading.body(client, f"/fr/carte/donnees.json?{asked}"))["total"] == len(shown)
    html = unescape(reading.body(client, f"/fr/carte/?{asked}&echelle=monde").decode())
    lists = re.findall(r'<a href="/fr/recherche/\?([^"]*)" aria-label="[\d\s]+, la liste des projets', html)
    assert bool(lists) == bool(shown)
    behind = [reading.from_csv(reading.body(client, f"/fr/recherche/export.csv?{one}")).ids for one in lists]
    assert {number for ids in behind for number in ids} == set(shown)


def test_the_twenty_queries_are_of_mixed_breadth(client, everything):
    numbers = [
        len(reading.from_csv(reading.body(client, f"/fr/recherche/export.csv?{query}")).ids) for query in QUERIES
    ]
    assert len(QUERIES) >= 20
    assert numbers[0] == len(PROJECTS)
    assert 0 in numbers
    assert len(set(numbers)) > 8
