"""Signing in by ProConnect, end to end against a real OpenID provider, and what must be refused."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.core import context
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client, RequestFactory
from jwt.algorithms import RSAAlgorithm

from atlas.accounts.provider import NONCE, ProConnectAdapter
from tests.browser.site import free_port
from tests.factories.accounts import account
from tests.factories.provider import openid_provider
from tests.factories.world import World

BEGIN = "/fr/compte/fournisseurs/proconnect/connexion/"
AGENT = {"sub": "agent-1", "email": "camille@ville.example", "email_verified": True, "usual_name": "Exemple"}


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """The address of a provider that runs beside the tests and knows one agent."""
    with openid_provider(AGENT, free_port()) as address:
        yield address


def configured(address: str) -> dict[str, Any]:
    one = {"provider_id": "proconnect", "name": "ProConnect", "client_id": "atlas", "secret": "invented"}
    return {"proconnect": {"APPS": [{**one, "settings": {"server_url": address}}]}}


@pytest.fixture
def site(world: World, provider: str, settings: Any) -> Client:
    settings.SOCIALACCOUNT_PROVIDERS = configured(provider)
    return Client()


def sent_to_provider(site: Client) -> str:
    answer = site.post(f"{BEGIN}?process=login")
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def came_back(address: str, sub: str = "agent-1") -> str:
    """What the provider sends the browser back to, once the agent said who they are."""
    answer = requests.post(address, data={"sub": sub}, allow_redirects=False, timeout=10)
    assert answer.status_code == 302
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def test_off_until_configured(world: World, client: Client) -> None:
    assert "ProConnect" not in client.get("/fr/compte/connexion/").content.decode()
    assert client.post(BEGIN).status_code == 404


def test_in_by_the_provider_and_out_of_both(site: Client, provider: str) -> None:
    account(email="camille@ville.example", full_name="Camille Exemple")
    assert "S’identifier avec ProConnect" in site.get("/fr/compte/connexion/").content.decode()
    address = sent_to_provider(site)
    asked = parse_qs(urlsplit(address).query)
    assert address.startswith(provider)
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert asked["nonce"]
    assert asked["state"]
    assert site.get(came_back(address)).headers["Location"] == "/fr/espace/"
    assert "Camille Exemple" in site.get("/fr/compte/").content.decode()
    leaving = site.post("/fr/compte/deconnexion/").headers["Location"]
    assert leaving.startswith(provider)
    assert parse_qs(urlsplit(leaving).query)["post_logout_redirect_uri"] == ["http://testserver/fr/"]
    assert requests.get(leaving, allow_redirects=False, timeout=10).status_code < 400
    assert site.get("/fr/compte/").status_code == 302


def test_an_agent_without_an_account_is_told_to_ask_for_one(site: Client) -> None:
    answer = site.get(came_back(sent_to_provider(site)))
    assert answer.status_code == 403
    assert "/fr/compte/demande/" in answer.content.decode()
    assert site.get("/fr/compte/").status_code == 302


def test_a_second_factor_is_asked_for_all_the_same(site: Client) -> None:
    account("ministry_officer", email="camille@ville.example")
    assert "second-facteur" in site.get(came_back(sent_to_provider(site))).headers["Location"]


def test_the_state_of_another_browser_is_refused(site: Client) -> None:
    account(email="camille@ville.example")
    back = came_back(sent_to_provider(site))
    other = Client()
    assert other.get(back).status_code in (200, 401)
    assert other.get("/fr/compte/").status_code == 302


def test_another_nonce_is_refused(site: Client) -> None:
    account(email="camille@ville.example")
    back = came_back(sent_to_provider(site))
    session = site.session
    session[NONCE] = "somebody else's"
    session.save()
    site.get(back)
    assert site.get("/fr/compte/").status_code == 302


def test_a_code_serves_once(site: Client) -> None:
    account(email="camille@ville.example")
    back = came_back(sent_to_provider(site))
    site.get(back)
    site.post("/fr/compte/deconnexion/")
    site.get(back)
    assert site.get("/fr/compte/").status_code == 302


def test_cancelling_leads_back(site: Client) -> None:
    state = parse_qs(urlsplit(sent_to_provider(site)).query)["state"][0]
    answer = site.get(f"/fr/compte/fournisseurs/proconnect/retour/?error=access_denied&state={state}")
    assert answer.headers["Location"] == "/fr/compte/fournisseurs/annule/"
    assert site.get("/fr/compte/fournisseurs/annule/").status_code == 200


def test_what_the_address_adds_is_not_sent(site: Client) -> None:
    address = site.post(f"{BEGIN}?process=login&scope=admin&auth_params=nonce%3Dmine").headers["Location"]
    asked = parse_qs(urlsplit(address).query)
    assert "admin" not in asked["scope"][0]
    assert asked["nonce"] != ["mine"]


KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Signing(BaseHTTPRequestHandler):
    """A provider that answers user-info as ProConnect does: a signed token."""

    key = KEY
    claims: dict[str, Any]

    def do_GET(self) -> None:
        address = f"http://localhost:{self.server.server_address[1]}"
        config = {"issuer": address, "jwks_uri": f"{address}/jwks", "userinfo_endpoint": f"{address}/userinfo"}
        public = {**json.loads(RSAAlgorithm.to_jwk(KEY.public_key())), "kid": "k", "alg": "RS256"}
        body, kind = json.dumps(config), "application/json"
        if self.path == "/jwks":
            body = json.dumps({"keys": [public]})
        elif self.path == "/userinfo":
            said = {"iss": address, "aud": "atlas", "exp": int(time.time()) + 60, **self.claims}
            body = jwt.encode(said, self.key, algorithm="RS256", headers={"kid": "k"})
            kind = "application/jwt"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: object) -> None:
        """Says nothing."""


BAD = {
    "another key": (OTHER_KEY, {}),
    "for somebody else": (KEY, {"aud": "another"}),
    "too old": (KEY, {"exp": 1}),
    "of another provider": (KEY, {"iss": "https://evil.example"}),
}


@contextmanager
def signing(settings: Any, rf: RequestFactory, key: Any, claims: dict[str, Any]) -> Iterator[ProConnectAdapter]:
    """An adapter that asks a provider which signs with that key."""
    handler = type("Handler", (Signing,), {"key": key, "claims": {**AGENT, **claims}})
    server = ThreadingHTTPServer(("localhost", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    settings.SOCIALACCOUNT_PROVIDERS = configured(f"http://localhost:{server.server_address[1]}")
    request = rf.get("/")
    try:
        with context.request_context(request):
            yield ProConnectAdapter(request, "proconnect")
    finally:
        server.shutdown()
        server.server_close()


def test_signed_user_info(world: World, settings: Any, rf: RequestFactory) -> None:
    with signing(settings, rf, KEY, {}) as adapter:
        assert adapter._fetch_user_info("token")["email"] == AGENT["email"]


@pytest.mark.parametrize("case", BAD)
def test_user_info_that_is_not_rightly_signed(world: World, settings: Any, rf: RequestFactory, case: str) -> None:
    with signing(settings, rf, *BAD[case]) as adapter, pytest.raises(OAuth2Error):
        adapter._fetch_user_info("token")
