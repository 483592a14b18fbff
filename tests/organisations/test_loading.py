"""Loading the register: one organisation for each authority, stable identifiers, nothing twice, says what changed."""

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import DjangoAssertNumQueries

from atlas.audit.models import Event
from atlas.organisations.actions import add_name, register_organisation
from atlas.organisations.loading import load_organisations
from atlas.organisations.models import (
    NameKind,
    Organisation,
    OrganisationName,
    PlaceAlias,
    Post,
    PostCountry,
    Succession,
)
from atlas.organisations.queries import name_index
from tests.organisations import small_register
from tests.reference import small_data

pytestmark = pytest.mark.django_db


def organisation(key: str) -> Organisation:
    return Organisation.objects.get(reference_key=key)


def names_of(key: str) -> set[tuple[str, str, date | None, str]]:
    rows = OrganisationName.objects.filter(organisation__reference_key=key)
    return set(rows.values_list("kind", "name", "valid_to", "date_precision"))


def test_the_first_load_makes_everything(tmp_path: Path) -> None:
    report = small_register.load(tmp_path)
    assert report.tables() == [
        ("organisations", 18, 0, 0),
        ("noms d’organisations", 10, 0, 0),
        ("successions", 3, 0, 0),
        ("autres noms de lieux", 1, 0, 0),
        ("postes diplomatiques", 2, 0, 0),
        ("pays suivis", 3, 0, 0),
    ]
    assert report.has_changes


def test_a_commune(tmp_path: Path) -> None:
    small_register.load(tmp_path)
    evry = organisation("commune:91228")
    assert (evry.name, evry.kind, evry.country_id, evry.insee_code, evry.siren) == (
        "Évry-Courcouronnes",
        "commune",
        "FR",
        "91228",
        "200083525",
    )
    assert (evry.department_code, evry.region_code, evry.population) == ("91", "11", 66919)
    assert (evry.latitude, evry.longitude, evry.location_precision) == (48.6328, 2.4405, "exact")
    assert organisation("commune:91016").location_precision == "approximate"


def test_merged_communes_are_former_names_of_their_successor(tmp_path: Path) -> None:
    """A chain of mergers ends at the commune of today; none of them is an organisation."""
    small_register.load(tmp_path)
    assert names_of("commune:91228") == {
        ("former", "Évry", date(2019, 1, 1), "day"),
        ("former", "Courcouronnes", date(2019, 1, 1), "day"),
        ("former", "Village-Neuf", date(1995, 6, 1), "day"),
    }
    assert not Organisation.objects.filter(insee_code__in=["91182", "91100"]).exists()


def test_authorities_that_ended_are_kept_with_their_succession(tmp_path: Path) -> None:
    small_register.load(tmp_path)
    alsace, grand_est = organisation("region:42"), organisation("region:44")
    assert (alsace.kind, alsace.valid_to, alsace.display_name) == ("region", date(2016, 1, 1), "Alsace (région)")
    assert ("former", "Alsace-Champagne-Ardenne-Lorraine", date(2016, 1, 1), "year") in names_of("region:44")
    links = set(Succession.objects.values_list("predecessor_id", "successor_id", "occurred_on", "kind"))
    assert (alsace.pk, grand_est.pk, date(2016, 1, 1), "merger") in links
    assert organisation("department:67").valid_to == date(2021, 1, 1)
    assert organisation("collectivity:6AE").name == "Collectivité européenne d'Alsace"


def test_intermunicipalities_have_a_siren_and_no_insee_code(tmp_path: Path) -> None:
    small_register.load(tmp_path)
    sud = organisation("epci:200059228")
    assert (sud.kind, sud.siren, sud.insee_code, sud.code) == ("ca", "200059228", None, "200059228")
    assert (sud.department_code, sud.region_code) == ("91", "11")
    assert organisation("ept:200057867").kind == "ept"


def test_the_state_is_one_organisation_under_dated_names(tmp_path: Path) -> None:
    small_register.load(tmp_path)
    assert Organisation.objects.filter(kind="state").count() == 1
    assert names_of("state") == {
        ("official", "Ministère des Affaires étrangères et européennes", date(2012, 1, 1), "year"),
        ("alias", "MAEE", date(2012, 1, 1), "year"),
        ("official", "Ministère de l'Europe et des Affaires étrangères", None, "year"),
        ("alias", "MEAE", None, "year"),
    }


def test_posts_with_their_countries_and_other_names(tmp_path: Path) -> None:
    small_register.load(tmp_path)
    bamako = Post.objects.get(city="Bamako")
    assert (bamako.name, bamako.aliases) == ("Ambassade de France à Bamako", ["Bamakô", "Bamako-Ville"])
    assert set(PostCountry.objects.filter(post=bamako).values_list("country_id", "valid_from", "valid_to")) == {
        ("ML", date(2001, 1, 1), None),
        ("CI", date(2001, 1, 1), None),
    }
    assert PlaceAlias.objects.values_list("country_id", "alias_key", "name_key").get() == (
        "ML",
        "soudan francais",
        "mali",
    )


def test_a_second_load_changes_nothing(tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    small_register.load(tmp_path)
    ids = dict(Organisation.objects.values_list("reference_key", "pk"))
    with django_assert_num_queries(12):
        report = load_organisations(data_dir=tmp_path)
    assert not report.has_changes
    assert report.tables()[0] == ("organisations", 0, 0, 18)
    assert dict(Organisation.objects.values_list("reference_key", "pk")) == ids
    assert Event.objects.filter(verb="organisations_loaded").count() == 1


def test_a_changed_row_is_updated_in_place(tmp_path: Path) -> None:
    small_register.load(tmp_path)
    before = organisation("commune:91016")
    text = small_data.FILES["territories/communes.csv"].replace("Angerville", "Angerville-la-Grande")
    report = small_register.load(tmp_path, communes=text)
    assert report.tables()[0] == ("organisations", 0, 1, 17)
    after = organisation("commune:91016")
    assert (after.pk, after.name, after.match_key) == (before.pk, "Angerville-la-Grande", "angerville la grande")
    assert after.created_at == before.created_at
    assert after.origin == "reference"


def test_what_people_entered_is_left_alone(tmp_path: Path) -> None:
    small_register.load(tmp_path)
    ours = register_organisation(kind="association", name="Amis de Bamako", country_id="FR", by="test")
    add_name(organisation("commune:91016"), "Angerville-les-Champs", kind=NameKind.ALIAS, by="test")
    assert not load_organisations(data_dir=tmp_path).has_changes
    assert Organisation.objects.filter(pk=ours.pk).exists()
    assert OrganisationName.objects.filter(name="Angerville-les-Champs").exists()


def test_a_load_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="wizard"):
        small_register.load(tmp_path, bodies="key,kind,name,country,region\nbody:x,wizard,X,FR,\n")
    assert Organisation.objects.count() == 0


def test_progress_reaches_the_end_of_each_table(tmp_path: Path) -> None:
    small_register.write(tmp_path)
    small_register.load(tmp_path)
    Organisation.objects.filter(reference_key="body:afd").delete()
    seen: list[tuple[str, int, int]] = []
    load_organisations(data_dir=tmp_path, progress=lambda *step: seen.append(step))
    assert seen == [("organisations", 1, 1), ("noms d’organisations", 1, 1)]


def test_the_command_says_what_it_did(tmp_path: Path, settings: object) -> None:
    small_register.load(tmp_path)
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]  # pytest-django's settings
    out = StringIO()
    call_command("load_organisations", stdout=out)
    assert out.getvalue().splitlines()[0] == "organisations : 18 inchangés"


def test_the_index_of_names_comes_from_the_database(
    tmp_path: Path, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small_register.load(tmp_path)
    with django_assert_num_queries(4):
        index = name_index()
    found = {
        name: index.match(name, role="funder").organisation
        for name in (
            "Ville d'Evry",
            "MAEE",
            "Conseil général du Bas-Rhin",
            "AFD",
            "Autre",
            "Région Alsace",
            "Strasbourg",
        )
    }
    assert found == {
        "Ville d'Evry": "Évry-Courcouronnes",
        "MAEE": "Ministère de l'Europe et des Affaires étrangères",
        "Conseil général du Bas-Rhin": "Bas-Rhin",
        "AFD": "Agence française de développement",
        "Autre": "Autre",
        "Région Alsace": "Alsace",
        "Strasbourg": "Strasbourg",
    }
