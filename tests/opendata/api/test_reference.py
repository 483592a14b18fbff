"""The documentation: a page in two languages whose examples work, and a script that gives the figures of a page."""

import contextlib
import io
import re
import urllib.request

import pytest
from django.urls import reverse
from django.utils.translation import override

from atlas.opendata.api.document import document
from atlas.opendata.api.examples import EXAMPLES
from tests.consistency.sources import ROOT
from tests.opendata import reading
from tests.opendata.api.test_register import numbers_of_page

PAGES = {"fr": "/fr/donnees/api/", "en": "/en/data/api/"}
DOCS = (ROOT / "docs" / "api.md").read_text()
(SCRIPT,) = re.findall(r"```python\n(.*?)```", DOCS, re.DOTALL)


@pytest.mark.parametrize("language", PAGES)
def test_the_page_holds_the_whole_document(client, db, django_assert_num_queries, language):
    with django_assert_num_queries(0):
        text = reading.body(client, PAGES[language]).decode()
    made = document(language)
    for path, operations in made["paths"].items():
        assert f"<code>GET {path}</code>" in text
        assert f'<h3 id="{operations["get"]["operationId"]}">' in text
        for one in operations["get"]["parameters"]:
            assert f"<code>{one['name']}</code>" in text
    for name in made["components"]["schemas"]:
        assert f'id="objet-{name}"' in text
    targets, links = set(re.findall(r'id="([^"]+)"', text)), set(re.findall(r'href="#([^"]+)"', text))
    assert links <= targets
    assert len(re.findall(r'id="[^"]+"', text)) == len(targets)


def test_the_page_speaks_one_language(client, db):
    text = re.sub(
        r"<[^>]+>", " ", re.search(r"<main.*?</main>", reading.body(client, PAGES["en"]).decode(), re.DOTALL)[0]
    )
    allowed = {"région", "régions", "département", "départements", "Région"}
    assert set(re.findall(r"\w*[éèêàçœ]\w*", text)) <= allowed


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: one.address)
def test_every_example_of_the_page_works(client, register, example):
    assert example.operation in {one["get"]["operationId"] for one in document("fr")["paths"].values()}
    answer = client.get(f"/api/v1/{example.address}")
    if answer.status_code == 422:  # a value that the demonstration has and these projects have not
        assert {one["parameter"] for one in answer.json()["errors"]} <= {"theme", "zone"}
    else:
        assert (answer.status_code, bool(answer.content)) == (200, True)
    with override("fr"):
        assert example.address.replace("&", "&amp;") in reading.body(client, reverse("api_reference")).decode()


def test_the_page_is_reached_from_every_footer(client, db):
    for language, path in PAGES.items():
        footer = reading.body(client, f"/{language}/{'a-propos' if language == 'fr' else 'about'}/").decode()
        assert f'href="{path}"' in footer.partition("<footer")[2]


def test_problems_lead_to_their_explanation(client, register):
    address, _, anchor = client.get("/api/v1/projects?pays=ZZ").json()["type"].partition("#")
    page = reading.body(client, address.removeprefix("http://testserver")).decode()
    assert f'id="{anchor}"' in page


def test_the_script_of_the_documentation_gives_the_figures_of_the_page(client, register, monkeypatch):
    """As it stands there, but for the address of the site: it reads nothing but the API."""
    asked = []

    def urlopen(address):
        asked.append(address)
        return io.BytesIO(client.get(re.sub(r"^http://[^/]+", "", address)).content)

    monkeypatch.setattr(urllib.request, "urlopen", urlopen)
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(SCRIPT, "docs/api.md", "exec"), {})  # noqa: S102  (our own documentation)
    lines = [line.split(" | ") for line in said.getvalue().splitlines()]
    printed = {(family, code): int(value) for family, code, group, value in lines if group == "total"}
    assert printed == numbers_of_page(client, "/fr/pays/ML/?au=2015-12-31")
    assert len(SCRIPT.strip().splitlines()) <= 12
    assert all("/api/v1/" in one for one in asked)


def test_the_documentation_names_what_exists():
    paths = {re.sub(r"\{\w+\}", "_", path) for path in document("fr")["paths"]}
    named = {re.sub(r"/(?:12|ML|84|regions(?=/))", "/_", one) for one in re.findall(r"`(/api/v1/[\w/]+)`", DOCS)}
    assert named - {"/api/v1/"} <= paths
    assert {path for path in paths if path.count("/") == 3} <= named | {"/api/v1/"}
