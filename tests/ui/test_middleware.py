import pytest
from csp.decorators import csp_replace
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from atlas.ui import middleware

POLICY = "Content-Security-Policy"


@pytest.mark.parametrize(("path", "is_private"), [("/admin/login/", True), ("/fr/recherche/", False), ("/", False)])
def test_accounts_belong_to_private_addresses(path, is_private):
    found = {}

    def view(request: HttpRequest) -> HttpResponse:
        found.update(vars(request))
        return HttpResponse("")

    stack = middleware.SessionsMiddleware(middleware.AccountsMiddleware(middleware.MessagesMiddleware(view)))
    stack(RequestFactory().get(path))
    assert {name: name in found for name in ("session", "user", "_messages")} == dict.fromkeys(
        ("session", "user", "_messages"), is_private
    )
    assert not is_private or isinstance(found["user"], AnonymousUser)


def answer(view) -> HttpResponse:
    return middleware.PolicyMiddleware(view)(RequestFactory().get("/fr/"))


def test_every_answer_has_the_policy_of_the_site():
    policy = answer(lambda _request: HttpResponse(""))[POLICY]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


def test_a_view_may_have_a_policy_of_its_own_which_the_next_answer_does_not_have():
    @csp_replace({"frame-ancestors": ["*"]})
    def strict(_request: HttpRequest) -> HttpResponse:
        return HttpResponse("")

    assert "frame-ancestors *" in answer(strict)[POLICY]
    assert "frame-ancestors 'none'" in answer(lambda _request: HttpResponse(""))[POLICY]


def test_a_header_that_is_there_stays():
    assert answer(lambda _request: HttpResponse("", headers={POLICY: "sandbox"}))[POLICY] == "sandbox"
