"""The OpenAPI document, in French and in English, and the answer of addresses that do not exist.

ninja makes it from the declarations of the views; here it is translated and told what ninja does not know: that
problems have a media type of their own, which headers come with an answer, how a token is sent.
"""

import copy
from functools import lru_cache
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _
from ninja.operation import Operation

from atlas.opendata.about import LICENCE, LICENCE_ADDRESS
from atlas.opendata.api import answers
from atlas.opendata.api.bodies import encode
from atlas.opendata.api.interface import TAGS, api
from atlas.opendata.api.problems import CONTENT_TYPE, NOT_FOUND, Refused, language_of, problem_response

_WORDS: Final = frozenset({"description", "summary"})
_STATUSES: Final = {
    200: _("La réponse"),
    400: _("Un paramètre est mal écrit"),
    404: _("Rien ne porte ce numéro ou ce code"),
    406: _("Ce format n’existe pas à cette adresse"),
    410: _("La fiche n’est plus publiée, ou la liste par pertinence a changé depuis la page précédente"),
    422: _("Une valeur est bien écrite, mais le registre ne la connaît pas"),
    429: _("La limite de requêtes par minute est atteinte"),
    503: _("Le registre se prépare"),
}
_HEADERS: Final = {
    "ETag": _("À renvoyer dans If-None-Match : 304 si rien n’a changé"),
    "RateLimit": _("Requêtes qui restent (r) et secondes jusqu’à la prochaine minute (t)"),
    "RateLimit-Policy": _("Limite (q) par fenêtre de secondes (w)"),
}

_SELECTED: Final = ("Project", "FullProject", "CountryItem", "TerritoryItem", "ThemeItem")
"""Objects of which `fields` selects keys: without it they have them all."""


def openapi_json(request: HttpRequest) -> HttpResponse:
    """The document in the language asked."""
    return answers.answer(request, encode(document(language_of(request))))


def nothing_here(request: HttpRequest) -> HttpResponse:
    """404 for an address that the API does not have."""
    with override(language_of(request)):
        said = gettext("L’API n’a pas cette adresse : les siennes sont dans sa documentation.")
        return problem_response(request, Refused(NOT_FOUND, said))


@lru_cache(maxsize=2)
def document(language: str) -> dict[str, Any]:
    """The OpenAPI 3.1 document in one language."""
    with override(language):
        made = copy.deepcopy(dict(api.get_openapi_schema()))
        made["info"]["description"] = gettext(api.description)
        made["info"]["license"] = {"name": LICENCE, "url": LICENCE_ADDRESS}
        made["servers"] = [{"url": "/"}]
        made["security"] = [{}, {"token": []}]
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["tags"] = [{"name": gettext(tag)} for tag in TAGS]
        _forget_docstrings(made["paths"])
        made["paths"] = dict(sorted(made["paths"].items(), key=_order))
        for operations in made["paths"].values():
            for operation in operations.values():
                _complete(operation)
        for schema in made["components"]["schemas"].values():
            schema.pop("description", None)  # of the code, in English
        for name in _SELECTED:
            made["components"]["schemas"][name].pop("required")
        spoken: dict[str, Any] = _spoken(made)
        return spoken


def _forget_docstrings(paths: dict[str, Any]) -> None:
    """Where a view declares no description, ninja takes its docstring: English, for whoever reads the code."""
    views = (view for _prefix, router in api._routers for view in router.path_operations.values())
    undescribed = {one.operation_id for view in views for one in view.operations if _is_docstring(one)}
    for operations in paths.values():
        for operation in operations.values():
            if operation["operationId"] in undescribed:
                operation.pop("description", None)


def _is_docstring(operation: Operation) -> bool:
    return operation.description == operation.signature.docstring


def _order(path: tuple[str, Any]) -> int:
    """By what it is about; a sort keeps the order of equals."""
    (tag,) = path[1]["get"]["tags"]
    return TAGS.index(tag)


def _complete(operation: dict[str, Any]) -> None:
    operation["tags"] = [gettext(tag) for tag in operation["tags"]]
    operation["parameters"] = [_parameter(one) for one in operation["parameters"]]
    responses = operation["responses"]
    for status, response in responses.items():
        response["description"] = _STATUSES[int(status)]
        if int(status) >= 400:
            response["content"] = {CONTENT_TYPE: response["content"].pop("application/json")}
    responses[200]["headers"] = {
        name: {"description": words, "schema": {"type": "string"}} for name, words in _HEADERS.items()
    }
    operation["responses"] = {str(status): response for status, response in sorted(responses.items())}


def _parameter(one: dict[str, Any]) -> dict[str, Any]:
    """Without what belongs to Python: a parameter is there or not, it is never null; its words stand once."""
    schema = {**one["schema"]}
    for option in schema.pop("anyOf", ()):
        schema |= option if option != {"type": "null"} else {}
    for name in ("title", "description", "examples"):
        schema.pop(name, None)
    if schema.get("default", ()) in (None, [], ()):
        schema.pop("default", None)
    made = {"name": one["name"], "in": one["in"], "required": one["required"], "schema": schema}
    if "examples" in one:
        made["example"] = one["examples"][0]
    return made | ({"description": one["description"]} if "description" in one else {})


def _spoken(part: Any, key: str = "") -> Any:
    """Texts in the active language, wherever the document says some; without the titles that repeat the keys."""
    if isinstance(part, dict):
        return {
            name: _spoken(value, name)
            for name, value in part.items()
            if not (name == "title" and isinstance(value, str) and "properties" not in part and key != "info")
        }
    if isinstance(part, list):
        return [_spoken(one, key) for one in part]
    return gettext(part) if key in _WORDS and part else part
