"""Addresses of the dashboard, under their language and the workspace."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("espace/tableau-de-bord/"), views.dashboard, name="dashboard"),
    path(_("espace/tableau-de-bord.csv"), views.dashboard_file, name="dashboard_csv"),
    path(_("espace/tableau-de-bord/listes/<slug:slug>/"), views.list_page, name="dashboard_list"),
]
"""The segment of a list is one word in both languages, as those of files are."""
