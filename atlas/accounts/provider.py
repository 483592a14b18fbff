"""ProConnect, the State's sign-in for agents, as an OpenID Connect provider of the library.

Authorisation code with PKCE, state and nonce checked, signed user-info, log-out at the provider. Off until configured
(docs/operations.md).

The library knows neither nonce nor signed user-info; both are added here, nothing else of the protocol is ours.
"""

from secrets import token_urlsafe
from typing import Any

from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal import jwtkit
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.crypto import constant_time_compare

NONCE = "proconnect_nonce"
ID_TOKEN = "proconnect_id_token"  # noqa: S105  (a key of the session)
SIGNED = "application/jwt"
SCOPES = ["openid", "given_name", "usual_name", "email", "siret"]


class ProConnectAdapter(OpenIDConnectOAuth2Adapter):
    """Reads what the provider answers. Raises OAuth2Error for what does not fit; the library shows its error page."""

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **kwargs: Any) -> Any:
        """The nonce of the identity token must be the one that this session sent, once."""
        text = kwargs["response"].get("id_token")
        if not text:
            raise OAuth2Error("no identity token")
        sent = request.session.pop(NONCE, "")
        claims = self._decode_id_token(app, text)
        if not sent or not constant_time_compare(str(claims.get("nonce", "")), sent):
            raise OAuth2Error("the nonce is not ours")
        login = super().complete_login(request, app, token, **kwargs)
        if login.account.uid != claims.get("sub"):
            raise OAuth2Error("user-info speaks of somebody else")
        request.session[ID_TOKEN] = text
        return login

    def get_callback_url(self, request: HttpRequest, app: SocialApp) -> str:
        """Our own address, in the language of the page that one left."""
        return request.build_absolute_uri(reverse("proconnect_callback", args=[self.provider_id]))

    def _fetch_user_info(self, access_token: str) -> dict[str, Any]:
        """Plain JSON, or a token signed by the provider as ProConnect sends it."""
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.profile_url, headers={"Authorization": f"Bearer {access_token}"})
            answer.raise_for_status()
        if not answer.headers.get("Content-Type", "").startswith(SIGNED):
            data: dict[str, Any] = answer.json()
            return data
        signed: dict[str, Any] = jwtkit.verify_and_decode(
            credential=answer.text,
            keys_url=self.openid_config["jwks_uri"],
            issuer=self.openid_config["issuer"],
            audience=self.get_provider().app.client_id,
            lookup_kid=jwtkit.lookup_kid_jwk,
        )
        return signed


class ProConnectProvider(OpenIDConnectProvider):
    """The provider under its own name, so that its addresses are ours."""

    id = "proconnect"
    name = "ProConnect"
    pkce_enabled_default = True
    oauth2_adapter_class = ProConnectAdapter

    def get_default_scope(self) -> list[str]:
        """What ProConnect may tell us: who, at which address, of which establishment."""
        return SCOPES

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """A nonce of this session; nothing that the address could add."""
        request.session[NONCE] = token_urlsafe(24)
        return {**self.get_auth_params(), "nonce": request.session[NONCE]}

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Nothing that the address could add."""
        return list(self.get_scope())

    def extract_common_fields(self, data: dict[str, Any]) -> dict[str, Any]:
        """ProConnect says `usual_name`."""
        found: dict[str, Any] = super().extract_common_fields(data)
        said = data.get("userinfo") or data
        return {**found, "last_name": found.get("last_name") or said.get("usual_name")}


provider_classes = [ProConnectProvider]
