"""Files of lists of authorities, for the same query string as their page: those of a country, those of a territory."""

from collections.abc import Callable, Iterator
from typing import Final

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from atlas.catalogue.closed_words import family_words
from atlas.catalogue.figure_page import rule_name
from atlas.catalogue.register_asked import RegisterAsked, register_asked
from atlas.catalogue.register_lists import family_lists, rows_of
from atlas.catalogue.register_words import Frame, list_title, rule_words, shown
from atlas.catalogue.search import known
from atlas.catalogue.views.links import links
from atlas.catalogue.views.register_list import Listed, country_list, moved, territory_list
from atlas.catalogue.views.territory import DEPARTMENT, REGION
from atlas.opendata import spreadsheet
from atlas.opendata.about import ignored_words
from atlas.opendata.register_columns import columns_of
from atlas.opendata.register_files import ListFile, csv_list, pdf_list, xlsx_list
from atlas.opendata.responses import CSV, PDF, XLSX, file_response, too_long
from atlas.opendata.words import words_for

FORMATS: Final[dict[str, tuple[Callable[[ListFile], Iterator[bytes]], str]]] = {
    "csv": (csv_list, CSV),
    "xlsx": (xlsx_list, XLSX),
    "pdf": (pdf_list, PDF),
}


@require_safe
def register_file(request: HttpRequest, iso2: str, name: str, extension: str) -> HttpResponseBase:
    """A list of a country. One query; 404 for no country, no such list, no such format."""
    listed = country_list(iso2, name)
    format_of(extension)
    path = listed.files[extension]
    return _answer(request, listed, extension) if request.path == path else moved(request, path)


@require_safe
def region_file(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """The authorities of a région. Two queries."""
    return _answer(request, territory_list(REGION, code), extension)


@require_safe
def department_file(request: HttpRequest, code: str, extension: str) -> HttpResponseBase:
    """The authorities of a département. One query."""
    return _answer(request, territory_list(DEPARTMENT, code), extension)


def format_of(extension: str) -> tuple[Callable[[ListFile], Iterator[bytes]], str]:
    """How a list is written as such a file, and its type. Raises Http404 for a format that is none of ours."""
    if extension not in FORMATS:
        raise Http404(gettext("L’Atlas n’écrit pas de fichier « .%(extension)s ».") % {"extension": extension})
    return FORMATS[extension]


def _answer(request: HttpRequest, listed: Listed, extension: str) -> HttpResponseBase:
    write, content_type = format_of(extension)
    language, asked = get_language() or "fr", register_asked(request.GET, localdate())
    made = _file(request, listed, asked, language)
    if extension == "xlsx" and made.total > spreadsheet.LONGEST_SHEET:
        return too_long(request, made.total, made.page, listed.files["csv"], spreadsheet.LONGEST_SHEET)
    return file_response(request, write(made), content_type, f"{made.file_name}.{extension}", made.total)


def _file(request: HttpRequest, listed: Listed, asked: RegisterAsked, language: str) -> ListFile:
    """What the file holds; addresses are whole, since a file leaves the site."""
    params, chosen = asked.to_params(), listed.chosen
    page = request.build_absolute_uri(listed.path)
    authority = request.build_absolute_uri(links(language).authority)
    values = known()
    frame = Frame(chosen, asked, request.build_absolute_uri(links(language).search), authority, language, most=None)
    return ListFile(
        language=language,
        title=list_title(chosen, listed.place),
        as_of=asked.as_of,
        made_on=asked.today,
        rule=rule_name(asked.rule),
        rules=rule_words(chosen, asked, language),
        filters=tuple(_filters(listed, asked)),
        ignored=tuple(map(ignored_words, asked.problems)),
        page=f"{page}?{params}" if params else page,
        words=words_for(language, request.build_absolute_uri(links(language).project)),
        chosen=columns_of(chosen.slug),
        rows=lambda: rows_of(listed.query, chosen, asked, values, language),
        total=sum(1 for _row in rows_of(listed.query, chosen, asked, values, language)),
        families=lambda: [shown(one, frame) for one in family_lists(listed.query, chosen, asked, values, language)],
    )


def _filters(listed: Listed, asked: RegisterAsked) -> Iterator[str]:
    yield listed.place
    yield str(listed.chosen.label)
    if asked.family:
        yield family_words(asked.family)
