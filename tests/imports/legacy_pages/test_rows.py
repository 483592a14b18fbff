"""The rows of D3.6, one by one, with its literal examples where it has some."""

from dataclasses import replace

import pytest

from atlas.imports.legacy_pages.sheet import ForeignContact, ForeignPartner, LegacySheet, OtherTheme, Volunteer

from .samples import codes, example, read
from .writer import write_g3, write_page


def with_rows(**tables: object) -> str:
    return write_g3(example(other_themes=(), foreign_partners=(), foreign_contacts=(), **tables))


def insert(page: str, header: str, *rows: str) -> str:
    """The page with rows below the header line that starts so."""
    line = next(line for line in page.split("\n") if line.startswith(header))
    return page.replace(line + "\n", "\n".join([line, *rows, ""]))


def themes(*rows: str) -> LegacySheet:
    return read(insert(with_rows(), "Thématique éligible", *rows))


def partners(*rows: str) -> LegacySheet:
    return read(insert(with_rows(), "Nom de la collectivité étrangère Pays", *rows))


def contacts(*rows: str) -> LegacySheet:
    partner = (ForeignPartner("Segou", "ML", "Mali"), ForeignPartner("Commune de Tamani", "ML", "Mali"))
    page = write_g3(example(foreign_contacts=(), foreign_partners=partner))
    return read(insert(page, "Nom de la collectivité étrangère Nom", *rows))


@pytest.mark.parametrize(
    ("row", "path", "priority"),
    [
        (
            "Education, Social et Recherche Education, emploi, formation professionnelle 1",
            ("Education, Social et Recherche", "Education, emploi, formation professionnelle", None),
            1,
        ),
        ("Culture et Patrimoine Francophonie 12", ("Culture et Patrimoine", "Francophonie", None), 12),
        ("Culture et Patrimoine 3", ("Culture et Patrimoine", None, None), 3),
        (
            "Environnement, Climat et Energie Eau et déchets Eau et assainissement 2",
            ("Environnement, Climat et Energie", "Eau et déchets", "Eau et assainissement"),
            2,
        ),
        (
            "Environnement, Climat et Energie Protection / Gestion de l’environnement / Biodiversité 4",
            ("Environnement, Climat et Energie", "Protection / Gestion de l’environnement / Biodiversité", None),
            4,
        ),
        ("Economie durable Economie circulaire", ("Economie durable", "Economie circulaire", None), None),
        ("Economie durable Les abeilles 7", ("Economie durable", "Les abeilles", None), 7),
        ("Les abeilles 7", (None, "Les abeilles", None), 7),
    ],
)
def test_a_theme_row_is_split_by_the_known_labels(row: str, path: tuple[str | None, ...], priority: int | None) -> None:
    sheet = themes(row)
    assert sheet.other_themes == (OtherTheme(path, priority, row),)
    unknown = path[0] is None or "abeilles" in row or "circulaire" in row
    assert ("theme_unknown" in codes(sheet, "other_themes")) is unknown


def test_an_unknown_third_level_is_kept_and_flagged() -> None:
    sheet = themes("Culture et Patrimoine Patrimoine Moulins à vent 1")
    assert sheet.other_themes[0].path == ("Culture et Patrimoine", "Patrimoine", "Moulins à vent")
    assert codes(sheet) == {"theme_unknown"}


def test_pagination_is_no_row_and_more_pages_are_flagged() -> None:
    page = with_rows().replace("precedent 1 pagination", "precedent 1 2 3 pagination")
    assert (read(page).other_themes, codes(read(page))) == ((), {"rows_missing"})
    piped = write_page(example(), "X")
    assert codes(read(piped.replace("\n1\npagination", "\n1\n2\npagination"))) == {"rows_missing"}
    assert len(read(piped.replace("\n1\npagination", "\n1\n2\npagination")).other_themes) == 2


@pytest.mark.parametrize(
    ("row", "name", "country", "printed"),
    [
        ("Segou Mali commun.ico.loupe.alter", "Segou", "ML", "Mali"),
        ("Segou Mali Icone d'une loupe", "Segou", "ML", "Mali"),
        (
            "Commune V du District de Bamako Mali commun.ico.loupe.alter",
            "Commune V du District de Bamako",
            "ML",
            "Mali",
        ),
        ("Région de Boké Guinée commun.ico.loupe.alter", "Région de Boké", "GN", "Guinée"),
        ("Gabu Guinée-Bissau commun.ico.loupe.alter", "Gabu", "GW", "Guinée-Bissau"),
        ("Bata Guinée équatoriale commun.ico.loupe.alter", "Bata", "GQ", "Guinée équatoriale"),
        ("Man Côte d’Ivoire commun.ico.loupe.alter", "Man", "CI", "Côte d’Ivoire"),
        ("Man COTE D'IVOIRE commun.ico.loupe.alter", "Man", "CI", "COTE D'IVOIRE"),
        (
            "Goma République démocratique du Congo commun.ico.loupe.alter",
            "Goma",
            "CD",
            "République démocratique du Congo",
        ),
        ("Dori Burkina-Faso commun.ico.loupe.alter", "Dori", "BF", "Burkina-Faso"),
        ("Mali commun.ico.loupe.alter", "Mali", "ML", "Mali"),
    ],
)
def test_the_country_is_the_longest_name_that_ends_the_row(row: str, name: str, country: str, printed: str) -> None:
    (partner,) = partners(row).foreign_partners
    assert (partner.name, partner.country, partner.country_name) == (name, country, printed)


def test_a_partner_row_without_country_is_kept_whole_and_flagged() -> None:
    sheet = partners("Ville de Nulle-Part commun.ico.loupe.alter")
    assert sheet.foreign_partners == (ForeignPartner("Ville de Nulle-Part", None, None, "Ville de Nulle-Part"),)
    assert codes(sheet) == {"country_unknown"}


def test_rows_without_icons_are_read_too() -> None:
    sheet = partners("Segou Mali", "Thiès Sénégal")
    assert [(partner.name, partner.country) for partner in sheet.foreign_partners] == [("Segou", "ML"), ("Thiès", "SN")]
    page = write_g3(example()).replace("Valmorins-sur-Yse commun.ico.loupe.alter", "Valmorins-sur-Yse")
    assert read(page).french_authorities == ("Valmorins-sur-Yse",)


def test_a_row_that_lost_its_icon_is_a_row() -> None:
    sheet = partners("Thiès Sénégal", "Segou Mali commun.ico.loupe.alter")
    assert [(partner.name, partner.country) for partner in sheet.foreign_partners] == [("Thiès", "SN"), ("Segou", "ML")]


def test_a_row_without_pipes_below_a_piped_header_is_a_row() -> None:
    page = write_page(example(), "X")
    row = "Commune rurale de TAMADOUGOU | Mali | commun.ico.loupe.alter |"
    assert row in page
    for bare in (row.replace(" |", ""), "Commune rurale de TAMADOUGOU Mali | |"):
        assert read(page.replace(row, bare)).foreign_partners == read(page).foreign_partners


def test_a_row_in_two_lines_is_one_row() -> None:
    sheet = partners("Commune rurale de", "TAMADOUGOU Mali commun.ico.loupe.alter")
    assert [partner.name for partner in sheet.foreign_partners] == ["Commune rurale de TAMADOUGOU"]


@pytest.mark.parametrize(
    ("row", "names", "email", "flags"),
    [
        ("Segou DIARRA CHIAKA", ("Segou", "DIARRA", "CHIAKA", None), None, {"name_split_uncertain"}),
        ("Segou DIARRA CHIAKA MAIRE", ("Segou", "DIARRA", "CHIAKA", "MAIRE"), None, {"name_split_uncertain"}),
        ("Ségou KEITA Awa Premier Adjoint", ("Ségou", "KEITA", "Awa", "Premier Adjoint"), None, set()),
        (
            "Commune de TAMANI OULD AHMED Moussa Responsable Administratif m.ahmed@tamani.test",
            ("Commune de TAMANI", "OULD AHMED", "Moussa", "Responsable Administratif"),
            "m.ahmed@tamani.test",
            set(),
        ),
        (
            "Segou N'DIAYE-BA Fatou fatou[at]segou.test",
            ("Segou", "N'DIAYE-BA", "Fatou", None),
            "fatou@segou.test",
            set(),
        ),
        ("Segou Keita Awa Maire", ("Segou", "Keita", "Awa", "Maire"), None, {"name_split_uncertain"}),
        ("Segou KEITA", ("Segou", "KEITA", None, None), None, set()),
        (
            "Ville de Gao TOURE Ali Maire",
            ("Ville de Gao", "TOURE", "Ali", "Maire"),
            None,
            {"contact_partner_unknown"},
        ),
    ],
)
def test_a_contact_row_is_partner_names_function_and_address(
    row: str, names: tuple[str | None, ...], email: str | None, flags: set[str]
) -> None:
    sheet = contacts(row)
    assert sheet.foreign_contacts == (ForeignContact(*names, email, row),)
    assert codes(sheet, "foreign_contacts") - ({"name_split_uncertain"} if not flags else set()) == flags


def test_the_longest_partner_name_wins() -> None:
    partner = (ForeignPartner("Tamani", "ML", "Mali"), ForeignPartner("Tamani Centre", "ML", "Mali"))
    page = write_g3(example(foreign_contacts=(), foreign_partners=partner))
    sheet = read(insert(page, "Nom de la collectivité étrangère Nom", "Tamani Centre KEITA Awa"))
    assert sheet.foreign_contacts[0].organisation == "Tamani Centre"


def test_an_authority_row_is_a_name_without_its_icon() -> None:
    names = ("Conseil régional de Haute-Yse et Lomagne", "Mairie d’Aubépy", "Syndicat des eaux, section 3")
    assert read(write_g3(example(french_authorities=names))).french_authorities == names


def test_volunteers_stay_as_printed_and_flagged() -> None:
    row = "MARTEL Léa Animation Santé Hôpital de Tamani"
    sheet = read(write_g3(example(volunteers=(Volunteer(row),))))
    assert sheet.volunteers == (Volunteer(row),)
    assert codes(sheet) == {"volunteers_unsplit"}


def test_piped_cells_are_certain() -> None:
    contact = ForeignContact("Commune rurale de TAMADOUGOU", "KEITA", None, "Maire", None)
    sheet = read(write_page(example(foreign_contacts=(contact,)), "X"))
    assert [replace(found, raw="") for found in sheet.foreign_contacts] == [contact]
    page = write_page(example(other_themes=()), "X")
    row = "Economie durable | | Les abeilles | 3 |"
    empty = page.replace("Priorité |\n---|\n", f"Priorité |\n---|\n{row}\n").replace("| |", "||")
    assert read(empty).other_themes[0].path == ("Economie durable", None, "Les abeilles")


def test_an_unknown_country_of_a_cell_is_kept_as_printed() -> None:
    page = write_page(example(), "X").replace("| Mali |", "| Royaume de Nulle-Part |")
    sheet = read(page)
    assert {(partner.country, partner.country_name) for partner in sheet.foreign_partners} == {
        (None, "Royaume de Nulle-Part")
    }
    assert "country_unknown" in codes(sheet)


def test_a_table_without_its_label_is_found_by_its_header() -> None:
    page = write_g3(example()).replace("Partenaires étrangers du partenariat\n", "", 2)
    assert "\nPartenaires étrangers" not in page
    sheet = read(page)
    assert [partner.country for partner in sheet.foreign_partners] == ["ML", "ML"]
    assert sheet.beneficiaries == "Environ 4 000 habitants."
    assert codes(sheet) == {"label_missing"}
