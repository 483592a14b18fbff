"""Reads of the register."""

from datetime import date

import pytest

from atlas.organisations.actions import record_succession, register_organisation
from atlas.organisations.models import Organisation, Post, SuccessionKind
from atlas.organisations.queries import (
    entry_of,
    foreign_authorities_in,
    living,
    name_index,
    organisation_for_key,
    post_ids,
    posts_for_country,
    present_successors,
)
from tests.organisations.places import make, make_countries

DAY = date(2016, 1, 1)


@pytest.fixture(autouse=True)
def _countries(db: None) -> None:
    make_countries()


def test_an_entry_is_the_same_from_the_object_and_from_the_table() -> None:
    kayes = register_organisation(kind="foreign_authority", name="Kayes", country_id="ML", admin_area="Kayes", by="x")
    autre = make(kind="other_funder", name="Autre", country_id=None)
    here = make(insee_code="38314", department_code="38", region_code="84", population=7)
    assert name_index().entries == {one.pk: entry_of(one) for one in (kayes, autre, here)}


def test_organisation_for_key() -> None:
    state = make(kind="state", name="État", reference_key="state", origin="reference")
    assert organisation_for_key("state") == state
    with pytest.raises(Organisation.DoesNotExist):
        organisation_for_key("nobody")


def test_living_on_a_day() -> None:
    old, young, ever = make(valid_to=DAY), make(valid_from=DAY), make()
    assert set(living(Organisation.objects.all(), date(2015, 12, 31))) == {old, ever}
    assert set(living(Organisation.objects.all(), DAY)) == {young, ever}


def test_foreign_authorities_of_a_country_by_name() -> None:
    for name in ("Ségou", "Bamako", "Dembela"):
        register_organisation(kind="foreign_authority", name=name, country_id="ML", by="x")
    make()
    assert [one.name for one in foreign_authorities_in("ML")] == ["Bamako", "Dembela", "Ségou"]
    assert not foreign_authorities_in("FR").exists()


def test_present_successors_follow_the_whole_chain() -> None:
    a, b, c, d, alone = (make(name=name) for name in "ABCDE")
    for predecessor, successor in ((a, b), (b, c), (b, d)):
        record_succession(
            predecessor=predecessor, successor=successor, occurred_on=DAY, kind=SuccessionKind.SPLIT, by="x"
        )
    assert present_successors([a.pk, b.pk, d.pk, alone.pk]) == {
        a.pk: (c.pk, d.pk),
        b.pk: (c.pk, d.pk),
        d.pk: (d.pk,),
        alone.pk: (alone.pk,),
    }
    assert present_successors([]) == {}


def test_posts_by_every_name_of_their_city_and_by_country() -> None:
    post = Post.objects.create(
        kind="embassy",
        city="Antananarivo",
        match_key="antananarivo",
        name="Ambassade de France à Antananarivo",
        aliases=["Tananarive"],
    )
    assert post_ids() == {("embassy", "antananarivo"): post.pk, ("embassy", "tananarive"): post.pk}
    post.jurisdiction.create(country_id="ML", valid_from=DAY)
    assert list(posts_for_country("ML", DAY)) == [post]
    assert not posts_for_country("ML", date(2015, 12, 31)).exists()
    assert not posts_for_country("FR", DAY).exists()
