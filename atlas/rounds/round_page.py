"""The page of one round: its form of answers, what is sent to which verb, what the refusals mean in words."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from atlas.reference.choices import Alive

from .actions import AnotherIsOpen, NothingToVerify, NotOpen, answer_pairs, close_round, start_round
from .forms import AnswerForm
from .models import VerificationRound
from .queries import pairs_of, progress_of

OPEN = "open"


class Late(Exception):
    """It could not be done; the message says why and what to do."""


def answers(row: VerificationRound, data: Mapping[str, Any] | None) -> AnswerForm:
    """The form for the pairs of the round."""
    numbers = list(row.pairs.order_by("pk").values_list("pk", flat=True))
    return AnswerForm(data, numbers=numbers, today=timezone.localdate())


def page_of(row: VerificationRound, form: AnswerForm, answer: str) -> dict[str, object]:
    """What the template needs. `answer`: which pairs, « open » or a value of Alive."""
    shown = answer if answer == OPEN or answer in Alive.values else ""
    return {
        "round": row,
        "form": form,
        "progress": progress_of(row),
        "pairs": pairs_of(row, answer=shown),
        "left": pairs_of(row, answer=OPEN) if row.closed_at else (),
        "shown": shown,
        "choices": [("", _("Toutes")), (OPEN, _("Sans réponse")), *Alive.choices],
        "now": timezone.now().isoformat(),
    }


def do(row: VerificationRound, verb: str, form: AnswerForm, *, by: str) -> str:
    """Do what was sent; the sentence that says so. Raises Late."""
    at = timezone.now()
    try:
        if verb == "start":
            return _started(start_round(row, by=by, at=at))
        if verb == "answer" and form.is_valid():
            return _answer(row, form, by=by)
        if verb == "close":
            return _closed(close_round(row, by=by, at=at))
    except AnotherIsOpen:
        raise Late(
            _("Une vérification est déjà en cours dans ce pays : fermez-la avant d’en commencer une autre.")
        ) from None
    except NothingToVerify:
        raise Late(_("Aucune fiche publiée ne nomme de relation vivante à vérifier dans ces subdivisions.")) from None
    except NotOpen:
        raise Late(_("Cette vérification est close, ou n’a pas commencé : rien n’a été changé.")) from None
    raise Late(_("Rien n’a été changé."))


def _answer(row: VerificationRound, form: AnswerForm, *, by: str) -> str:
    said, at = form.cleaned_data, timezone.now()
    done = answer_pairs(
        row,
        said["pairs"],
        alive=said["alive"],
        on=said["alive_on"],
        seen_at=said["seen_at"] or at,
        by=by,
        at=at,
    )
    words = ngettext("Réponse notée pour %(n)d relation.", "Réponse notée pour %(n)d relations.", done.done)
    if not done.late:
        return words % {"n": done.done}
    late = _("Quelqu’un d’autre venait de répondre pour : %(names)s. Sa réponse est gardée.")
    return f"{words % {'n': done.done}} {late % {'names': ' ; '.join(done.late)}}"


def _started(number: int) -> str:
    words = ngettext(
        "La vérification commence : %(n)d relation.", "La vérification commence : %(n)d relations.", number
    )
    return words % {"n": number}


def _closed(left: int) -> str:
    if not left:
        return _("Vérification close : toutes les relations ont une réponse.")
    words = ngettext(
        "Vérification close : %(n)d relation reste sans réponse.",
        "Vérification close : %(n)d relations restent sans réponse.",
        left,
    )
    return words % {"n": left}
