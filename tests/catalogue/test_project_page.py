"""The sheet's page: every block that has a value, nothing private, nothing of the source's mark-up, one query."""

import json
import re

import pytest

from tests.catalogue.records import publish
from tests.catalogue.sheets import KOUROUME, RIVEBOURG, TAMBAGA, full_sheet, party

pytestmark = pytest.mark.django_db


def page(client, path="/fr/projets/7/", status=200):
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def without_data(html):
    """The page without its one block of linked data, and what the block says. A `<` inside would end it too soon."""
    (block,) = re.findall(r'<script type="application/ld\+json">([^<]*)</script>', html)
    return html.replace(f'<script type="application/ld+json">{block}</script>', ""), json.loads(block)


def sections(html):
    return re.findall(r'<section id="([\w-]+)"', html)


def test_every_block_of_a_full_sheet(client):
    publish(full_sheet())
    html = page(client)
    assert sections(html) == [
        "projet", "lieux", "qui-fait-quoi", "financement", "thematiques", "suivi", "documents", "contacts", "origine",
    ]  # fmt: skip
    for text in (
        "Eau potable et gouvernance", "À confirmer", "Exemple fictif", "En cours", "De 2019 au 31 décembre 2021",
        "Projet de coopération décentralisée", "Partenariat triennal", "quatre forages", "Forages du plateau",
        "12\u202f000,50", "1995",
        "ex-Conseil régional du Haut-Plateau", "Ville de Vauvert-sur-Isle", "Association Une Source pour Tous",
        "Réseau régional Passerelles", "Direction de l’hydraulique", "50 000 habitants du plateau",
        "204\u202f900", "73,2\u202f%", "Colonne 3 de l’ancien Atlas, non confirmée", "non renseigné", "priorité 1",
        "6. Eau propre et assainissement", "Non engagée", "Ambassade de France à Bamako", "Secrétaire général",
        "Convention 2019", "https://ancien.example/fiche?id=90012", "Version 2, 15 février 2026",
        "ancien Atlas : 90012", "http://testserver/fr/projets/7/", "Site jumeau",
    ):  # fmt: skip
        assert text in html, text


def test_contents_lead_to_sections_that_exist(client):
    publish(full_sheet(), full_sheet(id=8, legacy_prj_id=None, documents=(), themes=(), sdgs=(), posts=(), contacts=()))
    for path in ("/fr/projets/7/", "/fr/projets/8/"):
        html = page(client, path)
        anchors = re.findall(r'<li><a href="#([\w-]+)">', html.partition("sheet-contents")[2].partition("</nav>")[0])
        assert anchors == sections(html)


def test_an_empty_sheet_says_what_is_not_known(client):
    empty = dict.fromkeys(
        ("parties", "countries", "funding", "themes", "actions", "documents", "sdgs", "extra", "sources", "flags",
         "posts", "contacts", "cofinancing_years"), (),
    )  # fmt: skip
    texts = dict.fromkeys(
        ("objective", "description", "context", "history", "beneficiaries", "owners", "implementers",
         "other_partners_france", "other_partners_abroad", "pre_reform_authority"), "",
    )  # fmt: skip
    nothing = dict.fromkeys(("communication_france", "communication_partner_countries", "has_evaluation", "status"))
    publish(full_sheet(**empty, **texts, **nothing))
    html = page(client)
    assert sections(html) == ["qui-fait-quoi", "financement", "origine"]
    for text in ("Aucune collectivité française déclarée.", "Aucun partenaire étranger déclaré.", "État non précisé",
                 "La fiche ne nomme aucune organisation.", "La fiche ne donne aucun financement"):  # fmt: skip
        assert text in html


def test_links_to_authorities_and_countries(client):
    publish(full_sheet())
    html = page(client)
    assert '<a href="/fr/collectivites/11/">Rivebourg</a>' in html
    assert '<a href="/fr/pays/ML/">Mali</a>' in html
    assert '<a href="/fr/recherche/?theme=pol.gouv">' in html


def test_a_sheet_says_how_to_cite_it(client):
    publish(full_sheet(title="Eau & gouvernance"))
    assert (
        "Atlas de l’action extérieure des collectivités, « Eau &amp; gouvernance », fiche n° 7, "
        "mise à jour le 15 février 2026, http://testserver/fr/projets/7/"
    ) in page(client)
    assert '“<span lang="fr">Eau &amp; gouvernance</span>”, sheet no. 7, updated on' in page(client, "/en/projects/7/")


HOSTILE = '<script>alert("x")</script><img src=x onerror=y>'


def test_hostile_texts_stay_texts(client):
    publish(
        full_sheet(
            title=HOSTILE,
            objective=HOSTILE,
            owners=HOSTILE,
            extra=((HOSTILE, HOSTILE),),
            parties=(party("partner", HOSTILE, country="FR", lat=1.0, lon=1.0),),
            status=None,
            status_declared=HOSTILE,
        )
    )
    html, data = without_data(page(client))
    assert "<script>" not in html
    assert "<img" not in html
    assert html.count("&lt;script&gt;") >= 8
    assert (data["name"], data["mainEntity"]["member"][0]["name"]) == (HOSTILE, HOSTILE)


def test_a_scheme_that_runs_code_is_never_a_link(client):
    publish(full_sheet())
    assert "javascript:" not in page(client)


def test_english_page_marks_the_french_of_the_source(client):
    publish(full_sheet())
    html = page(client, "/en/projects/7/")
    assert '<html lang="en">' in html
    assert '<h1 lang="fr">' in html
    assert '<div class="sheet-text" lang="fr">' in html
    assert "€204,900" in html
    assert "/en/authorities/11/" in html
    assert 'lang="fr"' not in page(client).partition("<main")[2]


def test_unknown_number_is_a_404(client):
    assert "<h1" in page(client, "/fr/projets/12345/", 404)


def test_a_number_no_column_could_hold_is_a_404(client):
    page(client, f"/fr/projets/{10**30}/", 404)


def test_only_reading(client):
    assert client.post("/fr/projets/7/").status_code == 405


@pytest.mark.parametrize("foreign", [(TAMBAGA,), (TAMBAGA, KOUROUME, party("partner", "Sidi Rahmane", country="ML"))])
def test_one_query_whatever_the_number_of_partners(client, django_assert_num_queries, foreign):
    publish(full_sheet(parties=(RIVEBOURG, *foreign)))
    with django_assert_num_queries(1):
        page(client)


def test_no_cookie_and_no_inline_code(client):
    publish(full_sheet())
    answer = client.get("/fr/projets/7/")
    assert not answer.cookies
    html, _data = without_data(answer.content.decode())
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?! src=)", html)


def test_the_linked_data_say_who_with_whom_where_and_since_when(client):
    publish(full_sheet())
    _html, data = without_data(page(client))
    project = data["mainEntity"]
    assert (data["@type"], data["url"]) == ("WebPage", "http://testserver/fr/projets/7/")
    assert data["dateModified"] == "2026-02-15", "the day in Paris, as the page says it"
    assert [(one["name"], one.get("url")) for one in project["member"]] == [
        ("Rivebourg", "http://testserver/fr/collectivites/11/"),
        ("Conseil régional des Hautes-Terres", "http://testserver/fr/collectivites/12/"),
        ("Tambaga", "http://testserver/fr/collectivites/21/"),
        ("Commune rurale de Kouroumé", None),
    ]
    assert project["areaServed"] == [{"@type": "Country", "name": "Mali", "identifier": "ML"}]
    assert (project["foundingDate"], project["dissolutionDate"]) == ("2019", "2021-12-31")
    assert "Autre" not in [one["name"] for one in project["funder"]]


def test_where_it_happens_as_a_table(client):
    publish(full_sheet())
    table = page(client).partition('id="lieux"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</th>(.*?)</tr>", table)
    assert [re.sub("<.*?>", " ", cells).split() for _head, cells in rows] == [
        ["Kayes", "Mali", "position", "connue"],
        ["–", "Mali", "position", "non", "connue,", "montrée", "dans", "le", "pays"],
    ]


def test_money_as_bars_with_the_same_totals_as_the_table(client):
    publish(full_sheet())
    money = page(client).partition('id="financement"')[2].partition("</section>")[0]
    chart, _, rest = money.partition("</figure>")
    bars = re.findall(r'<text x="0" y="\d+">(\d+)</text>.*?text-anchor="end">(.*?)</text>', chart)
    assert [year for year, _total in bars] == ["2019", "2020", "2021"]
    foot = rest.partition("<tfoot>")[2]
    assert all(f"<td>{total}</td>" in foot for _year, total in bars)
