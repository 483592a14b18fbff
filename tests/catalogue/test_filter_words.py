"""Every filter of a search has words, in both languages, whatever its value."""

import pytest
from django.utils.translation import override

from atlas.catalogue.closed_words import closed_words, family_words, group_label, is_closed
from atlas.catalogue.filter_words import filter_words, names_of
from atlas.catalogue.search_query import FILTERS, Known, Label, SearchQuery
from atlas.catalogue.search_values import (
    AUTHORITY_GROUPS,
    NOT_STATED,
    TO_CONFIRM,
    Answer,
    Criterion,
    FlagCode,
    FunderNature,
    OnePercent,
)
from atlas.reference.choices import Family, Form, Status

KNOWN = Known(
    countries={"ML": Label("Mali", "Mali"), "SN": Label("Sénégal", "Senegal")},
    zones={"asie": Label("Asie", "Asia")},
    themes={"env.eau": Label("Eau et déchets", "Water and waste")},
    regions={"53": Label("Bretagne", "Brittany")},
    departments={"35": Label("Ille-et-Vilaine", "Ille-et-Vilaine")},
    organisation_name={7: "Rivebourg"}.get,
    place_name={"ML:1": "Tambaga"}.get,
)
VALUES = {
    "pays": ("SN",),
    "zone": ("asie",),
    "partenaire": ("7",),
    "lieu": ("ML", "ML:1"),
    "theme": ("env.eau",),
    "etat": (*Status.values, NOT_STATED, TO_CONFIRM),
    "famille": (*Family.values, NOT_STATED),
    "forme": (*Form.values, NOT_STATED),
    "region": ("53",),
    "departement": ("35",),
    "collectivite": ("7",),
    "nature": AUTHORITY_GROUPS,
    "cofinancement": Answer.values,
    "annee_cofinancement": ("2011",),
    "un_pour_cent": OnePercent.values,
    "triennal": (*Answer.values, NOT_STATED),
    "financeur": FunderNature.values,
    "renseigne": Criterion.values,
    "manque": Criterion.values,
    "signalement": FlagCode.values,
    "q": ("eau",),
    "debut_min": ("1990",),
    "debut_max": ("1999",),
    "actif_au": ("2025-12-31",),
    "commence_au": ("2025-12-31",),
}


def test_no_filter_is_forgotten():
    assert VALUES.keys() == {
        *(one.parameter for one in FILTERS),
        "q",
        "debut_min",
        "debut_max",
        "actif_au",
        "commence_au",
    }


@pytest.mark.parametrize(("parameter", "value"), [(name, value) for name in VALUES for value in VALUES[name]])
def test_every_value_has_words_in_both_languages(parameter, value):
    for language in ("fr", "en"):
        with override(language):
            words = filter_words(parameter, value, KNOWN, language)
        assert words
        assert words != value


def test_two_values_of_a_filter_never_say_the_same():
    for parameter, values in VALUES.items():
        assert len({filter_words(parameter, value, KNOWN, "fr") for value in values}) == len(values)


def test_a_query_is_told_in_the_order_of_the_form():
    query = SearchQuery(text="eau", countries=("SN", "ML"), regions=("53",), start_from=1990)
    assert names_of(query, KNOWN, "fr") == ("« eau »", "Sénégal", "Mali", "Bretagne", "à partir de 1990")
    with override("en"):
        assert names_of(query, KNOWN, "en") == ("“eau”", "Senegal", "Mali", "Brittany", "from 1990")


@pytest.mark.parametrize("facet", [one.facet for one in FILTERS if is_closed(one.facet)])
def test_tags_and_panel_say_the_same_of_a_value(facet):
    parameter = next(one.parameter for one in FILTERS if one.facet == facet)
    for value in VALUES[parameter]:
        for language in ("fr", "en"):
            with override(language):
                assert filter_words(parameter, value, KNOWN, language).endswith(closed_words(facet, value))


def test_what_no_sheet_states_has_words():
    assert family_words(None) == family_words(NOT_STATED) == "Famille non précisée"
    assert family_words(Family.OTHER_EXTERNAL_ACTION) == "Autre action extérieure"
    assert group_label(None) == group_label("unidentified") == "Collectivités non identifiées"
