"""A sheet as PDF: every block of its page, in its words, accessible."""

import io

import pytest
from pypdf import PdfReader

from atlas.catalogue.record import PublicAction, PublicContact, PublicDocument, PublicFlag, PublicPost
from tests.catalogue.records import project
from tests.opendata import reading
from tests.opendata.test_files import HOSTILE, check_accessible

FULL = project(
    5,
    title="Réseaux d’eau du plateau",
    status="ongoing",
    legacy_prj_id=4321,
    description="Avant.\n- un puits\n- une école\nAprès <b>tout</b>.",
    actions=(PublicAction(title="Forer", objective="Boire", place="Tambaga"),),
    beneficiaries="200 habitants",
    posts=(PublicPost(name="Ambassade de France à Bamako"),),
    contacts=(PublicContact(organisation="Tambaga", function="Maire"),),
    documents=(PublicDocument(kind="report", title="Bilan 2012", url="https://atlas.example/bilan"),),
    extra=(("Suite donnée", "aucune"),),
    sdgs=(6,),
    flags=(PublicFlag(code="stale"),),
    has_evaluation=True,
)


@pytest.mark.parametrize(
    ("path", "language", "page"),
    [("/fr/projets/5/fiche.pdf", "fr", "/fr/projets/5/"), ("/en/projects/5/sheet.pdf", "en", "/en/projects/5/")],
)
def test_a_sheet_as_pdf_is_accessible_and_leads_back(client, public, path, language, page):
    public(FULL)
    content = reading.body(client, path)
    check_accessible(content, language)
    assert PdfReader(io.BytesIO(content)).metadata.title == FULL.title
    assert f"http://testserver{page}" in reading.links_of_pdf(content)


def test_every_block_is_there(client, public):
    public(FULL)
    text = " ".join(reading.text_of_pdf(reading.body(client, "/fr/projets/5/fiche.pdf")).split())
    for words in (
        "Réseaux d’eau du plateau",
        "En France",
        "À l’étranger",
        "Période",
        "En cours",
        "Objectif",
        "Avant.",
        "un puits",
        "Après <b>tout</b>.",
        "Forer",
        "Tambaga",
        "200 habitants",
        "Qui fait quoi",
        "Tableau des partenaires",
        "Thématiques",
        "Eau propre et assainissement",
        "Évaluation",
        "Engagée",
        "Suite donnée",
        "Bilan 2012",
        "Ambassade de France à Bamako",
        "Maire",
        "Ce qui reste à vérifier",
        "Versions",
        "4321",
    ):
        assert words in text


def test_money_of_one_nature_is_one_table(client, public):
    public(project(1, seed=3), project(2), project(3), project(4))
    for number in (1, 2, 3, 4):
        content = reading.body(client, f"/fr/projets/{number}/fiche.pdf")
        assert "Numéro de la fiche" in reading.text_of_pdf(content)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_stay_texts(client, public, text):
    public(project(1, title=text, description=text, context=f"- {text}", extra=((text, text),)))
    check_accessible(reading.body(client, "/fr/projets/1/fiche.pdf"), "fr")


def test_an_unknown_sheet_is_not_found(client, public):
    public(project(1))
    assert client.get("/fr/projets/99/fiche.pdf").status_code == 404


def test_the_page_of_a_sheet_leads_to_its_file(client, public):
    public(FULL)
    assert 'href="/fr/projets/5/fiche.pdf"' in reading.body(client, "/fr/projets/5/").decode()
