"""Addresses of moderation, under their language and the workspace."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .views import doubts, merging, objects, queue

urlpatterns = [
    path(_("espace/moderation/"), queue.queue_page, name="moderation_queue"),
    path(_("espace/moderation/<int:number>/"), queue.item_page, name="moderation_item"),
    path(_("espace/moderation/valeurs/"), doubts.doubts_page, name="moderation_doubts"),
    path(_("espace/moderation/valeurs/<int:number>/"), doubts.doubt_page, name="moderation_doubt"),
    path(_("espace/moderation/doublons/"), merging.duplicates_page, name="moderation_duplicates"),
    path(_("espace/moderation/organismes/"), objects.missing_page, name="moderation_missing"),
    path(_("espace/moderation/organismes/<int:number>/"), objects.organisation_page, name="moderation_organisation"),
    path(_("espace/moderation/fiches/<int:number>/"), objects.sheet_page, name="moderation_sheet"),
    path(_("espace/moderation/fusion/fiches/"), merging.merge_sheets_page, name="moderation_merge_sheets"),
    path(
        _("espace/moderation/fusion/organismes/"),
        merging.merge_organisations_page,
        name="moderation_merge_organisations",
    ),
    path(_("espace/moderation/journal.csv"), objects.journal, name="moderation_journal"),
]
