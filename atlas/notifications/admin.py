"""What waits to be sent, in the Django admin: when, how often it was tried, why it failed, and « try again ».

Neither text nor whole addresses: staff see that mails leave, not what is written to whom.
"""

from django.contrib import admin, messages
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from atlas.audit.admin import ReadOnlyAdmin

from .actions import retry_mails
from .models import Mail, Notice
from .queries import CONDITIONS, STATES, domain_of, state_of


class StateFilter(admin.SimpleListFilter):
    """What has become of a mail."""

    title = _("état")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(value, str(words)) for value, words in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Mail]) -> QuerySet[Mail]:
        return queryset.filter(CONDITIONS.get(self.value() or "", Q()))


@admin.register(Mail)
class MailAdmin(ReadOnlyAdmin):
    """To try again asks for the right to change mails; to look, the right to view them."""

    list_display = ("id", "subject", "state", "domain", "queued_at", "tries", "last_error", "try_at", "sent_at")
    list_filter = (StateFilter, "kind", "last_error")
    date_hierarchy = "queued_at"
    actions = ("retry",)
    fields = (
        *("kind", "language", "subject", "state", "domain", "queued_at", "tries", "last_error", "try_at", "sent_at"),
    )
    readonly_fields = fields

    @admin.display(description=_("état"))
    def state(self, mail: Mail) -> str:
        """In words."""
        return str(STATES[state_of(mail)])

    @admin.display(description=_("destinataire"))
    def domain(self, mail: Mail) -> str:
        """Only where it goes."""
        return domain_of(mail.recipient)

    @admin.action(description=_("Réessayer maintenant"), permissions=["retry"])
    def retry(self, request: HttpRequest, chosen: QuerySet[Mail]) -> None:
        """At the next round, within seconds."""
        by = str(getattr(request.user, "actor", request.user.get_username()))
        number = retry_mails(list(chosen.values_list("pk", flat=True)), by=by, at=timezone.now())
        words = ngettext("%(count)s courriel sera réessayé.", "%(count)s courriels seront réessayés.", number)
        self.message_user(request, words % {"count": number}, messages.SUCCESS)

    def has_retry_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The right to change mails; the form itself stays closed."""
        return request.user.has_perm("notifications.change_mail")


@admin.register(Notice)
class NoticeAdmin(ReadOnlyAdmin):
    """What will be one mail within the hour."""

    list_display = ("noted_at", "kind", "subject", "language", "domain")
    list_filter = ("kind",)
    fields = ("noted_at", "kind", "subject", "language", "domain")
    readonly_fields = fields

    @admin.display(description=_("destinataire"))
    def domain(self, notice: Notice) -> str:
        """Only where it goes."""
        return domain_of(notice.recipient)
