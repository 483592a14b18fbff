"""The two loops of a search page that are too hot for a template: its twenty results, its values of filters.

Written with f-strings because a template resolves each of their 700 values through five calls: 4 ms of a page's 7 when
measured. Everything that is not a `SafeString` of the search is escaped here. What the rows say is decided in `listing`
and `search_panel`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from atlas.catalogue.listing import Row
from atlas.catalogue.markup import row, wide_table
from atlas.catalogue.search_panel import Filter, Link, Option

register = template.Library()


@dataclass(frozen=True, slots=True)
class _Words:
    """What every row repeats. `french` marks a text of the source that exists in French only."""

    joined: str
    no_authority: str
    no_partner: str
    example: str
    updated: str
    unknown: str
    french: str


@lru_cache(maxsize=4)
def _words(language: str) -> _Words:
    """`language` is the active one. Texts stand outside of f-strings, where the catalogue's reader cannot see them."""
    joined, example = gettext("avec"), gettext("fiche d’exemple")
    unknown = gettext("non précisé")
    no_authority, no_partner = gettext("collectivité non précisée"), gettext("partenaire non précisé")
    return _Words(
        joined=f'<span class="atlas-hit__arrow" aria-hidden="true">↔</span><span class="atlas-hidden">{joined}</span>',
        no_authority=f'<span class="atlas-mention">{no_authority}</span>',
        no_partner=f'<span class="atlas-mention">{no_partner}</span>',
        example=f'<span class="atlas-hit__example">{example}</span>',
        updated=gettext("mise à jour le %(date)s"),
        unknown=f'<span class="atlas-mention">–<span class="atlas-hidden">{unknown}</span></span>',
        french="" if language == "fr" else ' lang="fr"',
    )


@register.simple_tag
def hits(rows: Iterable[Row], heading: str = "h3", first: int = 1, with_dates: bool = False) -> SafeString:
    """The results as an ordered list that starts at `first`; titles are of level `heading`."""
    words = _words(get_language() or "fr")
    items = "".join(_hit(one, words, heading, with_dates) for one in rows)
    start = f' start="{int(first)}"' if first > 1 else ""
    return SafeString(f'<ol class="atlas-hits atlas-plain"{start}>{items}</ol>')


def _hit(hit: Row, words: _Words, heading: str, with_dates: bool) -> str:
    french = f"<span>{escape(hit.french)}</span>" if hit.french else words.no_authority
    foreign = f"<span>{escape(hit.foreign)}</span>" if hit.foreign else words.no_partner
    country = f' <span class="atlas-hit__country">{escape(hit.countries)}</span>' if hit.countries else ""
    excerpt = f'<p class="atlas-hit__excerpt"{words.french}>{hit.excerpt}</p>' if hit.excerpt else ""
    return (
        f'<li class="atlas-hit"><{heading} class="atlas-hit__title">'
        f'<a href="{escape(hit.url)}"{words.french}>{hit.title}</a></{heading}>'
        f'<p class="atlas-hit__who">{french} {words.joined} {foreign}{country}</p>{excerpt}'
        f'<p class="atlas-hit__meta">{_meta(hit, words, with_dates)}</p></li>\n'
    )


def _meta(hit: Row, words: _Words, with_dates: bool) -> str:
    """Status in words, then what is known of period, form, theme."""
    badge = f' class="fr-badge fr-badge--sm fr-badge--no-icon {hit.status_style}"' if hit.status_style else ""
    spans = [f"<span{badge}>{escape(hit.status)}</span>"]
    spans += [f"<span>{escape(text)}</span>" for text in (hit.period, hit.form) if text]
    if hit.theme:
        spans.append(_theme(hit, words))
    if hit.is_example:
        spans.append(words.example)
    if with_dates:
        spans.append(f"<span>{escape(words.updated % {'date': hit.updated_on})}</span>")
    return " ".join(spans)


def _theme(hit: Row, words: _Words) -> str:
    return f"<span{words.french if hit.theme_is_source else ''}>{escape(hit.theme)}</span>"


@register.simple_tag
def results_table(rows: Iterable[Row], caption: str) -> SafeString:
    """The same results as a table, which scrolls inside its frame where the screen is narrow."""
    words = _words(get_language() or "fr")
    heads = (
        gettext("Projet"),
        gettext("Collectivités françaises"),
        gettext("Partenaires à l’étranger"),
        gettext("Pays"),
        gettext("Période"),
        gettext("État"),
        gettext("Thème"),
        gettext("Mise à jour"),
    )
    return wide_table("tableau", caption, heads, "".join(_line(one, words) for one in rows), style="atlas-results")


def _line(result: Row, words: _Words) -> str:
    example = f"<br>{words.example}" if result.is_example else ""
    head = f'<a href="{escape(result.url)}"{words.french}>{result.title}</a>{example}'
    told = (result.french, result.foreign, result.countries, result.period, result.status)
    cells = [escape(cell) if cell else words.unknown for cell in told]
    theme = _theme(result, words) if result.theme else words.unknown
    return row(head, (*cells, theme, escape(result.updated_on)))


@register.simple_tag
def filter_groups(filters: Iterable[Filter], form: str) -> SafeString:
    """The groups of the panel: a checkbox for each value, with its number of sheets; they belong to the form `form`."""
    return SafeString("".join(_group(one, form) for one in filters))


def _group(group: Filter, form: str) -> str:
    legend = escape(group.legend)
    chosen = f' <span class="atlas-filter__chosen">{group.chosen}</span>' if group.chosen else ""
    return (
        f'<details class="atlas-filter"{" open" if group.is_open else ""}><summary>{legend}{chosen}</summary>'
        f'<fieldset class="atlas-filter__values"><legend class="atlas-hidden">{legend}</legend>'
        f"{_boxes(group.options, group.parameter, form)}{_everything(group.everything)}</fieldset></details>\n"
    )


def _everything(link: Link | None) -> str:
    if link is None:
        return ""
    count = f" ({link.count})" if link.count else ""
    return f'<p class="atlas-filter__all"><a href="{escape(link.url)}">{escape(link.label)}{count}</a></p>'


@register.simple_tag
def tag_links(tags: Iterable[Link]) -> SafeString:
    """The active filters, each with the address of the list without it."""
    remove = gettext("Retirer le filtre %(label)s")
    items = [
        f'<li><a class="fr-tag atlas-tag--remove" href="{escape(tag.url)}"'
        f' aria-label="{escape(remove % {"label": tag.label})}">{escape(tag.label)}</a></li>'
        for tag in tags
    ]
    return SafeString("".join(items))


@register.simple_tag
def decade_links(decades: Iterable[Link]) -> SafeString:
    """Start years by decade, each with the address of the list narrowed to it; nothing when there is none."""
    items = "".join(
        f'<li><a href="{escape(one.url)}">{escape(one.label)}</a>'
        f' <span class="atlas-option__count">{one.count}</span></li>'
        for one in decades
    )
    return SafeString(f'<ul class="atlas-decades atlas-plain">{items}</ul>' if items else "")


@register.simple_tag
def sort_options(sorts: Iterable[tuple[str, str, bool]]) -> SafeString:
    """The sorts of a list: value, words, chosen."""
    return SafeString(
        "".join(
            f'<option value="{value}"{" selected" if chosen else ""}>{escape(str(words))}</option>'
            for value, words, chosen in sorts
        )
    )


@register.simple_tag
def view_links(views: Iterable[tuple[Link, bool]]) -> SafeString:
    """The ways of showing a list, and which one is in use."""
    return SafeString(
        "".join(
            f'<a class="fr-tag fr-tag--sm atlas-view"{_CURRENT if is_current else ""}'
            f' href="{escape(view.url)}">{escape(view.label)}</a>'
            for view, is_current in views
        )
    )


_CURRENT = ' aria-current="true"'


@register.simple_tag
def export_menu(export_params: str) -> SafeString:
    """The files of a list; its template is read once a language, and its parameters put in."""
    kept = _export_menu(get_language() or "fr", bool(export_params))
    return SafeString(kept.replace(_PARAMETERS, escape(export_params)))


_PARAMETERS = "ATLAS-EXPORT-PARAMETERS"


@lru_cache(maxsize=8)
def _export_menu(_language: str, has_params: bool) -> str:
    """`_language` is the active one."""
    return render_to_string("catalogue/_export_menu.html", {"export_params": _PARAMETERS if has_params else ""})


@register.simple_tag
def boxes(options: Iterable[Option], parameter: str, form: str) -> SafeString:
    """A checkbox for each value, for the page of all values of a filter."""
    return SafeString(_boxes(options, parameter, form))


def _boxes(options: Iterable[Option], parameter: str, form: str) -> str:
    pieces: list[str] = []
    for one in options:
        before, after = _box(parameter, form, one.value, one.label, one.level)
        pieces.append(f"{before}{' checked' if one.selected else ''}{after}{one.count}{_BOX_END}")
    return "".join(pieces)


_BOX_END = "</span></label>\n"


@lru_cache(maxsize=8192)
def _box(parameter: str, form: str, value: str, label: str, level: int) -> tuple[str, str]:
    """What stands before and after `checked`. Kept: the same two hundred values stand on every page of results."""
    indented = f" atlas-option--{level}" if level > 1 else ""
    return (
        f'<label class="atlas-option{indented}">'
        f'<input type="checkbox" form="{form}" name="{parameter}" value="{escape(value)}"',
        f'><span>{escape(label)}</span> <span class="atlas-option__count">',
    )
