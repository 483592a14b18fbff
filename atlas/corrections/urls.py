"""Addresses of the pages about one sheet's corrections, under their language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("projets/<int:project_id>/corriger/"), views.correction_page, name="suggest_correction"),
    path(_("projets/<int:project_id>/corriger/recu/"), views.received_page, name="correction_received"),
]
