"""The journal in the Django admin: to read. Nothing is added, changed or deleted there."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from .models import Event


class ReadOnlyAdmin(admin.ModelAdmin):
    """Rows to look at. `exclude` names the fields that staff do not see either."""

    ordering = ("-pk",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "verb", "object_type", "object_id", "origin")
    list_filter = ("verb", "object_type")
    search_fields = ("actor", "=object_id")
    date_hierarchy = "at"
