"""Import runs and refused documents in the Django admin: to read."""

from django.contrib import admin

from atlas.audit.admin import ReadOnlyAdmin

from .models import ImportRun, RefusedItem


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("id", "source", "by", "started_at", "finished_at", "counts")
    list_filter = ("source",)


@admin.register(RefusedItem)
class RefusedItemAdmin(ReadOnlyAdmin):
    list_display = ("name", "code", "message", "run")
    list_filter = ("code",)
    list_select_related = ("run",)
    exclude = ("raw",)
