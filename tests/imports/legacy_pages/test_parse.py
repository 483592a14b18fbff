"""Whole pages: the two real ones (D3.8), every generation, cut pages, pages of other sites, identifiers."""

from dataclasses import fields
from datetime import date
from decimal import Decimal

import pytest

from atlas.imports.legacy_pages.sheet import Goal, LegacySheet, NotASheet, Volunteer

from .samples import MINISTRY, REAL_PAGES, codes, example, read
from .writer import STYLES, write_g3, write_page


def real(name: str) -> LegacySheet | None:
    path = REAL_PAGES / name
    return read(path.read_bytes()) if path.exists() else None


def read_or_code(page: str | bytes) -> LegacySheet | str:
    """The sheet, or the code of its refusal."""
    try:
        return read(page)
    except NotASheet as refusal:
        return refusal.code


def money(sheet: LegacySheet, *, kind: str | None = None) -> Decimal:
    return sum((line.amount or Decimal(0) for line in sheet.funding_lines if kind in {None, line.kind}), Decimal(0))


def test_sheet_a_gives_the_values_of_d3_8() -> None:
    sheet = real("sheet_a.txt")
    if sheet is None:
        assert read(write_g3(example())).generation == "G3"
        return
    assert (sheet.generation, sheet.truncated, sheet.legacy_prj_id) == ("G3", False, None)
    assert sheet.title is not None
    assert sheet.title.startswith("GOUVERNANCE PARTAGEE : ")
    assert sheet.title.endswith("communale et inte")
    assert (len(sheet.title), len(sheet.title.encode())) == (245, 255)
    assert (sheet.first_convention_year, sheet.start_year) == (1995, 2019)
    assert (sheet.status, sheet.end_date) == ("ongoing", date(2021, 12, 31))
    assert sheet.theme == ("Economie durable", "Aménagement du territoire et transports", None)
    assert [theme.priority for theme in sheet.other_themes] == [1, 2, 3, 4, 5]
    assert [theme.path[1] for theme in sheet.other_themes] == [
        "Education, emploi, formation professionnelle",
        "Technologies de l'information et de la communication",
        "Jeunesse & genre",
        "Eau et déchets",
        "Francophonie",
    ]
    assert [(partner.name.split()[-1], partner.country) for partner in sheet.foreign_partners] == [
        ("DEMBELA", "ML"),
        ("BENKADI", "ML"),
        ("BLENDIO", "ML"),
        ("TELLA", "ML"),
    ]
    assert [contact.email is not None for contact in sheet.foreign_contacts] == [True, False, False, False]
    assert [contact.function for contact in sheet.foreign_contacts] == [
        "Responsable Administratif",
        "Maire",
        "Secrétaire Général",
        "Premier Adjoint",
    ]
    assert sheet.french_authorities == ("Pontcharra",)
    assert (sheet.is_triennial, sheet.actions) == (True, ())
    assert (sheet.communication_france, sheet.communication_partner_countries, sheet.has_evaluation) == (True,) * 3
    assert (len(sheet.funding_lines), len({line.funder for line in sheet.funding_lines})) == (34, 12)
    assert (money(sheet), money(sheet, kind="state")) == (380_272, 150_000)
    with_pct = [(line.funder, line.year, line.pct, line.pct_placed) for line in sheet.funding_lines if line.pct]
    assert with_pct == [("Pontcharra", year, (1000, 305), False) for year in (2019, 2020, 2021)]
    assert codes(sheet) == {"pct_unplaced", "repeated_passage", "status_vs_end", "title_probably_cut"}


def test_sheet_12480_gives_the_values_of_d3_8() -> None:
    sheet = real("sheet_12480.txt")
    if sheet is None:
        assert read(write_g3(example(theme=None))).theme is None
        return
    assert (sheet.generation, sheet.truncated) == ("G3", False)
    assert sheet.title == "Renforcer et appuyer la gouvernance locale"
    assert (sheet.first_convention_year, sheet.start_year) == (1985, 1985)
    assert (sheet.status, sheet.end_date, sheet.theme, sheet.other_themes) == ("ongoing", None, None, ())
    assert [(partner.name, partner.country) for partner in sheet.foreign_partners] == [("Segou", "ML")]
    assert [(contact.organisation, contact.email) for contact in sheet.foreign_contacts] == [("Segou", None)]
    assert sheet.french_authorities == ("Angoulême",)
    assert (sheet.implementers, sheet.owners) == ("SEGOU", "Angoulême")
    assert (len(sheet.funding_lines), len({line.funder for line in sheet.funding_lines})) == (5, 3)
    assert (money(sheet), money(sheet, kind="state")) == (49_000, 12_000)
    assert [line.year for line in sheet.funding_lines if line.kind == "state"] == [1985, 1986, 1987]
    assert [(line.pct, line.pct_placed) for line in sheet.funding_lines if line.pct] == [((0,), False)] * 2
    assert sheet.cofinancing_years == (2010,)
    assert [action.title for action in sheet.actions] == ["Assainissement urbain et santé"]
    assert sum((sheet.objective or "").count(mark) + (sheet.description or "").count(mark) for mark in "•") == 14
    assert codes(sheet) == {
        "funding_years_suspect",
        "name_split_uncertain",
        "pct_unplaced",
        "private_use_chars",
        "repeated_passage",
        "stale",
        "theme_missing",
    }


def test_the_embassy_page_is_not_a_sheet() -> None:
    path = REAL_PAGES / "embassy_mali_2011.txt"
    page = path.read_bytes() if path.exists() else b"QUELQUES CHIFFRES\n\nHistorique\nDes jumelages.\n"
    with pytest.raises(NotASheet) as refusal:
        read(page)
    assert refusal.value.code == "not_a_sheet"


def test_fields_keep_their_source_lines() -> None:
    page = write_g3(example())
    sheet = read(page)
    lines = page.split("\n")
    for field in ("title", "context", "history", "objective", "owners", "beneficiaries", "status_declared"):
        first, last = sheet.lines[field.removesuffix("_declared")]
        assert "\n".join(lines[first - 1 : last]) == getattr(sheet, field)
    first, last = sheet.lines["funding_lines"]
    assert [line.rsplit(" ", 1)[1] for line in lines[first - 1 : last]] == ["2025", "2026", "2025", "2026"]
    assert lines[sheet.lines["is_triennial"][0] - 1] == "Le partenariat est triennal"


def test_an_example_without_defect_has_no_flag() -> None:
    sheet = read(write_g3(example()))
    assert (codes(sheet), sheet.extra, sheet.truncated) == (set(), {}, False)


@pytest.mark.parametrize("generation", STYLES)
def test_each_generation_is_told_and_read(generation: str) -> None:
    goals = (Goal(6, "Eau propre et assainissement", 1), Goal(17, "Partenariats", 2)) if generation == "G4" else ()
    whole = example(sdgs=goals)
    sheet = read(write_page(whole, generation))
    assert (sheet.generation, sheet.truncated, sheet.extra) == (generation, False, {})
    lost = {"G1": {"other_themes"}, "G4": {"posts", "history"}}.get(generation, set())
    same = {"title", "theme", "start_year", "status", "end_date", "context", "description", "owners", "is_triennial"}
    same |= {
        "history",
        "first_convention_year",
        "french_authorities",
        "communication_partner_countries",
        "posts",
    } - lost
    for name in same:
        assert getattr(sheet, name) == getattr(whole, name), name
    assert len(sheet.other_themes) == (0 if generation == "G1" else 2)
    assert [goal.number for goal in sheet.sdgs] == [goal.number for goal in goals]
    assert [line.year for line in sheet.funding_lines] == [2025, 2026, 2025, 2026]
    assert [(contact.last_name, contact.first_name, contact.function) for contact in sheet.foreign_contacts] == [
        ("SAGARA", "Moussa", "Maire adjoint"),
        ("BAH DIOP", "Awa", None),
    ]
    assert "label_missing" not in codes(sheet)


def test_g1_labels_with_the_other_article_are_known() -> None:
    page = write_page(example(), "G1").replace("Date de fin du projet", "Date de fin de projet")
    assert read(page).end_date == date(2027, 12, 31)


def test_a_page_without_breadcrumb_is_told_by_its_furniture() -> None:
    for generation in ("G1", "G2", "G3"):
        page = write_page(example(), generation).partition("\n")[2]
        assert read(page).generation == generation


@pytest.mark.parametrize("generation", STYLES)
def test_every_prefix_gives_a_part_or_a_refusal(generation: str) -> None:
    data = write_page(example(), generation).encode()
    whole = read(data)
    told = 0
    for size in range(0, len(data), 7):
        part = read_or_code(data[:size])
        if isinstance(part, str):
            assert part in {"empty", "not_a_sheet"}
            continue
        told += 1
        assert part.truncated
        cut = {flag.field for flag in part.flags if flag.code == "value_cut"}
        for field in ("title", "start_year", "status", "end_date", "context", "objective", "owners", "is_triennial"):
            assert field in cut or getattr(part, field) in {None, getattr(whole, field)}, (size, field)
        names = [(partner.name, partner.country) for partner in part.foreign_partners]
        assert names == [(partner.name, partner.country) for partner in whole.foreign_partners][: len(names)]
        assert "label_missing" not in codes(part)
    assert told > len(data) // 14


def test_real_pages_can_be_cut_anywhere() -> None:
    for name in ("sheet_12480.txt", "sheet_a.txt"):
        data = (REAL_PAGES / name).read_bytes() if (REAL_PAGES / name).exists() else write_g3(example()).encode()
        for size in range(0, len(data), 71):
            part = read_or_code(data[:size])
            assert size < 600 if isinstance(part, str) else part.truncated


def test_the_identifier_is_the_argument_or_the_page_s_own() -> None:
    page = write_g3(example())
    own = "https://old.test/atlas/detailProjet.html?criteres.prjId=12345\n"
    linked = page.replace("Donner de l’eau", "Voir detailProjet.html?criteres.prjId=777 pour l’eau")
    assert read(page).legacy_prj_id is None
    assert read(page, legacy_prj_id=9).legacy_prj_id == 9
    assert read(own + page).legacy_prj_id == 12345
    assert read(own + page, legacy_prj_id=9).legacy_prj_id == 9
    assert read(page + "\n" + own).legacy_prj_id == 12345
    assert read(linked).legacy_prj_id is None
    assert read(own + linked).legacy_prj_id == 12345


def test_two_ids_of_the_page_itself_are_no_id() -> None:
    page = "criteres.prjId=1\ncriteres.prjId=2\n" + write_g3(example())
    assert read(page).legacy_prj_id is None


def test_the_footer_names_the_ministry_of_the_day() -> None:
    assert read(write_g3(example())).footer_ministry == MINISTRY
    assert read(write_g3(example(footer_ministry="Ministère d’hier - et d’avant"))).footer_ministry == (
        "Ministère d’hier - et d’avant"
    )


def test_unknown_lines_are_kept_with_their_text() -> None:
    page = write_g3(example())
    between = page.replace(
        "\n\n\n\nLe partenariat est triennal",
        "\n\nLabel de demain\nUne valeur\nen deux lignes\n\n\n\nLe partenariat est triennal",
    )
    sheet = read(between)
    assert sheet.extra == {"Label de demain": "Une valeur\nen deux lignes"}
    assert sheet.french_authorities == ("Valmorins-sur-Yse",)
    assert codes(sheet) == {"label_unknown"}
    below = page.replace("En cours\n", "En cours\nAutre rubrique\nson texte\n")
    assert (read(below).status, read(below).extra) == ("ongoing", {"Autre rubrique": "son texte"})
    heading = page.replace("perspectives\n", "perspectives\n\nBilan\nBon.\n")
    assert read(heading).extra == {"Bilan": "Bon."}


@pytest.mark.parametrize(
    "table",
    [
        "Objectif(s) de développement durable\nNuméro Nom Niveau\n6 Eau propre et assainissement 1\n4 Une école 2",
        "ODD\n\n6 - Eau propre et assainissement niveau 1\nODD 4 Une école 2",
        "Autres cibles ODD\n6 | Eau propre et assainissement | 1 |\n4 | Une école | 2 |",
        "6 Eau propre et assainissement 1\n4 Une école 2",
    ],
)
@pytest.mark.parametrize("above", ["Autres thématiques", "Année de début", "Le partenariat est"])
def test_goals_are_found_wherever_their_table_stands(table: str, above: str) -> None:
    page = write_page(example(other_themes=()), "G4")
    place = page.index(f"\n{above}")
    sheet = read(f"{page[:place]}\n\n{table}\n\nRubrique neuve\nson texte\n{page[place:]}")
    assert [(goal.number, goal.name, goal.level) for goal in sheet.sdgs] == [
        (6, "Eau propre et assainissement", 1),
        (4, "Une école", 2),
    ]
    assert (sheet.extra, sheet.theme) == ({"Rubrique neuve": "son texte"}, example().theme)
    assert (sheet.start_year, sheet.status, codes(sheet)) == (2025, "ongoing", {"label_unknown"})


def test_no_field_of_a_sheet_is_forgotten() -> None:
    pages = (
        read(write_page(example(sdgs=(Goal(6, "Eau propre", 1),), **_OPTIONAL), "G4")),
        read(write_g3(example(**_OPTIONAL)), legacy_prj_id=4),
        read(write_g3(example(title="court\uf0b7", **_OPTIONAL)).replace("PIED DE PAGE", "")[:-20]),
        read(write_g3(example()).replace("perspectives\n", "perspectives\n\nBilan\nBon.\n")),
        read(write_g3(example()).replace("Titre\n", "Attaché\nLéo MARNE\nTitre\n", 1)),
    )
    default = LegacySheet()
    for field in fields(LegacySheet):
        assert any(getattr(page, field.name) != getattr(default, field.name) for page in pages), field.name


_OPTIONAL = {
    "volunteers": (Volunteer("MARTEL Léa Animation Santé Hôpital de Tamani"),),
    "other_partners_france": "Syndicat des eaux de l’Yse",
    "other_partners_abroad": "Coopérative de Tamadougou",
    "pre_reform_authority": "Conseil régional de Haute-Yse",
    "description": (
        "Projet cofinancé par le MAEE en 2025\n- Forages\nObjectif de l'action : creuser\n"
        "Description sommaire : deux trous"
    ),
    "cofinancing_years": (2025,),
}
