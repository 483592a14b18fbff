"""Addresses of the forms that pass messages on, under their language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views

urlpatterns = [
    path(_("postes/<int:post_id>/ecrire/"), views.post_page, name="write_to_post"),
    path(_("postes/<int:post_id>/ecrire/envoye/"), views.post_sent_page, name="write_to_post_sent"),
    path(_("collectivites/<int:organisation_id>/ecrire/"), views.authority_page, name="write_to_authority"),
    path(
        _("collectivites/<int:organisation_id>/ecrire/envoye/"),
        views.authority_sent_page,
        name="write_to_authority_sent",
    ),
]
