"""Which lines are labels (D3.5): order, repeated labels, labels inside texts."""

import pytest

from atlas.imports.legacy_pages import locate
from atlas.imports.legacy_pages.labels import LABELS
from tests.counting import steps_in

from .samples import codes, example, read
from .writer import write_g3


def test_an_earlier_label_inside_a_text_is_text() -> None:
    text = "Avant.\nTitre\nContexte\nLe partenariat est\nAprès."
    sheet = read(write_g3(example(objective=text)))
    assert (sheet.objective, codes(sheet)) == (text, set())


def test_a_later_label_inside_a_text_is_text_when_another_keeps_all_in_order() -> None:
    text = "Avant.\nObjectif du partenariat\nBénéficiaire(s)\nPIED DE PAGE\nAprès."
    sheet = read(write_g3(example(context=text)))
    assert sheet.context == text
    assert (sheet.history, sheet.objective) == (example().history, example().objective)
    assert (sheet.beneficiaries, sheet.truncated) == (example().beneficiaries, False)


def test_of_several_possible_lines_the_first_is_taken_and_flagged() -> None:
    sheet = read(write_g3(example(context="Avant.\nHistorique\nPendant.")))
    assert sheet.context == "Avant."
    assert sheet.history == f"Pendant.\nHistorique\n{example().history}"
    assert {(flag.code, flag.field) for flag in sheet.flags} == {("label_repeated", "history")}


def test_a_table_is_where_its_caption_and_header_are() -> None:
    text = "Voir :\nFinancement du partenariat\nPartenaires étrangers du partenariat\nplus bas."
    sheet = read(write_g3(example(beneficiaries=text)))
    assert sheet.beneficiaries == text
    assert len(sheet.foreign_partners) == 2


def test_a_label_needs_a_whole_line_with_its_case() -> None:
    text = "Le partenariat est solide\nHistorique :\nhistorique\nL’objectif du partenariat"
    sheet = read(write_g3(example(context=text)))
    assert sheet.context == text


def test_labels_compare_without_blanks_apostrophes_and_ligatures() -> None:
    page = write_g3(example())
    odd = (
        page.replace("d'intervention", "d’intervention")
        .replace("œuvre", "oeuvre")
        .replace("Le partenariat", "Le\u00a0 partenariat")
    )
    assert odd != page
    sheet = read(odd)
    assert (sheet.theme, sheet.implementers) == (example().theme, example().implementers)
    assert (sheet.is_triennial, codes(sheet)) == (True, set())


def test_a_lone_far_label_does_not_swallow_a_cut_text() -> None:
    page = write_g3(example(context="Avant.\nBénéficiaire(s)\nAprès, et la page s’arrête"))
    cut = page[: page.index("s’arrête")]
    assert read(cut).context == "Avant.\nBénéficiaire(s)\nAprès, et la page"


def test_two_pages_in_one_file_give_the_first() -> None:
    first, second = write_g3(example()), write_g3(example(title="Une autre fiche de la même page"))
    sheet = read(f"{first}\n{second}")
    assert (sheet.title, len(sheet.funding_lines)) == (example().title, 4)


@pytest.mark.parametrize("mandatory", [label.field for label in LABELS if label.mandatory])
def test_any_one_missing_label_leaves_the_others(mandatory: str) -> None:
    page = write_g3(example())
    label = next(label for label in LABELS if label.field == mandatory)
    spellings = {s.replace("{of}", "du").replace("{p}", "partenariat") for s in label.spellings}
    sheet = read("\n".join(line for line in page.split("\n") if line not in spellings))
    assert {flag.field for flag in sheet.flags if flag.code == "label_missing"} == {mandatory}
    assert (sheet.truncated, sheet.footer_ministry) == (False, example().footer_ministry)
    assert sheet.theme == example().theme or mandatory.startswith(("theme", "title"))
    assert sheet.beneficiaries is None if mandatory == "beneficiaries" else sheet.beneficiaries is not None


def test_a_page_of_nothing_but_labels_is_read_in_linear_time() -> None:
    words = ["Titre", "Contexte", "Financement du partenariat", "Le partenariat est", "Historique", "PIED DE PAGE"]
    steps = []
    for copies in (250, 2_000):
        page = "\n".join([write_g3(example()), *(words * copies)])
        with steps_in(locate) as count:
            assert read(page).title == example().title
        steps.append(count.number)
    assert steps[0] > 1_000
    assert steps[1] < 8 * steps[0]
