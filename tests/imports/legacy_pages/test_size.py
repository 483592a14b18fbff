"""Pages of five million bytes: read or refused, never a hang.

A reader that takes a time that grows with the square of a page would take hours for these: the limit of the suite
(`faulthandler_timeout`) ends it and says where it was.
"""

import pytest

from atlas.imports.legacy_pages.sheet import NotASheet

from .samples import example, read
from .writer import write_g3, write_html

SIZE = 5_000_000
TEXT = "Un texte assez long, d’où l’eau coule • œuvre – 12 000 €"
INSIDE = "Donner de l’eau"
PAGE, HTML = write_g3(example()), write_html(example())


def repeated(piece: str) -> str:
    return piece * (SIZE // len(piece.encode()))


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(PAGE.replace(INSIDE, repeated(TEXT)), id="one line"),
        pytest.param(PAGE.replace(INSIDE, repeated(f"{TEXT}\n")), id="lines"),
        pytest.param(PAGE.replace(INSIDE, repeated("\u00a0 ")), id="blanks"),
        pytest.param(PAGE.replace(INSIDE, repeated("Historique\nFinancement du partenariat\nTitre\n")), id="labels"),
        pytest.param(PAGE.replace("12000 2026", f"{repeated('12 ')}2026"), id="numbers"),
        pytest.param(PAGE.replace("12000 2026", f"{repeated('0')}x 10 2026"), id="one number"),
        pytest.param(HTML.replace(INSIDE, repeated(f"{TEXT}<br>")), id="html"),
        pytest.param(HTML.replace(INSIDE, repeated("<div>")), id="deep html"),
        pytest.param(HTML.replace(INSIDE, repeated("<table><tr><td>a<td>")), id="html tables"),
        pytest.param(HTML.replace(INSIDE, repeated("<script>var x = '<p>Titre</p>';</script>")), id="html scripts"),
        pytest.param(HTML.replace(INSIDE, repeated("<")), id="broken html"),
    ],
)
def test_a_page_of_five_megabytes_is_read(page: str) -> None:
    sheet = read(page.encode())
    assert (sheet.title, sheet.start_year) == (example().title, 2025)


@pytest.mark.parametrize("piece", ["<p>bonjour</p>", "Une autre page\n", "\u2028"])
def test_five_megabytes_of_something_else_are_refused(piece: str) -> None:
    with pytest.raises(NotASheet):
        read(repeated(piece).encode())
