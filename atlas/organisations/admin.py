"""The ministry's staff look organisations up, mend those that people entered, and add names, successions and posts.

Rows of the reference data are changed in `data/` and loaded again, so that their own columns are read-only here.
"""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from atlas.audit.admin import RecordedAdmin

from .models import Contact, Organisation, OrganisationName, Origin, PlaceAlias, Succession


class NameInline(admin.TabularInline):
    model = OrganisationName
    extra = 0
    fields = ("name", "kind", "language", "valid_from", "valid_to", "date_precision", "source")


class PredecessorInline(admin.TabularInline):
    model = Succession
    fk_name = "successor"
    extra = 0
    autocomplete_fields = ("predecessor",)
    verbose_name_plural = _("prédécesseurs")


class SuccessorInline(admin.TabularInline):
    model = Succession
    fk_name = "predecessor"
    extra = 0
    autocomplete_fields = ("successor",)
    verbose_name_plural = _("successeurs")


@admin.register(Organisation)
class OrganisationAdmin(RecordedAdmin):
    list_display = ("name", "kind", "country", "department_code", "origin", "is_provisional", "valid_to")
    list_filter = ("kind", "origin", "is_provisional")
    list_select_related = ("country",)
    search_fields = ("name", "match_key", "siren", "insee_code", "names__name")
    autocomplete_fields = ("country",)
    inlines = (NameInline, PredecessorInline, SuccessorInline)
    show_full_result_count = False
    readonly_fields = ("territory", "reference_key", "origin", "created_at")

    def get_readonly_fields(self, request: HttpRequest, obj: Organisation | None = None) -> tuple[str, ...]:
        """Everything of a reference row; our own columns of the others."""
        if obj is not None and obj.origin == Origin.REFERENCE:
            return tuple(field.name for field in Organisation._meta.fields if field.editable and field.name != "id")
        return self.readonly_fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Organisations come from reference data, imports and requests, never from a blank form."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Identifiers are kept for ever."""
        return False


@admin.register(PlaceAlias)
class PlaceAliasAdmin(RecordedAdmin):
    list_display = ("alias", "name", "country")
    list_select_related = ("country",)
    search_fields = ("alias", "name")
    autocomplete_fields = ("country",)


@admin.register(Contact)
class ContactAdmin(admin.ModelAdmin):
    """Private persons (D5.4): whom a function belongs to and until when, not who it is; nothing is added here."""

    list_display = ("__str__", "function", "organisation", "post", "is_verified", "expires_on")
    list_filter = ("is_verified",)
    list_select_related = ("organisation", "post")
    search_fields = ("function", "organisation__name", "post__name")
    fields = ("function", "organisation", "post", "is_verified", "verified_on", "expires_on", "source")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
