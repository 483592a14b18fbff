"""Whatever a title holds stays a text, on the sheet and in every list: no mark-up, no broken line, no key that speaks.

Titles come from outside: the old site's pages, files, forms. They are shown as they are written.
"""

import html as standard
import json
import re
import unicodedata
from decimal import Decimal

import pytest
from msgspec.structs import replace

from atlas.catalogue.record import PublicFunding, decode, encode
from tests.catalogue.records import project, publish
from tests.catalogue.sheets import RIVEBOURG, TAMBAGA

pytestmark = pytest.mark.django_db

TITLES = {
    "script": '<script>alert("1")</script>',
    "end of the data block": "</script><script>alert(1)</script><!--",
    "image": "<img src=x onerror=alert(1)>",
    "attribute": '" onmouseover="alert(1)" x="',
    "entities": "Eau &amp; assainissement &lt;b&gt;",
    "template": "{{ request.META }} {% url 'home' %} %(name)s {0} ${7*7}",
    "message key": "catalogue.project.title [fr.missing]",
    "control characters": "Eau\x01\x02\x08\x0b\x1b[31m potable",
    "right to left": "Eau \u202egnp.exe\u202c \u200fالماء\u200e potable",
    "one word": "a" * 500,
    "line ends": "Eau\r\npotable\nSet-Cookie: a=b",
    "emoji": "Eau 💧 potable 👩🏽‍🔧",
    "decomposed": unicodedata.normalize("NFD", "Éducation à l’eau"),
    "null-like": "None",
    "blank": "   ",
}
hostile = pytest.mark.parametrize("title", TITLES.values(), ids=TITLES.keys())
UNTITLED = {"/fr/": "Fiche sans titre", "/en/": "Untitled sheet"}
LIST = "/fr/recherche/"


def fit(title):
    """The title without what no page can show."""
    return re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", "", title)


def visible(html):
    """What stands between the tags, in one line."""
    text = re.sub(r'<script type="application/ld\+json">.*?</script>', "", html, flags=re.DOTALL)
    return " ".join(standard.unescape(re.sub(r"<[^>]*>", " ", text)).split())


def tags(html):
    """The elements of a page with the names of their attributes."""
    return {
        (name, *sorted(re.findall(r'\s([\w-]+)=(?="|\Z)', rest))) for name, rest in re.findall(r"<(\w+)([^>]*)>", html)
    }


def pages(client, indexed, title):
    """The sheet, the list and the home of an Atlas whose one sheet has this title."""
    sheet = decode(encode(project(7, title=title, parties=(RIVEBOURG, TAMBAGA))))
    publish(sheet)
    indexed(sheet)
    for path in ("/fr/projets/7/", "/en/projects/7/", LIST, "/fr/"):
        answer = client.get(path)
        assert answer.status_code == 200
        yield path, answer.content.decode()


@hostile
def test_no_title_adds_an_element_or_attribute(client, indexed, title):
    found = {path: tags(html) for path, html in pages(client, indexed, title)}
    for path, html in pages(client, indexed, "Eau potable"):
        extra = {one for one in found[path] - tags(html) if one[0] not in {"wbr", "bdi"}}
        assert extra == set(), path


def pages_with_a_name(client, indexed, name):
    """Wherever names of organisations stand: tables, the drawings of map, places and money, the list as a table."""
    parties = (replace(RIVEBOURG, name=name), replace(TAMBAGA, name=name, declared=name, former=name, admin_area=name))
    money = (PublicFunding(funder=name, nature="declared", year=2020, amount=Decimal(5)),)
    sheet = decode(encode(project(7, title="Eau", parties=parties, funding=money)))
    publish(sheet)
    indexed(sheet)
    for path in ("/fr/projets/7/", "/en/projects/7/", f"{LIST}?vue=tableau", LIST, "/fr/carte/", "/fr/carte/?pays=ML"):
        answer = client.get(path)
        assert answer.status_code == 200
        yield path, answer.content.decode()


@hostile
def test_no_name_adds_an_element_or_attribute(client, indexed, title):
    """SVG texts and titles included: names stand there too."""
    found = {path: tags(html) for path, html in pages_with_a_name(client, indexed, title)}
    for path, html in pages_with_a_name(client, indexed, "Tambaga"):
        extra = {one for one in found[path] - tags(html) if one[0] not in {"wbr", "bdi"}}
        assert extra == set(), path


@hostile
def test_the_title_is_read_as_written(client, indexed, title):
    said = unicodedata.normalize("NFC", " ".join(fit(title).split()))
    for path, html in pages(client, indexed, title):
        assert (said or UNTITLED[path[:4]]) in unicodedata.normalize("NFC", visible(html)), path


@hostile
def test_the_linked_data_stay_one_block_of_json(client, indexed, title):
    html = dict(pages(client, indexed, title))["/fr/projets/7/"]
    blocks = re.findall(r"<script type[^>]*>(.*?)</script>", html, flags=re.DOTALL)
    assert len(blocks) == 1
    assert json.loads(blocks[0])["name"] == (fit(title).strip() or "Fiche sans titre")


@hostile
def test_no_answer_carries_a_control_character(client, indexed, title):
    """HTML has no place for them, and XML of feeds refuses them."""
    for _path, html in pages(client, indexed, title):
        assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", html)


@hostile
def test_a_direction_that_a_title_changes_ends_with_it(client, indexed, title):
    """An override without its end would turn around the words of the page."""
    for _path, html in pages(client, indexed, title):
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
