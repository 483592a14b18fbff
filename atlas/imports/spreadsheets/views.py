"""Pages of staff for tables: upload, columns, run and result, rejected rows, templates to fill in.

Whole without a script. A page says where an import is and asks again by itself while it runs: by a script, without one
when the reader wants it (`?suivre`).
"""

from functools import wraps
from typing import Any, Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, View, actor_of, refused, signed_in
from atlas.accounts.queries import names_of
from atlas.imports.models import TableImport

from .actions import change_reading, queue_table, receive_table
from .columns import COLUMNS, TableKind
from .forms import SAME_TWICE, ReadingForm, UploadForm, mapping_in
from .keeping import open_kept
from .presentation import columns_context, latest_tables, reading_form, result_context
from .problems import file_words
from .recognition import NotATable
from .templates_to_fill import csv_template, xlsx_template

INVALID: Final = 422
PERMISSION: Final = "imports.add_tableimport"
_TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
FOLLOW: Final = "suivre"
EVERY: Final = "10"
"""Seconds."""


def for_staff(view: View) -> View:
    """Whoever may add imports (the ministry's roles may); others are asked to sign in, or told that they may not."""

    @wraps(view)
    def allowed(request: PrivateRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return view(request, *args, **kwargs) if request.user.has_perm(PERMISSION) else refused(request)

    return signed_in(allowed)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def tables_page(request: HttpRequest) -> HttpResponse:
    """The form and the latest uploads; a file that is a table leads to its columns."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, language = form.cleaned_data["table"], get_language() or "fr"
        try:
            table = receive_table(file.chunks(), name=file.name, by=actor_of(request), language=language)
        except NotATable as refused:
            form.add_error("table", file_words(refused))
        else:
            return redirect("table_columns", table.pk)
    tables = latest_tables()
    names = names_of(table.by for table in tables)
    context = {"form": form, "tables": [(one, names[one.by]) for one in tables], "kinds": TableKind.choices}
    return render(request, "imports/tables.html", context, status=INVALID if form.errors else 200)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def columns_page(request: HttpRequest, number: int) -> HttpResponse:
    """What each column means, and the first rows as they would be read."""
    table = get_object_or_404(TableImport, pk=number)
    form, message = reading_form(table, request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            _change(request, table, form)
        except (NotATable, ValueError) as refused:
            message = file_words(refused) if isinstance(refused, NotATable) else str(SAME_TWICE)
        else:
            return redirect("table_import" if "try" in request.POST else "table_columns", table.pk)
    status = INVALID if message or form.errors else 200
    return render(request, "imports/columns.html", columns_context(table, form, message), status=status)


def _change(request: HttpRequest, table: TableImport, form: ReadingForm) -> None:
    """Remember what was said; the dry run begins when it was asked for."""
    kind, by = form.cleaned_data["kind"], actor_of(request)
    mapping = mapping_in(request.POST, kind, len(table.header))
    change_reading(table, reading=form.reading(), kind=kind, mapping=mapping, is_kept="keep" in request.POST, by=by)
    if "try" in request.POST:
        queue_table(table, is_dry=True, by=by)


@for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def result_page(request: HttpRequest, number: int) -> HttpResponse:
    """Where it is and what became of the rows; a POST imports for good."""
    table = get_object_or_404(TableImport, pk=number)
    if request.method == "POST":
        queue_table(table, is_dry=False, by=actor_of(request))
        return redirect("table_import", table.pk)
    context = result_context(table)
    is_followed = context["is_busy"] and FOLLOW in request.GET
    answer = render(request, "imports/result.html", {**context, "is_followed": is_followed})
    if is_followed:
        answer.headers["Refresh"] = EVERY
    return answer


@for_staff
@require_safe
def errors_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The rejected rows of the last run, as they came, with what is wrong."""
    table = get_object_or_404(TableImport, pk=number)
    if not table.error_file:
        raise Http404
    name = f"{table.name.rpartition('.')[0] or table.name}-{table.pk}.csv"
    return FileResponse(open_kept(table.error_file), as_attachment=True, filename=name, content_type=_TYPES["csv"])


@for_staff
@require_safe
def template_file(request: HttpRequest, kind: str, extension: str) -> HttpResponse:
    """A table to fill in, in the language of the address."""
    if kind not in COLUMNS or extension not in _TYPES:
        raise Http404
    content = csv_template(kind) if extension == "csv" else xlsx_template(kind)
    headers = {"Content-Disposition": f'attachment; filename="{kind}.{extension}"'}
    return HttpResponse(content, content_type=_TYPES[extension], headers=headers)
