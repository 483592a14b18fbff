"""What the database refuses, whoever writes."""

import pytest
from django.db import IntegrityError, transaction

from atlas.declared.models import DeclaredEntry, Declarer

from .conftest import AT


@pytest.mark.parametrize(
    "values",
    [
        {"country_id": "FR"},
        {"state": "unknown"},
        {"form": "marriage"},
        {"authority_name": ""},
        {"partner_name": ""},
        {"since_year": 1492},
        {"state": "checked", "authority_id": None, "decided_at": AT, "decided_by": "user:1"},
        {"state": "proposed", "decided_at": AT, "decided_by": "user:1"},
        {"state": "linked", "decided_at": AT, "decided_by": "user:1"},
        {"state": "refused", "decided_at": AT, "decided_by": "user:1"},
        {"state": "refused", "reason": "Non."},
        {"state": "double", "decided_at": AT, "decided_by": "user:1"},
        {"decided_at": AT},
        {"decided_by": "user:1"},
    ],
)
def test_nonsense(entry: DeclaredEntry, values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredEntry.objects.filter(pk=entry.pk).update(**values)


def test_an_entry_is_no_double_of_itself(entry: DeclaredEntry) -> None:
    values = {"state": "double", "decided_at": AT, "decided_by": "user:1", "double_of": entry}
    with pytest.raises(IntegrityError), transaction.atomic():
        DeclaredEntry.objects.filter(pk=entry.pk).update(**values)


@pytest.mark.parametrize("values", [{"language": "de"}, {"name": ""}, {"email": ""}])
def test_a_declarer_can_be_answered(entry: DeclaredEntry, values: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Declarer.objects.filter(entry=entry).update(**values)


def test_a_name_of_a_person_is_in_no_word_of_the_row(entry: DeclaredEntry) -> None:
    assert str(entry) == "Pontcharra – Sikoro"
    assert str(entry.declarer) == f"#{entry.declarer.pk}"
