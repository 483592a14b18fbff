"""Who grants which role; of two decisions one wins; invitations, delegations and hand-over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from atlas.accounts import deciding
from atlas.accounts.deciding import AlreadyDecided, BadDelegation, NotAllowed
from atlas.accounts.links import BadLink
from atlas.accounts.models import Delegation, Invitation, MailDomain, Membership, User
from atlas.accounts.roles import RULES, Role
from atlas.accounts.scopes import NOBODY, scope_of
from atlas.accounts.states import TRANSITIONS, ForbiddenTransition, MembershipState, after
from atlas.audit.models import Event
from atlas.notifications.models import Mail
from tests.factories.accounts import PASSWORD, account, hold
from tests.factories.world import World, organisation

AT = datetime(2026, 11, 25, 9, tzinfo=UTC)


def asking(world: World, role: str = "authority_agent", **place) -> Membership:
    place = place or {"organisation": world.commune}
    user = account()
    return hold(user, role, state=MembershipState.REQUESTED, **place)


GRANTED = [
    ("authority_admin", "own", True),
    ("authority_admin", "other", False),
    ("authority_agent", "own", False),
    ("prefecture", "84", True),
    ("prefecture", "53", False),
    ("ministry_officer", "", True),
    ("ministry_admin", "", True),
    ("post_agent", "", False),
    ("reader", "", False),
    ("partner_editor", "", False),
]


def decider(world: World, role: str, place: str) -> User:
    if role in ("authority_admin", "authority_agent"):
        return account(role, organisation=world.commune if place == "own" else world.region)
    if role == "prefecture":
        return account(role, region=place)
    if role == "post_agent":
        return account(role, post=world.post)
    if role == "partner_editor":
        return account(role, organisation=organisation("association", "Eau pour tous", "FR"))
    return account(role)


@pytest.mark.parametrize(("role", "place", "is_allowed"), GRANTED)
def test_who_validates_an_agent(world: World, role: str, place: str, is_allowed: bool) -> None:
    membership, by = asking(world), decider(world, role, place)
    scope = scope_of(by, AT.date())
    if not is_allowed:
        with pytest.raises(NotAllowed):
            deciding.validate(membership.pk, scope=scope, at=AT)
        return
    deciding.validate(membership.pk, scope=scope, at=AT)
    membership.refresh_from_db()
    assert (membership.state, membership.decided_by) == ("active", by.actor)
    assert "/fr/espace/\n" in Mail.objects.get().body
    assert world.commune.pk in scope_of(membership.user, AT.date()).authorities


def test_nobody_decides_on_their_own_request(world: World) -> None:
    admin = account("ministry_admin")
    own = hold(admin, "authority_agent", organisation=world.commune, state=MembershipState.REQUESTED)
    with pytest.raises(NotAllowed):
        deciding.validate(own.pk, scope=scope_of(admin, AT.date()), at=AT)


def test_only_an_administrator_makes_officers(world: World) -> None:
    for role, is_allowed in (("ministry_officer", False), ("ministry_admin", True)):
        scope = scope_of(account(role), AT.date())
        if is_allowed:
            deciding.invite("x@etat.example", Role.MINISTRY_OFFICER, scope=scope, at=AT)
        else:
            with pytest.raises(NotAllowed):
                deciding.invite("x@etat.example", Role.MINISTRY_OFFICER, scope=scope, at=AT)


def test_one_decision_wins(world: World) -> None:
    membership = asking(world)
    scope = scope_of(account("ministry_officer"), AT.date())
    deciding.refuse(membership.pk, "Adresse personnelle", scope=scope, at=AT)
    with pytest.raises(AlreadyDecided):
        deciding.validate(membership.pk, scope=scope, at=AT)
    membership.refresh_from_db()
    assert (membership.state, membership.refusal) == ("refused", "Adresse personnelle")
    assert "Adresse personnelle" in Mail.objects.get().body


def test_a_refusal_says_why(world: World) -> None:
    membership = asking(world)
    with pytest.raises(ValueError, match="why"):
        deciding.refuse(membership.pk, "  ", scope=scope_of(account("ministry_officer"), AT.date()), at=AT)


def test_a_domain_is_remembered_but_never_everybodys(world: World) -> None:
    scope = scope_of(account("ministry_officer"), AT.date())
    for email, kept in (("a@ville.example", ["ville.example"]), (f"b@{min(deciding.WEBMAIL)}", ["ville.example"])):
        user = account(email=email)
        one = hold(user, "authority_agent", organisation=world.commune, state=MembershipState.REQUESTED)
        deciding.validate(one.pk, scope=scope, at=AT, keep_domain=True)
        assert list(MailDomain.objects.values_list("domain", flat=True)) == kept


def test_leaving_hands_the_role_over(world: World) -> None:
    leaving = account("authority_admin", organisation=world.commune)
    colleague = account("authority_agent", organisation=world.commune)
    role = leaving.memberships.get()
    held = deciding.hand_over(role.pk, colleague.pk, scope=scope_of(leaving, AT.date()), at=AT)
    assert (held.user, held.role) == (colleague, "authority_admin")
    assert scope_of(leaving, AT.date()).authorities == frozenset()
    assert scope_of(colleague, AT.date()).signs_for == {world.commune.pk}
    assert Event.objects.filter(verb="membership.handed_over").get().detail == {
        "to": colleague.actor, "from": leaving.actor,
    }  # fmt: skip


def test_a_role_goes_to_a_colleague_only(world: World) -> None:
    leaving = account("authority_admin", organisation=world.commune)
    stranger = account("authority_agent", organisation=world.region)
    with pytest.raises(NotAllowed):
        deciding.hand_over(leaving.memberships.get().pk, stranger.pk, scope=scope_of(leaving, AT.date()), at=AT)
    assert leaving.memberships.get().state == "active"


def invited(world: World, email: str = "nouveau@ville.example") -> str:
    admin = account("authority_admin", organisation=world.commune)
    deciding.invite(
        email, Role.AUTHORITY_AGENT, scope=scope_of(admin, AT.date()), at=AT,
        organisation=world.commune,
    )  # fmt: skip
    return Mail.objects.get(recipient=email).body.partition("/invitation/")[2].partition("/")[0]


def test_an_invitation_serves_once_and_is_kept_as_a_digest(world: World) -> None:
    secret = invited(world)
    assert secret not in str(list(Invitation.objects.values()))
    user = deciding.accept_invitation(secret, full_name="Nouveau", password=PASSWORD, at=AT)
    assert scope_of(user, AT.date()).authorities == {world.commune.pk}
    assert Invitation.objects.get().email == ""
    with pytest.raises(BadLink):
        deciding.accept_invitation(secret, full_name="Autre", password=PASSWORD, at=AT)


def test_an_invitation_expires_and_can_be_withdrawn(world: World) -> None:
    secret = invited(world)
    with pytest.raises(BadLink):
        deciding.open_invitation(secret, at=AT + timedelta(days=14))
    admin = User.objects.get(memberships__role="authority_admin")
    deciding.withdraw_invitation(Invitation.objects.get().pk, scope=scope_of(admin, AT.date()), at=AT)
    with pytest.raises(BadLink):
        deciding.open_invitation(secret, at=AT)
    with pytest.raises(AlreadyDecided):
        deciding.withdraw_invitation(Invitation.objects.get().pk, scope=scope_of(admin, AT.date()), at=AT)


def test_an_invitation_for_another_authority_is_refused(world: World) -> None:
    admin = account("authority_admin", organisation=world.region)
    with pytest.raises(NotAllowed):
        deciding.invite(
            "x@ville.example", Role.AUTHORITY_AGENT, scope=scope_of(admin, AT.date()), at=AT,
            organisation=world.commune,
        )  # fmt: skip


def test_a_delegation_opens_the_sheets_until_its_day(world: World) -> None:
    partner = organisation("association", "Eau pour tous", "FR")
    editor = account("partner_editor", organisation=partner)
    admin = account("authority_admin", organisation=world.commune)
    given = deciding.delegate(
        world.commune.pk, partner, starts_on=AT.date(), ends_on=date(2026, 12, 31), scope=scope_of(admin, AT.date()),
        at=AT,
    )  # fmt: skip
    told = Mail.objects.get(recipient=editor.email)
    assert told.kind == "account_delegated"
    assert f"{world.commune.name} vous laisse préparer ses fiches de l’Atlas, jusqu’au 31 décembre 2026" in told.body
    assert scope_of(editor, date(2026, 12, 31)).delegated == {world.commune.pk}
    assert scope_of(editor, date(2027, 1, 1)).delegated == frozenset()
    deciding.end_delegation(given.pk, scope=scope_of(admin, AT.date()), at=AT)
    assert scope_of(editor, AT.date()).delegated == frozenset()
    assert Mail.objects.filter(recipient=editor.email, kind="account_delegation_ended").count() == 1
    with pytest.raises(AlreadyDecided):
        deciding.end_delegation(given.pk, scope=scope_of(admin, AT.date()), at=AT)


@pytest.mark.parametrize(
    ("kind", "ends_on", "code"),
    [
        ("association", date(2026, 11, 24), "dates"),
        ("association", date(2030, 1, 1), "too_long"),
        ("commune", date(2026, 12, 1), "not_a_partner"),
    ],
)
def test_bad_delegations(world: World, kind: str, ends_on: date, code: str) -> None:
    partner = organisation(kind, "Autre", "FR")
    admin = account("authority_admin", organisation=world.commune)
    with pytest.raises(BadDelegation) as refused:
        deciding.delegate(
            world.commune.pk, partner, starts_on=AT.date(), ends_on=ends_on, scope=scope_of(admin, AT.date()), at=AT
        )
    assert refused.value.code == code
    assert not Delegation.objects.exists()


def test_an_agent_does_not_delegate(world: World) -> None:
    agent = account("authority_agent", organisation=world.commune)
    with pytest.raises(NotAllowed):
        deciding.delegate(
            world.commune.pk, organisation("association", "A", "FR"), starts_on=AT.date(), ends_on=AT.date(),
            scope=scope_of(agent, AT.date()), at=AT,
        )  # fmt: skip


def test_every_state_has_its_verbs() -> None:
    for state in MembershipState:
        for verb in ("confirm", "validate", "refuse", "end"):
            if (state, verb) in TRANSITIONS:
                assert after(state, verb) == TRANSITIONS[(state, verb)]
            else:
                with pytest.raises(ForbiddenTransition):
                    after(state, verb)


def test_the_document_has_the_same_table() -> None:
    text = (settings.BASE_DIR / "docs" / "workflows.md").read_text()
    told = text.partition("## An account and its roles")[2].partition("\n## ")[0]
    rows = [line for line in told.splitlines() if line.startswith("| ") and not line.startswith("| state")]
    expected = {
        f"| {state.label} `{state.value}` | `{verb}` | {leads_to.label} `{leads_to.value}` |"
        for (state, verb), leads_to in TRANSITIONS.items()
    }
    assert set(rows) == expected


def test_every_role_has_its_rule() -> None:
    assert set(RULES) == set(Role)
    assert all(rule.granted_by for rule in RULES.values())
    assert not NOBODY.is_signed_in
