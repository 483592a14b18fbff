"""The one NinjaAPI: what each address takes and gives stands in `views`; here, how all of them speak.

Answers are made as bytes by the views, so that nothing is validated or written twice; what the views declare makes the
OpenAPI document (`document`), and tests hold answers against it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.renderers import BaseRenderer

from atlas.catalogue.index.reader import IndexUnavailable
from atlas.catalogue.middleware import RETRY_AFTER
from atlas.opendata.api.asked import malformed
from atlas.opendata.api.bodies import encode
from atlas.opendata.api.problems import NOT_FOUND, UNAVAILABLE, Refused, language_of, problem_response

VERSION: Final = "1.0.0"

PROJECTS, ORGANISATIONS, PLACES = _("Projets"), _("Organisations"), _("Lieux et thèmes")
FIGURES, ENTRY = _("Chiffres et carte"), _("Entrée")
TAGS: Final = (PROJECTS, ORGANISATIONS, PLACES, FIGURES, ENTRY)
"""What addresses are about, in the order of the documentation."""

View = Callable[..., HttpResponse]


class Renderer(BaseRenderer):
    """What a view gives as a value, as JSON."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        """UTF-8."""
        return encode(data)


api: Final = NinjaAPI(
    title="Atlas",
    version=VERSION,
    description=_(
        "Le registre public de l’action extérieure des collectivités territoriales françaises, en lecture seule."
    ),
    urls_namespace="api",
    openapi_url=None,
    docs_url=None,
    renderer=Renderer(),
)


def in_language(run: View) -> View:
    """The language of the address holds for checks, answers and problems alike."""

    @wraps(run)
    def spoken(request: HttpRequest, **values: Any) -> HttpResponse:
        with override(language_of(request)):
            return run(request, **values)

    return spoken


api.add_decorator(in_language, mode="view")


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(request, error)


@api.exception_handler(ValidationError)
def _malformed(request: HttpRequest, error: Any) -> HttpResponse:
    return problem_response(request, malformed(request, error))


class Merged(Exception):
    """What stood under `number` was merged into `into`: the same address with the other number (301)."""

    def __init__(self, number: int, into: int) -> None:
        super().__init__(number, into)
        self.number, self.into = number, into


@api.exception_handler(Merged)
def _merged(request: HttpRequest, error: Merged) -> HttpResponse:
    address = request.get_full_path().replace(f"/{error.number}", f"/{error.into}", 1)
    return HttpResponsePermanentRedirect(address)


@api.exception_handler(Http404)
def _missing(request: HttpRequest, error: Any) -> HttpResponse:
    said = str(error) or gettext("Cette adresse ne mène à rien.")
    return problem_response(request, Refused(NOT_FOUND, said))


@api.exception_handler(IndexUnavailable)
def _unavailable(request: HttpRequest, _error: Any) -> HttpResponse:
    detail = gettext("Le registre se prépare. Réessayez dans %(seconds)s secondes.") % {"seconds": RETRY_AFTER}
    response = problem_response(request, Refused(UNAVAILABLE, detail))
    response.headers["Retry-After"] = RETRY_AFTER
    return response
