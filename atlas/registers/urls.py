"""Addresses of the files of a country's documents, under their language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(
        _("pays/<slug:iso2>/documents/<int:paper_id>.<slug:extension>"), views.document_file, name="register_document"
    ),
]
