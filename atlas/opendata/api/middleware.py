"""The API over HTTP: limits, 304 before any other work, CORS, compression. Leaves all other addresses alone.

Stands before Django's own middleware, as that of pages does (ADR 11): a client that has the answer already costs no
query. No answer sets a cookie.
"""

import time
from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.translation import gettext, ngettext, override

from atlas.catalogue.middleware import CACHE_CONTROL, version
from atlas.catalogue.page_cache import SMALLEST, accepts_gzip, compress, is_known, tag_of
from atlas.opendata.api import tokens
from atlas.opendata.api.formats import TYPES, ending_of
from atlas.opendata.api.problems import BAD_TOKEN, NOT_ALLOWED, TOO_MANY, Refused, language_of, problem_response
from atlas.opendata.api.quotas import Quota, spend
from atlas.visitors.limits import network_of
from atlas.visitors.origin import visitor_of

PREFIX: Final = "/api/"
METHODS: Final = "GET, HEAD, OPTIONS"
CORS: Final = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": (
        "ETag, Link, RateLimit, RateLimit-Policy, Retry-After, X-Total-Count, Deprecation, Sunset"
    ),
}
PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept, Authorization, If-None-Match",
    "Access-Control-Max-Age": "86400",
    "Allow": METHODS,
}
VARY: Final = "Accept, Accept-Encoding"
QUOTA_FILE: Final = "api-quota"

Next = Callable[[HttpRequest], HttpResponseBase]


class ApiMiddleware:
    """Everything that all addresses of the API have in common."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path_info.startswith(PREFIX):
            return self.get_response(request)
        if request.method == "OPTIONS":
            response: HttpResponseBase = HttpResponse(status=204, headers=PREFLIGHT)
        else:
            response = _counted(request, self.get_response)
        for name, value in CORS.items():
            response.headers[name] = value
        response.headers["Vary"] = VARY
        return response


def _counted(request: HttpRequest, get_response: Next) -> HttpResponseBase:
    """The answer to a request that counts, with what is left."""
    quota, is_good = _spent(request)
    if quota.is_over:
        response: HttpResponseBase = problem_response(request, _too_many(request, quota))
    elif not is_good:
        response = problem_response(request, _bad_token(request))
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    elif request.method not in ("GET", "HEAD"):
        response = problem_response(request, _not_allowed(request))
        response.headers["Allow"] = METHODS
    else:
        response = _read(request, get_response)
    for name, value in quota.headers().items():
        response.headers[name] = value
    return response


def _spent(request: HttpRequest) -> tuple[Quota, bool]:
    """The quota that the request was counted in, and whether its token, if it brings one, is good.

    A token that is not known counts for the address that tries it, and is looked up only while that has something left.
    """
    digest = tokens.token_in(request.META.get("HTTP_AUTHORIZATION", ""))
    if digest is not None and tokens.remembered(digest):
        return _spend(digest, "token", settings.ATLAS_API_A_MINUTE_BY_TOKEN), True
    address = visitor_of(request)
    quota = _spend(network_of(address) if ":" in address else address, "address", settings.ATLAS_API_A_MINUTE)
    if digest is None:  # other schemes are of proxies before us
        return quota, not request.META.get("HTTP_AUTHORIZATION", "").lower().startswith("bearer")
    return quota, not quota.is_over and tokens.remembered(digest) is None and tokens.look_up(digest)


def _spend(who: str, policy: str, limit: int) -> Quota:
    path = settings.VAR_DIR / QUOTA_FILE
    return spend(path, who, policy=policy, limit=limit, secret=settings.SECRET_KEY, now=time.time())


def _read(request: HttpRequest, get_response: Next) -> HttpResponseBase:
    """304 when the client has it; else the answer, tagged and compressed."""
    current = version()
    address = f"{request.path}?{request.META.get('QUERY_STRING', '')} {request.META.get('HTTP_ACCEPT', '')}"
    tag = tag_of(current, address) if current is not None else ""
    if tag and is_known(request.META.get("HTTP_IF_NONE_MATCH", ""), tag):
        return HttpResponseNotModified(headers={"ETag": tag, "Cache-Control": CACHE_CONTROL})
    if ending := ending_of(request.path_info):
        request.path_info = request.path_info.removesuffix(f".{ending}")
        request.META["HTTP_ACCEPT"] = TYPES[ending]
    is_head, request.method = request.method == "HEAD", "GET"
    response = get_response(request)
    if tag and response.status_code == 200:
        response.headers["ETag"] = tag
        response.headers["Cache-Control"] = CACHE_CONTROL
    if isinstance(response, HttpResponse):
        _finish(request, response, is_head=is_head)
    return response


def _finish(request: HttpRequest, response: HttpResponse, *, is_head: bool) -> None:
    if len(response.content) >= SMALLEST and accepts_gzip(request.META.get("HTTP_ACCEPT_ENCODING", "")):
        response.content = compress(response.content)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    if is_head:
        response.content = b""


def _too_many(request: HttpRequest, quota: Quota) -> Refused:
    with override(language_of(request)):
        wait = ngettext(
            "La limite est de %(limit)s requêtes par minute. Réessayez dans %(seconds)s seconde.",
            "La limite est de %(limit)s requêtes par minute. Réessayez dans %(seconds)s secondes.",
            quota.seconds,
        )
        more = gettext("Un jeton gratuit la relève : voir la documentation.")
        return Refused(TOO_MANY, f"{wait % {'limit': quota.limit, 'seconds': quota.seconds}} {more}")


def _bad_token(request: HttpRequest) -> Refused:
    with override(language_of(request)):
        detail = gettext(
            "L’en-tête Authorization ne porte aucun jeton en service. Vérifiez-le, ou retirez l’en-tête : l’API se lit "
            "sans jeton."
        )
        return Refused(BAD_TOKEN, detail)


def _not_allowed(request: HttpRequest) -> Refused:
    with override(language_of(request)):
        return Refused(NOT_ALLOWED, gettext("Utilisez GET ou HEAD."))
