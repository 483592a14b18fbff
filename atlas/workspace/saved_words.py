"""What a script is told after it saved, and how it sends what was typed. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from atlas.projects.checks import check

from .editing import SectionSaved
from .fields import FieldSpec, Typed
from .finding_words import worded
from .reading import as_typed, digest, problem_count

MOST_PAIRS: Final = 10_000


def pairs_of(sent: Any) -> dict[str, list[str]]:
    """`{"pairs": [[name, value], …]}` as a form has it. Raises ValueError for anything else."""
    pairs = sent.get("pairs") if isinstance(sent, dict) else None
    if not isinstance(pairs, list) or len(pairs) > MOST_PAIRS:
        raise ValueError("no pairs")
    found: dict[str, list[str]] = {}
    for pair in pairs:
        if not (isinstance(pair, list) and len(pair) == 2 and all(isinstance(one, str) for one in pair)):
            raise ValueError("not a pair of texts")
        found.setdefault(pair[0], []).append(pair[1])
    return found


def clock(at: datetime) -> str:
    """« 10 h 42 », 10:42."""
    local = timezone.localtime(at)
    return f"{local:%H:%M}" if get_language() == "en" else f"{local.hour}\u00a0h\u00a0{local.minute:02}"


def saved_at(at: datetime) -> str:
    """« Enregistré à 10 h 42 »."""
    return _("Enregistré à %(time)s") % {"time": clock(at)}


def as_json(saved: SectionSaved, specs: Iterable[FieldSpec], *, at: datetime, today: date) -> Mapping[str, Any]:
    """`was`: the digest of each field that is saved as typed; `problems`, `findings`: what to say beside fields."""
    troubled = {one.field for one in saved.problems} | {one.field for one in saved.clashes}
    troubled |= {one.field for one in saved.elsewhere}
    fields = tuple(specs)
    findings = worded(check(saved.draft, today=today))
    return {
        "edit": saved.edit_number,
        "said": _said(saved, at),
        "is_whole": not saved.problems and not saved.clashes,
        "was": {spec.name: digest(as_typed(spec, saved.draft)) for spec in fields if spec.name not in troubled},
        "problems": [{"field": one.field, "anchor": one.anchor, "message": one.message} for one in saved.problems],
        "findings": {spec.name: findings.get(spec.name, []) for spec in fields},
        "clashes": [
            {
                "field": one.field,
                "said": _("%(who)s a enregistré ce champ à %(time)s. Votre texte est gardé ici.")
                % {"who": one.by, "time": clock(one.at)},
                "theirs": list(one.theirs) or [_("(vide)")],
                "typed": _pairs(one.typed),
                "was": one.was,
            }
            for one in saved.clashes
        ],
        "elsewhere": [
            {
                "field": one.field,
                "said": _("%(who)s a modifié « %(label)s ».") % {"who": one.by or _("Quelqu’un"), "label": one.label},
                "typed": _pairs(one.typed),
                "was": one.was,
            }
            for one in saved.elsewhere
        ],
    }


def _said(saved: SectionSaved, at: datetime) -> str:
    """The state of the page in a few words: what is not saved comes first."""
    if saved.problems:
        return problem_count(saved.problems)
    return _("Deux versions d’un champ : choisissez") if saved.clashes else saved_at(at)


def _pairs(typed: Typed) -> list[list[str]]:
    return [[name, value] for name, values in typed.items() for value in values]
