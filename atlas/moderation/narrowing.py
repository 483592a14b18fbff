"""The filters of a list as its page shows them: the form, whether one is set, the address that keeps them."""

from django.http import HttpRequest
from django.utils.translation import get_language

from atlas.contributions.queue import Filters

from .beside import NARROWED_BY
from .forms import FilterForm


def filters_of(request: HttpRequest) -> FilterForm:
    """All five."""
    return FilterForm(request.GET, language=get_language() or "fr")


def filters_beside(request: HttpRequest) -> FilterForm:
    """Those of pairs and of organisations."""
    return FilterForm(request.GET, language=get_language() or "fr", only=NARROWED_BY)


def query_of(request: HttpRequest) -> str:
    """The filters, without the page."""
    asked = request.GET.copy()
    asked.pop("page", None)
    return asked.urlencode()


def narrowed(request: HttpRequest, form: FilterForm) -> dict[str, object]:
    """What the templates ask for."""
    return {"form": form, "is_filtered": form.filters() != Filters(), "query": query_of(request)}
