"""Addresses of files, beside the pages that show the same lists."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.views import list_address
from atlas.opendata import network_views, quality_views, register_views, views
from atlas.opendata.api.views.reference import api_reference
from atlas.opendata.iati import views as iati_views
from atlas.opendata.snapshots import views as data_views

urlpatterns = [
    path(_("recherche/export.<str:extension>"), views.search_file, name="search_file"),
    path(_("donnees/api/"), api_reference, name="api_reference"),
    path(_("donnees/iati/"), iati_views.iati_page, name="iati"),
    path(_("donnees/iati/organisation.xml"), iati_views.organisation, name="iati_organisation"),
    path(_("recherche/flux.atom"), views.search_feed, name="search_feed"),
    path(_("projets/<int:project_id>/fiche.pdf"), views.project_pdf, name="project_pdf"),
    path(
        _("pays/<slug:iso2>/listes/reseaux-regionaux/export.<str:extension>"),
        network_views.networks_file,
        name="networks_file",
    ),
    path(
        "countries/<slug:iso2>/lists/reseaux-regionaux/export.<str:extension>",
        list_address.networks_file_moved,
    ),
    path(
        _("pays/<slug:iso2>/listes/<register_list:name>/export.<str:extension>"),
        register_views.register_file,
        name="register_file",
    ),
    path(_("qualite/<slug:table>/export.<str:extension>"), quality_views.quality_file, name="quality_file"),
    path(_("regions/<slug:code>/collectivites/export.<str:extension>"), register_views.region_file, name="region_file"),
    path(
        _("departements/<slug:code>/collectivites/export.<str:extension>"),
        register_views.department_file,
        name="department_file",
    ),
    path(_("donnees/"), data_views.data, name="data"),
    path(_("donnees/colonnes/"), data_views.data_columns, name="data_columns"),
    path(_("donnees/catalogue.<str:extension>"), data_views.data_catalogue, name="data_catalogue"),
    path(_("donnees/fichiers/<str:name>"), data_views.data_file, name="data_file"),
    path(_("donnees/fichiers/<slug:day>/"), data_views.data_set, name="data_set"),
    path(_("donnees/fichiers/<slug:day>/<str:name>"), data_views.data_file_of, name="data_file_of"),
]
