"""Reference data in the Django admin: to look things up. The files of `data/` are where it is changed (`loading`).

One thing is people's: whether a theme is offered.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from atlas.audit.admin import RecordedAdmin

from .models import (
    Code,
    Country,
    CountryClass,
    LoadedFile,
    PublishedFigure,
    PublishedSnapshot,
    Territory,
    TerritoryName,
    TerritorySuccession,
    Theme,
    WorldZone,
)


class ReadMostly(RecordedAdmin):
    """Nothing is added or deleted by hand; only the fields named in `editable` change."""

    editable: tuple[str, ...] = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.editable) and super().has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        return [field.name for field in self.model._meta.fields if field.name not in self.editable]


class ReadOnlyInline(admin.TabularInline):
    """Rows that belong to the object shown."""

    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class CountryClassInline(ReadOnlyInline):
    model = CountryClass
    ordering = ("data_year",)


class TerritoryNameInline(ReadOnlyInline):
    model = TerritoryName
    ordering = ("valid_to", "pk")
    fields = ("name", "valid_from", "valid_to", "date_precision")


class SuccessorInline(ReadOnlyInline):
    model = TerritorySuccession
    fk_name = "predecessor"
    ordering = ("occurred_on", "pk")


@admin.register(WorldZone)
class WorldZoneAdmin(ReadMostly):
    list_display = ("name_fr", "name_en", "rank")
    ordering = ("rank",)


@admin.register(Country)
class CountryAdmin(ReadMostly):
    list_display = ("iso2", "name_fr", "name_en", "zone")
    list_filter = ("zone",)
    list_select_related = ("zone",)
    search_fields = ("iso2", "iso3", "name_fr", "name_en")
    ordering = ("iso2",)
    inlines = (CountryClassInline,)


@admin.register(Territory)
class TerritoryAdmin(ReadMostly):
    list_display = ("name", "kind", "code", "siren", "parent", "population", "valid_to")
    list_filter = ("kind", "is_approximate", ("valid_to", admin.EmptyFieldListFilter))
    list_select_related = ("parent",)
    search_fields = ("name", "match_key", "code", "siren")
    ordering = ("kind", "code")
    show_full_result_count = False
    inlines = (TerritoryNameInline, SuccessorInline)


@admin.register(Theme)
class ThemeAdmin(ReadMostly):
    editable = ("is_offered",)
    list_display = ("code", "label_fr", "label_en", "origin", "is_offered", "crs_default", "sdg")
    list_filter = ("level", "origin", "is_offered")
    search_fields = ("code", "label_fr", "label_en")
    ordering = ("rank",)


@admin.register(Code)
class CodeAdmin(ReadMostly):
    list_display = ("scheme", "code", "name_fr", "name_en", "is_active", "source")
    list_filter = ("scheme", "is_active", "source")
    search_fields = ("code", "name_fr", "name_en")
    ordering = ("scheme", "code")


class PublishedFigureInline(ReadOnlyInline):
    model = PublishedFigure
    ordering = ("rank",)


@admin.register(PublishedSnapshot)
class PublishedSnapshotAdmin(ReadMostly):
    list_display = ("key", "country", "as_of_fr", "source_fr")
    list_select_related = ("country",)
    ordering = ("rank",)
    inlines = (PublishedFigureInline,)


@admin.register(LoadedFile)
class LoadedFileAdmin(ReadMostly):
    list_display = ("path", "loaded_at")
    ordering = ("path",)
