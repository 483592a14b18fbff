"""Files on the quality of sheets: the criteria of a search, its countries, its authorities. No query."""

from collections.abc import Iterator
from datetime import date

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_safe

from atlas.catalogue.filter_words import names_of
from atlas.catalogue.quality import quality_of
from atlas.catalogue.search import known
from atlas.catalogue.search_query import Known, SearchQuery
from atlas.catalogue.views.links import links
from atlas.catalogue.views.quality import TABLES, asked, name_of
from atlas.opendata.about import ignored_words
from atlas.opendata.quality_columns import COLUMNS, QualityRow
from atlas.opendata.register_files import ListFile
from atlas.opendata.register_views import format_of
from atlas.opendata.responses import file_response
from atlas.opendata.words import words_for


@require_safe
def quality_file(request: HttpRequest, table: str, extension: str) -> HttpResponseBase:
    """For the same query string as the page. 404 for no such table and no such format."""
    if table not in COLUMNS or extension not in ("csv", "xlsx"):
        raise Http404(gettext("L’Atlas n’écrit pas ce fichier."))
    write, content_type = format_of(extension)
    language, values = get_language() or "fr", known()
    query = asked(request, values)
    rows = tuple(_rows(table, query, values, localdate(), language))
    made = _file(request, table, query, rows)
    return file_response(request, write(made), content_type, f"{made.file_name}.{extension}", made.total)


def _rows(table: str, query: SearchQuery, values: Known, today: date, language: str) -> Iterator[QualityRow]:
    if table == "criteres":
        found = quality_of(query, today)
        yield from (QualityRow(one, "", found.projects, (found.lacking[one],)) for one in found.worst)
        return
    named = name_of(TABLES[table], values, language)
    for row in TABLES[table].rows(query, today):
        yield QualityRow(row.code, named(row.code), row.projects, row.lacking)


def _file(request: HttpRequest, table: str, query: SearchQuery, rows: tuple[QualityRow, ...]) -> ListFile:
    today, params, language = localdate(), query.to_params(page=1), get_language() or "fr"
    title = str(TABLES[table].title) if table in TABLES else gettext("Qualité des fiches")
    page = request.build_absolute_uri(TABLES[table].path if table in TABLES else reverse("quality"))
    return ListFile(
        language=language,
        title=title,
        as_of=today,
        made_on=today,
        rule=gettext("Fiches publiées, toutes familles ensemble"),
        rules=(gettext("Une fiche qui concerne plusieurs lignes compte dans chacune."),),
        filters=(title, *names_of(query, known(), language)),
        ignored=tuple(map(ignored_words, query.problems)),
        page=f"{page}?{params}" if params else page,
        words=words_for(language, request.build_absolute_uri(links(language).project)),
        chosen=COLUMNS[table],
        rows=lambda: rows,
        total=len(rows),
        families=lambda: (),
    )
