"""The tables on the quality of sheets, written in Python: a page has a thousand cells, and a template's variables cost
ten times as much as an f-string. Not for what stands in them: see `quality_page`.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django.template import Library
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from atlas.catalogue.quality_page import CriterionLine, Number, PlaceLine, TrendLine

register = Library()

_NUMBER = 'class="atlas-table__number"'


@register.simple_tag
def criteria_table(rows: Sequence[CriterionLine], caption: str) -> SafeString:
    """What is missing, most first: how many sheets lack it, how many state it, who can mend it."""
    heads = (_("Critère"), _("Manque à"), _("Renseigné sur"), _("Qui peut compléter, et comment"))
    lacking, stated = _("manque"), _("renseigné")
    body = (
        f'<tr><th scope="row">{escape(row.label)}<br><span class="atlas-mention">{escape(row.meaning)}</span></th>'
        f"{_cell(row.lacking, row.label, lacking)}{_cell(row.stated, row.label, stated)}"
        f"<td>{escape(row.mender)}</td></tr>"
        for row in rows
    )
    return _wrapped("criteres-table", caption, heads, (0, 3), body)


@register.simple_tag
def places_table(table: dict[str, object], headings: Sequence[str], caption: str) -> SafeString:
    """Countries or authorities, what can be mended most first."""
    heads = (str(table["heading"]), _("Fiches"), _("Manques"), *headings)
    sheets = _("fiches")
    rows: Iterable[PlaceLine] = table["rows"]  # type: ignore[assignment]  # made by the view
    body = (
        f'<tr><th scope="row"><a href="{escape(row.url)}">{escape(row.name)}</a></th>'
        f"{_cell(row.projects, row.name, sheets)}<td {_NUMBER}>{escape(row.gaps)}</td>"
        f"{''.join(_cell(one, row.name, head) for one, head in zip(row.lacking, headings, strict=True))}</tr>"
        for row in rows
    )
    return _wrapped(f"table-{table['slug']}", caption, heads, (0,), body)


@register.simple_tag
def trend_table(rows: Sequence[TrendLine], labels: Sequence[str], caption: str) -> SafeString:
    """Shares of sheets that state each thing, day by day."""
    heads = (_("Au"), _("Fiches"), _("Renseignements présents"), *labels)
    body = (
        f'<tr><th scope="row">{escape(row.day)}</th>'
        f"{''.join(f'<td {_NUMBER}>{escape(text)}</td>' for text in (row.projects, row.whole, *row.shares))}</tr>"
        for row in rows
    )
    return _wrapped("table-trend", caption, heads, (0,), body)


def _cell(number: Number, what: str, of: str) -> str:
    """A number with its list; its name says of what, since a screen reader lists links without their table."""
    share = f' <span class="atlas-mention">({escape(number.share)})</span>' if number.share else ""
    if not number.url:
        return f"<td {_NUMBER}>{escape(number.value)}{share}</td>"
    name = _("%(value)s, la liste : %(what)s, %(of)s") % {"value": number.value, "what": what, "of": of}
    link = f'<a href="{escape(number.url)}" aria-label="{escape(name)}">{escape(number.value)}</a>'
    return f"<td {_NUMBER}>{link}{share}</td>"


def _wrapped(name: str, caption: str, heads: Sequence[str], texts: Sequence[int], body: Iterable[str]) -> SafeString:
    """A table that scrolls inside its frame; `texts`: places of the columns that are no numbers."""
    labels = "".join(
        f'<th scope="col"{"" if place in texts else " " + _NUMBER}>{escape(head)}</th>'
        for place, head in enumerate(heads)
    )
    return SafeString(
        f'<div class="quality-scroll" role="region" aria-labelledby="{name}" tabindex="0"><table class="atlas-table">'
        f'<caption id="{name}">{escape(caption)}</caption><thead><tr>{labels}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )
