"""What we change of the library that signs people in.

Its mails go through the outbox; accounts are asked for on our page and never opened by signing up; secrets of second
factors are kept enciphered; ProConnect only opens accounts that exist.
"""

from base64 import urlsafe_b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any, Final

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from atlas.notifications.actions import notify, queue_mail
from atlas.notifications.recipients import Recipient
from atlas.notifications.writing import signed, site_url
from atlas.visitors.origin import visitor_of

from .models import User
from .roles import MINISTRY
from .states import MembershipState

LIBRARY = "sign-in"
"""Who queued a mail that the library asked for, before anybody is signed in."""


CHANGES: Final[Mapping[str, str | Promise]] = {
    "account/email/password_changed": _("Votre mot de passe a été changé"),
    "account/email/password_set": _("Votre mot de passe a été choisi"),
    "account/email/password_reset": _("Votre mot de passe a été remplacé"),
    "account/email/email_changed": _("L’adresse électronique de votre compte a été changée"),
    "account/email/email_deleted": _("Une adresse électronique a été retirée de votre compte"),
    "account/email/email_confirm": _("L’adresse électronique de votre compte est confirmée"),
    "mfa/email/totp_activated": _("Une application d’authentification a été ajoutée à votre compte"),
    "mfa/email/totp_deactivated": _("L’application d’authentification de votre compte a été retirée"),
    "mfa/email/webauthn_added": _("Une clé de sécurité a été ajoutée à votre compte"),
    "mfa/email/webauthn_removed": _("Une clé de sécurité de votre compte a été retirée"),
    "mfa/email/recovery_codes_generated": _("De nouveaux codes de secours ont été créés pour votre compte"),
    "socialaccount/email/account_connected": _("ProConnect ouvre désormais votre compte"),
    "socialaccount/email/account_disconnected": _("ProConnect n’ouvre plus votre compte"),
}
"""What the library tells of (prefix of its template) → our words."""


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, codes by mail, addresses."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a person asks for a role and is granted it (D6.2)."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """As our own proxies saw it: limits by address would else lock everybody out who comes through the same one."""
        return visitor_of(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue what the library would send at once: a mail server that is down must not stop a sign-in."""
        ours = {key: self._of_our_site(value) for key, value in context.items()}
        message = self.render_mail(template_prefix, email, {"email": email, **ours})
        body = signed(str(message.body).strip(), get_language() or "fr")
        queue_mail(recipient=email, subject=str(message.subject), body=body, by=LIBRARY, at=timezone.now())

    def _of_our_site(self, value: Any) -> Any:
        """The library writes addresses of whatever host was asked; mails bear the site's own name."""
        asked = f"{self.request.scheme}://{self.request.get_host()}/" if self.request else ""
        is_page = asked and isinstance(value, str) and value.startswith(asked)
        return f"{settings.ATLAS_SITE}/{value.removeprefix(asked)}" if is_page else value

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """A change to the account, in our words and the person's language. `email`: the address that was changed."""
        at = timezone.now()
        with override(user.language):
            said = {
                "change": str(CHANGES[template_prefix]),
                "at": timezone.localtime(at),
                "url": site_url(user.language, "account_home"),
            }
        to = Recipient(email or user.email, user.language, user.actor)
        notify(to, "account_changed", said, by=user.actor, at=at)


class SecondFactorAdapter(DefaultMFAAdapter):
    """One-time codes of an application, security keys, recovery codes."""

    def encrypt(self, text: str) -> str:
        """A copy of the database alone gives no code: the key is the installation's."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Inverse of `encrypt`."""
        return _cipher().decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        """How the application on the phone names us."""
        return "Atlas"

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Who needs a second factor keeps one: recovery codes alone do not count."""
        if not needs_second_factor(authenticator.user):
            return True
        others = Authenticator.objects.filter(user=authenticator.user).exclude(pk=authenticator.pk)
        recovery = Authenticator.Type.RECOVERY_CODES
        return bool(authenticator.type == recovery or others.exclude(type=recovery).exists())


def _cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(b"atlas.accounts" + settings.SECRET_KEY.encode()).digest()))


def needs_second_factor(user: User) -> bool:
    """Roles of the ministry, and whoever enters the administration (issue: « required for ministry roles »)."""
    active = user.memberships.filter(state=MembershipState.ACTIVE, role__in=MINISTRY)
    return user.is_staff or user.is_superuser or active.exists()


class ProviderAdapter(DefaultSocialAccountAdapter):
    """ProConnect: who shows an address that has an account is that person; anybody else is asked to ask for one."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Never, as above."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Joins the identity to the account of the same address: ProConnect answers for the addresses of its agents."""
        if sociallogin.is_existing:
            return
        address = (sociallogin.user.email or "").lower()
        user = User.objects.filter(email=address, is_active=True).first() if address else None
        if user is None:
            page = render(request, "accounts/provider_unknown.html", {"email": address}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.connect(request, user)
