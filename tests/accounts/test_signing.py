"""Signing in: password, code by mail, second factor, limits and the way out, no open redirect, sessions."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.test import Client

from atlas.accounts.devices import device_of
from atlas.notifications.models import Mail
from tests.factories.accounts import PASSWORD, account, client_of, code_of, staff_member
from tests.factories.world import World

LOGIN = "/fr/compte/connexion/"
HOME = "/fr/compte/"
ENTERED = "/fr/espace/"


def sign_in(client: Client, email: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": email, "password": password, **more})


def test_with_a_password_comes_a_new_session(world: World, client: Client) -> None:
    user = account("authority_agent", organisation=world.commune)
    client.get(LOGIN)
    before = client.session.session_key
    answer = sign_in(client, user.email.upper())
    assert answer.headers["Location"] == ENTERED
    assert client.session.session_key not in (None, before)
    cookie = answer.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert client.get(HOME).status_code == 200


def test_a_wrong_password_says_nothing_of_the_account(world: World, client: Client) -> None:
    user = account()
    known = sign_in(client, user.email, "faux").content.decode()
    unknown = sign_in(client, "personne@rien.example", "faux").content.decode()
    clean = [re.sub(r'value="[^"]*"|personne\S*', "", text) for text in (known, unknown)]
    assert clean[0] == clean[1]


def test_five_wrong_passwords_lock_and_the_code_is_the_way_out(world: World, client: Client) -> None:
    user = account()
    for _ in range(5):
        sign_in(client, user.email, "faux")
    assert sign_in(client, user.email).status_code == 200
    assert client.get(HOME).status_code == 302
    sent = client.post("/fr/compte/connexion/code/", {"email": user.email})
    assert sent.headers["Location"] == "/fr/compte/connexion/code/saisie/"
    code = re.search(r"^[A-Z0-9]{3,4}-?[A-Z0-9]{3,4}$", Mail.objects.get().body, re.MULTILINE)
    assert code
    entered = client.post("/fr/compte/connexion/code/saisie/", {"code": code[0]})
    assert entered.headers["Location"] == ENTERED
    assert client.get(HOME).status_code == 200


def test_a_code_asked_for_an_unknown_address_looks_the_same(world: World, client: Client) -> None:
    account(email="connue@ville.example")
    answers = [
        client.post("/fr/compte/connexion/code/", {"email": email})
        for email in ("connue@ville.example", "inconnue@ville.example")
    ]
    assert len({(one.status_code, one.headers["Location"]) for one in answers}) == 1


def test_a_password_that_is_forgotten_is_replaced_once(world: World, client: Client) -> None:
    user = account()
    client.post("/fr/compte/mot-de-passe/oublie/", {"email": user.email})
    link = re.search(r"http://127.0.0.1:8000(\S+)", Mail.objects.get().body)
    assert link
    page = client.get(link[1], follow=True)
    new = {"password1": "encore une phrase", "password2": "encore une phrase"}
    client.post(page.request["PATH_INFO"], new)
    user.refresh_from_db()
    assert user.check_password("encore une phrase")
    assert "lien" in Client().get(link[1], follow=True).content.decode()


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "/\\evil.example"]
)
def test_no_open_redirect(world: World, client: Client, target: str) -> None:
    user = account()
    assert sign_in(client, user.email, next=target).headers["Location"] == ENTERED


def test_one_comes_back_to_what_one_was_reading(world: World, client: Client) -> None:
    user = account()
    asked = client.get("/fr/compte/demande/role/").headers["Location"]
    assert asked == f"{LOGIN}?next=/fr/compte/demande/role/"
    assert (
        sign_in(client, user.email, next="/fr/compte/demande/role/").headers["Location"] == "/fr/compte/demande/role/"
    )


def test_the_ministry_enters_with_a_second_factor(world: World, client: Client) -> None:
    user = account("ministry_officer")
    assert sign_in(client, user.email).headers["Location"].startswith("/fr/compte/second-facteur/saisie/")
    assert client.get(HOME).status_code == 302
    wrong = client.post("/fr/compte/second-facteur/saisie/", {"code": "000000"})
    assert wrong.status_code == 200
    code = code_of(user.email)
    assert client.post("/fr/compte/second-facteur/saisie/", {"code": code}).headers["Location"] == ENTERED
    replayed = Client()
    sign_in(replayed, user.email)
    assert replayed.post("/fr/compte/second-facteur/saisie/", {"code": code}).status_code == 200


def test_without_a_second_factor_the_ministry_only_sees_how_to_add_one(world: World) -> None:
    user = staff_member("sans@etat.example")
    user.authenticator_set.all().delete()
    client = client_of(user)
    for page in ("/admin/", "/fr/espace/imports/"):
        assert client.get(page).headers["Location"] == "/fr/compte/second-facteur/"
    assert client.get("/fr/compte/second-facteur/").status_code == 200


def test_the_secret_of_a_second_factor_is_enciphered(world: World) -> None:
    user = account("ministry_officer")
    kept = user.authenticator_set.get().data["secret"]
    assert not re.fullmatch(r"[A-Z2-7]{32}", kept)


@pytest.mark.parametrize(
    ("path", "trail"),
    [
        ("connexion/code/", "Recevoir"),
        ("mot-de-passe/oublie/", "Mot de passe"),
        ("mot-de-passe/oublie/envoye/", "Courriel envoyé"),
        ("fournisseurs/erreur/", "ProConnect n’a pas répondu comme prévu"),
    ],
)
def test_pages_of_the_library_say_where_one_is(world: World, client: Client, path: str, trail: str) -> None:
    page = client.get(f"/fr/compte/{path}").content.decode()
    steps = re.findall(r'aria-current="page">([^<]+)</a></li>', page)
    assert len(steps) == 1
    assert trail in steps[0] or steps[0] in page.partition("<h1>")[2]


def test_the_form_of_a_key_is_in_french(world: World) -> None:
    client = client_of(account())
    client.post("/fr/compte/verification/", {"password": PASSWORD})
    page = client.get("/fr/compte/second-facteur/cles/ajout/").content.decode()
    assert '<label class="fr-label" for="id_name">Nom de la clé' in page


def test_under_the_own_account_for_who_is_in(world: World) -> None:
    page = client_of(account()).get("/fr/compte/adresse/").content.decode()
    assert '<li><a class="fr-breadcrumb__link" href="/fr/compte/">Mon compte</a></li><li>' in page


def test_nobody_signs_up(client: Client, world: World) -> None:
    assert client.get("/fr/compte/inscription/").headers["Location"] == "/fr/compte/demande/"


def test_signing_out_takes_a_post(world: World) -> None:
    client = client_of(account())
    assert client.get("/fr/compte/deconnexion/").status_code == 200
    assert client.get(HOME).status_code == 200
    assert client.post("/fr/compte/deconnexion/").headers["Location"] == "/fr/"
    assert client.get(HOME).status_code == 302


def test_forms_are_protected_from_forgery(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    user = account()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post("/fr/compte/effacer/").status_code == 403
    user.refresh_from_db()
    assert user.is_active


def test_a_session_that_is_ended_elsewhere_is_over(world: World) -> None:
    user = account()
    here, there = Client(), Client()
    sign_in(here, user.email)
    sign_in(there, user.email)
    assert there.get(HOME).status_code == 200
    page = here.get("/fr/compte/sessions/")
    assert page.status_code == 200
    here.post("/fr/compte/sessions/")
    assert there.get(HOME).status_code == 302
    assert here.get(HOME).status_code == 200


def test_one_session_is_ended_among_several_and_never_that_of_somebody_else(world: World) -> None:
    user, other = account(), account()
    here, lost, phone, foreign = Client(), Client(), Client(), Client()
    for client, person in ((here, user), (lost, user), (phone, user), (foreign, other)):
        sign_in(client, person.email)
    number = UserSession.objects.get(session_key=lost.session.session_key).pk
    theirs = UserSession.objects.get(session_key=foreign.session.session_key).pk
    mine = UserSession.objects.get(session_key=here.session.session_key).pk
    for asked in (theirs, mine, "x", ""):
        here.post("/fr/compte/sessions/", {"session": asked})
    assert [one.get(HOME).status_code for one in (here, lost, phone, foreign)] == [200, 200, 200, 200]
    page = here.post("/fr/compte/sessions/", {"session": number}, follow=True).content.decode()
    assert "1 session est fermée." in page
    assert f'value="{number}"' not in page
    assert [one.get(HOME).status_code for one in (here, lost, phone, foreign)] == [200, 302, 200, 200]


def test_private_pages_are_kept_by_nobody(world: World) -> None:
    answer = client_of(account()).get(HOME)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_the_cookies_are_the_two_that_are_told_of(world: World, client: Client) -> None:
    user = account()
    client.get("/fr/compte/connexion/")
    client.post("/fr/compte/connexion/", {"login": user.email, "password": PASSWORD})
    assert set(client.cookies) == {"sessionid", "csrftoken"}
    told = (settings.BASE_DIR / "docs/personal-data.md").read_text().partition("## Cookies")[2]
    assert set(re.findall(r"`(\w+)`", told)) == set(client.cookies)
    assert [one["max-age"] for one in client.cookies.values()] == ["", ""]
    client.post("/fr/compte/deconnexion/")
    assert client.cookies["sessionid"].value == ""


def test_behind_a_proxy_each_visitor_is_seen_as_its_own(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ATLAS_PROXIES", 1)
    user = account()
    client = Client(headers={"x-forwarded-for": "203.0.113.9, 198.51.100.7"})
    client.post("/fr/compte/connexion/", {"login": user.email, "password": PASSWORD})
    page = client.get("/fr/compte/sessions/", headers={"user-agent": "x"}).content.decode()
    assert "198.51.100.7" in page
    assert "203.0.113.9" not in page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Windows"),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0", "Edge, Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 Chrome/140.0 Safari/537.36", "Chrome, Android"),
        ("curl/8", ""),
    ],
)
def test_a_browser_in_words(said: str, shown: str) -> None:
    assert device_of(said) == shown


def test_a_visitor_gets_no_cookie_on_public_pages(world: World, client: Client) -> None:
    assert not client.get("/fr/a-propos/").cookies
