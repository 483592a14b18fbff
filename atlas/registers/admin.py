"""What posts publish, in the Django admin: posts, service mailboxes, registers of countries, regional networks.

What is saved is published at once. Nothing is deleted: entries are withdrawn, and each of their versions can come back.
"""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, QuerySet
from django.forms import BaseInlineFormSet, ModelForm, TextInput
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atlas.accounts.access import actor_of
from atlas.audit.admin import ReadOnlyAdmin, RecordedAdmin
from atlas.organisations.actions import save_mailbox
from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Post, PostCountry
from atlas.uploads.files import store

from .actions import restore, save_entry, save_network, save_register
from .forms import EntryFormSet, PaperForm, RegisterForm
from .history import GONE, NEW, SAME, Change, changes, marked
from .models import (
    MODELS,
    Article,
    CountryRegister,
    EntryVersion,
    NetworkPresence,
    Paper,
    Passage,
    RegionalNetwork,
    WebLink,
)
from .publishing import publish_countries, publish_country, publish_mailbox, publish_network, publish_post


class PostCountryInline(admin.TabularInline):
    model = PostCountry
    extra = 0
    autocomplete_fields = ("country",)


@admin.register(Post)
class PostAdmin(RecordedAdmin):
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
        save_mailbox(obj, by=actor_of(request))
        publish_mailbox(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Mailbox | None = None) -> tuple[str, ...]:
        """Whose it is does not change."""
        return ("post", "organisation") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


class EntryInline(admin.StackedInline):
    """Entries of a register. They are withdrawn, never deleted."""

    formset = EntryFormSet
    classes = ("collapse",)
    formfield_overrides = {CharField: {"widget": TextInput(attrs={"class": "vLargeTextField"})}}
    extra = 0
    can_delete = False


class PassageInline(EntryInline):
    model = Passage
    ordering = ("kind", "rank", "pk")
    fields = ("kind", ("heading_fr", "heading_en"), "body_fr", "body_en", ("rank", "is_public"))


class WebLinkInline(EntryInline):
    model = WebLink
    ordering = ("rank", "pk")
    fields = ("kind", ("label_fr", "label_en"), "url", ("rank", "is_public"))


class PaperInline(EntryInline):
    model = Paper
    ordering = ("rank", "pk")
    form = PaperForm
    fields = (
        *("kind", ("title_fr", "title_en"), "present_file", "upload", "url"),
        *(("language", "dated_on"), ("rank", "is_public")),
    )
    readonly_fields = ("present_file",)

    @admin.display(description=_("fichier actuel"))
    def present_file(self, paper: Paper) -> str:
        """Its type and size, with the address at which readers get it."""
        if not paper.file:
            return "–"
        country, extension = paper.register.country_id, paper.file.rpartition(".")[2]
        address = reverse("register_document", args=[country, paper.pk, extension])
        return format_html('<a href="{}">{}</a> ({} ko)', address, extension.upper(), -(-(paper.size or 0) // 1000))


class ArticleInline(EntryInline):
    model = Article
    ordering = ("-published_on", "pk")
    fields = (
        *("published_on", ("title_fr", "title_en"), "url", "body_fr", "body_en"),
        ("rank", "is_public"),
    )


class PresenceInline(EntryInline):
    model = NetworkPresence
    ordering = ("rank", "pk")
    autocomplete_fields = ("network",)
    fields = ("network", ("note_fr", "note_en"), ("rank", "is_public"))


@admin.register(CountryRegister)
class CountryRegisterAdmin(admin.ModelAdmin):
    """One page a country: everything that its posts and the ministry write there."""

    form = RegisterForm
    list_display = ("country", "data_on", "edited_at", "edited_post")
    list_select_related = ("country", "edited_post")
    search_fields = ("country__name_fr", "country__name_en", "country__iso2")
    ordering = ("country__name_fr",)
    autocomplete_fields = ("country",)
    inlines = (PassageInline, WebLinkInline, PaperInline, ArticleInline, PresenceInline)
    fields = ("country", "acting_post", "data_on", "edited", "versions")
    readonly_fields = ("edited", "versions")

    @admin.display(description=_("dernière modification"))
    def edited(self, register: CountryRegister) -> str:
        """When, and in whose name."""
        if register._state.adding:
            return "–"
        who = register.edited_post or _("le ministère")
        return f"{timezone.localtime(register.edited_at):%d/%m/%Y %H:%M} – {who}"

    @admin.display(description=_("versions"))
    def versions(self, register: CountryRegister) -> str:
        """The way back to what stood here before."""
        if register._state.adding:
            return "–"
        address = f"{reverse('admin:registers_entryversion_changelist')}?register__id__exact={register.pk}"
        return format_html('<a href="{}">{}</a>', address, _("Voir les versions et en rétablir une"))

    def get_readonly_fields(self, request: HttpRequest, obj: CountryRegister | None = None) -> tuple[str, ...]:
        """Whose it is does not change."""
        return ("country", *self.readonly_fields) if obj else self.readonly_fields

    def save_model(self, request: HttpRequest, obj: CountryRegister, form: ModelForm, change: bool) -> None:
        """With its version and audit event."""
        save_register(obj, by=actor_of(request), post=form.cleaned_data["acting_post"])

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseInlineFormSet, change: bool) -> None:
        """Each entry that was touched, through its verb; files first, so that no entry names one that is not kept."""
        for entry in formset.save(commit=False):
            save_entry(entry, by=actor_of(request), post=form.cleaned_data["acting_post"])

    def save_related(self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool) -> None:
        """Public at once."""
        for each in (each for formset in formsets for each in formset.forms):
            if (checked := getattr(each, "checked", None)) is not None:
                store(checked)
        super().save_related(request, form, formsets, change)
        publish_country(form.instance.country_id)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(RegionalNetwork)
class RegionalNetworkAdmin(admin.ModelAdmin):
    """The French regional networks, once for all countries; which are active where is said in each register."""

    list_display = ("name", "region", "url")
    list_select_related = ("region",)
    search_fields = ("name", "region__name")
    ordering = ("name",)

    def save_model(self, request: HttpRequest, obj: RegionalNetwork, form: ModelForm, change: bool) -> None:
        """With its version and audit event; published in every country at once."""
        save_network(obj, by=actor_of(request))
        publish_network(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False


@admin.register(EntryVersion)
class EntryVersionAdmin(ReadOnlyAdmin):
    """Every edit of a register. One of them can be made the present one again, which is an edit like another."""

    list_display = ("label", "kind", "number", "register", "at", "actor", "post")
    list_filter = ("kind", ("register", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("register__country", "post")
    search_fields = ("label", "actor", "=entry_id")
    fields = ("label", "kind", "number", "register", "at", "actor", "post", "difference", "words")
    readonly_fields = fields
    actions = ("restore_versions",)

    @admin.display(description=_("contenu"))
    def words(self, version: EntryVersion) -> str:
        """Each field under the name that its form gives it."""
        fields = {field.attname: field for field in MODELS[version.kind]._meta.concrete_fields}
        return _definition_list((fields[name], value) for name, value in version.content.items())

    @admin.display(description=_("différences avec la version précédente"))
    def difference(self, version: EntryVersion) -> str:
        """Column by column, the words that went and those that came."""
        versions = EntryVersion.objects.filter(kind=version.kind, entry_id=version.entry_id)
        before = versions.filter(number=version.number - 1).first()
        if before is None:
            return gettext("Première version")
        fields = {field.attname: field for field in MODELS[version.kind]._meta.concrete_fields}
        found = changes(version.kind, before.content, version.content)
        return _definition_list((fields[one.name], _marked(one)) for one in found)

    @admin.action(description=_("Rétablir la version choisie"), permissions=["restore"])
    def restore_versions(self, request: HttpRequest, chosen: QuerySet[EntryVersion]) -> None:
        """One at a time: several versions of one entry would undo each other."""
        version = chosen.select_related("register").first()
        if version is None or chosen.count() != 1:
            self.message_user(request, _("Choisissez une seule version à rétablir."), messages.ERROR)
            return
        try:
            entry = restore(version, by=actor_of(request))
        except ValidationError as refused:
            self.message_user(request, _why(version, refused), messages.ERROR)
            return
        if isinstance(entry, RegionalNetwork):
            publish_network(entry)
        elif version.register is not None:
            publish_country(version.register.country_id)
        words = _("La version %(number)s de « %(label)s » est rétablie et publiée.")
        self.message_user(request, words % {"number": version.number, "label": version.label}, messages.SUCCESS)

    def has_restore_permission(self, request: HttpRequest) -> bool:
        """Who may edit registers."""
        return request.user.has_perm("registers.change_countryregister")


def _marked(change: Change) -> SafeString:
    """Gone and new words as such, for eyes and for screen readers."""
    pieces = marked(*("" if one is None else str(one) for one in (change.before, change.after)))
    return format_html_join("", "{}", ((format_html(_MARKS[kind], words),) for kind, words in pieces))


_MARKS = {SAME: "{}", GONE: "<del>{}</del>", NEW: "<ins>{}</ins>"}


def _definition_list(pairs: Any) -> SafeString:
    rows = (
        (str(getattr(field, "verbose_name", field.name)), "–" if value in (None, "") else value)
        for field, value in pairs
    )
    return format_html("<dl>{}</dl>", format_html_join("", "<dt><strong>{}</strong></dt><dd>{}</dd>", rows))


def _why(version: EntryVersion, refused: ValidationError) -> str:
    words = _("La version %(number)s de « %(label)s » ne peut pas être rétablie : %(why)s")
    return words % {"number": version.number, "label": version.label, "why": " ".join(refused.messages)}
