"""Declared names taken apart, and fields that name several parties."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.organisations.names import LONGEST_LIST, bare_key, kind_word, parse_name, split_parties
from atlas.reference.match import match_key


@pytest.mark.parametrize(
    ("declared", "hint", "core"),
    [
        ("Pontcharra", None, "Pontcharra"),
        ("Ville d'Evry", "commune", "Evry"),
        ("Ville d’Evry", "commune", "Evry"),
        ("la Ville de Lyon", "commune", "Lyon"),
        ("Ville du Havre", "commune", "Le Havre"),
        ("Mairie des Lilas", "commune", "Les Lilas"),
        ("Commune de l'Houmeau", "commune", "L'Houmeau"),
        ("Commune de Le Cheylas", "commune", "Le Cheylas"),
        ("Commune de La Rochette", "commune", "La Rochette"),
        ("Commune de la Trinité", "commune", "La Trinité"),
        ("Commune rurale de DEMBELA", "commune_rurale", "DEMBELA"),
        ("Commune Urbaine de Kayes", "commune_urbaine", "Kayes"),
        ("Commune V du District de Bamako", None, "Commune V du District de Bamako"),
        ("Ville-en-Tardenois", None, "Ville-en-Tardenois"),
        ("Villeurbanne", None, "Villeurbanne"),
        ("Conseil régional de Hauts-de-France", "region", "Hauts-de-France"),
        ("Conseil régional d'Ile de France", "region", "Ile de France"),
        ("Région Bretagne", "region", "Bretagne"),
        ("Assemblée régionale de Kayes", "region", "Kayes"),
        ("Conseil général du Pas de Calais", "department", "Pas de Calais"),
        ("CONSEIL DEPARTEMENTAL DE LA SAVOIE", "department", "SAVOIE"),
        ("Département de la Savoie", "department", "Savoie"),
        ("Département des Landes", "department", "Landes"),
        ("CG38", "department", "38"),
        ("CG 38", "department", "38"),
        ("Communauté de Communes du Grésivaudan", "cc", "Grésivaudan"),
        ("Communauté de communes de Cœur de Savoie", "cc", "Cœur de Savoie"),
        ("CC Le Grésivaudan", "cc", "Le Grésivaudan"),
        ("CA Grand Paris Sud", "ca", "Grand Paris Sud"),
        ("ca va mieux", None, "ca va mieux"),
        ("Communauté d’agglomération de Cergy-Pontoise", "ca", "Cergy-Pontoise"),
        ("Communauté urbaine d'Alençon", "cu", "Alençon"),
        ("Métropole de Lyon", "metropole", "Lyon"),
        ("Métropole Européenne de Lille", "metropole", "Lille"),
        ("Brest Métropole", "metropole", "Brest"),
        ("Grenoble-Alpes-Métropole", "metropole", "Grenoble-Alpes"),
        ("Roannais Agglomération", "intermunicipality", "Roannais Agglomération"),
        ("Collectivité territoriale de Guyane", "collectivity", "Guyane"),
        ("Syndicat mixte du Val de Loire", "syndicate", "Syndicat mixte du Val de Loire"),
        ("Agence de l’Eau Rhône-Méditerranée Corse", "water_agency", "Agence de l’Eau Rhône-Méditerranée Corse"),
        ("Fondation Suez", "foundation", "Fondation Suez"),
        ("Cercle de Kadiolo", "cercle", "Kadiolo"),
        ("Province du Hubei", "province", "Hubei"),
        ("État du Minas Gerais", "etat_federe", "Minas Gerais"),
        ("Etat", None, "Etat"),
        ("Ville de", None, "Ville de"),
        ("", None, ""),
    ],
)
def test_kind_and_core(declared: str, hint: str | None, core: str) -> None:
    parsed = parse_name(declared)
    assert (parsed.kind_hint, parsed.core) == (hint, core)
    assert parsed.key == match_key(core)


def test_closing_bracket_is_a_qualifier() -> None:
    parsed = parse_name("Valence (26)")
    assert (parsed.core, parsed.key, parsed.whole, parsed.qualifier) == ("Valence", "valence", "valence", "26")


def test_saint_is_spelled_out() -> None:
    assert parse_name("St-Brieuc").key == parse_name("Saint Brieuc").key == "saint brieuc"


def test_local_names_in_any_style_have_one_key() -> None:
    assert {parse_name(name).key for name in ("SEGOU", "Segou", "Ségou", "Commune urbaine de SEGOU")} == {"segou"}


def test_bare_key_keeps_a_name_that_is_only_an_article() -> None:
    assert [bare_key(key) for key in ("le havre", "l houmeau", "les lilas", "la", "lens")] == [
        "havre",
        "houmeau",
        "lilas",
        "la",
        "lens",
    ]


def test_kind_word() -> None:
    assert [kind_word(word) for word in ("Commune urbaine", "Région", "oblast", "Bezirk", "")] == [
        "commune_urbaine",
        "region",
        "oblast",
        "bezirk",
        None,
    ]


@given(st.text())
def test_any_text_is_taken_apart(text: str) -> None:
    parsed = parse_name(text)
    assert not parsed.is_stripped or (parsed.kind_hint and parsed.key)


def known(*names: str) -> Callable[[str], bool]:
    return names.__contains__


@pytest.mark.parametrize(
    ("text", "names", "parties"),
    [
        ("", (), ()),
        (" , ", (), ()),
        ("Pontcharra", (), ("Pontcharra",)),
        (
            "Pontcharra, Commune rurale de DEMBELA, Commune de Le Cheylas",
            (),
            ("Pontcharra", "Commune rurale de DEMBELA", "Commune de Le Cheylas"),
        ),
        ("Kayes et la Ville d'Evry", (), ("Kayes", "Ville d'Evry")),
        ("Angoulême et Ségou", ("Angoulême", "Ségou"), ("Angoulême", "Ségou")),
        ("Angoulême et La Rochelle", ("Angoulême", "La Rochelle"), ("Angoulême", "La Rochelle")),
        ("Angoulême et ses amis", ("Angoulême",), ("Angoulême et ses amis",)),
        (
            "Conseil général du Pas de Calais et Conseil régional de Picardie",
            (),
            ("Conseil général du Pas de Calais", "Conseil régional de Picardie"),
        ),
        (
            "Communauté de communes du Pays de Saint-Aubin et de Verneuil",
            (),
            ("Communauté de communes du Pays de Saint-Aubin et de Verneuil",),
        ),
        (
            "Collectivité de Saint-Pierre et Miquelon",
            ("Collectivité de Saint-Pierre et Miquelon",),
            ("Collectivité de Saint-Pierre et Miquelon",),
        ),
        (
            "Agence de l’Eau Rhône-Méditerranée, Corse, Lyon",
            ("Agence de l’Eau Rhône-Méditerranée, Corse",),
            ("Agence de l’Eau Rhône-Méditerranée, Corse", "Lyon"),
        ),
        ("CIDS pour Corens (Diéma, Kayes)", (), ("CIDS pour Corens (Diéma, Kayes)",)),
        ("A ; B\nC", (), ("A", "B", "C")),
    ],
)
def test_split_parties(text: str, names: tuple[str, ...], parties: tuple[str, ...]) -> None:
    assert split_parties(text, known(*names)) == parties


def test_prose_is_not_a_list_of_parties() -> None:
    prose = "habitants, " * LONGEST_LIST
    assert split_parties(prose, known()) == (prose.strip(" ,"),)


@given(st.text())
def test_a_known_name_is_never_split(text: str) -> None:
    assert len(split_parties(text, lambda _name: True)) <= 1


@given(st.text(alphabet="ab, et;\n()'", max_size=80))
def test_splitting_loses_no_letter(text: str) -> None:
    def letters(value: str) -> list[str]:
        return sorted(char for char in value.replace("et", "") if char.isalpha())

    parts = " ".join(split_parties(text, lambda _name: False))
    assert letters(parts) == letters(text)
