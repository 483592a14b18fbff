"""Pages of staff for tables that come in; their addresses are private (`ui.middleware.PRIVATE`)."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .spreadsheets import views

urlpatterns = [
    path(_("espace/imports/"), views.tables_page, name="table_imports"),
    path(_("espace/imports/<int:number>/colonnes/"), views.columns_page, name="table_columns"),
    path(_("espace/imports/<int:number>/"), views.result_page, name="table_import"),
    path(_("espace/imports/<int:number>/lignes-refusees.csv"), views.errors_file, name="table_errors"),
    path(_("espace/imports/modeles/<slug:kind>.<slug:extension>"), views.template_file, name="table_template"),
]
