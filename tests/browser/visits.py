"""How a browser comes to each page that a reader may meet, those that have no address of their own included.

A form sent empty comes back with its errors; what is shown when the server cannot answer is written here by the same
templates and laid at an address of the running site, because nothing on a healthy site leads there.
"""

from collections.abc import Callable

from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from playwright.sync_api import Page

from tests.browser.addresses import ANSWERS_404, TYPES, Addresses

REFUSED = {
    "correction refused": "correction",
    "message refused": "message",
    "alert refused": "alert",
    "registration refused": "registration",
}
"""Type of page → the type whose form, sent empty, leads to it."""
BROKEN: dict[str, Callable[[HttpRequest], str]] = {
    "server error": lambda _request: get_template("pages/server_error.html").render(),
    "index rebuilding": lambda request: render_to_string("catalogue/unavailable.html", request=request),
    "list too long": lambda request: render_to_string(
        "opendata/too_long.html",
        {"csv": "/", "most": 1_048_575, "page": "/", "total": 2_000_000},
        request=request,
    ),
}
SEEN = (*TYPES, *REFUSED, *BROKEN)
LAID_AT = "/laid-here-by-the-test/"


def visit(page: Page, addresses: Addresses, kind: str, language: str) -> None:
    """Open a page of this type of SEEN. The window's base address is the site's."""
    if kind in BROKEN:
        page.route(f"**{LAID_AT}", lambda route: route.fulfill(body=_written(kind, language), content_type="text/html"))
        page.goto(LAID_AT)
        return
    answer = page.goto(addresses[REFUSED.get(kind, kind), language])
    assert answer is not None
    assert answer.status == (404 if kind in ANSWERS_404 else 200), kind
    if kind in REFUSED:
        page.locator("main form[method=post] button[type=submit]").click()
        page.locator(".visitor-errors").wait_for()


def _written(kind: str, language: str) -> str:
    with override(language):
        return BROKEN[kind](RequestFactory().get(f"/{language}/", headers={"host": "localhost"}))
