"""Posts and service mailboxes in the Django admin: what is saved is published at once."""

from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from atlas.organisations.actions import save_mailbox
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Post, PostCountry

from .publishing import publish_countries, publish_mailbox, publish_post


class PostCountryInline(admin.TabularInline):
    model = PostCountry
    extra = 0
    autocomplete_fields = ("country",)


@admin.register(Post)
class PostAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "city")
    list_filter = ("kind",)
    search_fields = ("name", "city")
    inlines = (PostCountryInline,)

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """The countries that it followed before, and those that it follows now."""
        before = list(form.instance.jurisdiction.values_list("country_id", flat=True))
        super().save_related(request, form, formsets, change)
        publish_countries(before)
        publish_post(form.instance)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Sheets name posts for ever."""
        return False


@admin.register(Mailbox)
class MailboxAdmin(admin.ModelAdmin):
    """Where messages are passed on to. A mailbox that is no longer right is closed, not deleted."""

    list_display = ("function_fr", "post", "organisation", "verified_on", "is_open")
    list_filter = ("is_open",)
    list_select_related = ("post", "organisation")
    search_fields = ("function_fr", "post__name", "organisation__name")
    autocomplete_fields = ("post", "organisation")

    def save_model(self, request: HttpRequest, obj: Mailbox, form: ModelForm, change: bool) -> None:
        """With its audit event; published at once."""
        save_mailbox(obj, by=request.user.get_username())
        publish_mailbox(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Mailbox | None = None) -> tuple[str, ...]:
        """Whose it is does not change."""
        return ("post", "organisation") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False
