"""Template tags of the frame and of small components. Not for words of a feature: those stand with the feature."""

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from django import template
from django.conf import settings
from django.template import Context, Node, NodeList
from django.template.base import Parser, Token
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from atlas.ui import formats, frame
from atlas.ui.pagination import PageLink, Pager

register = template.Library()


def language() -> str:
    """The active language of the site, "fr" or "en"."""
    return get_language() or settings.LANGUAGE_CODE


@register.filter
def number(value: int | Decimal) -> str:
    """`{{ total|number }}`: 12 725, 12,725."""
    return formats.number(value, language())


@register.simple_tag(takes_context=True)
def site_header(context: Context) -> SafeString:
    """Skip links, header with the link to the same page in the other language, menu, demonstration notice."""
    page = frame.page_name(context["request"])
    html = frame.header(language(), page, context["state_brand"], context["demonstration"])
    return SafeString(html.replace(frame.LANGUAGE_PLACE, language_link(context)))


@register.simple_tag(takes_context=True)
def site_footer(context: Context) -> SafeString:
    """The footer."""
    return frame.footer(language(), context["state_brand"])


@register.simple_tag(takes_context=True)
def language_link(context: Context) -> SafeString:
    """A link to this page in the other language, with the same query string."""
    request, other = context["request"], frame.other_language(language())
    path = frame.address_in(request, other)
    query = request.META.get("QUERY_STRING", "")
    address = f"/{other}/" if path is None else f"{path}?{query}" if query else path
    name = frame.LANGUAGE_NAMES[other]
    return SafeString(f'<a href="{escape(address)}" lang="{other}" hreflang="{other}">{name}</a>')


class NamesOfPage(Node):
    """`<title>`, description, and what programs show of a link to the page, from the page's two texts."""

    def __init__(self, title: NodeList, site: NodeList, summary: NodeList) -> None:
        self.title, self.site, self.summary = title, site, summary

    def render(self, context: Context) -> SafeString:
        """Both texts are HTML already; in an attribute a quotation mark of a translation must not end it."""
        title, summary = self.title.render(context), self.summary.render(context)
        name, says = title.replace('"', "&quot;"), summary.replace('"', "&quot;")
        return SafeString(
            f'<title>{title}{self.site.render(context)}</title>\n<meta name="description" content="{says}">\n'
            f'<meta property="og:title" content="{name}">\n<meta property="og:description" content="{says}">'
        )


@register.tag("names")
def names(parser: Parser, _token: Token) -> NamesOfPage:
    """`{% names %}title{% site %} – name of the site{% summary %}description{% endnames %}`."""
    title, site, summary = (_until(parser, end) for end in ("site", "summary", "endnames"))
    return NamesOfPage(title, site, summary)


def _until(parser: Parser, end: str) -> NodeList:
    nodes = parser.parse((end,))
    parser.delete_first_token()
    return nodes


CARD = "ui/card.png"
"""The picture that programs show beside a link to any page: 1,200 × 630 pixels, made by `make screenshots`."""


@lru_cache(maxsize=4)
def _card(_language: str) -> str:
    words = gettext("Carte du monde, avec le nom de l’Atlas de l’action extérieure des collectivités")
    return (
        f'{static(CARD)}">\n<meta property="og:image:type" content="image/png">\n'
        '<meta property="og:image:width" content="1200">\n<meta property="og:image:height" content="630">\n'
        f'<meta property="og:image:alt" content="{escape(words)}">'
    )


@register.simple_tag(takes_context=True)
def alternate_links(context: Context) -> SafeString:
    """rel=canonical, rel=alternate for each language, og:url, og:image; none for a page without an address of its own.

    The query string counts only where the page says so with `canonical_query` (the search's canonical parameters).
    """
    request = context["request"]
    query = context.get("canonical_query", "")
    suffix = f"?{query}" if query else ""
    addresses = {code: frame.address_in(request, code) for code, _name in settings.LANGUAGES}
    if None in addresses.values():
        return SafeString("")
    site = f"{request.scheme}://{request.get_host()}"
    full = {code: escape(f"{site}{path}{suffix}") for code, path in addresses.items()}
    own = full[language()]
    twins = {**full, "x-default": full[settings.LANGUAGE_CODE]}
    links = "\n".join(f'<link rel="alternate" hreflang="{code}" href="{path}">' for code, path in twins.items())
    return SafeString(
        f'<link rel="canonical" href="{own}">\n{links}\n'
        f'<meta property="og:url" content="{own}">\n<meta property="og:image" content="{site}{_card(language())}'
    )


@register.simple_tag
def crumb(label: str, url: str = "", language: str = "") -> SafeString:
    """One step of the breadcrumb; the last one, without address, is the page itself.

    `language`: attribute of a name that is in another language than the page.
    """
    name = conditional_escape(label)
    if url:
        return SafeString(f'<li><a class="fr-breadcrumb__link" href="{escape(url)}"{language}>{name}</a></li>')
    return SafeString(f'<li><a class="fr-breadcrumb__link" aria-current="page"{language}>{name}</a></li>')


@dataclass(frozen=True, slots=True)
class _PageWords:
    """What every list's page links repeat; `page` has a place for the number."""

    title: str
    before: str
    after: str
    page: str


@lru_cache(maxsize=4)
def _page_words(_language: str) -> _PageWords:
    """`_language` is the active one."""
    title, page = gettext("Pages de résultats"), gettext("Page %(number)s")
    return _PageWords(escape(title), escape(gettext("Page précédente")), escape(gettext("Page suivante")), escape(page))


@register.simple_tag
def page_links(pager: Pager | None) -> SafeString:
    """Links to the other pages of a list; nothing for a list of one page."""
    if pager is None:
        return SafeString("")
    words = _page_words(language())
    before = _neighbour("prev", pager.previous, words.before) if pager.previous else ""
    after = _neighbour("next", pager.next, words.after) if pager.next else ""
    links = "\n".join(f"<li>{_page_link(one, words.page)}</li>" for one in pager.links)
    return SafeString(
        f'<nav class="fr-pagination atlas-pagination" aria-label="{words.title}"><ul class="fr-pagination__list">'
        f"<li>{before}</li>{links}<li>{after}</li></ul></nav>"
    )


def _neighbour(relation: str, url: str, words: str) -> str:
    style = f"fr-pagination__link fr-pagination__link--{relation} fr-pagination__link--lg-label"
    return f'<a class="{style}" rel="{relation}" href="{escape(url)}">{words}</a>'


def _page_link(link: PageLink, words: str) -> str:
    if link.number is None:
        return '<span class="fr-pagination__link atlas-pagination__gap">…</span>'
    label = words % {"number": link.number}
    if not link.url:  # what leads nowhere takes no label (ARIA 1.2): readers of its title hear the rest
        return f'<a class="fr-pagination__link" aria-current="page" title="{label}">{link.number}</a>'
    return f'<a class="fr-pagination__link" href="{escape(link.url)}" aria-label="{label}">{link.number}</a>'
