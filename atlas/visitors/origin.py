"""Where a request came from, for the limits on forms. Read when a form is sent, never kept as such."""

from django.conf import settings
from django.http import HttpRequest


def visitor_of(request: HttpRequest) -> str:
    """The reader's address: as our own proxies saw it where there are some, else as the server did."""
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.ATLAS_PROXIES
    return seen[-proxies] if 0 < proxies <= len(seen) else request.META.get("REMOTE_ADDR", "")
