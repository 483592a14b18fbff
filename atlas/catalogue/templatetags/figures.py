"""The table of a figure, written in Python: a page has two dozen of them, and a template's variables cost ten times as
much as an f-string. Not for what stands in it: see `figure_page`.
"""

from html import escape

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from atlas.catalogue.figure_page import Shown, ShownCell

register = Library()

_NUMBER = 'class="atlas-table__number"'


@register.simple_tag
def figure_table(question: Shown, *, framed: bool = False) -> SafeString:
    """The numbers of a chart, each with the list behind it. `framed`: the page stands in another one's frame."""
    heads = "".join(f'<th scope="col" {_NUMBER}>{escape(name)}</th>' for name in question.series)
    rows = "".join(
        f'<tr><th scope="row">{escape(row.label)}</th>{"".join(_cell(cell, framed) for cell in row.cells)}</tr>\n'
        for row in question.rows
    )
    return SafeString(
        f'<table class="atlas-table"><caption>{escape(question.caption)}</caption>\n'
        f'<thead><tr><th scope="col">{escape(question.heading)}</th>{heads}</tr></thead>\n'
        f"<tbody>{rows}</tbody>{_total(question)}</table>"
    )


def _cell(cell: ShownCell, framed: bool) -> str:
    if not cell.url:
        return f"<td {_NUMBER}>{escape(cell.value)}</td>"
    target = ' target="_top"' if framed else ""
    return f'<td {_NUMBER}><a href="{escape(cell.url)}"{target}>{escape(cell.value)}</a></td>'


def _total(question: Shown) -> str:
    if not question.total:
        return ""
    head, cells = escape(_("Total")), "".join(f"<td {_NUMBER}>{escape(total)}</td>" for total in question.total)
    return f'<tfoot><tr><th scope="row">{head}</th>{cells}</tr></tfoot>'
