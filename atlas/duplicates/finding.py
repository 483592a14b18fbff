"""Finding pairs again. Nothing of the register changes: decisions on pairs (actions.py) hold whatever is found."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from atlas import bulk
from atlas.duplicates.facts import organisation_facts, project_facts, related
from atlas.duplicates.models import Candidate, CandidateKind, Decision
from atlas.duplicates.organisations_alike import organisations_alike
from atlas.duplicates.pairs import Pair
from atlas.duplicates.projects_alike import projects_alike
from atlas.organisations.models import Organisation
from atlas.projects.models import Project

_COLUMNS = (
    *("kind", "first_id", "second_id", "first_label", "second_label"),
    *("score", "reasons", "found_at", "is_current"),
)
_BATCH = 500


@dataclass(frozen=True, slots=True)
class Found:
    """What a run found of a kind: pairs in all, those that are new, those no longer alike."""

    kind: str
    pairs: int
    new: int
    gone: int


def find_duplicates(*, at: datetime) -> tuple[Found, ...]:
    """Compare all projects, then all organisations; keep the pairs. Decisions stay as they are."""
    projects = tuple(projects_alike(project_facts()))
    organisations = tuple(organisations_alike(organisation_facts(), related()))
    return (
        _keep(CandidateKind.PROJECT, projects, at=at),
        _keep(CandidateKind.ORGANISATION, organisations, at=at),
    )


@transaction.atomic
def _keep(kind: CandidateKind, pairs: Sequence[Pair], *, at: datetime) -> Found:
    known = {(one.first_id, one.second_id): one for one in Candidate.objects.filter(kind=kind)}
    labels = _labels(kind, {number for pair in pairs for number in (pair.first, pair.second)})
    found = {(pair.first, pair.second): pair for pair in pairs}
    new = [pair for key, pair in found.items() if key not in known]
    rows = (
        (kind.value, one.first, one.second, labels[one.first], labels[one.second], one.score, _listed(one), at, True)
        for one in new
    )
    bulk.insert(Candidate, _COLUMNS, rows)
    changed = [_renewed(known[key], pair, labels) for key, pair in found.items() if key in known]
    Candidate.objects.bulk_update(
        changed, ("first_label", "second_label", "score", "reasons", "is_current"), batch_size=_BATCH
    )
    gone = [one for key, one in known.items() if key not in found]
    _let_go(gone)
    return Found(kind.value, len(found), len(new), len(gone))


def set_aside(kind: CandidateKind, number: int) -> int:
    """Pairs of what was merged are looked at no more, decided or not; the next run sees anew. Returns how many."""
    pairs = Candidate.objects.filter(Q(first_id=number) | Q(second_id=number), kind=kind, is_current=True)
    return pairs.update(is_current=False)


def _renewed(known: Candidate, pair: Pair, labels: Mapping[int, str]) -> Candidate:
    known.first_label, known.second_label = labels[pair.first], labels[pair.second]
    known.score, known.reasons, known.is_current = pair.score, _listed(pair), True
    return known


def _listed(pair: Pair) -> list[list[str]]:
    return [list(reason) for reason in pair.reasons]


def _let_go(gone: Sequence[Candidate]) -> None:
    """What nobody decided of goes; a decision waits for the day on which the pair is found again."""
    for start in range(0, len(gone), _BATCH):
        ids = [one.pk for one in gone[start : start + _BATCH]]
        Candidate.objects.filter(pk__in=ids, decision=Decision.OPEN).delete()
        Candidate.objects.filter(pk__in=ids).update(is_current=False)


def _labels(kind: CandidateKind, ids: Iterable[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    numbers = sorted(ids)
    for start in range(0, len(numbers), _BATCH):
        some = numbers[start : start + _BATCH]
        if kind is CandidateKind.PROJECT:
            found.update(Project.objects.filter(pk__in=some).values_list("pk", "title"))
        else:
            found.update({one.pk: str(one) for one in Organisation.objects.filter(pk__in=some)})
    return {number: label or f"#{number}" for number, label in found.items()}
