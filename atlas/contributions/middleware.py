"""Where requests come from, for what they write (`audit.origin`).

It stands here because it needs `audit`, `visitors` and `ui`, which do not know each other.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from atlas.audit.origin import WEB, coming_from
from atlas.ui.middleware import PRIVATE
from atlas.visitors.origin import visitor_of


def origin_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """`web`, and the network of the account on private addresses; of readers nothing more is kept."""

    def answered(request: HttpRequest) -> HttpResponse:
        address = visitor_of(request) if request.path_info.startswith(PRIVATE) else ""
        with coming_from(WEB, address):
            return get_response(request)

    return answered
