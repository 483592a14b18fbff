"""Pairs that may be one, for staff: why, both sides, « not a duplicate ». Rows are found, never typed or deleted."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from atlas.accounts.access import actor_of
from atlas.audit.admin import ReadOnlyAdmin

from .actions import decide
from .models import Candidate, CandidateKind, Decision
from .words import reason_words

_PAGES = {
    CandidateKind.PROJECT.value: "admin:projects_project_change",
    CandidateKind.ORGANISATION.value: "admin:organisations_organisation_change",
}


@admin.register(Candidate)
class CandidateAdmin(ReadOnlyAdmin):
    """Both verbs ask for the right to change candidates; to look, the right to view them."""

    list_display = ("score", "kind", "first", "second", "why", "decision", "decided_by")
    list_display_links = ("score",)
    list_filter = ("decision", "kind", "is_current")
    search_fields = ("first_label", "second_label", "=first_id", "=second_id")
    actions = ("dismiss", "reopen")
    fields = (
        *("kind", "first", "second", "score", "why", "next_step", "found_at", "is_current"),
        *("decision", "decided_by", "decided_at"),
    )

    @admin.display(description=_("première"))
    def first(self, one: Candidate) -> str:
        """The older one."""
        return _link(one.kind, one.first_id, one.first_label)

    @admin.display(description=_("seconde"))
    def second(self, one: Candidate) -> str:
        """The younger one."""
        return _link(one.kind, one.second_id, one.second_label)

    @admin.display(description=_("pourquoi"))
    def why(self, one: Candidate) -> str:
        """The reasons in words."""
        return reason_words(one.reasons)

    @admin.display(description=_("et ensuite"))
    def next_step(self, one: Candidate) -> str:
        """What happens with the pair."""
        if one.decision == Decision.DISTINCT:
            return str(_("Cette paire ne sera plus proposée, même si elle est retrouvée. On peut la rouvrir."))
        return str(
            _(
                "Si ce sont deux choses différentes : cochez la paire dans la liste et choisissez « Ce ne sont pas des "
                "doublons ». Si c’est la même : fusionnez-les dans l’espace de travail, page « À décider », onglet "
                "« Doublons possibles »."
            )
        )

    @admin.action(description=_("Ce ne sont pas des doublons"), permissions=["decide"])
    def dismiss(self, request: HttpRequest, chosen: QuerySet[Candidate]) -> None:
        """The pairs are not proposed again."""
        self._decide(request, chosen, Decision.DISTINCT)

    @admin.action(description=_("Rouvrir : à examiner de nouveau"), permissions=["decide"])
    def reopen(self, request: HttpRequest, chosen: QuerySet[Candidate]) -> None:
        """The decision was wrong."""
        self._decide(request, chosen, Decision.OPEN)

    def _decide(self, request: HttpRequest, chosen: QuerySet[Candidate], decision: Decision) -> None:
        number = decide(chosen, decision, by=actor_of(request), at=timezone.now())
        words = ngettext("%(count)s paire a changé.", "%(count)s paires ont changé.", number)
        self.message_user(request, words % {"count": number}, messages.SUCCESS)

    def has_decide_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The right to change candidates; the form itself stays closed."""
        return request.user.has_perm("duplicates.change_candidate")

    def get_ordering(self, request: HttpRequest) -> tuple[str, ...]:
        """What waits first, the most alike first."""
        return ("decision", "-is_current", "-score", "pk")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields


def _link(kind: str, number: int, label: str) -> str:
    return format_html('<a href="{}">{}</a> (n° {})', reverse(_PAGES[kind], args=[number]), label, number)
