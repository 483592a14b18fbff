"""Every defect of D3.7 that one page shows: what is mended, proposed, flagged, and what is left alone."""

from dataclasses import replace
from datetime import date

import pytest

from atlas.imports.legacy_pages.sheet import ForeignPartner, LegacySheet, OtherTheme

from .samples import MINISTRY, codes, example, funding, read, rules
from .writer import write_g3


def reread(**changes: object) -> LegacySheet:
    return read(write_g3(example(**changes)))


def title_of(size: int, end: str = "") -> str:
    """A title of so many bytes."""
    words = "Un réseau d’eau pour les quartiers " * 12
    cut = words.encode()[: size - len(end.encode())].decode(errors="ignore")
    return cut.rstrip() + "x" * (size - len(end.encode()) - len(cut.rstrip().encode())) + end


@pytest.mark.parametrize(("size", "is_cut"), [(251, False), (252, True), (253, True), (255, True), (256, False)])
def test_a_title_at_the_old_limit_of_bytes_is_probably_cut(size: int, is_cut: bool) -> None:
    assert len(title_of(size).encode()) == size
    assert ("title_probably_cut" in codes(reread(title=title_of(size)))) is is_cut


def test_a_full_stop_weakens_the_suspicion() -> None:
    (strong,) = (f for f in reread(title=title_of(255)).flags if f.code == "title_probably_cut")
    (weak,) = (f for f in reread(title=title_of(255, ".")).flags if f.code == "title_probably_cut")
    assert "weak" not in strong.detail
    assert "weak" in weak.detail


def test_the_description_completes_a_cut_title() -> None:
    sentence = "Dans la vallée de l’Yse, les élus de deux communes apprennent à planifier ensemble leurs réseaux d’eau."
    title = ("RESEAUX PARTAGES : " * 20)[: 255 - len(sentence[:80].encode())] + sentence[:80]
    sheet = reread(title=title, description=f"{sentence} Suite du texte.")
    assert len(title.encode()) == 255
    assert codes(sheet) >= {"title_probably_cut", "repeated_passage"}
    assert rules(sheet)["title_completion"] == title + sentence[80:]
    assert sheet.title == title


@pytest.mark.parametrize(
    ("title", "is_poor"),
    [
        ("jumelage", True),
        ("Jumelage 2012", True),
        ("projet triannuel 2013-2015", True),
        ("RENFORCEMENT DE LA GOUVERNANCE LOCALE", True),
        ("Eau potable Tamadougou", False),
        ("GRET - Appui aux communes", False),
    ],
)
def test_poor_titles_are_flagged_and_kept(title: str, is_poor: bool) -> None:
    sheet = reread(title=title)
    assert ("title_poor" in codes(sheet)) is is_poor
    assert sheet.title == title


def test_an_empty_title_is_flagged() -> None:
    assert (reread(title=None).title, codes(reread(title=None))) == (None, {"title_missing"})


def test_a_title_in_two_lines_is_one_title_and_logged() -> None:
    sheet = reread(title="Un réseau d’eau\npour deux quartiers")
    assert sheet.title == "Un réseau d’eau pour deux quartiers"
    assert [repair.rule for repair in sheet.repairs if repair.field == "title"] == ["lines_joined"]


def test_untranslated_keys_never_reach_a_value_and_are_logged() -> None:
    sheet = reread(context="Voir ???menu.atlas.libelle??? ici, commun.ico.loupe.alter, en commun.Les élus.")
    assert sheet.context == "Voir  ici, , en commun.Les élus."
    logged = {repair.before.split(" × ")[0] for repair in sheet.repairs if repair.rule == "untranslated_keys"}
    assert logged >= {"???menu.atlas.libelle???", "commun.ico.loupe.alter", "pagination.page.precedent"}


def test_word_bullets_become_bullets_flagged_by_field() -> None:
    sheet = reread(objective="\uf0b7 un\n\uf0c4 deux", owners="\uf0b7 Valmorins-sur-Yse")
    assert (sheet.objective, sheet.owners) == ("• un\n• deux", "• Valmorins-sur-Yse")
    assert {flag.field for flag in sheet.flags if flag.code == "private_use_chars"} == {"objective", "owners"}
    assert {repair.field for repair in sheet.repairs if repair.rule == "private_use_bullets"} == {"objective", "owners"}


def test_other_private_characters_are_flagged_and_kept() -> None:
    sheet = reread(objective="\ue123 un")
    assert sheet.objective == "\ue123 un"
    assert "private_use_chars" in codes(sheet, "objective")


def test_a_missing_theme_is_flagged_and_the_title_s_is_proposed() -> None:
    sheet = reread(theme=None, title="Rénovation de l’école de Tamani")
    assert (sheet.theme, codes(sheet, "theme")) == (None, {"theme_missing"})
    education = ["Education, Social et Recherche", "Education, emploi, formation professionnelle", None]
    assert rules(sheet)["theme_from_title"] == education


def test_a_theme_that_the_title_contradicts_is_flagged() -> None:
    clusters = ("Economie durable", "Attractivité des territoires", "Pôles de compétitivité, clusters, filières")
    school = "Rénovation d’une école à Tamani"
    other = (OtherTheme(("Culture et Patrimoine", None, None), 1),)
    sheet = reread(theme=clusters, title=school, other_themes=other)
    assert codes(sheet) == {"theme_contradicted"}
    assert rules(sheet)["theme_from_title"] == [
        "Education, Social et Recherche",
        "Education, emploi, formation professionnelle",
        None,
    ]
    assert sheet.theme == clusters
    agreed = reread(theme=clusters, title=school, other_themes=example().other_themes)
    assert codes(agreed) == set()
    assert codes(reread(theme=clusters, title="Une information sans autre mot utile")) == set()


def test_an_unknown_theme_is_kept_and_flagged() -> None:
    sheet = reread(theme=("Economie durable", "Les abeilles", None), title="Des ruches pour Tamadougou")
    assert sheet.theme == ("Economie durable", "Les abeilles", None)
    assert codes(sheet) == {"theme_unknown"}


@pytest.mark.parametrize(
    ("declared", "status", "end", "flags"),
    [
        ("En cours", "ongoing", date(2020, 6, 1), {"status_vs_end"}),
        ("En cours", "ongoing", date(2026, 6, 30), {"status_vs_end"}),
        ("En cours", "ongoing", date(2026, 7, 1), set()),
        ("En cours", "ongoing", date(2027, 1, 1), set()),
        ("Terminé", "completed", date(2016, 8, 22), set()),
        ("Terminé", "completed", date(2031, 1, 1), {"status_vs_end"}),
        ("Terminé", "completed", None, {"end_missing"}),
        ("En sommeil", "dormant", None, set()),
        ("Suspendu", None, None, {"status_unknown"}),
    ],
)
def test_status_and_end_are_compared(declared: str, status: str | None, end: date | None, flags: set[str]) -> None:
    sheet = reread(status_declared=declared, end_date=end)
    assert (sheet.status, sheet.status_declared, sheet.end_date) == (status, declared, end)
    assert codes(sheet) == flags


def test_an_old_triennial_without_later_funding_is_stale() -> None:
    old = {"start_year": 2015, "end_date": None}
    early = (funding("Aubépy", 2015, 10), funding(MINISTRY, 2017, 10))
    assert codes(reread(**old, funding_lines=early)) == {"stale"}
    assert codes(reread(**old, funding_lines=(*early, funding("Aubépy", 2018, 10)))) == set()
    assert codes(reread(**old, funding_lines=early, is_triennial=False)) == set()
    assert codes(reread(start_year=2023, end_date=None, funding_lines=early)) == set()
    assert codes(reread(start_year=2022, end_date=None, funding_lines=early)) == {"stale"}


@pytest.mark.parametrize("year", [1066, 1944, 2037])
def test_implausible_years_are_kept_and_flagged(year: int) -> None:
    sheet = reread(start_year=year, first_convention_year=year, end_date=date(year, 1, 1), status_declared="En sommeil")
    assert (sheet.start_year, sheet.first_convention_year, sheet.end_date) == (year, year, date(year, 1, 1))
    assert {flag.field for flag in sheet.flags if flag.code == "year_implausible"} == {
        "start_year",
        "first_convention_year",
        "end_date",
    }


@pytest.mark.parametrize("text", ["20019", "201", "vers 2001", "٢٠١٩"])
def test_what_is_no_year_is_none_and_flagged(text: str) -> None:
    sheet = read(write_g3(example()).replace("\n2004\n", f"\n{text}\n"))
    assert (sheet.first_convention_year, codes(sheet)) == (None, {"year_implausible"})


@pytest.mark.parametrize("text", ["31/02/2020", "2027-12-31", "12/2027", "31/12/27", "fin 2027"])
def test_what_is_no_date_is_none_and_flagged(text: str) -> None:
    sheet = read(write_g3(example()).replace("\n31/12/2027\n", f"\n{text}\n"))
    assert (sheet.end_date, codes(sheet)) == (None, {"date_invalid"})


def test_an_unknown_form_is_kept_as_declared_and_flagged() -> None:
    sheet = reread(form_declared="Jumelage")
    assert (sheet.form, sheet.form_declared, codes(sheet)) == (None, "Jumelage", {"form_unknown"})


def test_several_parties_in_one_field_are_proposed_apart() -> None:
    sheet = reread(
        implementers="Valmorins-sur-Yse et la Ville d’Aubépy",
        owners="Valmorins-sur-Yse, Commune rurale de TAMADOUGOU; Commune d’Aubépy",
    )
    proposals = {proposal.field: proposal.proposed for proposal in sheet.proposals if proposal.rule == "parties_split"}
    assert proposals == {
        "implementers": ["Valmorins-sur-Yse", "Ville d’Aubépy"],
        "owners": ["Valmorins-sur-Yse", "Commune rurale de TAMADOUGOU", "Commune d’Aubépy"],
    }
    assert sheet.implementers == "Valmorins-sur-Yse et la Ville d’Aubépy"
    assert rules(sheet)["parties_to_add"] == ["Commune d’Aubépy"]


def test_a_known_single_name_is_never_split() -> None:
    one = "Communauté de communes de Lomagne, Yse et la Ville haute"
    page = write_g3(example(owners=one))
    assert "parties_split" in rules(read(page))
    assert "parties_split" not in rules(read(page, is_known_name=lambda name: name == one))
    listed = reread(owners=one, french_authorities=(one,))
    assert "parties_split" not in rules(listed)


def test_names_in_parentheses_stay_together() -> None:
    assert "parties_split" not in rules(reread(implementers="Comité local (Tamani, Mali)"))


def test_a_cut_merged_funder_is_rebuilt_logged_and_proposed_apart() -> None:
    merged = "Conseil général de Haute-Yse, Coopération catal"
    sheet = reread(
        other_partners_france="Conseil général de Haute-Yse",
        other_partners_abroad="Coopération catalane",
        funding_lines=(funding(merged, 2025, 121900),),
    )
    (line,) = sheet.funding_lines
    assert (line.funder, line.raw) == ("Conseil général de Haute-Yse, Coopération catalane", f"{merged} 121900 2025")
    assert [(r.before, r.after) for r in sheet.repairs if r.rule == "merged_funder_rebuilt"] == [(merged, line.funder)]
    split = [p.proposed for p in sheet.proposals if p.rule == "funders_split"]
    assert split == [["Conseil général de Haute-Yse", "Coopération catalane"]]
    alone = reread(
        other_partners_france="Conseil général de Haute-Yse",
        other_partners_abroad="Coopération catalane",
        funding_lines=(funding("Conseil général de Haute-Yse", 2025, 10),),
    )
    assert alone.funding_lines[0].funder == "Conseil général de Haute-Yse"


def test_several_funders_in_one_name_are_proposed_apart() -> None:
    sheet = reread(funding_lines=(funding("Ville de Tamani, District de Tamani", 2025, 10),))
    assert rules(sheet)["funders_split"] == ["Ville de Tamani", "District de Tamani"]


def test_authorities_that_only_the_money_names_are_proposed() -> None:
    sheet = reread(funding_lines=(funding("Département de Haute-Yse", 2025, 10), funding("Fondation Lune", 2025, 10)))
    assert rules(sheet)["parties_to_add"] == ["Département de Haute-Yse"]


def test_the_forms_own_funder_words_are_logged_with_their_kind() -> None:
    lines = (
        funding("Autre", 2025, 1),
        funding("Collectivités et partenaires étrangers", 2025, 1),
        funding("MAEE", 2025, 1),
    )
    logged = {r.before: r.after for r in reread(funding_lines=lines).repairs if r.rule == "funder_kind"}
    assert logged == {"Autre": "other", "Collectivités et partenaires étrangers": "foreign_side", "MAEE": "state"}


def test_years_of_money_that_do_not_fit_are_flagged() -> None:
    state = (funding(MINISTRY, 2025, 1), funding(MINISTRY, 2026, 1))
    spread = (*state, funding("Aubépy", 2025, 1), funding("Aubépy", 2026, 1))
    at_once = (*state, funding("Aubépy", 2025, 10), funding("Tamani", 2025, 10))
    assert codes(reread(funding_lines=spread)) == set()
    assert codes(reread(funding_lines=at_once)) == {"funding_years_suspect"}
    told = "Projet cofinancé par le MAEE en {}\nUn forage."
    assert codes(reread(funding_lines=spread, description=told.format(2026))) == {"funding_years_suspect"}
    assert codes(reread(funding_lines=spread, description=told.format(2025))) == set()


def test_repeated_passages_are_flagged() -> None:
    points = "un forage pour le quartier du marché,\nun château d’eau sur la colline,\nneuf bornes-fontaines payantes"
    opening = "La commune rurale de Tamadougou grandit d’année en année, et l’eau"
    listed = reread(objective=f"Pour l’eau :\n- {points}.", description="Prévu :\n• " + points.replace("\n", "\n• "))
    begun = reread(context=f"{opening} manque.", description=f"{opening} est loin.")
    assert (codes(listed), codes(begun)) == ({"repeated_passage"}, {"repeated_passage"})
    assert codes(reread(objective="- un forage", description="- un forage")) == set()


def test_several_countries_for_one_post_propose_posts() -> None:
    partners = (ForeignPartner("Tamani", "ML", "Mali"), ForeignPartner("Linguère", "SN", "Sénégal"))
    sheet = reread(foreign_partners=partners, foreign_contacts=())
    assert codes(sheet) == {"posts_vs_countries"}
    assert rules(sheet)["posts_to_add"] == ["SN"]
    unknown = replace(example().posts[0], name="Ambassade de France à Villeneuve", city="Villeneuve")
    assert codes(reread(posts=(unknown,))) == set()
    assert rules(reread(posts=(unknown,), foreign_partners=partners, foreign_contacts=()))["posts_to_add"] == ["SN"]


def test_a_label_without_text_is_no_defect() -> None:
    assert (reread(history=None).history, codes(reread(history=None))) == (None, set())


def test_a_missing_label_is_a_warning() -> None:
    sheet = read(write_g3(example()).replace("Historique\n", ""))
    assert {(flag.code, flag.field) for flag in sheet.flags} == {("label_missing", "history")}
    assert sheet.context is not None
    assert sheet.context.endswith("lycéens.")
    assert sheet.objective == example().objective
