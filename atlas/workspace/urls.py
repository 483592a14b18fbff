"""Addresses of the workspace; private (`ui.middleware.PRIVATE`), but for the files of published sheets."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import files, home, preview, project, section, sheet

urlpatterns = [
    path(_("espace/"), home.workspace_page, name="workspace"),
    path(_("espace/organisations/"), section.names, name="workspace_names"),
    path(_("espace/lieux/"), section.places, name="workspace_places"),
    path(_("espace/fiches/nouvelle/"), project.new_page, name="workspace_new"),
    path(_("espace/projets/<int:project_id>/"), project.project_page, name="workspace_edit"),
    path(_("espace/projets/<int:project_id>/relation-vivante/"), project.say_alive_page, name="workspace_alive"),
    path(_("espace/projets/<int:project_id>/dupliquer/"), project.copy_sheet, name="workspace_copy"),
    path(_("espace/fiches/<int:contribution_id>/"), sheet.sheet_page, name="workspace_sheet"),
    path(_("espace/fiches/<int:contribution_id>/envoyer/"), sheet.send_page, name="workspace_send"),
    path(_("espace/fiches/<int:contribution_id>/apercu/"), preview.preview_page, name="workspace_preview"),
    path(_("espace/fiches/<int:contribution_id>/deposer/"), files.upload, name="workspace_upload"),
    path(
        _("espace/fiches/<int:contribution_id>/pieces/<int:attachment_id>/"),
        files.private_file,
        name="workspace_file",
    ),
    path(_("espace/fiches/<int:contribution_id>/<slug:section>/"), section.section_page, name="workspace_section"),
    path(
        _("espace/fiches/<int:contribution_id>/<slug:section>/remettre/"),
        section.restore_page,
        name="workspace_restore",
    ),
    path(_("projets/pieces/<str:key>"), files.public_file, name="sheet_document"),
]
