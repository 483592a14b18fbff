"""Addresses of the public form, of the page behind the link of its mail, and of the posts' pages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import posts, public

urlpatterns = [
    path(_("pays/<slug:iso2>/inscrire/"), public.declare_page, name="declare"),
    path(_("pays/<slug:iso2>/inscrire/recu/"), public.received_page, name="declared_received"),
    path(_("inscriptions/<str:token>/"), public.follow_page, name="declared_follow"),
    path(_("espace/inscriptions/"), posts.entries_page, name="declared_entries"),
    path(_("espace/inscriptions/<int:number>/"), posts.entry_page, name="declared_entry"),
]
