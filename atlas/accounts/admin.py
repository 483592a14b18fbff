"""Accounts in the administration: to read, and to take away a lost second factor.

Roles are granted on the pages, where the rules of D6.2 hold.
"""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from atlas.audit.admin import ReadOnlyAdmin, RecordedAdmin

from .models import Delegation, Invitation, MailDomain, Membership, User
from .second_factor import OwnAccount, take_second_factor


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    list_display = ("id", "full_name", "email", "is_active", "is_staff", "seen_on", "erased_on")
    list_filter = ("is_active", "is_staff")
    search_fields = ("email", "full_name", "=id")
    exclude = ("password", "groups", "user_permissions")
    actions = ("take_second_factor",)

    @admin.action(description=_("Retirer le second facteur (téléphone perdu)"), permissions=["take"])
    def take_second_factor(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Of one account at a time, after its holder was recognised."""
        ids = list(chosen.values_list("pk", flat=True)[:2])
        if len(ids) > 1:
            self.message_user(request, _("Un compte à la fois : choisissez-en un seul."), messages.ERROR)
            return
        by = str(getattr(request.user, "actor", request.user.get_username()))
        try:
            is_taken = take_second_factor(ids[0], by=by, at=timezone.now())
        except OwnAccount:
            self.message_user(request, _("Le vôtre se retire dans « Mon compte »."), messages.ERROR)
            return
        words = _("Le second facteur est retiré ; la personne est prévenue par courriel.")
        none = _("Ce compte n’a pas de second facteur : rien n’a changé.")
        self.message_user(request, words if is_taken else none, messages.SUCCESS if is_taken else messages.INFO)

    def has_take_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Administrators only; the form itself stays closed."""
        return request.user.has_perm("accounts.change_user")


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ("id", "user", "role", "organisation", "post", "region_code", "state", "decided_by")
    list_filter = ("role", "state")
    list_select_related = ("user", "organisation", "post")
    search_fields = ("user__email", "user__full_name", "organisation__name")


@admin.register(Delegation)
class DelegationAdmin(ReadOnlyAdmin):
    list_display = ("authority", "partner", "starts_on", "ends_on", "ended_at", "given_by")
    list_select_related = ("authority", "partner")


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    list_display = ("id", "role", "organisation", "invited_by", "invited_at", "expires_at", "used_at", "withdrawn_at")
    list_select_related = ("organisation",)
    exclude = ("digest", "email")


@admin.register(MailDomain)
class MailDomainAdmin(RecordedAdmin):
    list_display = ("domain", "organisation", "added_by", "added_at")
    list_select_related = ("organisation",)
    search_fields = ("domain", "organisation__name")
    autocomplete_fields = ("organisation",)
    ordering = ("domain", "pk")

    def save_model(self, request: HttpRequest, obj: MailDomain, form: Any, change: bool) -> None:
        """Lower case, and who added it."""
        obj.domain = obj.domain.strip().lower().removeprefix("@")
        if not change:
            assert isinstance(request.user, User)  # noqa: S101  (the administration is for persons)
            obj.added_by, obj.added_at = request.user.actor, timezone.now()
        super().save_model(request, obj, form, change)
