"""Home, the pages of text, and what is shown when an address leads nowhere or the server fails."""

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.pages import sitemap
from atlas.pages.accessibility import last_audit, statement_of
from atlas.pages.addresses import address_of_twin
from atlas.pages.front_page import front_page

XML = "application/xml; charset=utf-8"
MOST_PARTS = 10**9  # numbers beyond fit no column


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: one search box, key figures, the world, what changed lately."""
    return render(request, "pages/home.html", {"front": front_page(get_language() or "fr", localdate())})


@require_safe
def text_page(request: HttpRequest, template: str) -> HttpResponse:
    """A page that holds nothing but text: about, legal notice."""
    operator = {"publisher": settings.ATLAS_PUBLISHER, "host": settings.ATLAS_HOST, "contact": settings.ATLAS_CONTACT}
    return render(request, template, operator)


@require_safe
def accessibility_page(request: HttpRequest) -> HttpResponse:
    """The accessibility statement, made from the result of the last audit."""
    context = {
        "statement": statement_of(last_audit(), get_language() or "fr"),
        "publisher": settings.ATLAS_PUBLISHER,
        "contact": settings.ATLAS_CONTACT,
    }
    return render(request, "pages/accessibility.html", context)


@require_safe
def root(request: HttpRequest) -> HttpResponse:
    """`/` leads to the French home whatever the browser prefers, so that any cache may keep the answer."""
    with override("fr"):
        return HttpResponsePermanentRedirect(reverse("home"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: everything public may be indexed but lists of search results; the sheets that they lead to may."""
    text = render_to_string("pages/robots.txt", {"sitemap": f"{_site(request)}{reverse('sitemap')}"})
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """Where programs look for an icon that read no page, such as readers of feeds. The icon's own address names its
    content and changes with it: not for good."""
    return HttpResponseRedirect(static("ui/favicon.svg"), headers={"Cache-Control": "public, max-age=86400"})


@require_safe
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The parts of the sitemap. Two queries."""
    return HttpResponse(sitemap.index_of(sitemap.parts(), _site(request)), content_type=XML)


@require_safe
def sitemap_part(request: HttpRequest, kind: str, number: int) -> StreamingHttpResponse:
    """One part, streamed. One query."""
    if kind not in sitemap.KINDS or number > MOST_PARTS:
        raise Http404(_("Aucune partie du plan du site ne porte ce nom."))
    return StreamingHttpResponse(sitemap.part_of(sitemap.Part(kind, number), _site(request)), content_type=XML)


def _site(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404, unless the address is right but for its language: then the right one, for good."""
    twin = address_of_twin(request.path_info)
    if twin:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{twin}?{query}" if query else twin)
    language = "en" if request.path_info.startswith("/en/") else "fr"
    with override(language):
        return render(request, "pages/not_found.html", {"reason": _reason(exception), "is_gone": False}, status=404)


def _reason(exception: Exception) -> str:
    """What a view said is missing; an address that no view takes says nothing that people can read."""
    said = exception.args[0] if exception.args else ""
    return said if isinstance(said, str) else ""


def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page of its own that needs neither database nor context, in both languages."""
    return HttpResponse(get_template("pages/server_error.html").render(), status=500)
