"""Addresses of the files of a country's documents, and of the pages on which posts keep its register."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import contact_pages, post_pages, views

urlpatterns = [
    path(
        _("pays/<slug:iso2>/documents/<int:paper_id>.<slug:extension>"), views.document_file, name="register_document"
    ),
    path(_("espace/poste/contacts/"), contact_pages.contacts_page, name="register_contacts"),
    path(_("espace/pays/"), post_pages.countries_page, name="register_countries"),
    path(_("espace/pays/<str:iso2>/"), post_pages.country_page, name="register_country"),
    path(_("espace/pays/<str:iso2>/<slug:kind>/ajouter/"), post_pages.entry_page, name="register_new_entry"),
    path(_("espace/pays/<str:iso2>/<slug:kind>/<int:number>/"), post_pages.entry_page, name="register_entry"),
]
