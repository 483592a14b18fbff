"""From the query string of a request to what is asked, or to a problem that names each parameter.

Form comes first (`parameters`, 400), then sense: `SearchQuery` reads the filters as for pages, and whatever a page
would ignore is refused here (422). A name that no address has, or a single value given twice, is refused too.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, get_args, get_origin

from django.http import HttpRequest
from django.utils.timezone import localdate
from django.utils.translation import gettext
from ninja import Schema
from ninja.errors import ValidationError

from atlas.catalogue.count_asked import CountAsked, count_asked
from atlas.catalogue.search import known
from atlas.catalogue.search_query import Problem, SearchQuery
from atlas.opendata.api.parameters import FiguresAsked, OrganisationsAsked, ProjectsAsked
from atlas.opendata.api.problems import BAD_PARAMETER, UNKNOWN_VALUE, Fault, Refused, fault_of, refused_parameters


def search_query(request: HttpRequest, asked: Schema) -> SearchQuery:
    """The filters of a request. Raises Refused for any that makes no sense."""
    check_names(request, asked)
    query = SearchQuery.from_params(request.GET, known=known())
    check_problems(query.problems, asked)
    return query


def check_problems(problems: Sequence[Problem], asked: Schema) -> None:
    """Refuse what a page would have said and ignored."""
    if problems:
        raise refused_parameters(UNKNOWN_VALUE, [fault_of(one, hint_of(asked, one.parameter)) for one in problems])


def check_names(request: HttpRequest, asked: Schema) -> None:
    """Refuse parameters that this address does not have, and single ones that come twice."""
    faults = list(_misnamed(request, type(asked).model_fields))
    if faults:
        raise refused_parameters(BAD_PARAMETER, faults)


def _misnamed(request: HttpRequest, fields: Mapping[str, Any]) -> Iterator[Fault]:
    for name in request.GET:
        values = request.GET.getlist(name)
        if name not in fields:
            yield Fault(
                name[:60], values[-1][:60], gettext("cette adresse n’a pas ce paramètre"), _instead(name, fields)
            )
        elif len(values) > 1 and not _is_list(fields[name]):
            yield Fault(name, " ".join(values)[:60], gettext("ce paramètre ne prend qu’une valeur"), "")


def _instead(name: str, fields: Mapping[str, Any]) -> str:
    if name == "page" and "cursor" in fields:
        return gettext("Suivez l’adresse « next » de la réponse.")
    return _near(name, tuple(fields))


def _is_list(field: Any) -> bool:
    return get_origin(field.annotation) is list or any(get_origin(one) is list for one in get_args(field.annotation))


def hint_of(asked: Schema | type[Schema], parameter: str) -> str:
    """What a parameter may hold, in the active language."""
    field = (asked if isinstance(asked, type) else type(asked)).model_fields.get(parameter)
    return gettext(field.description) if field is not None and field.description else ""


def counted_at(request: HttpRequest, asked: Schema) -> CountAsked:
    """Day and rule to count at. Raises Refused for what is no day, or not one to count at."""
    found = count_asked({name: request.GET.get(name, "") for name in ("au", "regle")}, localdate())
    check_problems(found.problems, asked)
    return found


def words_of(text: str | None, parameter: str, allowed: Sequence[str]) -> tuple[str, ...]:
    """The words of a list parted by commas, each once; all that is allowed for none. Raises Refused for others."""
    if text is None:
        return tuple(allowed)
    found = tuple(dict.fromkeys(text.split(",")))
    faults = [
        Fault(parameter, one, gettext("cette valeur n’existe pas ici"), _near(one, allowed))
        for one in found
        if one not in allowed
    ]
    if faults:
        raise refused_parameters(UNKNOWN_VALUE, faults)
    return found


def _near(word: str, allowed: Sequence[str]) -> str:
    near = get_close_matches(word, allowed, n=1)
    if near:
        return gettext("Peut-être « %(name)s » ?") % {"name": near[0]}
    return gettext("Possibles : %(names)s.") % {"names": ", ".join(allowed)}


def malformed(request: HttpRequest, error: ValidationError) -> Refused:
    """What the check of form found, said for people."""
    return refused_parameters(BAD_PARAMETER, [_fault(request, one) for one in error.errors])


def _fault(request: HttpRequest, error: Mapping[str, Any]) -> Fault:
    """`loc`: where it was found (query or path), the name of the view's argument, the parameter, its place."""
    names = [one for one in error["loc"][1:] if isinstance(one, str)]
    name = names[-1] if names else ""
    value = request.GET.getlist(name)[-1:] or [""]
    hints = filter(None, (hint_of(one, name) for one in (ProjectsAsked, FiguresAsked, OrganisationsAsked)))
    return Fault(name, value[0][:60], _reason(str(error["type"]), error.get("ctx", {})), next(hints, ""))


def _reason(kind: str, facts: Mapping[str, Any]) -> str:
    if kind == "literal_error":
        return gettext("cette valeur n’existe pas ici")
    if kind.startswith("int"):
        return gettext("ce n’est pas un nombre entier")
    for limit, words in (
        ("ge", gettext("le plus petit nombre possible est %(limit)s")),
        ("le", gettext("le plus grand nombre possible est %(limit)s")),
        ("lt", gettext("ce nombre est trop grand : il doit être inférieur à %(limit)s")),
        ("max_length", gettext("ce texte est trop long : %(limit)s caractères au plus")),
        ("min_length", gettext("ce texte est trop court : il faut au moins %(limit)s caractères")),
    ):
        if limit in facts:
            return words % {"limit": facts[limit]}
    return gettext("cette écriture n’est pas celle attendue")
