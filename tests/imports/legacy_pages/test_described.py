"""Actions in the description and years of co-financing (D2.2): proposals, the text stays as it is."""

import pytest

from atlas.imports.legacy_pages.described import actions, cofinancing_years
from atlas.imports.legacy_pages.sheet import LegacyAction

from .samples import example, read, rules
from .writer import write_g3

TEXT = """Projet cofinancé par le MAEE en 2011
Une liste simple :
- un point,
- un autre.

- Forages
Objectif de l'action : trouver l’eau
- vite
- et bien
Description sommaire : deux trous

un mur
- Réservoir
Objectif de l’action : la garder
- Sans suite
Objectif : rien"""


def test_a_title_right_above_its_objective_starts_an_action() -> None:
    assert actions(TEXT) == (
        LegacyAction("Forages", "trouver l’eau\n- vite\n- et bien", "deux trous\n\nun mur"),
        LegacyAction("Réservoir", "la garder\n- Sans suite\nObjectif : rien", None),
    )


def test_plain_lists_are_no_actions() -> None:
    assert actions("- un point,\n\nObjectif de l'action : trop loin") == ()
    assert actions("un titre sans tiret\nObjectif de l'action : rien") == ()
    assert actions(None) == ()


def test_actions_are_proposed_and_the_text_is_untouched() -> None:
    sheet = read(write_g3(example(description=TEXT)))
    assert sheet.description == TEXT
    assert sheet.actions == actions(TEXT)
    proposed = rules(sheet)["actions_in_text"]
    assert isinstance(proposed, list)
    assert [action["title"] for action in proposed] == ["Forages", "Réservoir"]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("Projet cofinancé par le MAEE en 2010", (2010,)),
        ("Texte\nProjet cofinancé par le MAE en 2008 et 2009.\nTexte", (2008, 2009)),
        ("Projet cofinancé par le MAEDI en 2014\nProjet cofinancé par le MAEDI en 2014", (2014,)),
        ("Projet cofinancé par le ministère des Affaires étrangères en 2010", (2010,)),
        ("Un projet cofinancé par le MAEE en 2010 parmi d’autres", ()),
        ("Projet cofinancé par le MAEE", ()),
        (None, ()),
    ],
)
def test_years_of_cofinancing_are_read_from_their_line(text: str | None, years: tuple[int, ...]) -> None:
    assert cofinancing_years(text) == years
