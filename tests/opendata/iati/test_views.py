"""The file of any search, the organisation file, and the page of what is left out, with its numbers and reasons."""

import re
from io import StringIO

import pytest
from django.core.management import call_command
from lxml import etree
from msgspec.structs import replace

from atlas.catalogue.record import PublicParty, PublicTheme, encode
from atlas.catalogue.search_query import SearchQuery
from atlas.catalogue.streaming import select
from atlas.opendata.iati.context import context, purposes
from atlas.opendata.iati.fields import decode
from atlas.opendata.iati.gaps import Gap, exportable, gap_queries, gaps_of, narrowed
from tests.catalogue.records import project
from tests.opendata.iati.schema import errors
from tests.opendata.iati.test_activities import whole
from tests.opendata.reading import body

FILE, PAGE, ORGANISATION = "/fr/recherche/export.iati.xml", "/fr/donnees/iati/", "/fr/donnees/iati/organisation.xml"
ROOT = PublicTheme(rank=0, code="env", path_fr=("Environnement",), path_en=("Environment",))


def ids(content):
    return [int(one.text.rpartition("-")[2]) for one in etree.fromstring(content).iter("iati-identifier")]


def test_a_record_and_the_index_say_the_same_gaps(reference, public):
    """Of many sheets, and of some that each lack one thing."""
    bare = whole(900)
    funder = PublicParty(role="funder", name="Ville", kind="commune", group="commune", country="FR", id=5)
    odd = [
        replace(bare, id=901, status=None),
        replace(bare, id=902, start_year=None),
        replace(bare, id=903, countries=()),
        replace(bare, id=904, themes=(ROOT,)),
        replace(bare, id=905, themes=()),
        replace(bare, id=906, parties=(funder,)),
        replace(bare, id=907, parties=(replace(funder, role="owner"),)),
        replace(bare, id=908, parties=(replace(funder, role="partner", group="association", kind="association"),)),
        replace(bare, id=909, parties=(PublicParty(role="partner", name="Inconnue", country="FR"),)),
        replace(bare, id=910, parties=(PublicParty(role="partner", name="Nulle part"),)),
        replace(bare, id=911, parties=(), status=None, start_year=None, countries=(), themes=()),
    ]
    every = [*(project(number, length=0) for number in range(1, 200)), bare, *odd]
    public(*every)
    given = context("https://atlas.example")
    expected = {one.id: gaps_of(decode(encode(one).encode()), given) for one in every}
    selection = select(SearchQuery())
    for gap, query in gap_queries(selection, purposes()).items():
        assert list(narrowed(selection, query).ids()) == [number for number, found in expected.items() if gap in found]
    assert list(exportable(selection, purposes()).ids()) == [number for number, found in expected.items() if not found]
    assert [expected[number] for number in (901, 902, 903, 904, 906)] == [(gap,) for gap in Gap]
    assert expected[911] == tuple(Gap)
    assert [expected[number] for number in (907, 908, 909, 910)] == [(), (Gap.ORGANISATION,), (), ()]


@pytest.mark.parametrize("language", ["fr/recherche", "en/search"])
def test_the_file_of_a_search(client, reference, public, language):
    public(whole(1), whole(2, status=None), whole(3, start_year=1999))
    content = body(client, f"/{language}/export.iati.xml")
    assert ids(content) == [1, 3]
    assert errors(content) == []
    assert b"http://testserver/fr/projets/1/" in content
    answer = client.get(f"/{language}/export.iati.xml?debut_min=2010")
    assert ids(answer.getvalue()) == [1]
    assert (answer["Content-Type"], answer["X-Total-Count"]) == ("application/xml; charset=utf-8", "1")
    assert answer["Content-Disposition"].endswith('.iati.xml"')
    head = client.head(f"/{language}/export.iati.xml")
    assert (head["X-Total-Count"], head.content) == ("2", b"")


def test_both_languages_give_the_same_file(client, reference, public):
    public(whole(1))
    assert body(client, FILE) == body(client, "/en/search/export.iati.xml")


def test_a_file_of_one_or_of_many_takes_as_many_queries(client, reference, public, django_assert_num_queries):
    public(whole(1))
    with django_assert_num_queries(8):
        body(client, FILE)
    public(*(whole(number) for number in range(1, 60)))
    with django_assert_num_queries(8):
        body(client, FILE)


def test_a_search_without_any_activity_says_why(client, reference, public):
    public(whole(1), whole(2, status=None))
    answer = client.get(f"{FILE}?etat=none")
    assert answer.status_code == 422
    assert "Aucun de ces projets n’est dans le fichier." in answer.content.decode()
    answer = client.get(f"{FILE}?etat=dormant")
    assert answer.status_code == 422
    assert "Cette recherche ne trouve aucun projet." in answer.content.decode()


def test_the_page_counts_lists_and_names_who_can_mend(client, reference, public):
    public(whole(1), whole(2, status=None, title="Sans état"), whole(3, status=None, countries=(), title="Rien"))
    text = body(client, PAGE).decode()
    assert "1 projet sur 3 est dans le fichier." in text
    assert "2 projets ne sont pas dans le fichier." in text
    rows = dict(
        re.findall(r'<th scope="row">(?:<a [^>]*>)?([^<]+)(?:</a>)?</th><td class="iati-number">(\d+)</td>', text)
    )
    assert {name: int(count) for name, count in rows.items()} == {
        "l’état du projet n’est pas connu": 2,
        "l’année de début n’est pas connue": 0,
        "aucun pays partenaire n’est nommé": 1,
        "aucun thème ne correspond à un secteur du CAD": 0,
        "ni collectivité française ni partenaire étranger n’est nommé": 0,
    }
    assert "La collectivité ou le poste diplomatique, en nommant le pays du partenaire" in text
    assert "L’état du projet n’est pas connu ; aucun pays partenaire n’est nommé." in text
    assert 'href="/fr/projets/3/corriger/"' in text
    chosen = body(client, f"{PAGE}?manque=pays").decode()
    assert "Projets laissés de côté : aucun pays partenaire n’est nommé" in chosen
    assert 'href="/fr/projets/2/"' not in chosen
    assert 'href="/fr/projets/3/"' in chosen


def test_the_page_follows_a_search_page_by_page(client, reference, public):
    public(*(whole(number, status=None) for number in range(1, 46)), whole(50, start_year=1990, status=None))
    text = body(client, f"{PAGE}?debut_min=2010&manque=etat&page=2").decode()
    assert "Pour la recherche : à partir de 2010." in text
    assert text.count("/corriger/") == 20
    assert 'href="/fr/donnees/iati/?debut_min=2010&amp;page=3&amp;manque=etat"' in text
    last = body(client, f"{PAGE}?debut_min=2010&manque=etat&page=99").decode()
    assert last.count("/corriger/") == 5
    assert "« abc » n’a pas été pris en compte" in body(client, f"{PAGE}?debut_min=abc").decode()


def test_the_page_of_a_whole_register_and_of_an_empty_one(client, reference, public):
    public(whole(1))
    assert "Aucun projet n’est laissé de côté." in body(client, PAGE).decode()
    assert "Cette recherche ne trouve aucun projet." in body(client, f"{PAGE}?q=zzyzx").decode()


def test_the_page_reads_no_record(client, reference, public, django_assert_num_queries):
    public(*(whole(number, status=None) for number in range(1, 4)))
    with django_assert_num_queries(2):
        body(client, PAGE)


def test_the_organisation_file_is_valid(client, reference, public, settings):
    public(whole(1))
    settings.ATLAS_IATI_NAME = "Ministère & associés"
    content = body(client, ORGANISATION)
    assert errors(content, "organisations") == []
    tree = etree.fromstring(content)
    assert tree.findtext("iati-organisation/organisation-identifier") == "FR-6"
    assert tree.findtext("iati-organisation/name/narrative") == "Ministère & associés"
    assert tree.find("iati-organisation/document-link").get("url") == "http://testserver/fr/donnees/iati/"
    assert content == body(client, "/en/data/iati/organisation.xml")


def test_the_menu_of_exports_leads_to_the_file(client, public):
    public(whole(1))
    assert 'href="/fr/recherche/export.iati.xml?pays=' in body(client, "/fr/recherche/?pays=ML&pays=BF").decode()


def test_any_file_can_be_held_to_the_rules(client, reference, public, tmp_path):
    public(whole(1), whole(2))
    good, bad = tmp_path / "good.xml", tmp_path / "bad.xml"
    content = body(client, FILE)
    good.write_bytes(content)
    bad.write_bytes(content.replace(b"FR-6-ATLAS-1", b"XX-1").replace(b'type="2" iso-date', b'type="9" iso-date'))
    out = StringIO()
    call_command("check_iati", good, stdout=out)
    assert out.getvalue() == "good.xml: 2 activities, 0 errors\n"
    with pytest.raises(SystemExit, match="1"):
        call_command("check_iati", bad, stdout=out)
    assert "XX-1: warning 1.1.21: 'XX-1' does not begin with FR-6-" in out.getvalue()
    assert "FR-6-ATLAS-2: error 6.11.1: neither a planned nor an actual start" in out.getvalue()
    assert out.getvalue().endswith("bad.xml: 2 activities, 2 errors\n")
