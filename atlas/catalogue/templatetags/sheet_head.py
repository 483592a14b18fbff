"""The first screen of a project's sheet: badges, title, who with whom, the short facts, the map, the contents.

Python because a template resolves each of its hundred values through five calls. What is said is decided in
`presentation`; the order of the parts in `project.html`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django import template
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from atlas.catalogue import wording
from atlas.catalogue.locator import Locator, Point
from atlas.catalogue.markup import former, named, pairs
from atlas.catalogue.money import FundingTable
from atlas.catalogue.presentation import Partner, Sheet, Theme
from atlas.catalogue.static_files import WORLD
from atlas.catalogue.templatetags.sheet import fact_items
from atlas.catalogue.views.links import Links
from atlas.catalogue.words import gettext

register = template.Library()

_ARROW = (
    '<svg class="sheet-arrow" viewBox="0 0 48 24" width="48" height="24" aria-hidden="true" focusable="false">'
    '<path d="M10 4 2 12l8 8M38 4l8 8-8 8M2 12h44"/></svg>'
)


@register.simple_tag
def sheet_header(sheet: Sheet, links: Links, source: str) -> SafeString:
    """Status in words, title, doubts, and the partners of both sides. `source`: attribute of the source's language."""
    note = f'<p class="atlas-mention">{escape(sheet.title_note)}</p>' if sheet.title_note else ""
    french = gettext("En France"), sheet.french, gettext("Aucune collectivité française déclarée.")
    foreign = gettext("À l’étranger"), sheet.foreign, gettext("Aucun partenaire étranger déclaré.")
    near, far = _side("", *french, links.authority), _side(" sheet-side--far", *foreign, links.authority)
    return SafeString(
        f'<header class="sheet-head"><p class="sheet-badges">{"".join(_badges(sheet, source))}</p>'
        f"<h1{source}>{escape(sheet.title)}</h1>{note}{_doubts(sheet.doubts)}"
        f'<div class="sheet-pair">{near}{_ARROW}{far}</div></header>'
    )


def _badges(sheet: Sheet, source: str) -> Iterator[str]:
    yield _badge(sheet.status.style, sheet.status.word, source if sheet.status.is_source else "")
    if sheet.doubts:
        yield _badge("fr-badge--warning", gettext("À confirmer"))
    if sheet.is_example:
        yield _badge("fr-badge--purple-glycine", gettext("Exemple fictif"))


def _badge(style: str, word: str, language: str = "") -> str:
    return f'<span class="fr-badge fr-badge--no-icon {style}"{language}>{escape(word)}</span>\n'


def _doubts(doubts: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(doubt)}</li>" for doubt in doubts)
    intro = gettext("L’état déclaré est à confirmer :")
    return f'<div class="sheet-doubt"><p>{intro}</p><ul>{items}</ul></div>' if items else ""


def _side(style: str, title: str, partners: Iterable[Partner], nobody: str, prefix: str) -> str:
    items = "".join(_partner(partner, prefix) for partner in partners)
    return (
        f'<div class="sheet-side{style}"><h2>{title}</h2>{f"<ul>{items}</ul>" if items else f"<p>{nobody}</p>"}</div>'
    )


def _partner(partner: Partner, prefix: str) -> str:
    country = f' <span class="sheet-country">{escape(partner.country)}</span>' if partner.country else ""
    return f"<li>{named(partner.name, partner.id, prefix)}{country}{former(partner.former)}</li>"


@register.simple_tag
def sheet_summary(sheet: Sheet, links: Links, source: str) -> SafeString:
    """The opening of the text, the short facts and the map."""
    opening = f'<p class="sheet-opening"{source}>{escape(sheet.opening)}</p>' if sheet.opening else ""
    theme = _first_theme(sheet.themes[0], source) if sheet.themes else ""
    facts = pairs(
        (
            (gettext("Pays"), _countries(sheet, links.country)),
            (gettext("Période"), escape(sheet.period)),
            (gettext("État déclaré"), _status(sheet, source)),
        )
    )
    totals = "".join(_total(table) for table in sheet.funding.tables if table.total)
    style = "sheet-summary sheet-summary--map" if sheet.locator else "sheet-summary"
    return SafeString(
        f'<div class="{style}"><div>{opening}<dl class="sheet-facts">'
        f"{facts}{theme}{totals}{fact_items(sheet.facts, source)}</dl></div>"
        f"{locator_map(sheet.locator) if sheet.locator else ''}</div>"
    )


def _status(sheet: Sheet, source: str) -> str:
    if sheet.status.word == str(wording.STATUS_NOT_STATED):
        return gettext("Non précisé")
    word = escape(sheet.status.word)
    return f"<span{source}>{word}</span>" if source and sheet.status.is_source else word


def _countries(sheet: Sheet, prefix: str) -> str:
    found = ", ".join(f'<a href="{prefix}{one.iso2}/">{escape(one.name)}</a>' for one in sheet.countries)
    return found or gettext("Non précisé")


def _first_theme(theme: Theme, source: str) -> str:
    label, language = gettext("Thématique"), source if theme.is_source else ""
    return f"<div><dt>{label}</dt><dd{language}>{escape(theme.last)}</dd></div>"


def _total(table: FundingTable) -> str:
    label = gettext("Montant %(nature)s") % {"nature": table.nature}
    share = gettext("dont État %(share)s") % {"share": table.state_share} if table.state_share else ""
    state = f'<br><span class="atlas-mention">{escape(share)}</span>' if share else ""
    return f"<div><dt>{escape(label)}</dt><dd>{table.total}{state}</dd></div>"


@register.simple_tag
def sheet_contents(sheet: Sheet, correction_url: str, pdf_url: str) -> SafeString:
    """Links to the sections that this sheet has, and what can be done with the sheet."""
    title = gettext("Sommaire")
    items = "".join(f'<li><a href="#{anchor}">{label}</a></li>' for anchor, label in _sections(sheet))
    as_pdf, cite, correct = (
        gettext("Cette fiche en PDF"),
        gettext("Citer cette fiche"),
        gettext("Suggérer une correction"),
    )
    return SafeString(
        f'<div class="sheet-aside"><nav class="sheet-contents" aria-labelledby="sommaire"><p id="sommaire">{title}</p>'
        f'<ol class="atlas-plain">{items}</ol></nav><ul class="sheet-tools atlas-plain">'
        f'<li><a href="{escape(pdf_url)}">{as_pdf}</a></li><li><a href="#citer">{cite}</a></li>'
        f'<li><a href="{escape(correction_url)}">{correct}</a></li></ul></div>'
    )


def _sections(sheet: Sheet) -> Iterator[tuple[str, str]]:
    if sheet.texts or sheet.actions:
        yield "projet", gettext("Le projet")
    if sheet.where:
        yield "lieux", gettext("Où")
    yield "qui-fait-quoi", gettext("Qui fait quoi")
    yield "financement", gettext("Financement")
    if sheet.themes or sheet.goals:
        yield "thematiques", gettext("Thématiques")
    if sheet.follow_up or sheet.extra:
        yield "suivi", gettext("Communication et évaluation")
    if sheet.documents:
        yield "documents", gettext("Documents")
    if sheet.posts or sheet.contacts:
        yield "contacts", gettext("Contacts")
    if sheet.similar:
        yield "fiches-proches", gettext("Fiches proches")
    yield "origine", gettext("Origine et historique")


@dataclass(frozen=True, slots=True)
class _Legend:
    """What every small map of a language repeats, as HTML."""

    start: str
    french: str
    foreign: str
    declared: str
    approximate: str


@lru_cache(maxsize=4)
def _legend(_language: str | None) -> _Legend:
    """The map's label and key in the active language."""
    label = escape(gettext("Carte des lieux et des partenaires, dont la liste figure sur cette page"))
    french, foreign = gettext("Collectivité française"), gettext("Partenaire étranger")
    declared = gettext("Lieu du projet, déclaré")
    approximate = gettext("Certaines positions sont approchées.")
    key = '<span><svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">'
    return _Legend(
        start=f'role="img" aria-label="{label}"><image href="{static(WORLD)}"',
        french=f'{key}<circle class="locator-near" cx="6" cy="6" r="5"/></svg> {french}</span>',
        foreign=f'{key}<path class="locator-far" d="M6 0l6 6-6 6-6-6z"/></svg> {foreign}</span>',
        declared=f'{key}<path class="locator-place" d="M6 12l-4-6a4.400 4.400 0 1 1 8 0z"/></svg> {declared}</span>',
        approximate=f"<span>{approximate}</span>",
    )


@register.simple_tag
def locator_map(locator: Locator) -> SafeString:
    """The small map of a few places, with its key."""
    words = _legend(get_language())
    countries = "".join(f'<path class="locator-country" d="{one}" fill-rule="evenodd"/>' for one in locator.countries)
    lines = "".join(f'<path d="{line}"/>' for line in locator.lines)
    points = "".join(_point(point) for point in locator.points)
    return SafeString(
        f'<figure class="locator"><svg viewBox="{locator.view_box}" {words.start} width="{locator.width}" '
        f'height="{locator.height}"/>{countries}<g class="locator-lines" stroke-width="{locator.stroke}">{lines}</g>'
        f'<g stroke-width="{locator.stroke}">{points}</g></svg><figcaption>'
        f"{words.french if locator.has_french else ''}{words.foreign if locator.has_foreign else ''}"
        f"{words.declared if locator.has_declared else ''}"
        f"{words.approximate if locator.has_approximate else ''}</figcaption></figure>"
    )


def _point(point: Point) -> str:
    if point.drop:
        return f'<path class="locator-place" d="{point.drop}"><title>{escape(point.label)}</title></path>'
    if point.lozenge:
        return f'<path class="locator-far" d="{point.lozenge}"><title>{escape(point.label)}</title></path>'
    return (
        f'<circle class="locator-near" cx="{point.x}" cy="{point.y}" r="{point.r}">'
        f"<title>{escape(point.label)}</title></circle>"
    )
