"""The journal in the Django admin: to read. Nothing is added, changed or deleted there.

Where staff may change a table of ours by hand, the change itself stands in the journal (`RecordedAdmin`).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.forms import BaseForm
from django.http import HttpRequest
from django.utils import timezone

from .actions import Entry, record
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


class RecordedAdmin(admin.ModelAdmin):
    """A table that has no verb of its own: who changed which columns, from what to what, in the same transaction."""

    def construct_change_message(
        self, request: HttpRequest, form: BaseForm, formsets: Iterable[Any], add: bool = False
    ) -> Any:
        """Django asks for it once, after everything is saved."""
        said = super().construct_change_message(request, form, formsets, add)  # type: ignore[arg-type]  # as Django's
        obj: Model = form.instance  # type: ignore[attr-defined]  # a ModelForm
        detail = {**_changes(form), "rows": [row for formset in formsets or () for row in _rows(formset)]}
        self._record(request, "admin.added" if add else "admin.changed", [obj], detail)
        return said

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        self._record(request, "admin.deleted", [obj], {"name": str(obj)})
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Model]) -> None:
        for obj in queryset:
            self._record(request, "admin.deleted", [obj], {"name": str(obj)})
        super().delete_queryset(request, queryset)

    def _record(self, request: HttpRequest, verb: str, objects: Iterable[Model], detail: Mapping[str, object]) -> None:
        by = str(getattr(request.user, "actor", request.user.get_username()))
        said = {name: value for name, value in detail.items() if value}
        record((self._entry(verb, one, said) for one in objects), by=by, at=timezone.now())

    def _entry(self, verb: str, obj: Model, said: Mapping[str, object]) -> Entry:
        """The journal numbers its objects: what has a code for a key (a theme) is 0 there, and its code is told."""
        kind = str(self.opts.model_name)
        return (
            Entry(verb, kind, obj.pk, said)
            if isinstance(obj.pk, int)
            else Entry(verb, kind, 0, {"key": obj.pk, **said})
        )


def _changes(form: BaseForm) -> dict[str, object]:
    """Names of the columns that changed, their values before and after as text."""
    names = form.changed_data
    after = form.cleaned_data
    return {
        "changed": names,
        "before": {name: _text(form.get_initial_for_field(form.fields[name], name)) for name in names},
        "after": {name: _text(getattr(after[name], "pk", after[name])) for name in names},
    }


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _rows(formset: Any) -> list[dict[str, object]]:
    """The same of each row beneath (names, successions, countries of a post) that was added, changed or deleted."""
    kind = formset.model._meta.model_name
    told: list[dict[str, object]] = [{"row": kind, "added": str(one)} for one in formset.new_objects]
    changed = {one.pk for one, _names in formset.changed_objects}
    told += [{"row": kind, **_changes(form)} for form in formset.initial_forms if form.instance.pk in changed]
    return told + [{"row": kind, "deleted": str(one)} for one in formset.deleted_objects]


@admin.register(Event)
class EventAdmin(ReadOnlyAdmin):
    list_display = ("at", "actor", "verb", "object_type", "object_id", "origin")
    list_filter = ("verb", "object_type")
    search_fields = ("actor", "=object_id")
    date_hierarchy = "at"
