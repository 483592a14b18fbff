"""The lists behind numbers of the dashboard that no other page shows. Nobody's name or address is in them (D5.4)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.core.paginator import Page, Paginator
from django.db.models import Count, Min, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.accounts.queries import names_of
from atlas.contributions.decided import decided_contributions, decided_values, monday_of
from atlas.contributions.models import Contribution, Proposal
from atlas.contributions.states import State
from atlas.imports.models import RefusedItem
from atlas.moderation.doubts import OTHER_RULE, RULES
from atlas.notifications.models import Mail
from atlas.notifications.queries import STATES, domain_of, mails_in
from atlas.organisations.queries import unverified_contacts

from .tables import Cell, Table, moment
from .work import week_of

AT_ONCE: Final = 100


@dataclass(frozen=True)
class List:
    """`found`: the rows that an address asks for; `shown`: columns and cells of a page of them."""

    title: str | Promise
    found: Callable[[QueryDict], QuerySet[Any, Any]]
    shown: Callable[[Page[Any]], tuple[tuple[str, ...], list[tuple[Cell, ...]]]]


def page_of(slug: str, asked: QueryDict) -> tuple[Table, Page[Any]]:
    """A page of the list of that name. Raises KeyError."""
    one = LISTS[slug]
    page = Paginator(one.found(asked), AT_ONCE).get_page(asked.get("page"))
    columns, rows = one.shown(page)
    return Table(slug, str(one.title), columns, rows, _("Rien à montrer ici.")), page


def _week(asked: QueryDict) -> tuple[datetime, datetime]:
    """The week that an address asks for, else the current one."""
    try:
        day = date.fromisoformat(asked.get("semaine", ""))
    except ValueError:
        day = timezone.localdate()
    return week_of(monday_of(max(day, date(2000, 1, 1))))


def _decided(asked: QueryDict) -> QuerySet[Contribution]:
    found = decided_contributions(*_week(asked)).select_related("project")
    state = asked.get("etat", "")
    return found.filter(state=state) if state in State.values else found


def _decisions(page: Page[Contribution]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    names = names_of(one.decided_by for one in page)
    columns = (_("Proposition"), _("Décision"), _("Le"), _("Par"))
    return columns, [
        (
            Cell((one.project.title if one.project else "") or _("Fiche sans titre"), _item(one.pk)),
            Cell(one.get_state_display()), moment(one.decided_at), Cell(names[one.decided_by]),
        )
        for one in page
    ]  # fmt: skip


def _item(number: int) -> str:
    return reverse("moderation_item", args=[number])


def _values(page: Page[Proposal]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    names = names_of(one.decided_by for one in page)
    columns = (_("Valeur"), _("Décision"), _("Le"), _("Par"))
    return columns, [
        (
            Cell(str(RULES.get(one.rule, OTHER_RULE)), reverse("moderation_doubt", args=[one.pk])),
            Cell(one.get_state_display()), moment(one.decided_at), Cell(names[one.decided_by]),
        )
        for one in page
    ]  # fmt: skip


def _unsent(asked: QueryDict) -> QuerySet[Mail]:
    state = str(asked.get("etat", ""))
    return mails_in(state if state in STATES else "given_up")


def _mails(page: Page[Mail]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    columns = (_("Objet"), _("Destination"), _("Demandé"), _("Essais"), _("Dernière erreur"))
    return columns, [
        (
            Cell(one.subject), Cell(domain_of(one.recipient)), moment(one.queued_at), Cell(one.tries),
            Cell(one.last_error or "–"),
        )
        for one in page
    ]  # fmt: skip


def _holders(asked: QueryDict) -> QuerySet[Any, Any]:
    """Organisations or posts with contacts that nobody confirmed, what is erased first first."""
    holder = "post" if asked.get("chez") == "postes" else "organisation"
    found: QuerySet[Any, Any] = unverified_contacts().filter(**{f"{holder}__isnull": False}).order_by()
    rows = found.values(f"{holder}_id", f"{holder}__name").annotate(number=Count("pk"), until=Min("expires_on"))
    ordered: QuerySet[Any, Any] = rows.order_by("until", f"{holder}_id")
    return ordered


def _contacts(page: Page[Any]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    columns = (_("Chez"), _("Contacts non vérifiés"), _("Le premier s’efface après le"))
    return columns, [(_holder(row), Cell(row["number"]), Cell(row["until"].isoformat())) for row in page]


def _holder(row: Mapping[str, Any]) -> Cell:
    if "post_id" in row:
        return Cell(row["post__name"])
    return Cell(row["organisation__name"], reverse("moderation_organisation", args=[row["organisation_id"]]))


def _refused(asked: QueryDict) -> QuerySet[RefusedItem]:
    found, run = RefusedItem.objects.order_by("-pk").defer("raw"), asked.get("import", "")
    return found.filter(run=int(run)) if run.isdecimal() and len(run) < 10 else found


def _refusals(page: Page[RefusedItem]) -> tuple[tuple[str, ...], list[tuple[Cell, ...]]]:
    return (_("Document"), _("Motif")), [(Cell(one.name), Cell(one.message)) for one in page]


LISTS: Final[Mapping[str, List]] = {
    "decisions": List(gettext_lazy("Propositions décidées"), _decided, _decisions),
    "valeurs": List(gettext_lazy("Valeurs d’imports décidées"), lambda asked: decided_values(*_week(asked)), _values),
    "courriels": List(
        gettext_lazy("Courriels qui ne sont pas partis"),
        _unsent,
        _mails,
    ),
    "contacts": List(gettext_lazy("Qui a des contacts à vérifier"), _holders, _contacts),
    "refus": List(gettext_lazy("Documents refusés"), _refused, _refusals),
}
