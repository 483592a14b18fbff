"""« Mes projets »: what waits first, then the sheets that the person looks after."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from atlas.accounts.access import PrivateRequest, signed_in
from atlas.accounts.roles import Role
from atlas.accounts.scopes import Scope
from atlas.ui.pagination import Pager, pager
from atlas.workspace import sheets
from atlas.workspace.waiting import waiting_for


@require_safe
@signed_in
def workspace_page(request: PrivateRequest) -> HttpResponse:
    """Both lists. `q`: text that a sheet's title, number or parties hold."""
    text = request.GET.get("q", "").strip()[:100]
    mine = sheets.my_sheets(request.scope)
    found = sheets.named(mine, text).order_by("-updated_at", "-pk")
    total = found.count()
    page = _page(request, total)
    first = (page - 1) * sheets.SHOWN
    context = {
        "title": _title(request.scope),
        "groups": waiting_for(request.scope, timezone.localdate()) if page == 1 and not text else [],
        "rows": sheets.rows(list(found[first : first + sheets.SHOWN]), request.scope),
        "criteria": sheets.CRITERIA,
        "total": total,
        "text": text,
        "pager": _pager(request, page, total, text),
        "can_create": bool(request.scope.prepares_for | request.scope.awaited),
        "is_reader": request.scope.roles == {Role.READER},
        "is_ministry": request.scope.is_ministry,
        "follows": bool(request.scope.regions) and not total,
        "may_search": request.scope.is_ministry or bool(request.scope.countries) or total > sheets.SHOWN or bool(text),
    }
    return render(request, "workspace/home.html", context)


def _title(scope: Scope) -> str:
    """Whose sheets they are."""
    if scope.is_ministry:
        return _("Toutes les fiches")
    own = scope.prepares_for | scope.awaited
    return _("Les fiches de vos pays") if scope.countries and not own else _("Mes fiches")


def _page(request: HttpRequest, total: int) -> int:
    asked = request.GET.get("page", "")
    last = max(1, -(-total // sheets.SHOWN))
    return min(last, max(1, int(asked))) if asked.isascii() and asked.isdigit() and len(asked) < 9 else 1


def _pager(request: HttpRequest, page: int, total: int, text: str) -> Pager | None:
    def address(number: int) -> str:
        return f"{request.path}?{urlencode({'q': text, 'page': number} if text else {'page': number})}"

    return pager(page, max(1, -(-total // sheets.SHOWN)), address)
