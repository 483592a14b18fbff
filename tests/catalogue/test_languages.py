"""On an English page, what exists only in French says so: a reader aloud changes its voice for it (WCAG 3.1.2)."""

import pytest
from lxml.html import fromstring

from atlas.catalogue.record import PublicAction, PublicContact, PublicDocument, PublicTheme
from atlas.reference.models import Country, WorldZone
from tests.catalogue.records import publish
from tests.catalogue.sheets import full_sheet

pytestmark = pytest.mark.django_db

WORD = "zébrure"
TEXTS = (
    *("title", "status_declared", "form_declared", "context", "history", "objective", "description", "beneficiaries"),
    *("implementers", "owners", "other_partners_france", "other_partners_abroad", "pre_reform_authority"),
)
LISTS = ("/en/search/", "/en/search/?q=zebrure", "/en/search/?vue=tableau", "/en/countries/ML/", "/en/")


@pytest.fixture
def sheet(indexed):
    """A sheet whose French texts all hold the same word; nothing that has a name in English does."""
    said = {name: f"Une {WORD} ({name})" for name in TEXTS}
    published = full_sheet(
        **said,
        form=None,
        status=None,
        actions=(PublicAction(title=WORD, objective=WORD, summary=WORD, place=WORD),),
        documents=(PublicDocument(kind="other", title=WORD, url="https://rivebourg.example/a.pdf"),),
        extra=((f"Rubrique {WORD}", WORD),),
        contacts=(PublicContact(organisation="Tambaga", function=WORD),),
        themes=(PublicTheme(rank=0, path_fr=(WORD,), path_en=(WORD,)),),
    )
    publish(published)
    indexed(published)
    zone = WorldZone.objects.create(code="afrique-ocean-indien", name_fr="Afrique", name_en="Africa", rank=1)
    Country.objects.create(iso2="ML", iso3="MLI", name_fr="Mali", name_en="Mali", zone=zone)
    return published


def spoken(html):
    """(language, text) of each piece of text of the page's body that holds the word, data for machines left out."""
    for element in fromstring(html).body.iter():
        if not isinstance(element.tag, str) or element.tag == "script":
            continue
        within = [(element, element.text), *((element, child.tail) for child in element)]
        for place, text in within:
            if text and WORD in text:
                yield next(one.get("lang") for one in [place, *place.iterancestors()] if one.get("lang")), text


def test_every_text_of_the_source_says_that_it_is_french(client, sheet):
    found = list(spoken(client.get("/en/projects/7/").content.decode()))
    assert {name for name in TEXTS if any(name in text for _language, text in found)} == set(TEXTS)
    assert [text for language, text in found if language != "fr"] == []


@pytest.mark.parametrize("path", LISTS)
def test_lists_say_it_too(client, sheet, path):
    found = list(spoken(client.get(path).content.decode()))
    assert found
    assert [text for language, text in found if language != "fr"] == []


def test_a_french_page_has_no_need_to(client, sheet):
    assert {language for language, _text in spoken(client.get("/fr/projets/7/").content.decode())} == {"fr"}
    assert 'lang="fr"' not in client.get("/fr/projets/7/").content.decode().partition("<main")[2].partition("</main")[0]
