"""Small pieces of HTML that the tags of several pages write: a name with its link, a mention, a wide table.

A template variable costs ten times an f-string, and a sheet holds three hundred values. Everything that comes from a
record goes through `escape`; what is already HTML (`prose`) says so by its type.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django.utils.safestring import SafeData, SafeString


def text(value: str) -> str:
    """A value that is HTML only if its type says so."""
    return value if isinstance(value, SafeData) else escape(value)


def mention(words: str) -> str:
    """A remark on a line of its own; '' for none."""
    return f'<br><span class="atlas-mention">{escape(words)}</span>' if words else ""


def named(name: str, identifier: int | None, prefix: str) -> str:
    """A name, as a link when it has a page. `prefix`: beginning of the page's address."""
    return f'<a href="{prefix}{identifier}/">{escape(name)}</a>' if identifier else escape(name)


def former(words: str) -> str:
    """« ex-… » after a name; '' for none."""
    return f' <span class="sheet-former">{escape(words)}</span>' if words else ""


def row(head: str, cells: Iterable[str]) -> str:
    """A line of a table; `head` and `cells` are HTML."""
    return f'<tr><th scope="row">{head}</th>{"".join(f"<td>{cell}</td>" for cell in cells)}</tr>'


def pairs(items: Iterable[tuple[str, str]]) -> str:
    """Labels and values of a `<dl>`, both HTML."""
    return "".join(f"<div><dt>{label}</dt><dd>{value}</dd></div>" for label, value in items)


def wide_table(
    key: str, caption: str, heads: Sequence[str], body: str, *, foot: str = "", style: str = ""
) -> SafeString:
    """A table that scrolls inside its own frame, reachable by keyboard. `body` and `foot` are rows of HTML."""
    columns = "".join(f'<th scope="col">{escape(head)}</th>' for head in heads)
    return SafeString(
        f'<div class="fr-table sheet-table {style}"><div class="fr-table__wrapper">'
        f'<div class="fr-table__container" role="region" aria-labelledby="{key}" tabindex="0">'
        f'<div class="fr-table__content"><table><caption id="{key}"><span>{escape(caption)}</span></caption>'
        f"<thead><tr>{columns}</tr></thead><tbody>{body}</tbody>{f'<tfoot>{foot}</tfoot>' if foot else ''}"
        "</table></div></div></div></div>"
    )
