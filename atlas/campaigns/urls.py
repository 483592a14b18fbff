"""Addresses of campaigns in the workspace, under their language."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import following, managing, updating

urlpatterns = [
    path(_("espace/campagnes/"), following.campaigns_page, name="campaigns"),
    path(_("espace/campagnes/nouvelle/"), managing.new_page, name="campaign_new"),
    path(_("espace/campagnes/<int:year>/"), following.campaign_page, name="campaign"),
    path(_("espace/campagnes/<int:year>/modifier/"), managing.edit_page, name="campaign_edit"),
    path(_("espace/campagnes/<int:year>/ouvrir/"), managing.open_page, name="campaign_open"),
    path(_("espace/campagnes/<int:year>/prolonger/"), managing.extend_page, name="campaign_extend"),
    path(_("espace/campagnes/<int:year>/fermer/"), managing.close_page, name="campaign_close"),
    path(_("espace/campagnes/<int:year>/suivi.csv"), following.progress_file, name="campaign_csv"),
    path(_("espace/campagnes/<int:year>/regions/<slug:code>/"), following.region_page, name="campaign_region"),
    path(_("espace/campagnes/<int:year>/regions/<slug:code>/relancer/"), following.remind_page, name="campaign_remind"),
    path(
        _("espace/campagnes/<int:year>/collectivites/<int:organisation_id>/"),
        updating.update_page,
        name="campaign_update",
    ),
    path(
        _("espace/campagnes/<int:year>/collectivites/<int:organisation_id>/fiches/<int:project_id>/"),
        updating.answer_page,
        name="campaign_answer",
    ),
    path(
        _("espace/campagnes/<int:year>/collectivites/<int:organisation_id>/contacts/"),
        updating.contacts_page,
        name="campaign_contacts",
    ),
    path(
        _("espace/campagnes/<int:year>/collectivites/<int:organisation_id>/attester/"),
        updating.sign_page,
        name="campaign_sign",
    ),
    path(
        _("espace/campagnes/<int:year>/collectivites/<int:organisation_id>/rouvrir/"),
        updating.reopen_page,
        name="campaign_reopen",
    ),
]
