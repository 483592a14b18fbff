"""The queue of contributions, and one of them with its decision."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from atlas.accounts.access import PrivateRequest, for_roles
from atlas.accounts.roles import MINISTRY, OF_AUTHORITY
from atlas.accounts.typed import gives_back, labels_of
from atlas.contributions.models import Contribution
from atlas.contributions.queue import Filters, median_age, suggestions_to, waiting
from atlas.moderation.deciding import Order, Refused, carry_out
from atlas.moderation.forms import DecisionForm, FilterForm
from atlas.moderation.items import Item, item_of, rows_of
from atlas.moderation.narrowing import filters_of, query_of
from atlas.moderation.tabs import tabs_for

AT_ONCE, INVALID = 50, 422


@for_roles(*MINISTRY, *OF_AUTHORITY)
@require_safe
def queue_page(request: PrivateRequest) -> HttpResponse:
    """The ministry sees all; an authority what is suggested on its own sheets."""
    now, form, is_ministry = timezone.now(), filters_of(request), request.scope.is_ministry
    page = Paginator(_waiting(request, form, now), AT_ONCE).get_page(request.GET.get("page"))
    middle = median_age(now=now) if is_ministry else None
    context = {
        "tabs": tabs_for(request.scope, "moderation_queue"),
        "form": form if is_ministry else None,
        "is_filtered": is_ministry and form.filters() != Filters(),
        "page": page,
        "rows": rows_of(list(page), now=now),
        "median_days": None if middle is None else middle.days,
        "query": query_of(request),
    }
    return render(request, "moderation/queue.html", context)


def _waiting(request: PrivateRequest, form: FilterForm, now: datetime) -> QuerySet[Contribution]:
    """What this account may decide, narrowed by the filters of the address."""
    if request.scope.is_ministry:
        return waiting(form.filters(), now=now)
    return suggestions_to(request.scope.authorities)


def _queue(request: PrivateRequest) -> str:
    """The queue from which one came, with its filters."""
    query = query_of(request)
    return reverse("moderation_queue") + (f"?{query}" if query else "")


def _next(request: PrivateRequest, item: Item) -> str:
    """The next one of the queue that one came from; "" after the last."""
    one = item.contribution
    since = one.submitted_at or one.created_at
    later = Q(submitted_at__gt=since) | Q(submitted_at=since, pk__gt=one.pk)
    number = _waiting(request, filters_of(request), timezone.now()).filter(later).values_list("pk", flat=True).first()
    query = query_of(request)
    return reverse("moderation_item", args=[number]) + (f"?{query}" if query else "") if number else ""


@gives_back(labels_of(DecisionForm))
@for_roles(*MINISTRY, *OF_AUTHORITY)
@require_http_methods(["GET", "HEAD", "POST"])
def item_page(request: PrivateRequest, number: int) -> HttpResponse:
    """Before and after, side by side; the buttons are those of the table. 404 for what this account may not see."""
    item = _item(request, number)
    if request.method != "POST":
        return _page(request, item)
    form = DecisionForm(request.POST, offered=[*(side.field for side in item.sides), "said"])
    if not form.is_valid() or form.cleaned_data["verb"] not in dict(item.buttons):
        return _late(request, number, _("Cette décision n’est plus possible. Voici où en est la proposition."))
    try:
        done = carry_out(item.contribution, _order(form, item), by=request.scope.actor, at=timezone.now())
    except Refused as refused:
        if refused.is_late:
            return _late(request, number, refused.message)
        return _page(request, _item(request, number), refused.message, form)
    messages.success(request, done)
    return redirect(_queue(request) if item.is_open else item.url)


def _order(form: DecisionForm, item: Item) -> Order:
    said = form.cleaned_data
    chosen = tuple(said["fields_"])
    is_override = said["override"] and item.may_override
    return Order(said["verb"], said["reason"], chosen, is_override, said["version"])


def _item(request: PrivateRequest, number: int) -> Item:
    contribution = get_object_or_404(Contribution.objects.select_related("document", "authority"), pk=number)
    item = item_of(contribution, request.scope, get_language() or "fr")
    if item is None:
        raise Http404
    return item


def _page(request: PrivateRequest, item: Item, error: str = "", form: DecisionForm | None = None) -> HttpResponse:
    typed = form.data if form else {}
    context = {"item": item, "error": error, "reason": typed.get("reason", ""), "queue": _queue(request)}
    context["next"] = _next(request, item) if item.is_open else ""
    return render(request, "moderation/item.html", context, status=INVALID if error else 200)


def _late(request: PrivateRequest, number: int, words: str) -> HttpResponse:
    messages.warning(request, words)
    return redirect("moderation_item", number)
