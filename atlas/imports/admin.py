"""Import runs and refused documents in the Django admin: to read. IATI files are sent and imported here."""

from functools import partial

from django.contrib import admin
from django.urls import URLPattern, path

from atlas.audit.admin import ReadOnlyAdmin

from .iati.page import iati_page
from .models import ImportRun, RefusedItem


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = ("id", "source", "by", "started_at", "finished_at", "counts")
    list_filter = ("source",)

    def get_urls(self) -> list[URLPattern]:
        """With the page that takes a file."""
        page = self.admin_site.admin_view(partial(iati_page, site=self.admin_site))
        return [path("iati/", page, name="imports_iati"), *super().get_urls()]


@admin.register(RefusedItem)
class RefusedItemAdmin(ReadOnlyAdmin):
    list_display = ("name", "code", "message", "run")
    list_filter = ("code",)
    list_select_related = ("run",)
    exclude = ("raw",)
