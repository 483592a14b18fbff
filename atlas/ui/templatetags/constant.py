"""`{% extends "…" %}` and `{% include "…" %}` of a template that is named in the code: found once, not at each page.

Built into all templates (settings): a page looks for its frame and lists the frame's blocks each time otherwise, a
tenth of what rendering it takes. Names that are variables, and includes that are given variables, are left to Django.
"""

from typing import Any

from django import template
from django.template import Context, Node, NodeList
from django.template.base import FilterExpression, Parser, TextNode, Token
from django.template.loader_tags import (
    BLOCK_CONTEXT_KEY,
    BlockContext,
    BlockNode,
    ExtendsNode,
    do_extends,
    do_include,
)
from django.utils.safestring import SafeString

register = template.Library()


class ConstantExtends(ExtendsNode):
    """Renders like Django's node for a frame that never changes."""

    kept: tuple[Any, dict[str, Node]] | None = None  # the stubs leave out what a template and a block offer to nodes

    def render(self, context: Context) -> SafeString:
        """The frame with this template's blocks in it."""
        if self.kept is None:
            self.kept = _frame(self.get_parent(context))
        frame, blocks = self.kept
        block_context: Any = context.render_context.get(BLOCK_CONTEXT_KEY)
        if block_context is None:
            block_context = context.render_context[BLOCK_CONTEXT_KEY] = BlockContext()
        block_context.add_blocks(self.blocks)
        block_context.add_blocks(blocks)
        with context.render_context.push_state(frame, isolated_context=False):
            return SafeString(frame._render(context))


def _frame(parent: Any) -> tuple[Any, dict[str, Node]]:
    """The frame and its blocks; one that extends another adds its blocks itself."""
    first = next((node for node in parent.nodelist if not isinstance(node, TextNode)), None)
    found = [] if isinstance(first, ExtendsNode) else parent.nodelist.get_nodes_by_type(BlockNode)
    return parent, {one.name: one for one in found}


class ConstantInclude(Node):
    """Renders like Django's node for a template that is named in the code and given nothing of its own."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name
        self.kept: NodeList | None = None

    def render(self, context: Context) -> SafeString:
        """The other template with the variables of this one; what it sets stays inside it."""
        if self.kept is None:
            page: Any = context.template
            self.kept = page.engine.get_template(self.name.resolve(context)).nodelist
        with context.push():
            return self.kept.render(context)


def _is_constant(name: FilterExpression) -> bool:
    return not name.is_var and not name.filters


@register.tag("extends")
def extends(parser: Parser, token: Token) -> Node:
    """Same syntax as Django's."""
    node: Any = do_extends(parser, token)
    return ConstantExtends(node.nodelist, node.parent_name) if _is_constant(node.parent_name) else node


@register.tag("include")
def include(parser: Parser, token: Token) -> Node:
    """Same syntax as Django's."""
    node: Any = do_include(parser, token)
    is_plain = _is_constant(node.template) and not node.extra_context and not node.isolated_context
    return ConstantInclude(node.template) if is_plain else node
