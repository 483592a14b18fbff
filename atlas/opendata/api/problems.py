"""What went wrong, as `application/problem+json` (RFC 9457): which parameter, why, and how to mend it.

In the language that the address asks for. A parameter that makes no sense is refused here, unlike on pages: a program
that filters by a misspelt code must not take the whole register for its answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.search_query import Problem
from atlas.opendata.api.bodies import encode

CONTENT_TYPE: Final = "application/problem+json"
LANGUAGES: Final = ("fr", "en")


@dataclass(frozen=True)
class Kind:
    """A kind of problem: `anchor` names it in the documentation."""

    status: HTTPStatus
    anchor: str
    title: Promise


BAD_PARAMETER: Final = Kind(HTTPStatus.BAD_REQUEST, "parametre-mal-ecrit", _("Paramètre mal écrit"))
UNKNOWN_VALUE: Final = Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "valeur-inconnue", _("Valeur inconnue du registre"))
BAD_CURSOR: Final = Kind(HTTPStatus.UNPROCESSABLE_ENTITY, "curseur", _("Curseur qui n’est pas de cette liste"))
STALE_CURSOR: Final = Kind(HTTPStatus.GONE, "curseur-perime", _("La liste a changé"))
NOT_FOUND: Final = Kind(HTTPStatus.NOT_FOUND, "introuvable", _("Rien à cette adresse"))
WITHDRAWN: Final = Kind(HTTPStatus.GONE, "fiche-retiree", _("Fiche retirée de la publication"))
NOT_ACCEPTABLE: Final = Kind(HTTPStatus.NOT_ACCEPTABLE, "format", _("Format qui n’existe pas ici"))
NOT_ALLOWED: Final = Kind(HTTPStatus.METHOD_NOT_ALLOWED, "methode", _("L’API se lit seulement"))
TOO_MANY: Final = Kind(HTTPStatus.TOO_MANY_REQUESTS, "limite", _("Trop de requêtes"))
BAD_TOKEN: Final = Kind(HTTPStatus.UNAUTHORIZED, "jeton", _("Jeton inconnu"))
UNAVAILABLE: Final = Kind(HTTPStatus.SERVICE_UNAVAILABLE, "indisponible", _("Registre momentanément indisponible"))
KINDS: Final = (
    *(BAD_PARAMETER, UNKNOWN_VALUE, BAD_CURSOR, STALE_CURSOR, NOT_FOUND, WITHDRAWN, NOT_ACCEPTABLE, NOT_ALLOWED),
    *(TOO_MANY, BAD_TOKEN, UNAVAILABLE),
)
"""Every kind, as the documentation lists them."""


@dataclass(frozen=True)
class Fault:
    """A parameter that cannot be read: `hint` says what it may hold."""

    parameter: str
    value: str
    reason: str
    hint: str


class Refused(Exception):
    """Ends a request with a problem. `detail` is a text for the reader, `faults` the parameters."""

    def __init__(self, kind: Kind, detail: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.kind, self.detail, self.faults = kind, detail, tuple(faults)


def refused_parameters(kind: Kind, faults: Iterable[Fault]) -> Refused:
    """The request is refused for these parameters."""
    found = tuple(faults)
    names = ", ".join(dict.fromkeys(one.parameter for one in found))
    return Refused(kind, gettext("Ces paramètres sont à corriger : %(names)s.") % {"names": names}, found)


def fault_of(problem: Problem, hint: str) -> Fault:
    """What a page would say and ignore."""
    return Fault(problem.parameter, problem.value, str(problem.reason), hint)


def language_of(request: HttpRequest) -> str:
    """The language that the address asks for; French unless it says another one of the site."""
    asked = request.GET.get("lang", LANGUAGES[0])
    return asked if asked in LANGUAGES else LANGUAGES[0]


def problem_response(request: HttpRequest, refused: Refused) -> HttpResponse:
    """The answer that says it."""
    with override(language_of(request)):
        documentation = request.build_absolute_uri(reverse("api_reference"))
        content: dict[str, Any] = {
            "type": f"{documentation}#{refused.kind.anchor}",
            "title": str(refused.kind.title),
            "status": refused.kind.status.value,
            "detail": refused.detail,
            "instance": request.get_full_path(),
        }
    if refused.faults:
        content["errors"] = [
            {"parameter": one.parameter, "value": one.value, "reason": one.reason, "hint": one.hint}
            for one in refused.faults
        ]
    response = HttpResponse(encode(content), status=refused.kind.status, content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response
