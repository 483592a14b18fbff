"""A page of each type, found by following links as a reader does: no test knows an identifier."""

import re
import time
from dataclasses import dataclass
from typing import Any
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

LANGUAGES = ("fr", "en")
LEGACY = "/cncdext/dyn/public/atlas/detailProjet.html?criteres.prjId="
# Path of each type of page by language, or how to recognise a link to one.
FIXED = {
    "home": ("/fr/", "/en/"),
    "search": ("/fr/recherche/?q=eau", "/en/search/?q=eau"),
    "search as a table": ("/fr/recherche/?q=eau&vue=tableau", "/en/search/?q=eau&vue=tableau"),
    "nothing found": ("/fr/recherche/?q=zzyzxqw", "/en/search/?q=zzyzxqw"),
    "not understood": ("/fr/recherche/?q=eau&pays=ZZ&page=abc", "/en/search/?q=eau&pays=ZZ&page=abc"),
    "all values": ("/fr/recherche/pays/?q=eau", "/en/search/pays/?q=eau"),
    "map": ("/fr/carte/", "/en/map/"),
    "map of a country": ("/fr/carte/?pays=ML", "/en/map/?pays=ML"),
    "map of France": ("/fr/carte/?echelle=france", "/en/map/?echelle=france"),
    "empty map": ("/fr/carte/?q=zzyzxqw", "/en/map/?q=zzyzxqw"),
    "territories": ("/fr/territoires/", "/en/territories/"),
    "région": ("/fr/regions/84/", "/en/regions/84/"),
    "former région": ("/fr/regions/42/", "/en/regions/42/"),
    "département": ("/fr/departements/38/", "/en/departments/38/"),
    "countries": ("/fr/pays/", "/en/countries/"),
    "country sought": ("/fr/pays/?q=ma", "/en/countries/?q=ma"),
    "register list": ("/fr/pays/ML/listes/toutes/", "/en/countries/ML/lists/all/"),
    "list by area": (
        "/fr/pays/ML/listes/par-region-partenaire/?regle=recenses",
        "/en/countries/ML/lists/by-partner-region/?regle=recenses",
    ),
    "list by theme": ("/fr/pays/ML/listes/par-theme/", "/en/countries/ML/lists/by-theme/"),
    "list of partners": ("/fr/pays/ML/listes/partenaires/", "/en/countries/ML/lists/partners/"),
    "without a partner": (
        "/fr/pays/ML/listes/sans-partenaire/?regle=recenses&au=abc",
        "/en/countries/ML/lists/without-partner/?regle=recenses&au=abc",
    ),
    "authorities of a région": ("/fr/regions/84/collectivites/", "/en/regions/84/authorities/"),
    "register networks": ("/fr/pays/ML/listes/reseaux-regionaux/", "/en/countries/ML/lists/regional-networks/"),
    "no networks": ("/fr/pays/BJ/listes/reseaux-regionaux/", "/en/countries/BJ/lists/regional-networks/"),
    "register": ("/fr/pays/ML/", "/en/countries/ML/"),
    "past register": ("/fr/pays/ML/?au=2012-06-30", "/en/countries/ML/?au=2012-06-30"),
    "figures": ("/fr/chiffres/", "/en/figures/"),
    "past figures": ("/fr/chiffres/?au=2015-12-31&regle=en-cours", "/en/figures/?au=2015-12-31&regle=en-cours"),
    "figure in a frame": ("/fr/chiffres/annees/integrer/", "/en/figures/annees/embed/"),
    "alert": ("/fr/alertes/nouvelle/?pays=ML&q=eau", "/en/alerts/new/?pays=ML&q=eau"),
    "registration": ("/fr/pays/ML/inscrire/", "/en/countries/ML/register/"),
    "registration received": ("/fr/pays/ML/inscrire/recu/", "/en/countries/ML/register/received/"),
    "alert requested": ("/fr/alertes/demandee/", "/en/alerts/requested/"),
    "IATI": ("/fr/donnees/iati/", "/en/data/iati/"),
    "quality": ("/fr/qualite/", "/en/quality/"),
    "quality of a country": ("/fr/qualite/?pays=ML", "/en/quality/?pays=ML"),
    "quality by authority": ("/fr/qualite/collectivites/", "/en/quality/authorities/"),
    "data": ("/fr/donnees/", "/en/data/"),
    "columns": ("/fr/donnees/colonnes/", "/en/data/columns/"),
    "about": ("/fr/a-propos/", "/en/about/"),
    "legal": ("/fr/mentions-legales/", "/en/legal-notice/"),
    "accessibility": ("/fr/accessibilite/", "/en/accessibility/"),
    "API": ("/fr/donnees/api/", "/en/data/api/"),
    "not found": ("/fr/rien-ici/", "/en/nothing-here/"),
    "unknown old address": (f"{LEGACY}999999999", f"{LEGACY}999999999"),
}
LINKED = {
    "project": ("/fr/projets/", "/en/projects/"),
    "authority": ("/fr/collectivites/", "/en/authorities/"),
    "country": ("/fr/pays/", "/en/countries/"),
}
LONGEST_MAKING = 120.0
"""Seconds until the first set of files is there."""
WRITE = ("/fr/postes/", "/en/posts/")
CORRECTION = ("corriger/", "correct/")
RECEIVED, SENT, TO_AUTHORITY = ("recu/", "received/"), ("envoye/", "sent/"), ("ecrire/", "write/")
TYPES = (
    *FIXED,
    *("project", "full project", "correction", "correction received", "French authority", "foreign authority"),
    *(
        "data of a day",
        "country",
        "message",
        "message sent",
        "nobody to write to",
        "message to an authority sent",
        "map with arcs",
    ),
)
ANSWERS_404 = {"not found", "unknown old address"}

Addresses = dict[tuple[str, str], str]
"""(type, language) → path."""


@dataclass(frozen=True)
class Answer:
    """What a server says to one request, redirects not followed. Header names in small letters."""

    status: int
    headers: dict[str, str]
    text: str


def _text(answer: Any) -> str:
    """What is not text (a spreadsheet, a PDF) is read to its end all the same: a file that breaks off fails here."""
    return str(answer.read().decode(errors="replace"))


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Leave redirects to the test."""


def get(url: str, **headers: str) -> Answer:
    """One GET, whatever its status."""
    request = Request(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with build_opener(_NoRedirect).open(request, timeout=20) as answer:
            return Answer(answer.status, {k.lower(): v for k, v in answer.headers.items()}, _text(answer))
    except HTTPError as error:
        with error:
            return Answer(error.code, {k.lower(): v for k, v in error.headers.items()}, _text(error))


def links(text: str, prefix: str = "/") -> list[str]:
    """The distinct addresses under `prefix` that a page links to, in order."""
    found = re.findall(r'<a\b[^>]*?\bhref="([^"#]*)"', text)
    return list(dict.fromkeys(link.replace("&amp;", "&") for link in found if link.startswith(prefix)))


def found_on(url: str) -> Addresses:
    """A page of each type in each language."""
    found = {(kind, language): paths[i] for kind, paths in FIXED.items() for i, language in enumerate(LANGUAGES)}
    for i, language in enumerate(LANGUAGES):
        results = get(f"{url}{FIXED['search'][i]}").text
        projects = links(results, LINKED["project"][i])
        sheets = {path: get(f"{url}{path}").text for path in projects}
        found["project", language] = projects[0]
        found["correction", language] = f"{projects[0]}{CORRECTION[i]}"
        found["correction received", language] = f"{found['correction', language]}{RECEIVED[i]}"
        found["full project", language] = max(sheets, key=lambda path: len(sheets[path]))
        register = get(f"{url}{FIXED['register'][i]}").text
        found["data of a day", language] = _days(url, FIXED["data"][i])[0]
        found["message", language] = links(register, WRITE[i])[0]
        found["message sent", language] = f"{found['message', language]}{SENT[i]}"
        countries = [path for text in sheets.values() for path in links(text, LINKED["country"][i])]
        found["country", language] = next(path for path in countries if path != FIXED["countries"][i])
        authorities = {path for text in sheets.values() for path in links(text, LINKED["authority"][i])}
        pages = {path: get(f"{url}{path}").text for path in sorted(authorities)}
        abroad = {path for path, text in pages.items() if links(_breadcrumb(text), LINKED["country"][i])}
        found["foreign authority", language] = min(abroad)
        found["French authority", language] = min(pages.keys() - abroad)
        found["nobody to write to", language] = f"{found['foreign authority', language]}{TO_AUTHORITY[i]}"
        found["message to an authority sent", language] = f"{found['nobody to write to', language]}{SENT[i]}"
        number = found["French authority", language].split("/")[3]
        found["map with arcs", language] = f"{FIXED['map'][i]}?collectivite={number}"
    return found


def _days(url: str, page: str) -> list[str]:
    """Addresses of the days whose files are kept; the first set is made while the site already answers."""
    limit = time.monotonic() + LONGEST_MAKING
    while True:
        found = [link for link in links(get(f"{url}{page}").text, page) if re.search(r"/\d{4}-\d\d-\d\d/$", link)]
        if found or time.monotonic() > limit:
            return found
        time.sleep(0.5)


def _breadcrumb(text: str) -> str:
    """A foreign authority is found below its country, a French one is not."""
    found = re.search(r'<nav[^>]*class="fr-breadcrumb.*?</nav>', text, re.DOTALL)
    return found[0] if found else ""
