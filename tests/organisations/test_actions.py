"""Verbs: what they write, what they record, what they refuse. The persons are invented."""

from datetime import date

import pytest
from django.db import IntegrityError

from atlas.audit.models import Event
from atlas.organisations.actions import (
    NewContact,
    NewOrganisation,
    NotAName,
    SuccessionRefused,
    add_name,
    confirm_contact,
    erase_expired_contacts,
    keep_contacts,
    record_succession,
    register_organisation,
    register_organisations,
)
from atlas.organisations.models import Contact, NameKind, Organisation, OrganisationName, Post, SuccessionKind
from tests.organisations.places import make, make_countries

TODAY = date(2026, 1, 15)


@pytest.fixture(autouse=True)
def _countries(db: None) -> None:
    make_countries()


def events() -> list[tuple[str, str, int, str]]:
    return list(Event.objects.order_by("pk").values_list("verb", "object_type", "object_id", "actor"))


def test_a_registered_organisation_is_provisional() -> None:
    segou = register_organisation(
        kind="foreign_authority", name=" Ségou ", country_id="ML", kind_local="commune urbaine", by="import"
    )
    segou.refresh_from_db()
    assert (segou.name, segou.match_key, segou.origin, segou.is_provisional) == ("Ségou", "segou", "import", True)
    assert events() == [("registered", "organisation", segou.pk, "import")]


def test_registering_many_keeps_their_order() -> None:
    new = [
        NewOrganisation(kind="foreign_authority", name="Kayes", country_id="ML", latitude=14.4, longitude=-11.4),
        NewOrganisation(kind="association", name="Eau vive", country_id=None, origin="person", is_provisional=False),
    ]
    made = register_organisations(new, by="import")
    assert [one.name for one in made] == ["Kayes", "Eau vive"]
    assert [one.location_precision for one in made] == ["exact", ""]
    assert [event[2] for event in events()] == [one.pk for one in made]
    assert register_organisations([], by="import") == []


def test_all_or_none_are_registered() -> None:
    right = NewOrganisation(kind="foreign_authority", name="Kayes", country_id="ML")
    with pytest.raises(IntegrityError):
        register_organisations([right, NewOrganisation(kind="commune", name="Kita", country_id="ML")], by="import")


@pytest.mark.parametrize("name", ["", " – ", "x" * 301])
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(NotAName):
        register_organisation(kind="association", name=name, country_id="FR", by="import")
    assert (Organisation.objects.count(), events()) == (0, [])


def test_a_name_is_added_once() -> None:
    here = make()
    first = add_name(here, "Pont-Charra", kind=NameKind.FORMER, valid_to=date(1950, 1, 1), by="officer")
    second = add_name(here, "Pont-Charra ", kind=NameKind.FORMER, by="officer")
    assert first == second
    assert OrganisationName.objects.values_list("match_key", "valid_to").get() == ("pont charra", date(1950, 1, 1))
    assert events() == [("name_added", "organisation", here.pk, "officer")]


def test_a_succession_ends_the_predecessor() -> None:
    old, new = make(name="Évry"), make(name="Évry-Courcouronnes")
    record_succession(predecessor=old, successor=new, occurred_on=TODAY, kind=SuccessionKind.MERGER, by="officer")
    old.refresh_from_db()
    assert (old.valid_to, new.valid_to) == (TODAY, None)
    assert events() == [("succeeded", "organisation", old.pk, "officer")]


def test_an_extension_ends_nobody() -> None:
    old, new = make(name="A"), make(name="B")
    record_succession(predecessor=old, successor=new, occurred_on=TODAY, kind=SuccessionKind.EXTENSION, by="officer")
    old.refresh_from_db()
    assert old.valid_to is None


def test_nobody_follows_itself_or_its_own_successor() -> None:
    first, second, third = make(name="A"), make(name="B"), make(name="C")
    how = {"occurred_on": TODAY, "kind": SuccessionKind.MERGER, "by": "officer"}
    record_succession(predecessor=first, successor=second, **how)
    record_succession(predecessor=second, successor=third, **how)
    for predecessor, successor in ((third, first), (second, first), (first, first)):
        with pytest.raises(SuccessionRefused):
            record_succession(predecessor=predecessor, successor=successor, **how)


def test_contacts_are_kept_once_for_24_months() -> None:
    post = Post.objects.create(kind="embassy", city="Bamako", match_key="bamako", name="Ambassade de France à Bamako")
    new = [NewContact(post=post, last_name="EXEMPLE", first_name="Camille", function="Correspondante")]
    assert len(keep_contacts(new, by="import", today=TODAY)) == 1
    assert keep_contacts(new, by="import", today=TODAY) == []
    contact = Contact.objects.get()
    assert (contact.expires_on, contact.is_verified) == (date(2028, 1, 15), False)
    assert events() == [("contact_kept", "contact", contact.pk, "import")]
    assert "EXEMPLE" not in str(list(Event.objects.values()))


def test_a_confirmed_contact_stays_24_months_more() -> None:
    contact = Contact.objects.create(organisation=make(), last_name="EXEMPLE", expires_on=TODAY)
    confirm_contact(contact, by="officer", today=TODAY)
    contact.refresh_from_db()
    assert (contact.is_verified, contact.verified_on, contact.expires_on) == (True, TODAY, date(2028, 1, 15))


def test_contacts_are_erased_the_day_after_their_last() -> None:
    here = make()
    late = Contact.objects.create(organisation=here, last_name="EXEMPLE", expires_on=date(2026, 1, 14))
    kept = Contact.objects.create(organisation=here, last_name="MODELE", expires_on=TODAY)
    assert erase_expired_contacts(by="system", today=TODAY) == 1
    assert list(Contact.objects.all()) == [kept]
    assert events() == [("contact_erased", "contact", late.pk, "system")]


def test_24_months_from_a_leap_day_end_on_28_february() -> None:
    keep_contacts([NewContact(organisation=make(), function="Maire")], by="import", today=date(2024, 2, 29))
    assert Contact.objects.get().expires_on == date(2026, 2, 28)
