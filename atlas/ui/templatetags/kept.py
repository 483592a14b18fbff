"""What a template says the same on every page, made once a language instead of once a page.

`{% translate "…" %}`: a sheet holds seventy such texts and each look-up costs as much as two variables.
`{% load kept %}` after `i18n` replaces the tag in that template only; a translation with a variable or a context is
left to Django.
`{% url "…" %}` without variables: the same, for addresses.
`{% keep %}…{% endkeep %}`: a whole passage. Not for anything that the catalogue, the address or the reader changes.
"""

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, Token
from django.template.defaulttags import URLNode
from django.template.defaulttags import url as do_url
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


class _Kept(Node):
    """Renders like the node it stands for, which depends on nothing but the language."""

    def __init__(self, node: TranslateNode | URLNode) -> None:
        self.node, self.name, node.asvar = node, node.asvar, None
        self.kept: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        """Its text in the active language, or nothing when the template wants it as a variable."""
        language = get_language()
        if language not in self.kept:
            self.kept[language] = str(self.node.render(context))
        if self.name is None:
            return self.kept[language]
        context[self.name] = self.kept[language]
        return ""


class KeptTranslation(_Kept):
    """A text."""


class KeptAddress(_Kept):
    """An address."""


class KeptPassage(Node):
    """Renders its nodes once for each language and each value of what it was told to depend on."""

    def __init__(self, nodelist: NodeList, causes: list[FilterExpression]) -> None:
        self.nodelist, self.causes = nodelist, causes
        self.kept: dict[tuple[object, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """The passage in the active language."""
        key = (get_language(), *(cause.resolve(context) for cause in self.causes))
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = self.nodelist.render(context)
        return found


@register.tag("keep")
def keep(parser: Parser, token: Token) -> KeptPassage:
    """`{% keep state_brand %}…{% endkeep %}`: the passage depends on the language and on these variables only."""
    causes = [parser.compile_filter(name) for name in token.split_contents()[1:]]
    nodelist = parser.parse(("endkeep",))
    parser.delete_first_token()
    return KeptPassage(nodelist, causes)


@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    """Same syntax as Django's."""
    node = do_translate(parser, token)
    expression = node.filter_expression
    is_literal = getattr(expression.var, "literal", None) is not None and not expression.filters
    return KeptTranslation(node) if is_literal and not node.message_context else node


@register.tag("url")
def url(parser: Parser, token: Token) -> Node:
    """Same syntax as Django's."""
    node = do_url(parser, token)
    parts = (node.view_name, *node.args, *node.kwargs.values())
    is_constant = not any(part.is_var or part.filters for part in parts)
    return KeptAddress(node) if is_constant else node
