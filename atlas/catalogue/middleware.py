"""Public pages over HTTP: kept whole for one state of the catalogue, validated by ETag, compressed; 503 without index.

Stands before Django's own middleware, so that a page that is kept, or that the reader already has, costs neither a
query nor a template. What an answer depends on must be in its address or in `version()`; a view whose answer depends
on anything else says so with a cookie, `Vary` or `Cache-Control`, and is left alone.
"""

import sys
from collections.abc import Callable
from functools import cache
from typing import Final, TypeGuard

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate

from atlas.catalogue.index.reader import snapshot
from atlas.catalogue.page_cache import (
    SMALLEST,
    Page,
    PageCache,
    Version,
    accepts_gzip,
    compress,
    fingerprint,
    is_known,
    tag_of,
)
from atlas.catalogue.search import IndexUnavailable

RETRY_AFTER = "30"
CACHE_CONTROL: Final = "public, max-age=0, must-revalidate"
"""Whoever keeps a page asks whether it still holds: a change is seen by all readers as soon as it is here."""

_OF_ONE_TRANSFER: Final = frozenset({"Content-Length", "Content-Encoding", "Vary"})
_TEXTS: Final = ("text/", "application/json", "application/geo+json", "application/atom+xml", "image/svg+xml")
_PUBLIC: Final = tuple(f"/{code}/" for code, _name in settings.LANGUAGES)
_SOURCES: Final = (
    "atlas/**/*.py",
    "atlas/**/*.html",
    "atlas/**/*.typ",
    "config/**/*.py",
    "locale/**/*.po",
    "data/**/*.csv",
    "data/accessibility/*.json",
)
_WORDS: Final = ("ATLAS_STATE_BRAND", "ATLAS_PUBLISHER", "ATLAS_HOST", "ATLAS_CONTACT", "ATLAS_DEMONSTRATION")

Next = Callable[[HttpRequest], HttpResponseBase]

PAGES = PageCache()
"""The pages of this process."""


class PublicPageMiddleware:
    """Answers from what is kept when it can. Must come first; takes no part while templates are being worked on."""

    def __init__(self, get_response: Next) -> None:
        if settings.DEBUG:
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or not request.path_info.startswith(_PUBLIC):
            return self.get_response(request)
        current = version()
        if current is None:
            return _compressed(request, self.get_response(request))
        path = f"{request.path}?{request.META.get('QUERY_STRING', '')}"
        tag = tag_of(current, path)
        if is_known(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
            return HttpResponseNotModified(headers=_validators(tag))
        address = _site(request) + path
        page = PAGES.get(current, address)
        if page is None:
            response = self.get_response(request)
            if not _may_be_kept(response):
                return _compressed(request, response)
            page = _page(response)
            PAGES.put(current, address, page)
        return _answer(request, page, tag)


class IndexUnavailableMiddleware:
    """Turns IndexUnavailable, raised by any view, into a page that says when to come back."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """503 with Retry-After for a missing index; other exceptions are not ours."""
        if not isinstance(exception, IndexUnavailable):
            return None
        response = render(request, "catalogue/unavailable.html", status=503)
        response.headers["Retry-After"] = RETRY_AFTER
        response.headers["Cache-Control"] = "no-store"
        return response


def version() -> Version | None:
    """What pages are made from at this moment; None while there is no index. No query: the state file says it.

    Taken before the page is made: a page may be newer than its tag says, never older.
    """
    try:
        state = snapshot().state
    except IndexUnavailable:
        return None
    return Version(build(), state.folder, state.revision, localdate())


@cache
def build() -> str:
    """Of the code, the texts, the reference data and the settings that pages show: a new one at each deployment."""
    files = [path for pattern in _SOURCES for path in settings.BASE_DIR.glob(pattern)]
    manifest = settings.STATIC_ROOT / "staticfiles.json"
    words = [getattr(settings, name) for name in _WORDS]
    return fingerprint([*files, *([manifest] if manifest.exists() else [])], words)


def _site(request: HttpRequest) -> str:
    """Scheme and host, which permalinks name. A host that is not ours was refused, so nothing is kept for it."""
    return f"{request.scheme}://{request.META.get('HTTP_HOST') or request.META.get('SERVER_NAME', '')}"


def _is_text(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Whole and worth compressing; what streams, streams."""
    kind = response.headers.get("Content-Type", "")
    return not response.streaming and kind.startswith(_TEXTS) and not response.has_header("Content-Encoding")


def _may_be_kept(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """A whole text that says nothing of its own about caches and belongs to no reader."""
    is_own = response.cookies or any(response.has_header(name) for name in ("Vary", "Cache-Control", "ETag"))
    return response.status_code == 200 and not is_own and _is_text(response)


def _page(response: HttpResponse) -> Page:
    """Headers are the same strings on most pages: kept once."""
    kept = ((name, sys.intern(value)) for name, value in response.items() if name not in _OF_ONE_TRANSFER)
    return Page(tuple(kept), compress(response.content))


def _answer(request: HttpRequest, page: Page, tag: str) -> HttpResponse:
    is_compressed = accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", ""))
    body = page.compressed if is_compressed else page.plain
    headers = {**dict(page.headers), **_validators(tag), "Content-Length": str(len(body))}
    if is_compressed:
        headers["Content-Encoding"] = "gzip"
    response = HttpResponse(b"" if request.method == "HEAD" else body, content_type=headers["Content-Type"])
    # Django checked them when the page was made; to check a dozen again takes a tenth of a kept page's time.
    response.headers._store.update({name.lower(): (name, value) for name, value in headers.items()})
    return response


def _validators(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": CACHE_CONTROL, "Vary": "Accept-Encoding"}


def _compressed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """An answer that is not kept; one that belongs to a reader may hold a secret and stays plain (BREACH)."""
    if not _is_text(response) or response.cookies:
        return response
    if len(response.content) < SMALLEST or "cookie" in response.headers.get("Vary", "").lower():
        return response
    patch_vary_headers(response, ("Accept-Encoding",))
    if accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response.content = compress(response.content)
        response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(response.content))
    return response
