"""Declared names against the real register: what is sure is applied, everything else is proposed (D3.6, D3.7, D5.1)."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atlas.organisations.match_rules import HOMONYM_SCORE, SAME_NAME, Entry, Match, MatchContext
from atlas.organisations.matching import NameIndex, build_index
from atlas.reference.kinds import Kind
from tests.organisations.real_register import RealRegister

ISERE_AND_SAVOIE = MatchContext(departments=frozenset({"38", "73"}), regions=frozenset({"84"}))
FACTS = Path(__file__).resolve().parents[2] / ".." / "shared" / "facts" / "partnerships.csv"
OWN_FACTS = Path(__file__).resolve().parents[2] / "data" / "demonstration" / "facts"


def match(register: RealRegister, name: str, role: str = "partner", **options: object) -> Match:
    return register.index.match(name, role=role, **options)  # type: ignore[arg-type]  # options of match, by name


@pytest.mark.parametrize(
    ("name", "key", "how"),
    [
        ("Pontcharra", "commune:38314", "exact"),
        ("PONTCHARRA", "commune:38314", "exact"),
        ("38314", "commune:38314", "code"),
        ("200018166", "epci:200018166", "code"),
        ("Commune de Le Cheylas", "commune:38100", "prefix"),
        ("Commune de Crêts en Belledonne", "commune:38439", "prefix"),
        ("Commune de Villard-Sallet", "commune:73316", "prefix"),
        ("Ville du Havre", "commune:76351", "prefix"),
        ("Mairie de St-Brieuc", "commune:22278", "prefix"),
        ("Ville-d'Avray", "commune:92077", "exact"),
        ("Courcouronnes", "commune:91228", "former_name"),
        ("Paris", "commune:75056", "alias"),
        ("Ville de Paris", "commune:75056", "exact"),
        ("Département de la Savoie", "department:73", "prefix"),
        ("Conseil général du Pas de Calais", "department:62", "prefix"),
        ("Conseil départemental d'Ille et Vilaine", "department:35", "prefix"),
        ("CG38", "department:38", "code"),
        ("Conseil régional de Hauts-de-France", "region:32", "prefix"),
        ("Conseil régional Provence Alpes Côte d'Azur", "region:93", "prefix"),
        ("Conseil régional PACA", "region:93", "alias"),
        ("Région Centre", "region:24", "former_name"),
        ("Conseil régional du Nord-Pas de Calais", "region:31", "prefix"),
        ("Conseil régional de Guyane", "region:03", "former_name"),
        ("Région Corse", "region:94", "alias"),
        ("Conseil départemental du Bas-Rhin", "department:67", "prefix"),
        ("Collectivité européenne d'Alsace", "collectivity:6AE", "exact"),
        ("Communauté de Communes du Grésivaudan", "epci:200018166", "prefix"),
        ("Communauté de Communes de Cœur de Savoie", "epci:200041010", "prefix"),
        ("CA Grand Paris Sud Seine Essonne Sénart", "epci:200059228", "prefix"),
        ("Communauté urbaine d'Alençon", "epci:246100663", "exact"),
        ("Métropole Européenne de Lille", "epci:200093201", "exact"),
        ("Communauté urbaine de Bordeaux", "epci:243300316", "former_name"),
        ("Limoges Métropole", "epci:248719312", "prefix"),
        ("Grand Lyon", "epci:200046977", "alias"),
        ("Plaine Commune", "ept:200057867", "exact"),
        ("Agence de l’Eau Rhône-Méditerranée Corse", "body:agence-eau-rhone-mediterranee-corse", "exact"),
        ("Syndicat des eaux d'Île-de-France (SEDIF)", "body:sedif", "exact"),
        ("AFD", "body:afd", "alias"),
        ("Ministère de l'Europe et des Affaires étrangères", "state", "exact"),
        ("Ministère des Affaires Étrangères et Européennes", "state", "former_name"),
        ("Ministère des Affaires étrangères et du Développement international", "state", "former_name"),
        ("MAE", "state", "alias"),
        ("Valence (26)", "commune:26362", "exact"),
        ("Valence (Drôme)", "commune:26362", "exact"),
    ],
)
def test_sure_without_any_context(register: RealRegister, name: str, key: str, how: str) -> None:
    found = match(register, name)
    assert (found.organisation_id, found.how, found.applied) == (register.ids[key], how, True)
    assert found.name == name
    assert found.score > HOMONYM_SCORE


@pytest.mark.parametrize(
    ("name", "context", "key"),
    [
        ("Commune de La Rochette", ISERE_AND_SAVOIE, "commune:73215"),
        ("Commune de Saint-Maximin", ISERE_AND_SAVOIE, "commune:38426"),
        ("Commune de La Chapelle Blanche", ISERE_AND_SAVOIE, "commune:73075"),
        ("Commune de La Trinité", MatchContext(regions=frozenset({"84"})), "commune:73302"),
        ("Ville d'Evry", MatchContext(departments=frozenset({"91"})), "commune:91228"),
        ("Evry", MatchContext(departments=frozenset({"89"})), "commune:89162"),
        ("Vienne", MatchContext(departments=frozenset({"38"})), "commune:38544"),
    ],
)
def test_the_document_points_at_one_homonym(register: RealRegister, name: str, context: MatchContext, key: str) -> None:
    found = match(register, name, context=context)
    assert (found.organisation_id, found.applied) == (register.ids[key], True)
    assert HOMONYM_SCORE < found.score < 98


def test_an_organisation_named_elsewhere_on_the_sheet_is_meant_again(register: RealRegister) -> None:
    laval = register.ids["commune:53130"]
    found = match(register, "Laval", role="funder", context=MatchContext(parties=frozenset({laval})))
    assert found.organisation_id == laval


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("Saint-Maximin", {"commune:38426", "commune:60589", "commune:30286"}),
        ("Evry", {"commune:91228", "commune:89162"}),
        ("Ville d'Evry", {"commune:91228", "commune:89162"}),
        ("Vienne", {"commune:38544", "department:86"}),
        ("Bretagne", {"region:53", "commune:36024", "commune:90019"}),
    ],
)
def test_homonyms_are_proposed_not_applied(register: RealRegister, name: str, keys: set[str]) -> None:
    found = match(register, name)
    assert (found.organisation_id, found.applied, found.score) == (None, False, HOMONYM_SCORE)
    assert {candidate.id for candidate in found.candidates} == {register.ids[key] for key in keys}


def test_the_larger_homonym_is_proposed_first(register: RealRegister) -> None:
    assert match(register, "Evry").candidates[0].id == register.ids["commune:91228"]


def test_two_homonyms_in_the_context_decide_nothing(register: RealRegister) -> None:
    """Both lie in Auvergne-Rhône-Alpes, and no département is known."""
    found = match(register, "La Rochette", context=MatchContext(regions=frozenset({"84"})))
    first_two = {candidate.id for candidate in found.candidates[:2]}
    assert not found.applied
    assert first_two == {register.ids["commune:73215"], register.ids["commune:07195"]}


def test_a_bracket_that_contradicts_keeps_the_match_from_being_applied(register: RealRegister) -> None:
    found = match(register, "Pontcharra (26)")
    assert not found.applied
    assert [candidate.id for candidate in found.candidates] == [register.ids["commune:38314"]]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Communauté d'agglomération de Dunkerque", "epci:245900428"),
        ("Communauté d'agglomération du Grand Lyon", "epci:200046977"),
        ("Saint-Quentin en Yvelines", "epci:200058782"),
    ],
)
def test_same_name_of_another_kind_is_proposed(register: RealRegister, name: str, key: str) -> None:
    found = match(register, name)
    assert not found.applied
    assert found.candidates[0].id == register.ids[key]
    assert SAME_NAME <= found.score < HOMONYM_SCORE


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Pontchara", "commune:38314"),
        ("Commune de Villars-Sallet", "commune:73316"),
        ("Xontcharra", "commune:38314"),
        ("Conseil général des Pyrénnées-Atlantiques", "department:64"),
        ("Communauté de communes du Pays de Pontchâteau", "epci:200000438"),
    ],
)
def test_a_name_written_nearly_so_is_only_proposed(register: RealRegister, name: str, key: str) -> None:
    found = match(register, name)
    assert (found.applied, found.how) == (False, "fuzzy")
    assert found.candidates[0].id == register.ids[key]
    assert found.score < SAME_NAME


@pytest.mark.parametrize("name", ["", "?", "A.R.C.A.D.E. Une Terre pour Vivre", "Coopération décentralisée " * 40])
def test_unknown_names_find_nothing(register: RealRegister, name: str) -> None:
    assert match(register, name, role="implementer") == Match(name)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Autre", "bucket:other"), ("Collectivités et partenaires étrangers", "bucket:foreign_side")],
)
def test_buckets_answer_to_funders_only(register: RealRegister, name: str, key: str) -> None:
    assert match(register, name, role="funder").organisation_id == register.ids[key]
    assert match(register, name, role="owner").organisation_id is None


def test_the_living_bearer_of_a_name_is_preferred_to_its_predecessor(register: RealRegister) -> None:
    """The former département of Paris and the former Métropole Européenne de Lille bear their successors' names."""
    assert {"department:75", "epci:245900410"} <= register.ids.keys()
    assert match(register, "Paris").organisation_id == register.ids["commune:75056"]
    lille = match(register, "Métropole Européenne de Lille", kind="metropole")
    assert lille.organisation_id == register.ids["epci:200093201"]
    assert match(register, "Paris", kind="department").organisation_id == register.ids["department:75"]


def test_an_expected_kind_decides_between_homonyms(register: RealRegister) -> None:
    assert match(register, "Vienne", kind="department").organisation_id == register.ids["department:86"]
    assert match(register, "Vienne", kind="commune").organisation_id == register.ids["commune:38544"]
    assert match(register, "La Réunion", kind="region").organisation_id == register.ids["region:04"]
    assert match(register, "Mayotte", kind="department").organisation_id == register.ids["department:976"]


def test_a_context_without_country_searches_france_and_the_partner_countries(register: RealRegister) -> None:
    found = match(register, "Pontcharra", role="owner", country=None, context=MatchContext(countries=frozenset({"ML"})))
    assert found.organisation_id == register.ids["commune:38314"]
    assert match(register, "Pontcharra", country="ML") == Match("Pontcharra")


def test_every_french_authority_is_found_under_its_own_name(register: RealRegister) -> None:
    """Either surely, or among the candidates of its homonyms."""
    sample = register.organisations[::97]
    for row in sample:
        found = match(register, row.name, kind=row.kind)
        ids = {found.organisation_id, *(candidate.id for candidate in found.candidates)}
        crowded = len(found.candidates) == 8
        assert crowded or register.ids[row.reference_key] in ids, row


def test_demonstration_authorities_are_all_sure_with_kind_and_place(register: RealRegister) -> None:
    """Public facts of real partnerships: name, kind and département of 190 French authorities."""
    facts = {
        (line["french_kind"], line["french_departement_or_region"], line["french_authority"])
        for line in _facts()
        if line["french_authority"]
    }
    places = _contexts(register)
    unsure = [
        (kind, place, name)
        for kind, place, name in sorted(facts)
        if not match(register, name, kind=_FACT_KINDS.get(kind, kind), context=places[place]).applied
    ]
    assert len(facts) > 100
    assert unsure == []


def _contexts(register: RealRegister) -> dict[str, MatchContext]:
    """What the name of a département or région points at. Some names are both: then both help."""
    found: dict[str, MatchContext] = defaultdict(MatchContext)
    for entry in register.index.entries.values():
        if entry.kind in (Kind.DEPARTMENT, Kind.REGION, Kind.CTU, Kind.OVERSEAS_COLLECTIVITY):
            before = found[entry.name]
            found[entry.name] = MatchContext(
                before.departments | ({entry.department} - {""}), before.regions | ({entry.region} - {""})
            )
    return found


def _facts() -> list[dict[str, str]]:
    """The shared facts where they stand beside the project, else the copy that it ships."""
    paths = [FACTS] if FACTS.exists() else sorted(OWN_FACTS.glob("*.csv"))
    lines = []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            lines.extend(line for line in csv.DictReader(file) if "french_authority" in line)
    return lines


_FACT_KINDS = {
    "departement": "department",
    "epci": "intermunicipality",
    "syndicat": "syndicate",
    "collectivite_territoriale_unique": "ctu",
}


def foreign(id_: int, name: str, *, kind_local: str = "", country: str = "ML") -> tuple[Entry, bool]:
    entry = Entry(id_, name, name.lower(), Kind.FOREIGN_AUTHORITY, country, "", "", "", "", 0, kind_local)
    return entry, False


@pytest.fixture
def abroad() -> NameIndex:
    return build_index(
        aliases=[("MG", "tananarive", "antananarivo")],
        entries=[
            foreign(1, "Segou"),
            foreign(2, "Région de Ségou"),
            foreign(3, "Commune rurale de DEMBELA"),
            foreign(4, "Kayes", kind_local="Commune urbaine"),
            foreign(5, "Antananarivo", country="MG"),
            foreign(6, "Saint-Louis", country="SN"),
            foreign(7, "Région de Mopti"),
            foreign(8, "Lombardie", kind_local="région", country="IT"),
        ],
        names=[],
        successions=[],
    )


@pytest.mark.parametrize(
    ("name", "country", "id_"),
    [
        ("SEGOU", "ML", 1),
        ("Ségou", "ML", 1),
        ("Commune urbaine de Ségou", "ML", 1),
        ("Région de SEGOU", "ML", 2),
        ("Assemblée régionale de Ségou", "ML", 2),
        ("Dembela", "ML", 3),
        ("Commune de Dembela", "ML", 3),
        ("Commune Urbaine de Kayes", "ML", 4),
        ("Tananarive", "MG", 5),
        ("Commune urbaine de Tananarive", "MG", 5),
        ("Lombardie", "IT", 8),
        ("Région de Lombardie", "IT", 8),
    ],
)
def test_foreign_names_in_any_style_are_one(abroad: NameIndex, name: str, country: str, id_: int) -> None:
    found = abroad.match(name, role="partner", country=country)
    assert (found.organisation_id, found.applied) == (id_, True)


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Segou", "SN"),
        ("Cercle de Ségou", "ML"),
        ("Commune urbaine de Dembela", "ML"),
        ("Commune rurale de Kayes", "ML"),
        ("Mopti", "ML"),
        ("Tananarive", "ML"),
    ],
)
def test_another_country_or_kind_is_another_authority(abroad: NameIndex, name: str, country: str) -> None:
    assert abroad.match(name, role="partner", country=country).organisation_id is None


def test_a_plain_name_may_be_the_region_but_a_human_says_so(abroad: NameIndex) -> None:
    found = abroad.match("Mopti", role="partner", country="ML")
    assert [(candidate.id, found.applied) for candidate in found.candidates] == [(7, False)]


def test_an_organisation_made_since_is_found_at_once(abroad: NameIndex) -> None:
    assert abroad.match("Benkadi", role="partner", country="ML").candidates == ()
    assert abroad.match("Benkady", role="partner", country="ML").candidates == ()
    abroad.add(foreign(9, "Commune rurale de BENKADI")[0])
    assert abroad.match("Benkadi", role="partner", country="ML").organisation_id == 9
    assert [c.id for c in abroad.match("Benkady", role="partner", country="ML").candidates] == [9]


def test_an_answer_is_given_up_when_another_one_bears_the_name(abroad: NameIndex) -> None:
    assert abroad.match("Ville de Ségou", role="partner", country="ML").is_certain
    abroad.add(foreign(99, "Ségou")[0])
    assert not abroad.match("Ville de Ségou", role="partner", country="ML").applied


def test_a_name_added_since_is_found_at_once(abroad: NameIndex) -> None:
    assert abroad.match("Ville lumière", role="partner", country="SN").organisation_id is None
    abroad.add_name(6, "Ville lumière", how="alias")
    assert abroad.match("Ville lumière", role="partner", country="SN").organisation_id == 6


def test_context_of_identified_organisations(register: RealRegister) -> None:
    ids = [register.ids["commune:38314"], register.ids["department:73"]]
    assert register.index.context_of(ids, countries=["ML"]) == MatchContext(
        frozenset({"38", "73"}), frozenset({"84"}), frozenset({"ML"}), frozenset(ids)
    )


def test_knows_names_of_one_or_more_but_not_likenesses(register: RealRegister, abroad: NameIndex) -> None:
    assert register.index.knows("Saint-Maximin")
    assert register.index.knows("Agence de l’Eau Rhône-Méditerranée Corse")
    assert not register.index.knows("Pontchara")
    assert abroad.knows("Ségou", countries=["ML"])
    assert not abroad.knows("Ségou")


@given(
    name=st.text(max_size=150), role=st.sampled_from(["partner", "funder"]), country=st.sampled_from(["FR", "ML", None])
)
def test_any_text_is_matched_without_an_exception(
    register: RealRegister, name: str, role: str, country: str | None
) -> None:
    found = register.index.match(name, role=role, country=country)
    assert found.applied == (found.organisation_id is not None)
    assert len(found.candidates) <= 8
