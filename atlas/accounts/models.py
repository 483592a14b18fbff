"""Persons with an account, and what they may act for. Private: no public code reads it (D5.4).

Everything else names a person by `User.actor` (`user:12`), never by an address or a name: what a person did stays told
when the person asks to be forgotten.
"""

from datetime import date
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce, Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .roles import RULES, Holding, Role
from .states import DECIDED, MembershipState

__all__ = ["Delegation", "Invitation", "MailDomain", "Membership", "MembershipState", "Role", "User", "UserManager"]


def _roles_held_for(holding: Holding) -> list[str]:
    return sorted(role for role, rule in RULES.items() if rule.holding == holding)


class UserManager(BaseUserManager["User"]):
    """Addresses are compared without case."""

    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **values: Any) -> "User":
        """A person; without a password until one is chosen. Raises ValueError without an address."""
        if not email:
            raise ValueError("an account needs an address")
        user = self.model(email=email.strip().lower(), **values)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **values: Any) -> "User":
        """Somebody who may do everything in the administration (`make superuser`): their address counts as shown."""
        from allauth.account.models import EmailAddress  # noqa: PLC0415  (its models refer to this one)

        user = self.create_user(email, password, is_staff=True, is_superuser=True, **values)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """As typed at sign-in."""
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person. `erased_on`: the person was forgotten; the row stays so that `actor` still means somebody."""

    email = models.EmailField(_("adresse électronique"), max_length=254, unique=True)
    full_name = models.CharField(_("prénom et nom"), max_length=150, blank=True)
    language = models.CharField(
        _("langue des courriers"), max_length=2, choices=[("fr", _("Français")), ("en", _("Anglais"))], default="fr"
    )
    is_staff = models.BooleanField(_("entre dans l’administration"), default=False)
    is_active = models.BooleanField(_("actif"), default=True)
    date_joined = models.DateTimeField(_("créé le"), default=timezone.now)
    seen_on = models.DateField(_("dernière visite"), null=True, blank=True)
    warned_on = models.DateField(_("prévenu d’un effacement"), null=True, blank=True)
    erased_on = models.DateField(_("effacé le"), null=True, blank=True)

    ministry_roles: frozenset[str] | None = None  # read once a request by `backends`

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.CheckConstraint(condition=Q(email=Lower("email")), name="user_email_lower_case"),
            models.CheckConstraint(condition=Q(language__in=("fr", "en")), name="user_language_known"),
            models.CheckConstraint(
                condition=Q(erased_on__isnull=True) | Q(is_active=False, full_name="", is_staff=False),
                name="user_erased_says_nothing",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def actor(self) -> str:
        """How this person is named wherever something is recorded."""
        return f"user:{self.pk}"

    def get_full_name(self) -> str:
        """As typed."""
        return self.full_name


class Membership(models.Model):
    """A role that a person holds for an organisation, a region, a post, or the whole Atlas. Rows are never deleted.

    `role_asked_for` stays what was asked. `invited_by`, `decided_by`: actors. `refusal`: told to the person.
    """

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("compte"))
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("organisme"),
    )  # fmt: skip
    post = models.ForeignKey(
        "organisations.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("poste")
    )
    region_code = models.CharField(_("région"), max_length=3, blank=True)
    function = models.CharField(_("fonction"), max_length=120, blank=True)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=MembershipState, db_index=True)
    starts_on = models.DateField(_("depuis"), null=True, blank=True)
    ends_on = models.DateField(_("jusqu’au"), null=True, blank=True)
    requested_at = models.DateTimeField(_("demandée le"))
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.CharField(_("décidée par"), max_length=120, blank=True)
    refusal = models.CharField(_("motif"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("rôle")
        verbose_name_plural = _("rôles")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role_known"),
            models.CheckConstraint(condition=Q(state__in=MembershipState.values), name="membership_state_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="membership_decision_paired",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED)) | Q(decided_at__isnull=False), name="membership_decided_when"
            ),
            models.CheckConstraint(
                condition=Q(role__in=_roles_held_for(Holding.ORGANISATION), organisation__isnull=False)
                | (~Q(role__in=_roles_held_for(Holding.ORGANISATION)) & Q(organisation__isnull=True)),
                name="membership_organisation_by_role",
            ),
            models.CheckConstraint(
                condition=Q(role=Role.POST_AGENT, post__isnull=False)
                | (~Q(role=Role.POST_AGENT) & Q(post__isnull=True)),
                name="membership_post_by_role",
            ),
            models.CheckConstraint(
                condition=(Q(role=Role.PREFECTURE) & ~Q(region_code=""))
                | (~Q(role=Role.PREFECTURE) & Q(region_code="")),
                name="membership_region_by_role",
            ),
            models.UniqueConstraint(
                "user", "role", Coalesce("organisation", 0), Coalesce("post", 0),
                "region_code",
                condition=Q(state__in=("unconfirmed", "requested", "active")),
                name="membership_once",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} ({self.state})"

    def holds_on(self, on: date) -> bool:
        """Active on that day."""
        began = self.starts_on is None or self.starts_on <= on
        return self.state == MembershipState.ACTIVE and began and (self.ends_on is None or on <= self.ends_on)


class Delegation(models.Model):
    """An authority lets a partner prepare its sheets until a day (D1.5); `ended_at`: it was ended before."""

    authority = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("collectivité")
    )
    partner = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisme partenaire")
    )
    starts_on = models.DateField(_("depuis"))
    ends_on = models.DateField(_("jusqu’au"))
    given_by = models.CharField(_("accordée par"), max_length=120)
    ended_at = models.DateTimeField(_("arrêtée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("délégation")
        verbose_name_plural = _("délégations")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=models.F("starts_on")), name="delegation_ends_after_it_starts"
            ),
            models.CheckConstraint(condition=~Q(authority=models.F("partner")), name="delegation_to_another"),
            models.CheckConstraint(condition=~Q(given_by=""), name="delegation_has_giver"),
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} → {self.partner_id} ({self.ends_on})"


class Invitation(models.Model):
    """An invitation to hold a role. Only a digest of its link's secret is kept; the address goes once it is used."""

    email = models.EmailField(_("adresse électronique"), max_length=254, blank=True)
    role = models.CharField(_("rôle"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    post = models.ForeignKey("organisations.Post", models.PROTECT, null=True, blank=True, related_name="+")
    region_code = models.CharField(max_length=3, blank=True)
    digest = models.CharField(max_length=64, unique=True)
    invited_by = models.CharField(_("invité par"), max_length=120)
    invited_at = models.DateTimeField(_("envoyée le"))
    expires_at = models.DateTimeField(_("valable jusqu’au"))
    used_at = models.DateTimeField(_("utilisée le"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("retirée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role_known"),
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(withdrawn_at__isnull=True), name="invitation_one_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.invited_at:%Y-%m-%d})"


class MailDomain(models.Model):
    """A domain of mail that belongs to one authority: whoever shows an address there is its agent (D6.2)."""

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("organisme")
    )
    domain = models.CharField(
        _("domaine"), max_length=120, help_text=_("Sans « @ », par exemple « mairie-exemple.fr ».")
    )
    added_by = models.CharField(_("ajouté par"), max_length=120, editable=False)
    added_at = models.DateTimeField(_("ajouté le"), editable=False)

    class Meta:
        verbose_name = _("domaine de messagerie")
        verbose_name_plural = _("domaines de messagerie")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "domain"], name="maildomain_once"),
            models.CheckConstraint(condition=Q(domain=Lower("domain")) & ~Q(domain=""), name="maildomain_lower_case"),
        ]

    def __str__(self) -> str:
        return self.domain
