"""What we change of the library that signs people in.

Its mails go through the outbox; accounts are asked for on our page and never opened by signing up; secrets of second
factors are kept enciphered; ProConnect only opens accounts that exist.
"""

from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

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
from django.utils.translation import get_language

from atlas.notifications.actions import queue_mail
from atlas.notifications.writing import signed

from .models import User
from .roles import MINISTRY
from .states import MembershipState

LIBRARY = "sign-in"
"""Who queued a mail that the library asked for, before anybody is signed in."""


class AccountAdapter(DefaultAccountAdapter):
    """Passwords, codes by mail, addresses."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never: a person asks for a role and is granted it (D6.2)."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue what the library would send at once: a mail server that is down must not stop a sign-in."""
        site = {"name": "Atlas", "domain": self.request.get_host() if self.request else ""}
        message = self.render_mail(template_prefix, email, {"email": email, "current_site": site, **context})
        body = signed(str(message.body).strip(), get_language() or "fr")
        queue_mail(recipient=email, subject=str(message.subject), body=body, by=LIBRARY, at=timezone.now())


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
