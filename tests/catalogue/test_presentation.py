"""PublicProject → Sheet: what is shown, in which words, and what is left out."""

from datetime import date

import pytest
from django.utils.translation import override

from atlas.catalogue import wording
from atlas.catalogue.presentation import sheet_of, status_badge
from atlas.catalogue.record import (
    PublicCountry,
    PublicDocument,
    PublicFlag,
    PublicFunding,
    PublicProject,
    PublicSource,
    PublicVersion,
)
from atlas.contributions.models import Origin
from atlas.projects.checks import PUBLIC_CODES
from atlas.projects.draft import ProjectDraft
from atlas.projects.queries import NEUTRAL_ORIGINS
from atlas.reference.choices import Role
from tests.catalogue.sheets import KOUROUME, MALI, RIVEBOURG, TODAY, full_sheet, party


def sheet(language="fr", **changes):
    with override(language):
        return sheet_of(full_sheet(**changes), language=language, today=TODAY)


def empty_sheet(**changes):
    moment = full_sheet().updated_at
    project = PublicProject(id=1, title="", version=1, created_at=moment, updated_at=moment, **changes)
    return sheet_of(project, language="fr", today=TODAY)


def member(made, name):
    return next(one for one in made.members if one.name == name)


# Words exist for every code that can come


def test_every_field_of_a_draft_has_words():
    assert set(wording.FIELDS) == set(ProjectDraft.__struct_fields__)


def test_every_public_flag_has_words():
    assert set(wording.FLAGS) == set(PUBLIC_CODES)


def test_every_origin_has_words():
    assert set(wording.ORIGINS) == {*Origin.values, *NEUTRAL_ORIGINS}


def test_every_role_says_why_it_is_listed():
    assert set(wording.REASONS) == set(Role)


def test_unknown_codes_are_worded():
    made = sheet(
        flags=(PublicFlag(code="brand_new"),),
        history_lines=(
            PublicVersion(number=2, at=full_sheet().updated_at, origin="brand_new", changed=("brand_new",)),
        ),
        sources=(PublicSource(kind="brand_new", received_on=TODAY),),
        documents=(PublicDocument(kind="brand_new", title="T", url=""),),
    )
    assert made.notes == ("Un point de cette fiche reste à vérifier.",)
    assert made.versions[0].origin == "Autre origine"
    assert made.versions[0].changed == "Champs modifiés : autre rubrique"
    assert made.sources[0].kind == "Autre origine, reçue le 2 mars 2026"
    assert made.documents[0].kind == "Autre document"


# Header


def test_partners_of_both_sides_with_former_names_and_countries():
    made = sheet()
    assert [(one.name, one.id, one.former) for one in made.french] == [
        ("Rivebourg", 11, ""),
        ("Conseil régional des Hautes-Terres", 12, "ex-Conseil régional du Haut-Plateau"),
    ]
    assert [(one.name, one.id, one.country) for one in made.foreign] == [
        ("Tambaga", 21, "Mali"),
        ("Commune rurale de Kouroumé", None, "Mali"),
    ]


@pytest.mark.parametrize(
    ("start", "end", "status", "words"),
    [
        (2019, date(2021, 12, 31), "completed", "De 2019 au 31 décembre 2021"),
        (2019, None, "ongoing", "Depuis 2019"),
        (2019, None, "completed", "À partir de 2019"),
        (None, date(2021, 1, 1), "completed", "Jusqu’au 1er janvier 2021"),
        (None, None, None, "Non précisée"),
    ],
)
def test_a_day_stays_a_day(start, end, status, words):
    assert sheet(start_year=start, end_date=end, status=status).period == words


@pytest.mark.parametrize(("start", "words"), [(2019, "De 2019 à 2021"), (None, "Jusqu’en 2021")])
def test_a_year_stays_a_year(start, words):
    assert sheet(start_year=start, end_date=None, end_year=2021).period == words


@pytest.mark.parametrize(
    ("status", "declared", "word"),
    [("ongoing", "", "En cours"), ("dormant", "", "En sommeil"), (None, "", "État non précisé"),
     (None, "En veille", "« En veille »")],
)  # fmt: skip
def test_status_in_words(status, declared, word):
    assert status_badge(status, declared).word == word


def test_doubts_in_words():
    assert sheet().doubts == (
        "la date de fin déclarée est passée",
        "aucune vérification de la fiche n’est connue",
        "les trois années du partenariat sont passées, sans financement déclaré depuis",
    )


def test_cut_title_is_said_under_the_title():
    assert sheet().title_note == str(wording.FLAGS["title_probably_cut"])
    assert sheet(flags=()).title_note == ""


def test_form_as_declared_when_it_is_not_in_the_list():
    facts = {fact.label: (fact.value, fact.is_source) for fact in sheet(form=None, form_declared="Pacte").facts}
    assert facts["Forme déclarée"] == ("Pacte", True)
    assert "Forme" not in facts


# Members


def test_an_organisation_stands_once_with_all_its_roles():
    made = member(sheet(), "Rivebourg")
    assert made.roles == "Partenaire, Maître d’ouvrage, Financeur"
    assert made.reasons == "Tableau des partenaires · Rubrique « Maître(s) d’ouvrage » · Tableau de financement"
    assert made.details == "Commune, France"


def test_declared_and_former_names_stand_beside_the_present_one():
    assert member(sheet(), "Tambaga").declared == "« Commune rurale de TAMBAGA »"
    assert member(sheet(), "Conseil régional des Hautes-Terres").former == "ex-Conseil régional du Haut-Plateau"


def test_a_body_that_only_pays_has_no_page_and_an_unnamed_funder_is_no_member():
    made = sheet()
    assert member(made, "Ministère de l’Europe et des Affaires étrangères").id is None
    assert "Autre" not in {one.name for one in made.members}
    bucket = party("funder", "Autre", id=9, kind="other_funder")
    assert sheet(parties=(bucket,), funding=()).members == ()


def test_an_authority_that_only_pays_keeps_its_page():
    line = PublicFunding(funder="Larzaye", id=41, kind="commune", nature="declared")
    assert member(sheet(funding=(line,)), "Larzaye").id == 41


def test_members_stand_by_role():
    parties = (party("other", "Z"), party("implementer", "Y"), RIVEBOURG, party("lead", "W", country="FR"))
    assert [one.name for one in sheet(parties=parties, funding=()).members] == ["W", "Rivebourg", "Y", "Z"]


def test_names_known_by_text_only_meet_without_case():
    parties = (KOUROUME, party("owner", "commune rurale de kouroumé"))
    assert [one.roles for one in sheet(parties=parties, funding=()).members] == ["Partenaire, Maître d’ouvrage"]


# The rest of the sheet


def test_texts_in_reading_order():
    assert [text.anchor for text in sheet().texts] == [
        "objectif", "description", "beneficiaires", "contexte", "historique",
    ]  # fmt: skip


def test_themes_with_their_standing():
    assert [(theme.path, theme.standing, theme.code, theme.is_source) for theme in sheet().themes] == [
        ("Environnement, Climat et Energie > Eau et déchets > Eau et assainissement", "thématique principale",
         "env.eau.assain", False),
        ("Politique > Gouvernance locale", "priorité 1", "pol.gouv", False),
        ("Solidarité numérique", "priorité 2", "", True),
    ]  # fmt: skip


def test_what_a_sheet_does_not_say_is_not_said():
    made = sheet(
        communication_france=None, communication_partner_countries=None, has_evaluation=False, is_triennial=None
    )
    assert [(fact.label, fact.value) for fact in made.follow_up] == [("Évaluation", "Non engagée")]
    assert "Partenariat triennal" not in {fact.label for fact in made.facts}


def test_contacts_are_functions():
    assert [(one.organisation, one.functions) for one in sheet().contacts] == [
        ("Ambassade de France à Bamako", "Correspondant coopération décentralisée"),
        ("Commune rurale de TAMBAGA", "Secrétaire général, fonction non précisée"),
    ]


def test_only_web_addresses_are_links():
    made = sheet()
    assert [reference.url for reference in made.documents] == ["https://rivebourg.example/convention.pdf", ""]
    assert [reference.url for reference in made.sources] == ["https://ancien.example/fiche?id=90012", ""]


def test_versions_newest_first_on_the_day_in_paris():
    assert [(one.heading, one.origin, one.changed) for one in sheet().versions] == [
        (
            "Version 2, 15 février 2026",
            "Modification par une personne habilitée",
            "Champs modifiés : objectif, financement",
        ),
        ("Version 1, 10 janvier 2026", "Page de l’ancien Atlas", "Création de la fiche"),
    ]


def test_one_note_a_flag_even_when_it_is_raised_twice():
    assert len(sheet(flags=(PublicFlag(code="date_invalid", field="a"), PublicFlag(code="date_invalid"))).notes) == 1


def test_goals_out_of_range_are_left_out():
    assert sheet(sdgs=(0, 6, 18)).goals == ("6. Eau propre et assainissement",)


def test_partners_without_a_position_stand_somewhere_in_their_country():
    located = sheet().locator
    assert located is not None
    assert [point.label for point in located.points] == [
        "Tambaga (Mali)",
        "Commune rurale de Kouroumé (Mali), position approchée",
        "Rivebourg (France)",
        "Conseil régional des Hautes-Terres (France), position approchée",
    ]
    assert len(located.lines) == 4
    assert sheet(parties=(party("partner", "X"),)).locator is None


def test_an_empty_record_gives_an_empty_sheet():
    made = empty_sheet()
    assert made.title == "Fiche sans titre"
    assert made.status.word == "État non précisé"
    for name in ("doubts", "french", "foreign", "facts", "texts", "actions", "members", "declared", "themes", "goals",
                 "follow_up", "posts", "contacts", "extra", "documents", "sources", "versions", "notes"):  # fmt: skip
        assert getattr(made, name) == (), name
    assert made.funding.tables == ()
    assert made.locator is None


def test_country_names_and_amounts_follow_the_reader():
    germany = PublicCountry(iso2="DE", name_fr="Allemagne", name_en="Germany", zone="union-europeenne")
    made = sheet("en", countries=(MALI, germany))
    assert [country.name for country in made.countries] == ["Mali", "Germany"]
    assert made.funding.tables[0].total.startswith("€")
    assert made.themes[0].last == "Water and sanitation"
