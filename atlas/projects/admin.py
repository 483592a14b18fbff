"""The register in the Django admin: projects, their versions and flags, to read. Writing has one door, `actions`."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from atlas.audit.admin import ReadOnlyAdmin

from .models import Project, QualityFlag, Version


@admin.register(Project)
class ProjectAdmin(ReadOnlyAdmin):
    list_display = ("id", "title", "legacy_prj_id", "status", "publication_state", "version_number", "updated_at")
    list_filter = ("publication_state", "status", "family", "form")
    search_fields = ("title", "=legacy_prj_id", "=id")


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    list_display = ("project", "number", "origin", "by", "created_at", "changed")
    list_filter = ("origin",)
    search_fields = ("=project__id", "=project__legacy_prj_id", "by")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Version]:
        return super().get_queryset(request).select_related("project").defer("draft")


@admin.register(QualityFlag)
class QualityFlagAdmin(ReadOnlyAdmin):
    list_display = ("project", "code", "field", "audience", "detail")
    list_filter = ("code", "audience")
    list_select_related = ("project",)
    search_fields = ("=project__id", "code")
