"""From what a page of moderation sends to one verb of `contributions`, and what its refusals mean in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.contributions import deciding, sheets
from atlas.contributions.drafting import HasErrors
from atlas.contributions.locking import AlreadyDecided, ReasonMissing, SheetGone, SheetMoved
from atlas.contributions.models import Contribution, Origin
from atlas.contributions.taking import ChoiceMissing

from .items import suggested_value
from .showing import field_label


@dataclass(frozen=True)
class Order:
    """What the form asks for. `fields`: those that are ticked; `said` = a reader's own words."""

    verb: str
    reason: str = ""
    fields: tuple[str, ...] = ()
    override: bool = False
    version: int | None = None


class NothingTicked(Exception):
    """To accept is to accept something."""


class Refused(Exception):
    """`message` in the reader's language; `is_late`: somebody else was faster, the page must be looked at again."""

    def __init__(self, message: str, *, is_late: bool = False) -> None:
        super().__init__(message)
        self.message, self.is_late = message, is_late


DONE: Mapping[str, str | Promise] = {
    "accept": gettext_lazy("Proposition acceptée : la fiche est à jour."),
    "reject": gettext_lazy("Proposition refusée. L’auteur peut lire le motif."),
    "return": gettext_lazy("Proposition renvoyée à son auteur."),
    "ask": gettext_lazy("Question posée. La proposition reste dans la file."),
    "reopen": gettext_lazy("Proposition remise dans la file."),
    "undo": gettext_lazy("Changement annulé : la fiche a une nouvelle version."),
}


def carry_out(contribution: Contribution, order: Order, *, by: str, at: datetime) -> str:
    """Do it; the sentence that says so. Raises Refused."""
    refusals(lambda: _VERBS[order.verb](contribution, order, by, at))
    return str(DONE[order.verb])


def _accept(one: Contribution, order: Order, by: str, at: datetime) -> None:
    is_remark = one.origin == Origin.SUGGESTION
    if not is_remark and not order.fields:
        raise NothingTicked
    values = suggested_value(one) if "said" in order.fields else {}
    deciding.accept(
        one,
        fields=None if is_remark else order.fields,
        values=values,
        expected_version=order.version or None,
        override=order.override,
        reason=order.reason,
        by=by,
        at=at,
    )


def _undo(one: Contribution, order: Order, by: str, at: datetime) -> None:
    if one.project_id is None or one.applied_version is None:
        raise AlreadyDecided(one.state)
    sheets.undo(project_id=one.project_id, number=one.applied_version, reason=order.reason, by=by, at=at)


_VERBS: Mapping[str, Callable[[Contribution, Order, str, datetime], Any]] = {
    "accept": _accept,
    "reject": lambda one, order, by, at: deciding.reject(one, reason=order.reason, by=by, at=at),
    "return": lambda one, order, by, at: deciding.return_to_author(one, reason=order.reason, by=by, at=at),
    "ask": lambda one, order, by, at: deciding.ask(one, question=order.reason, by=by, at=at),
    "reopen": lambda one, order, by, at: deciding.reopen(one, reason=order.reason, by=by, at=at),
    "undo": _undo,
}


def refusals(act: Callable[[], Any]) -> None:
    """Do it, and say in words why it could not be done. Raises Refused."""
    try:
        act()
    except AlreadyDecided as late:
        raise Refused(_("Quelqu’un d’autre avait déjà décidé. Voici où en est la proposition."), is_late=True) from late
    except SheetMoved as late:
        words = _("La fiche a changé depuis l’ouverture de cette page. Relisez la comparaison, puis décidez.")
        raise Refused(words, is_late=True) from late
    except deciding.Conflict as conflict:
        names = ", ".join(field_label(name) for name in conflict.fields)
        words = _(
            "La fiche a changé sur ces rubriques depuis : %(fields)s. Décochez-les, ou confirmez le remplacement."
        )
        raise Refused(words % {"fields": names}) from conflict
    except HasErrors as errors:
        names = ", ".join(dict.fromkeys(field_label(one.field) for one in errors.findings))
        words = _("La fiche ne peut pas être enregistrée ainsi : %(fields)s.") % {"fields": names}
        raise Refused(words) from errors
    except (sheets.FirstVersion, SheetGone) as gone:
        raise Refused(_("La fiche n’est plus publiée, ou ce changement l’a créée : rien n’a été fait.")) from gone
    except NothingTicked as nothing:
        raise Refused(_("Cochez au moins une rubrique à retenir, ou refusez la proposition.")) from nothing
    except (ReasonMissing, ChoiceMissing) as missing:
        raise Refused(_("Il manque un motif ou un choix.")) from missing
    except deciding.NothingToAccept as nothing:
        raise Refused(_("La fiche dit déjà ce qui est proposé : refusez la proposition, ou renvoyez-la.")) from nothing
