"""Whatever points at one row points at another: every foreign key of every app, those of apps above included.

What the database refuses (the other row has such a thing already) stays where it was. What moved is said row by row, so
that it can be moved back.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

Moved = Mapping[str, Sequence[int]]
"""« app.model.field » → keys of the rows that were moved."""


def relink(model: type[models.Model], *, old: int, new: int, apart: Collection[str]) -> dict[str, list[int]]:
    """Move what points at `old`, but for the apps named in `apart` and the model's own links to itself."""
    moved = {}
    for field in _pointing(model, apart):
        ids = list(field.model._base_manager.filter(**{field.name: old}).order_by("pk").values_list("pk", flat=True))
        if done := [pk for pk in ids if _points(field, pk, new)]:
            moved[_name(field)] = done
    return moved


def move_back(moved: Moved, *, old: int, new: int) -> None:
    """Undo `relink(old=old, new=new)`: rows that still point at `new` point at `old` again."""
    for name, ids in moved.items():
        app, model, field_name = name.split(".")
        field = apps.get_model(app, model)._meta.get_field(field_name)
        held = field.model._base_manager.filter(pk__in=ids, **{field_name: new}).order_by("pk")
        for pk in list(held.values_list("pk", flat=True)):
            _points(field, pk, old)


def _pointing(model: type[models.Model], apart: Collection[str]) -> Iterator[Any]:
    """The fields of other models that point at this one, those without a name for the way back included."""
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.related_model is not model:
            field = relation.field
            if field.model._meta.app_label not in apart:
                yield field


def _name(field: Any) -> str:
    return f"{field.model._meta.app_label}.{field.model._meta.model_name}.{field.name}"


def _points(field: Any, pk: int, to: int) -> bool:
    try:
        with transaction.atomic():
            field.model._base_manager.filter(pk=pk).update(**{field.attname: to})
    except IntegrityError:
        return False
    return True
