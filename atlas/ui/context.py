"""What every page's frame shows. No query: a public page never pays for its frame."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, object]:
    """Template variables of the frame: `state_brand`, `demonstration`."""
    return {"state_brand": settings.ATLAS_STATE_BRAND, "demonstration": settings.ATLAS_DEMONSTRATION}
