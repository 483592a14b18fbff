"""Addresses of files, beside the pages that show the same lists."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from atlas.opendata import views

urlpatterns = [
    path(_("recherche/export.<str:extension>"), views.search_file, name="search_file"),
    path(_("recherche/flux.atom"), views.search_feed, name="search_feed"),
    path(_("projets/<int:project_id>/fiche.pdf"), views.project_pdf, name="project_pdf"),
]
