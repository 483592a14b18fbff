"""In tests, a variable that a template of ours names and nobody gave is an error, not a silent blank.

pytest-django's `--fail-on-template-vars` cannot serve here: it also condemns the templates of Django's administration
and of the design system, which rely on blanks. This one looks at where an expression was written. As in Django, `if`,
`for` and `firstof` may ask for what is absent; `|default:` says itself what a blank means.
"""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.base import FilterExpression, Node, Origin, Parser

OUR_TEMPLATES = Path(settings.BASE_DIR) / "atlas"
SAYS_WHAT_A_BLANK_MEANS = {"default", "default_if_none"}


class UnknownTemplateVariable(AssertionError):
    """A template of ours uses a variable that is not in its context."""


class _Blank(str):
    """`string_if_invalid` of the test engine: an empty text, or an error while an expression of ours is resolved."""

    strict = False
    __slots__ = ()

    def __bool__(self) -> bool:
        return _Blank.strict

    def __contains__(self, key: object) -> bool:
        return key == "%s" and (_Blank.strict or _asked_by_a_translation_of_ours())

    def __mod__(self, variable: object) -> str:
        raise UnknownTemplateVariable(f"no variable « {variable} » in the context of this template")


BLANK = _Blank()


def _is_ours(origin: Origin | None) -> bool:
    return origin is not None and Path(str(origin.name)).is_relative_to(OUR_TEMPLATES)


def _asked_by_a_translation_of_ours() -> bool:
    """`blocktranslate` looks its variables up without an expression: the node that does it is on the stack."""
    frame = sys._getframe(2)
    while frame.f_back and not isinstance(frame.f_locals.get("self"), Node):
        frame = frame.f_back
    return _is_ours(getattr(frame.f_locals.get("self"), "origin", None))


class _StrictExpression(FilterExpression):
    """An expression of ours: blanks are errors while it is resolved, and not while what it calls is."""

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        before, _Blank.strict = _Blank.strict, True
        try:
            return super().resolve(context, ignore_failures)
        finally:
            _Blank.strict = before


class _LenientExpression(FilterExpression):
    """An expression of others, also when an expression of ours called it."""

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        before, _Blank.strict = _Blank.strict, False
        try:
            return super().resolve(context, ignore_failures)
        finally:
            _Blank.strict = before


def _compile_filter(parser: Parser, token: str) -> FilterExpression:
    if not _is_ours(getattr(parser, "origin", None)):
        return _LenientExpression(token, parser)
    strict = _StrictExpression(token, parser)
    names = {getattr(function, "_filter_name", "") for function, _arguments in strict.filters}
    return _LenientExpression(token, parser) if names & SAYS_WHAT_A_BLANK_MEANS else strict


def install() -> None:
    """Make every template engine of this process strict about our templates. Call once, before the first render."""
    Parser.compile_filter = _compile_filter
    for engine in settings.TEMPLATES:
        engine["OPTIONS"]["string_if_invalid"] = BLANK
