"""What a person may act for, by role, day and state; how pages know it."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from atlas.accounts.backends import RoleBackend
from atlas.accounts.menu import menu_for
from atlas.accounts.scopes import NOBODY, scope_of
from atlas.organisations.models import PostCountry
from tests.factories.accounts import account, client_of, hold
from tests.factories.world import World, organisation

DAY = date(2026, 11, 25)


def test_by_role(world: World) -> None:
    PostCountry.objects.create(post=world.post, country_id="ML", valid_to=date(2026, 12, 1))
    user = account("authority_agent", organisation=world.commune)
    hold(user, "authority_admin", organisation=world.region)
    hold(user, "prefecture", region="84")
    hold(user, "post_agent", post=world.post)
    scope = scope_of(user, DAY)
    assert scope.authorities == {world.commune.pk, world.region.pk}
    assert scope.signs_for == {world.region.pk}
    assert (scope.regions, scope.posts, scope.countries) == ({"84"}, {world.post.pk}, {"ML"})
    assert scope_of(user, date(2026, 12, 1)).countries == frozenset()
    assert not scope.is_ministry


def test_by_day_and_state(world: World) -> None:
    user = account("authority_agent", organisation=world.commune, ends_on=DAY)
    assert scope_of(user, DAY).authorities
    assert not scope_of(user, date(2026, 11, 26)).authorities
    for state in ("requested", "refused", "ended", "unconfirmed"):
        other = account("authority_agent", organisation=world.commune, state=state)
        scope = scope_of(other, DAY)
        assert not scope.authorities
        assert bool(scope.awaited) == (state == "requested")


def test_somebody_inactive_is_nobody(world: World) -> None:
    user = account("ministry_admin")
    user.is_active = False
    user.save()
    assert scope_of(user, DAY) == NOBODY


def test_queries_do_not_grow_with_roles(world: World, django_assert_num_queries) -> None:
    few, many = account(), account()
    for user, number in ((few, 1), (many, 3)):
        hold(user, "post_agent", post=world.post)
        for rank in range(number):
            hold(user, "partner_editor", organisation=organisation("association", f"A{user.pk}{rank}", "FR"))
    for user in (few, many):
        with django_assert_num_queries(3):
            scope_of(user, DAY)


def test_permissions_of_the_administration(world: World) -> None:
    backend = RoleBackend()
    officer, admin, agent = account("ministry_officer"), account("ministry_admin"), account("reader")
    assert backend.has_perm(officer, "imports.add_tableimport")
    assert not backend.has_perm(officer, "accounts.view_user")
    assert backend.has_perm(admin, "accounts.view_user")
    assert not backend.has_perm(agent, "imports.add_tableimport")
    assert not backend.has_perm(AnonymousUser(), "imports.add_tableimport")


@pytest.mark.parametrize("role", ["ministry_officer", "ministry_admin"])
def test_a_role_of_the_ministry_opens_the_administration_as_long_as_it_lasts(world: World, role: str) -> None:
    user = account(role)
    assert not user.is_staff
    client = client_of(user)
    assert client.get("/admin/notifications/mail/").status_code == 200
    assert 'href="/admin/"' in client.get("/fr/compte/").content.decode()
    user.memberships.update(state="ended", ends_on=DAY)
    assert client.get("/admin/notifications/mail/").status_code == 302


def test_other_roles_never_enter_the_administration(world: World) -> None:
    client = client_of(account("reader"))
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/login/?next=/admin/").status_code == 403
    assert 'href="/admin/"' not in client.get("/fr/compte/").content.decode()


def test_the_menu_shows_what_the_role_opens(world: World) -> None:
    names = {
        role: [str(entry.label) for entry in menu_for(scope_of(account(role)), "account_home")]
        for role in ("reader", "ministry_officer")
    }
    assert "Comptes" not in names["reader"]
    assert "Comptes" in names["ministry_officer"]
    assert 'aria-current="page">Mon compte' in client_of(account("reader")).get("/fr/compte/").content.decode()
