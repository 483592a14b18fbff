"""Contributions and proposals in the Django admin: to read. Persons' data is left out (D5.4)."""

from django.contrib import admin

from atlas.audit.admin import ReadOnlyAdmin

from .models import Contribution, Proposal


@admin.register(Contribution)
class ContributionAdmin(ReadOnlyAdmin):
    list_display = ("id", "origin", "source_key", "state", "reason", "project", "created_at", "decided_by")
    list_filter = ("state", "origin", "reason")
    list_select_related = ("project",)
    search_fields = ("source_key", "=project__id", "created_by")
    exclude = ("private", "document")


@admin.register(Proposal)
class ProposalAdmin(ReadOnlyAdmin):
    list_display = ("id", "rule", "field", "state", "contribution")
    list_filter = ("rule", "state")
    list_select_related = ("contribution",)
    search_fields = ("=contribution__project__id", "rule")
