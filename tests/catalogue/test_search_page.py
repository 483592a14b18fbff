"""The search page: the whole state in the address, no query, no cookie, every refusal in words."""

import re
from datetime import date

import pytest

from atlas.catalogue.record import PublicParty, PublicProject, PublicTheme
from atlas.catalogue.search_groups import LONG
from tests.catalogue.records import COUNTRIES, START

WATER = PublicTheme(
    rank=0,
    code="env.eau.assain",
    path_fr=("Environnement", "Eau et déchets", "Eau et assainissement"),
    path_en=("Environment", "Water and waste", "Water and sanitation"),
)
TOWN = PublicParty(role="partner", name="Rivebourg", id=1, country="FR", kind="commune", group="commune")


def sheet(number, title, *, country="ML", **values):
    partner = PublicParty(role="partner", name="Tambaga", id=2, country=country)
    defaults = {"parties": (TOWN, partner), "countries": (COUNTRIES[country],), "status": "ongoing", "start_year": 1995}
    return PublicProject(
        id=number, title=title, version=1, updated_at=START, created_at=START, **{**defaults, **values}
    )  # fmt: skip


SHEETS = (
    sheet(1, "Réseaux d’eau du plateau", themes=(WATER,), family="decentralised_cooperation", form="project"),
    sheet(2, "Assainissement de la ville basse", country="BF", themes=(WATER,), status="completed",
          end_date=date(2003, 12, 31)),
    sheet(3, "Jumelage des écoles", country="DE", status=None, start_year=None, parties=(), is_example=True),
)  # fmt: skip


@pytest.fixture
def search(client, indexed):
    """Search page of an index of three sheets, by query string."""
    indexed(*SHEETS)

    def get(query="", path="/fr/recherche/", status=200):
        answer = client.get(f"{path}?{query}" if query else path)
        assert answer.status_code == status
        assert not answer.cookies
        return answer.content.decode()

    return get


def titles(html):
    return [
        re.sub("<[^>]+>", "", title)
        for title in re.findall(r'class="atlas-hit__title"><a[^>]*>(.*?)</a>', html)
    ]  # fmt: skip


def headline(html):
    return re.search(r"<h1[^>]*>(.*?)</h1>", html)[1]


def tags(html):
    """(label, address) of each active filter."""
    return re.findall(r'<a class="fr-tag[^"]*" href="([^"]*)" aria-label="Retirer le filtre ([^"]*)"', html)


@pytest.mark.django_db
def test_a_list_costs_no_query(search, django_assert_num_queries):
    search()  # the first page fills what a process keeps
    with django_assert_num_queries(0):
        search("q=eau&pays=ML&theme=env.eau&etat=ongoing&debut_min=1990&page=2")
        search("q=zzyzxqw", "/en/search/")


def test_everything_then_narrower(search):
    html = search()
    assert headline(html) == "3 projets dans l’Atlas"
    assert sorted(titles(html)) == sorted(sheet.title for sheet in SHEETS)
    assert tags(html) == []
    html = search("pays=BF")
    assert headline(html) == "1 projet trouvé"
    assert titles(html) == ["Assainissement de la ville basse"]


def test_words_are_marked_and_counted_in_title_and_heading(search):
    html = search("q=reseau")
    assert headline(html) == "1 projet pour «\u00a0reseau\u00a0»"
    assert "<title>1 projet pour «\u00a0reseau\u00a0» – Atlas" in html
    assert "<mark>Réseaux</mark> d’eau du plateau" in html


def test_a_row_says_who_where_when_and_in_which_state(search):
    html = search("q=plateau")
    row = re.search(r'<li class="atlas-hit">.*?</li>', html, re.DOTALL)[0]
    text = " ".join(re.sub("<[^>]+>", " ", row).split())
    assert text == (
        "Réseaux d’eau du plateau Rivebourg ↔ avec Tambaga Mali "
        "En cours depuis 1995 Projet de coopération décentralisée Eau et assainissement"
    )


def test_what_is_not_known_is_said(search):
    text = re.sub("<[^>]+>", " ", re.search(r'<li class="atlas-hit">.*?</li>', search("pays=DE"), re.DOTALL)[0])
    for words in ("collectivité non précisée", "partenaire non précisé", "État non précisé", "fiche d’exemple"):
        assert words in text


def test_active_filters_are_tags_that_remove_themselves(search):
    html = search(
        "q=eau&pays=ML&pays=BF&etat=none&debut_min=1990&famille=decentralised_cooperation&actif_au=2026-01-31"
    )
    base = "/fr/recherche/?"
    assert tags(html) == [
        (f"{base}pays=ML&amp;pays=BF&amp;etat=none&amp;famille=decentralised_cooperation"
         "&amp;debut_min=1990&amp;actif_au=2026-01-31", "«\u00a0eau\u00a0»"),
        (f"{base}q=eau&amp;pays=BF&amp;etat=none&amp;famille=decentralised_cooperation"
         "&amp;debut_min=1990&amp;actif_au=2026-01-31", "Mali"),
        (f"{base}q=eau&amp;pays=ML&amp;etat=none&amp;famille=decentralised_cooperation"
         "&amp;debut_min=1990&amp;actif_au=2026-01-31", "Burkina Faso"),
        (f"{base}q=eau&amp;pays=ML&amp;pays=BF&amp;famille=decentralised_cooperation"
         "&amp;debut_min=1990&amp;actif_au=2026-01-31", "État non précisé"),
        (f"{base}q=eau&amp;pays=ML&amp;pays=BF&amp;etat=none&amp;debut_min=1990&amp;actif_au=2026-01-31",
         "Coopération décentralisée"),
        (f"{base}q=eau&amp;pays=ML&amp;pays=BF&amp;etat=none&amp;famille=decentralised_cooperation"
         "&amp;actif_au=2026-01-31", "à partir de 1990"),
        (f"{base}q=eau&amp;pays=ML&amp;pays=BF&amp;etat=none&amp;famille=decentralised_cooperation"
         "&amp;debut_min=1990", "actif au 31 janvier 2026"),
    ]  # fmt: skip


def checkboxes(html):
    """name → {value: (label, count, checked)}."""
    found = {}
    pattern = (
        r'name="(\w+)" value="([^"]+)"( checked)?><span>(.*?)</span> <span class="atlas-option__count">(.*?)</span>'
    )
    for name, value, checked, label, count in re.findall(pattern, html):
        found.setdefault(name, {})[value] = (label, count, bool(checked))
    return found


def test_filters_show_what_each_value_would_give(search):
    found = checkboxes(search("pays=ML"))
    assert found["pays"] == {
        "ML": ("Mali", "1", True),
        "DE": ("Allemagne", "1", False),
        "BF": ("Burkina Faso", "1", False),
    }
    assert found["theme"] == {
        "env": ("Environnement", "1", False),
        "env.eau": ("Eau et déchets", "1", False),
        "env.eau.assain": ("Eau et assainissement", "1", False),
    }
    assert found["etat"] == {
        "ongoing": ("En cours", "1", False),
        "a-confirmer": ("En cours, à confirmer", "1", False),
    }
    assert found["famille"] == {"decentralised_cooperation": ("Coopération décentralisée", "1", False)}


def test_every_facet_has_its_group_folded_until_something_is_chosen(search):
    html = search("forme=project&debut_min=1990")
    groups = re.findall(r'<details class="atlas-filter"( open)?>\s*<summary>([^<]+)', html)
    found = {legend.strip(): bool(is_open) for is_open, legend in groups}
    assert [legend for legend, is_open in found.items() if is_open] == [
        "Pays partenaire", "Thème", "État", "Forme", "Année de début",
    ]  # fmt: skip
    assert {
        "Famille",
        "Zone du monde",
        "Nature de la collectivité française",
        "Cofinancement de l’État",
    } <= found.keys()
    assert checkboxes(html)["forme"]["project"] == ("Projet de coopération décentralisée", "1", True)


def test_authorities_and_partners_lead_to_the_page_of_all_of_them(search):
    html = search("pays=ML")
    assert 'href="/fr/recherche/collectivite/?pays=ML"' in html
    assert 'href="/fr/recherche/partenaire/?pays=ML"' in html


@pytest.mark.django_db
@pytest.mark.parametrize("parameter", sorted(LONG))
def test_every_long_filter_has_a_page_of_all_its_values(search, parameter, django_assert_num_queries):
    search()  # the first page fills what a process keeps
    with django_assert_num_queries(0):
        html = search("q=eau&tri=maj", f"/fr/recherche/{parameter}/")
    assert f'<h1 class="atlas-search__title">{LONG[parameter].everything}</h1>' in html
    assert '<input type="hidden" name="q" value="eau">' in html
    assert '<input type="hidden" name="tri" value="maj">' in html
    assert 'href="/fr/recherche/?q=eau&amp;tri=maj"' in html


@pytest.mark.django_db
def test_the_page_of_all_values_counts_without_its_own_choice(search):
    html = search("pays=ML", "/fr/recherche/pays/")
    assert {code: (count, checked) for code, (_, count, checked) in checkboxes(html)["pays"].items()} == {
        "DE": ("1", False), "BF": ("1", False), "ML": ("1", True),
    }  # fmt: skip
    found = checkboxes(search("", "/en/search/partenaire/"))["partenaire"]
    assert found == {"2": ("Tambaga", "2", False)}


@pytest.mark.django_db
def test_a_name_narrows_the_page_of_all_values_and_keeps_what_is_chosen(search):
    html = search("pays=ML&nom=burkina", "/fr/recherche/pays/")
    assert checkboxes(html)["pays"].keys() == {"ML", "BF"}
    html = search("nom=<b>zz</b>", "/fr/recherche/pays/")
    assert "Aucun nom de cette liste ne contient «\u00a0&lt;b&gt;zz&lt;/b&gt;\u00a0»" in html


@pytest.mark.django_db
def test_a_filter_without_a_page_is_not_found(search):
    search("", "/fr/recherche/etat/", status=404)
    search("", "/fr/recherche/rien/", status=404)


def test_a_form_sent_with_empty_fields_leads_to_the_short_address(client, indexed):
    indexed(*SHEETS)
    answer = client.get("/fr/recherche/?q=eau&pays=ML&debut_min=&debut_max=&tri=pertinence")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/recherche/?q=eau&pays=ML")
    assert client.get("/fr/recherche/?q=").headers["Location"] == "/fr/recherche/"


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("debut_min=abc", "«\u00a0abc\u00a0»\u00a0: ce n’est pas une année entre 1900 et 2100."),
        ("pays=QQ", "«\u00a0QQ\u00a0»\u00a0: ce code de pays n’existe pas."),
        ("theme=<b>x</b>", "«\u00a0&lt;b&gt;x&lt;/b&gt;\u00a0»"),
        ("tri=amour", "ce tri n’existe pas"),
        ("page=999", "la liste n’a pas autant de pages"),
        ("q=%2B%2B", "ce texte ne contient aucun mot"),
    ],
)
def test_what_is_not_understood_is_named_and_ignored(search, query, words):
    html = search(query)
    assert words in html
    assert titles(html)


def test_nothing_found_offers_a_way_out(search):
    html = search("q=reseaux+plateu&pays=DE")
    assert headline(html) == "Aucun projet pour «\u00a0reseaux plateu\u00a0»"
    assert "Aucun projet ne correspond à cette recherche." in html
    ways = re.findall(r'<li>(?:<a href="([^"]*)">)?(Sans [^<:]*?)(?:</a>)?\u00a0: ([^<]*)</li>', html)
    rest = "1 fiche répond à tout le reste."
    assert ways == [
        ("/fr/recherche/?pays=DE", "Sans «\u00a0reseaux plateu\u00a0»", rest),
        ("/fr/recherche/?q=reseaux+plateu", "Sans le filtre «\u00a0Allemagne\u00a0»", rest),
    ]


def test_nothing_found_says_which_filter_shuts_out_what(search):
    html = search("pays=ML&pays=BF&etat=cancelled&debut_min=1990&debut_max=1999", "/en/search/")
    assert "What each criterion excludes:" in html
    items = [re.sub("<[^>]+>", "", item) for item in re.findall(r"<li>(?:<a[^>]*>)?Without .*?</li>", html)]
    assert items == [
        "Without the filter “Cancelled”: 2 sheets match all the rest.",
        "Without the filters “Mali” and “Burkina Faso”: still no sheet, another criterion excludes them.",
        "Without the filters “from 1990” and “until 1999”: still no sheet, another criterion excludes them.",
    ]


def test_nothing_found_offers_words_alone(search):
    html = search("q=plateau+jumelage&pays=BF&debut_min=2050")
    assert '<a href="/fr/recherche/?q=plateau">Avec le seul mot «\u00a0plateau\u00a0»</a>\u00a0: 1 fiche.' in html


def test_a_period_without_sheets_alone_says_where_numbers_are(search):
    html = search("debut_min=1905&debut_max=1910")
    assert "Aucun projet trouvé" in html
    assert "À côté de chaque filtre se lit le nombre de fiches" in html
    assert "le nom d’une commune" not in html


def test_a_misspelt_word_gets_its_nearest_spelling(client, indexed):
    indexed(sheet(1, "Jumelage des écoles"), sheet(2, "Jumelage des clubs"))
    html = client.get("/fr/recherche/?q=jumellagge&pays=ML").content.decode()
    link = r'Cherchiez-vous\u00a0: <a class="fr-link" href="([^"]*)">([^<]*)</a>'
    assert re.findall(link, html) == [("/fr/recherche/?q=jumelage&amp;pays=ML", "jumelage")]


def test_pages_of_twenty(client, indexed):
    indexed(*(sheet(number, f"Fiche {number}") for number in range(1, 46)))
    html = client.get("/fr/recherche/?pays=ML&page=2").content.decode()
    assert len(titles(html)) == 20
    assert "Résultats 21 à 40 sur 45" in html
    assert '<ol class="atlas-hits atlas-plain" start="21">' in html
    assert '<link rel="prev" href="/fr/recherche/?pays=ML">' in html
    assert '<link rel="next" href="/fr/recherche/?pays=ML&amp;page=3">' in html
    assert '<link rel="canonical" href="http://testserver/fr/recherche/?pays=ML&amp;page=2">' in html


def test_english_words_around_french_titles(search):
    html = search("pays=ML", "/en/search/")
    assert headline(html) == "1 project found"
    assert '<a href="/en/projects/1/" lang="fr">Réseaux d’eau du plateau</a>' in html
    assert "Ongoing" in html
    assert "Water and sanitation" in html
    assert checkboxes(html)["pays"]["DE"][0] == "Germany"


def test_english_says_what_is_not_known(search):
    html = search("pays=DE", "/en/search/")
    for words in ("authority not stated", "partner not stated", "Status not stated", "example sheet"):
        assert words in html


def test_hostile_titles_and_names_stay_text(client, indexed):
    evil = '<script>alert("1")</script>'
    indexed(sheet(1, f"Eau {evil}", parties=(PublicParty(role="partner", name=evil, country="FR"),)))
    html = client.get("/fr/recherche/?q=eau").content.decode()
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 2


def test_without_an_index_the_page_says_when_to_come_back(client):
    answer = client.get("/fr/recherche/?q=eau")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "L’index de recherche se reconstruit" in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_only_reading_is_allowed(client, method):
    assert getattr(client, method)("/fr/recherche/").status_code == 405


def test_the_same_results_as_a_table(search):
    html = search("q=plateau&vue=tableau&pays=ML")
    cells = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r"<t[dh](?: scope=\"row\")?>(.*?)</t[dh]>", html)]
    assert cells[0] == "Réseaux d’eau du plateau"
    assert cells[1:5] == ["Rivebourg", "Tambaga", "Mali", "depuis 1995"]
    assert '<input type="hidden" name="vue" value="tableau">' in html
    assert re.findall(r'atlas-view"( aria-current="true")? href="([^"]*)">(\w+)<', html) == [
        ("", "/fr/recherche/?q=plateau&amp;pays=ML", "Liste"),
        (' aria-current="true"', "/fr/recherche/?q=plateau&amp;pays=ML&amp;vue=tableau", "Tableau"),
        ("", "/fr/carte/?q=plateau&amp;pays=ML", "Carte"),
    ]


def test_an_empty_list_keeps_the_order_that_was_asked_for(search):
    assert '<input type="hidden" name="tri" value="maj">' in search("q=zzyzxqw&tri=maj")
