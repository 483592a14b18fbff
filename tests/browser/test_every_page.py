"""What holds for each type of page in each language."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import unescape

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils.translation import override
from playwright.sync_api import Page

from atlas.pages.accessibility import last_audit
from tests.browser.addresses import ANSWERS_404, FIXED, LANGUAGES, TYPES, Addresses, get, links
from tests.browser.audit import audit
from tests.browser.page_names import NAMES
from tests.browser.site import Site
from tests.browser.visits import SEEN, visit
from tests.permissions.matrix import MATRIX

every_page = pytest.mark.parametrize(("kind", "language"), [(kind, lang) for kind in TYPES for lang in LANGUAGES])


@pytest.mark.parametrize(("kind", "language"), [(kind, lang) for kind in SEEN for lang in LANGUAGES])
def test_nothing_is_found_by_axe_and_nothing_scrolls_sideways(
    page: Page, addresses: Addresses, kind: str, language: str
) -> None:
    """Wide and at 320 pixels with all that is folded opened; contrasts in light and dark."""
    visit(page, addresses, kind, language)
    assert audit(page).violations == ()


NARROW_DEFECTS = ("320 px: label", "320 px: the page is 400 px wide")


def test_axe_would_find_a_defect(page: Page, addresses: Addresses) -> None:
    """In each appearance: a field without a name, words too pale in light, others too dark in the dark, a wide box."""
    visit(page, addresses, "about", "fr")
    page.evaluate(
        """() => { document.querySelector("main").insertAdjacentHTML("beforeend",
        `<div><details><summary>Plus</summary><input></details><p class="pale">Un</p><p class="dim">Deux</p></div>`);
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(`.pale { color: #ccc } .dim { color: #333 } main > div:last-child { min-width: 400px }`);
        document.adoptedStyleSheets = [sheet]; }"""
    )
    found = [line.partition(": <")[0] for line in audit(page).violations]
    assert found == [
        "320 px: label",
        "320 px: the page is 400 px wide",
        "light: color-contrast",
        "dark: color-contrast",
    ]


def test_the_published_audit_saw_every_type_of_page(page: Page) -> None:
    """`make accessibility` after a type of page was added, or axe-core renewed: the statement says what was seen."""
    audit = last_audit()
    assert [(one.kind, (one.fr, one.en)) for one in audit.pages] == [(kind, NAMES[kind]) for kind in SEEN]
    assert audit.violations == ()
    page.evaluate(AXE_SCRIPT)
    assert audit.tool == f"axe-core {page.evaluate('axe.version')}"


FILES = {
    *("search_file", "search_feed", "project_pdf", "map_places", "suggestions", "figure_csv", "figure_svg"),
    *("robots", "sitemap", "sitemap_part", "favicon", "register_document"),
    *("api_openapi", "api_nothing"),
    *("data_file", "data_file_of", "data_catalogue"),
    *("register_file", "networks_file", "region_file", "department_file"),
    *("quality_file", "iati_organisation", "sheet_document"),
}
"""Names of addresses that give no page."""
BEHIND_MAILS = {"alert_confirm", "alert_stop", "unsubscribe", "declared_follow"}
"""Pages that only the link of a mail leads to: test_alerts.py and test_declared.py look at them."""
ALIKE = {"department_list": "region_list", "quality_countries": "quality_authorities"}
"""Addresses whose page is another's, template and view: one of both is looked at."""


def _names(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    """The names of all addresses but the administration's, private ones and `/`, which leads to the home."""
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from [] if one.namespace else _names(one.url_patterns)
        elif one.name:
            yield one.name


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_site_is_among_the_types(addresses: Addresses, language: str) -> None:
    with override(language):
        paths = {path.partition("?")[0] for (kind, of), path in addresses.items() if of == language}
        seen = {resolve(path).url_name for path in paths if path != FIXED["not found"][LANGUAGES.index(language)]}
    assert set(ALIKE.values()) <= seen
    assert set(_names(get_resolver().url_patterns)) - FILES - BEHIND_MAILS - set(MATRIX) - set(ALIKE) - seen == set()


@every_page
@pytest.mark.parametrize("context_options", [{"java_script_enabled": False}], ids=["no script"])
def test_every_page_says_its_piece_without_javascript(
    page: Page, addresses: Addresses, kind: str, language: str
) -> None:
    answer = page.goto(addresses[kind, language])
    assert answer is not None
    assert answer.status == (404 if kind in ANSWERS_404 else 200)
    assert page.locator("main h1").count() == 1
    assert page.locator("main h1").inner_text().strip()


@every_page
def test_pages_leave_nothing_with_the_reader(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    """No cookie, and nothing that would make a cache keep one copy a reader. Old addresses have no language in them."""
    answer = get(site.url + addresses[kind, language])
    varies = {part.strip().lower() for part in answer.headers.get("vary", "").split(",")}
    assert "set-cookie" not in answer.headers
    assert not {"cookie", "*"} & varies
    assert "accept-language" not in varies or kind == "unknown old address"


@every_page
def test_pages_say_in_which_language_they_speak(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    spoken = "fr" if kind == "unknown old address" else language
    assert f'<html lang="{spoken}"' in get(site.url + addresses[kind, language]).text


@pytest.fixture(scope="session")
def status(site: Site) -> Callable[[str], int]:
    """What an address answers, asked once: pages share most of their links."""
    return cache(lambda link: get(site.url + link).status)


WITHOUT_FRAME = {"figure in a frame"}
"""Pages that other sites show inside their own: nobody sends a link to them."""


def _said_of_links(html: str) -> dict[str, str]:
    found = re.findall(r'<meta (?:property|name)="(og:[\w:]+|description)" content="([^"]*)">', html)
    assert len(found) == len(dict(found))
    return {name: unescape(text) for name, text in found}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in WITHOUT_FRAME | ANSWERS_404])
def test_what_programs_show_of_a_link_to_the_page(
    site: Site, addresses: Addresses, status: Callable[[str], int], kind: str, language: str
) -> None:
    html = get(site.url + addresses[kind, language]).text
    said, title = _said_of_links(html), unescape(re.findall("<title>(.*?)</title>", html, re.DOTALL)[0])
    locales = ("fr_FR", "en_GB") if language == "fr" else ("en_GB", "fr_FR")
    assert title.startswith(said["og:title"])
    assert said["og:description"] == said["description"]
    assert len(said["description"]) > 20
    assert (said["og:locale"], said["og:locale:alternate"]) == locales
    assert said["og:type"] == ("article" if kind in {"project", "full project"} else "website")
    assert said["og:image"] == site.url + static_address(said["og:image"])
    assert status(static_address(said["og:image"])) == 200
    assert said["og:image:alt"]
    twins = dict(re.findall(r'<link rel="alternate" hreflang="([\w-]+)" href="([^"]+)">', html))
    canonical = re.findall(r'<link rel="canonical" href="([^"]+)">', html)
    assert canonical == [said["og:url"].replace("&", "&amp;")] == [twins[language]]
    assert twins["x-default"] == twins["fr"]
    assert set(twins) == {"fr", "en", "x-default"}


def static_address(url: str) -> str:
    """Path of a file that is served from here."""
    return url[url.index("/static/") :]


def test_the_picture_of_links_has_the_size_that_pages_say(site: Site, page: Page, addresses: Addresses) -> None:
    page.goto(site.url + static_address(_said_of_links(get(site.url + addresses["home", "fr"]).text)["og:image"]))
    assert page.evaluate("[...document.images].map(one => [one.naturalWidth, one.naturalHeight])") == [[1200, 630]]


SPEAK_FOR_THEMSELVES = (
    *("home", "search", "map", "countries", "country", "figures", "data", "columns"),
    *("about", "legal", "accessibility"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_main_pages_have_descriptions_of_their_own(site: Site, addresses: Addresses, language: str) -> None:
    kinds = (*SPEAK_FOR_THEMSELVES, "project", "French authority", "foreign authority", "région", "register list")
    said = [_said_of_links(get(site.url + addresses[kind, language]).text)["description"] for kind in kinds]
    assert len(set(said)) == len(kinds)


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in ANSWERS_404])
def test_the_other_language_is_one_link_away(site: Site, addresses: Addresses, kind: str) -> None:
    """The French page leads to its English twin with the same question, which leads back."""
    french = addresses[kind, "fr"]
    english = re.findall(r'<a href="([^"]+)" lang="en" hreflang="en">English</a>', get(site.url + french).text)
    assert [unescape(link).partition("?")[2] for link in english] == [french.partition("?")[2]]
    back = re.findall(r'<a href="([^"]+)" lang="fr" hreflang="fr">', get(site.url + unescape(english[0])).text)
    assert [unescape(link) for link in back] == [french]


@every_page
def test_no_link_leads_nowhere(
    site: Site, addresses: Addresses, status: Callable[[str], int], kind: str, language: str
) -> None:
    found = links(get(site.url + addresses[kind, language]).text)[:60]
    assert {link: status(link) for link in found if status(link) not in {200, 301, 302}} == {}


DOWNLOADS = {
    "csv": "text/csv; charset=utf-8; header=present",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "geojson": "application/geo+json",
    "pdf": "application/pdf",
    "atom": "application/atom+xml; charset=utf-8",
    "xml": "application/xml; charset=utf-8",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["search", "not understood", "French authority", "foreign authority", "country"])
def test_files_of_a_list_are_what_their_names_say(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    found = links(get(site.url + addresses[kind, language]).text)
    files = {link: link.partition("?")[0].rpartition(".")[2] for link in found if "." in link.partition("?")[0]}
    assert set(files.values()) == set(DOWNLOADS)
    for link, extension in files.items():
        answer = get(site.url + link)
        assert (answer.status, answer.headers["content-type"]) == (200, DOWNLOADS[extension])
        assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_documents_of_a_register_are_attachments_that_may_do_nothing(
    site: Site, addresses: Addresses, language: str
) -> None:
    found = [link for link in links(get(site.url + addresses["register", language]).text) if "/documents/" in link]
    assert {link.rpartition(".")[2] for link in found} == {"pdf", "csv"}
    for link in found:
        answer = get(site.url + link)
        assert answer.status == 200
        assert answer.headers["content-disposition"].startswith("attachment; filename=")
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
        assert answer.headers["content-type"] in {"application/pdf", "text/csv"}
        assert "set-cookie" not in answer.headers


@every_page
def test_headers_forbid_what_pages_do_not_need(site: Site, addresses: Addresses, kind: str, language: str) -> None:
    headers = get(site.url + addresses[kind, language]).headers
    assert "'unsafe" not in headers["content-security-policy"]
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
