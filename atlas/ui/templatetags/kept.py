"""`{% translate "…" %}` that looks each literal text up once a language instead of once a page.

A sheet holds seventy such texts and each look-up costs as much as two variables. `{% load kept %}` after `i18n`
replaces the tag in that template only; a translation with a variable, a context or `as` is left to Django.
"""

from django import template
from django.template import Context, Node
from django.template.base import Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

register = template.Library()


class KeptTranslation(Node):
    """Renders like the node it stands for, whose text depends on nothing but the language."""

    def __init__(self, node: TranslateNode) -> None:
        self.node = node
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """The text in the active language."""
        language = get_language()
        if language not in self.kept:
            self.kept[language] = str(self.node.render(context))
        return self.kept[language]


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """Same syntax as Django's."""
    node = do_translate(parser, token)
    expression = node.filter_expression
    is_literal = getattr(expression.var, "literal", None) is not None and not expression.filters
    return KeptTranslation(node) if is_literal and not node.asvar and not node.message_context else node
