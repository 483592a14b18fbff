"""HTML pages: however the labels were built, scripts and styles, tables, identifiers, broken and deep documents."""

from html import escape

import pytest

from atlas.imports.legacy_pages.labels import is_label
from atlas.imports.legacy_pages.sheet import LegacySheet, NotASheet
from atlas.imports.legacy_pages.text import key

from .samples import codes, example, read
from .writer import write_g3, write_html

PAGE = write_html(example())
READ_FROM_TEXT = read(write_g3(example()))
SAME = (
    *("posts", "title", "first_convention_year", "theme", "other_themes", "start_year", "status", "end_date"),
    *("context", "history", "objective", "description", "form", "implementers", "owners", "beneficiaries"),
    *("french_authorities", "is_triennial", "communication_france", "communication_partner_countries"),
    *("has_evaluation", "footer_ministry", "truncated", "extra", "foreign_partners", "foreign_contacts"),
)


def assert_same(sheet: LegacySheet) -> None:
    for field in SAME:
        assert getattr(sheet, field) == getattr(READ_FROM_TEXT, field), field
    assert [(line.funder, line.amount, line.year) for line in sheet.funding_lines] == [
        (line.funder, line.amount, line.year) for line in READ_FROM_TEXT.funding_lines
    ]


def rebuilt(value: str, label: str) -> str:
    """The text page as HTML, each line in one element; tables stay text rows."""
    lines = [
        (label if is_label(key(line)) else value).format(escape(line)) if line.strip() else ""
        for line in write_g3(example()).split("\n")
    ]
    return f"<html><body>{''.join(lines)}</body></html>"


def test_an_html_page_gives_what_its_text_gives() -> None:
    sheet = read(PAGE)
    assert_same(sheet)
    assert codes(sheet) == set()
    assert sheet.lines["title"][0] == next(i for i, line in enumerate(PAGE.split("\n"), 1) if ">Titre :<" in line)


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("<p>{}</p>", "<h3>{}</h3>"),
        ("<div>{}</div>\n", "<dt>{}</dt>\n"),
        ("{}<br/>", "<strong>{}</strong><br/>"),
        ("<span class='v'>{}</span><br>", "<span class='l'>{} : </span>"),
        ("{}<br>", "<b>{}</b> "),
        ("<tr><td>{}</td></tr>", "<tr><th>{}</th></tr>"),
    ],
)
def test_labels_are_found_in_any_elements(value: str, label: str) -> None:
    sheet = read(rebuilt(value, label))
    assert (sheet.title, sheet.theme, sheet.status) == (example().title, example().theme, "ongoing")
    assert (sheet.context or "").replace("\n\n", "\n") == (example().context or "").replace("\n\n", "\n")
    assert (sheet.owners, sheet.is_triennial) == (example().owners, True)
    assert [line.amount for line in sheet.funding_lines] == [9000, 9000, 12000, 12000]
    assert [partner.country for partner in sheet.foreign_partners] == ["ML", "ML"]
    assert sheet.french_authorities == example().french_authorities


def test_labels_beside_their_values_in_a_table_of_layout() -> None:
    rows = {
        "Titre": "Un puits",
        "Thématique d'intervention": "",
        "Sous-thématique d'intervention": "",
        "Sous-sous-thématique d'intervention": "",
        "Année de début du partenariat": "2012",
        "Le partenariat est": "Terminé",
        "Date de fin du partenariat": "01/06/2015",
        "Contexte": "Deux lignes<br><br>de texte",
    }
    cells = "".join(f"<tr><td>{label} :</td><td>{value}</td></tr>" for label, value in rows.items())
    sheet = read(f"<table>{cells}</table>")
    assert (sheet.title, sheet.start_year, sheet.status, sheet.context) == (
        "Un puits",
        2012,
        "completed",
        "Deux lignes\n\nde texte",
    )
    assert sheet.end_date is not None


def test_inline_elements_do_not_break_words_and_blanks_collapse() -> None:
    page = PAGE.replace(
        "Un forage, un réservoir", "Un fo<b>ra</b>ge,\n     un&nbsp;r&eacute;servoir <a href='#'>ici</a>"
    )
    assert read(page).description == "Un forage, un\u00a0réservoir ici et neuf bornes-fontaines."


def test_preformatted_lines_stay_lines() -> None:
    page = PAGE.replace("Donner de l’eau à six quartiers.", "<textarea>Donner\n\nde l’eau</textarea>")
    assert read(page).objective == "Donner\n\nde l’eau"


def test_scripts_are_no_text() -> None:
    page = PAGE.replace("Donner de l’eau", "<script>alert('Titre')</script><!-- Historique -->Donner de l’eau")
    assert read(page).objective == example().objective


@pytest.mark.parametrize(
    "own",
    [
        '<link rel="canonical" href="/detailProjet.html?criteres.prjId=512">',
        '<form action="detailProjet.html?criteres.prjId=512&amp;x=1"></form>',
        '<input type="hidden" name="criteres.prjId" value="512">',
        '<meta property="og:url" content="http://old.test/detailProjet.html?criteres.prjId=512">',
        '<a href="imprimer.html?criteres.prjId=512">Imprimer</a>',
    ],
)
def test_the_page_tells_its_identifier(own: str) -> None:
    assert read(PAGE).legacy_prj_id is None
    assert read(PAGE.replace("<body>", f"<body>{own}")).legacy_prj_id == 512
    other = '<a href="detailProjet.html?criteres.prjId=7">autre</a>'
    expected = None if own.startswith("<a") else 512
    assert read(PAGE.replace("<body>", f"<body>{other}{own}")).legacy_prj_id == expected
    saved = "<!-- saved from url=(0070)http://old.test/detailProjet.html?criteres.prjId=33 -->\n"
    assert read(saved + PAGE.replace("<body>", f"<body>{own}")).legacy_prj_id == 33


def test_a_cut_html_page_gives_a_part() -> None:
    told = 0
    for size in range(0, len(PAGE), 29):
        try:
            sheet = read(PAGE[:size])
        except NotASheet:
            continue
        told += 1
        assert sheet.truncated or size > PAGE.index("Tous droits")
        assert sheet.title is None or (example().title or "").startswith(sheet.title)
    assert told > len(PAGE) // 60


def test_deep_and_broken_documents_do_not_hurt() -> None:
    deep = PAGE.replace("Donner de l’eau", f"{'<div>' * 5000}Donner de l’eau")
    assert read(deep).title == example().title
    rows = "<table><tr><td>x" * 3000
    assert read(PAGE.replace("Donner de l’eau", f"{rows}Donner")).title == example().title
    assert read(PAGE.replace("</span>", "").replace("</label>", "</b>")).title == example().title
