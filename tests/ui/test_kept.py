"""Constant texts kept by language: the words of Django's own tag, in each language, and nothing kept by mistake."""

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils.translation import gettext, override

from atlas.catalogue import words
from atlas.ui.templatetags.kept import KeptAddress, KeptTranslation

KEPT = "{% load i18n kept %}"


def rendered(template, language, **context):
    with override(language):
        return template.render(Context(context))


def test_one_template_speaks_each_language_in_turn():
    template = Template(KEPT + '{% translate "Rechercher" %}')
    assert [rendered(template, code) for code in ("fr", "en", "fr", "en")] == ["Rechercher", "Search"] * 2


def test_a_text_kept_as_a_variable_is_the_one_that_django_gives():
    source = '{% translate "À propos des données & <sources>" as found %}{{ found }}'
    template = Template(KEPT + source)
    assert template.nodelist.get_nodes_by_type(KeptTranslation)
    for code in ("fr", "en", "fr"):
        assert rendered(template, code) == rendered(Template("{% load i18n %}" + source), code)


@pytest.mark.parametrize("tag", ["{% translate word %}", '{% translate "Rechercher" context "un bouton" %}'])
def test_what_depends_on_the_page_is_left_to_django(tag):
    template = Template(KEPT + tag)
    assert not template.nodelist.get_nodes_by_type(KeptTranslation)
    plain = Template("{% load i18n %}" + tag)
    assert rendered(template, "en", word="Rechercher") == rendered(plain, "en", word="Rechercher")


def test_a_literal_is_kept():
    assert Template(KEPT + '{% translate "Rechercher" %}').nodelist.get_nodes_by_type(KeptTranslation)


def test_same_escaping_as_django():
    source = '{% translate "À propos des données & <sources>" %}'
    assert rendered(Template(KEPT + source), "fr") == rendered(Template("{% load i18n %}" + source), "fr")


def test_words_of_modules_are_kept_by_language():
    for code in ("fr", "en", "fr"):
        with override(code):
            assert words.gettext("Rechercher") == gettext("Rechercher")


def test_a_passage_is_made_once_a_language_and_once_a_value_of_its_causes():
    template = Template(KEPT + '{% keep brand %}{% translate "Rechercher" %} {{ brand }} {{ other }}{% endkeep %}')
    asked = [("fr", 1, "a"), ("fr", 1, "b"), ("en", 1, "c"), ("fr", 2, "d")]
    assert [rendered(template, code, brand=brand, other=other) for code, brand, other in asked] == [
        "Rechercher 1 a", "Rechercher 1 a", "Search 1 c", "Rechercher 2 d",
    ]  # fmt: skip


def test_a_passage_without_end_is_refused():
    with pytest.raises(TemplateSyntaxError):
        Template(KEPT + "{% keep %}…")


def test_the_language_that_is_said_once_holds_inside_only():
    with override("en"), words.speaking("en"):
        assert words.gettext("Rechercher") == "Search"
    with override("fr"):
        assert words.spoken() == "fr"


def test_an_error_ends_the_speaking():
    with pytest.raises(ValueError, match="x"), words.speaking("en"):
        raise ValueError("x")
    assert words.spoken() == "fr"


def test_an_address_without_variables_is_kept_by_language():
    template = Template(KEPT + '{% url "search" %} {% url "search_file" "csv" as file %}{{ file }}')
    assert len(template.nodelist.get_nodes_by_type(KeptAddress)) == 2
    assert [rendered(template, code) for code in ("fr", "en", "fr")] == [
        "/fr/recherche/ /fr/recherche/export.csv",
        "/en/search/ /en/search/export.csv",
        "/fr/recherche/ /fr/recherche/export.csv",
    ]


def test_an_address_of_a_variable_is_left_to_django():
    template = Template(KEPT + '{% url "search_file" kind %}')
    assert not template.nodelist.get_nodes_by_type(KeptAddress)
    assert rendered(template, "fr", kind="csv") == "/fr/recherche/export.csv"
