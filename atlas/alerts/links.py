"""The signed addresses in mails of alerts. Two purposes, two signatures: a link that stops cannot confirm."""

from typing import Final

from django.core.signing import BadSignature, Signer

from atlas.notifications.writing import site_url

from .models import Alert

CONFIRM: Final = "alert_confirm"
STOP: Final = "alert_stop"


def link_for(alert: Alert, purpose: str) -> str:
    """The whole address of a page of the alert's language. `purpose`: CONFIRM or STOP, also the name of the page."""
    return site_url(alert.language, purpose, _signer(purpose).sign(alert.key))


def key_of(token: str, purpose: str) -> str | None:
    """The key that an address was signed for; null for one that we did not make for this purpose."""
    try:
        return _signer(purpose).unsign(token)
    except BadSignature:
        return None


def _signer(purpose: str) -> Signer:
    return Signer(salt=f"atlas.alerts.links {purpose}")
