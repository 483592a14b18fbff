"""Addresses of the rounds: the post's pages, and that of a French authority on its contacts abroad."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import authorities, posts

urlpatterns = [
    path(_("espace/verifications/"), posts.rounds_page, name="rounds"),
    path(_("espace/verifications/nouvelle/<str:iso2>/"), posts.new_page, name="round_new"),
    path(_("espace/verifications/<int:number>/"), posts.round_page, name="round"),
    path(_("espace/verifications/<int:number>/relations.csv"), posts.round_file, name="round_csv"),
    path(_("espace/verifications/<int:number>/relations/<int:pair>/"), posts.pair_page, name="round_pair"),
    path(
        _("espace/verifications/collectivites/<int:organisation_id>/"),
        authorities.contacts_page,
        name="round_contacts",
    ),
]
