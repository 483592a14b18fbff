"""The sections of a project's sheet that are neither tables nor its first screen, one tag each.

Python for the same reason as `sheet_head`. A tag writes its whole section, or nothing when the sheet has none.
"""

from collections.abc import Iterable, Iterator
from html import escape

from django import template
from django.utils.safestring import SafeString

from atlas.catalogue.markup import named, pairs, row, wide_table
from atlas.catalogue.presentation import Action, Reference, Sheet, Theme, Version
from atlas.catalogue.similar import Similar
from atlas.catalogue.templatetags.money_chart import money_chart
from atlas.catalogue.templatetags.sheet import fact_list, funding_table, members_table, percent_table
from atlas.catalogue.views.links import Links
from atlas.catalogue.words import gettext, pgettext

register = template.Library()


def _section(anchor: str, title: str, *parts: str) -> SafeString:
    return SafeString(f'<section id="{anchor}" class="sheet-section"><h2>{title}</h2>{"".join(parts)}</section>\n')


def _bullets(items: Iterable[str], style: str = "") -> str:
    """A list of HTML items; '' for none."""
    found = "".join(f"<li>{item}</li>" for item in items)
    return f"<ul{style}>{found}</ul>" if found else ""


def _mention(words: str) -> str:
    return f'<span class="atlas-mention">{escape(words)}</span>'


@register.simple_tag
def project_section(sheet: Sheet, source: str) -> SafeString:
    """What the project is: long texts and actions."""
    if not sheet.texts and not sheet.actions:
        return SafeString("")
    texts = (
        f'<h3 id="{text.anchor}">{text.label}</h3><div class="sheet-text"{source}>{text.html}</div>'
        for text in sheet.texts
    )
    return _section("projet", gettext("Le projet"), *texts, _actions(sheet.actions, source))


def _actions(actions: Iterable[Action], source: str) -> str:
    items = "".join(
        f"<li{source}><h4>{escape(action.title)}</h4>{_place(action)}{action.objective}{action.summary}</li>"
        for action in actions
    )
    title = gettext("Actions")
    return f'<h3 id="actions">{title}</h3><ol class="sheet-actions">{items}</ol>' if items else ""


def _place(action: Action) -> str:
    found = " · ".join(filter(None, (action.place, action.amount)))
    return f'<p class="atlas-mention">{escape(found)}</p>' if found else ""


@register.simple_tag
def where_section(sheet: Sheet, links: Links) -> SafeString:
    """Where it happens abroad: what the map shows, as a table."""
    if not sheet.where:
        return SafeString("")
    has_declared = any(one.is_declared for one in sheet.where)
    heads = (
        gettext("Lieu ou partenaire") if has_declared else gettext("Partenaire"),
        gettext("Subdivision du pays"),
        pgettext("un seul", "Pays"),
        gettext("Sur la carte"),
    )
    body = "".join(
        row(named(one.name, one.id, links.authority), map(escape, (one.area or "–", one.country or "–", one.precision)))
        for one in sheet.where
    )
    plain, mixed = gettext("Lieux des partenaires à l’étranger"), gettext("Lieux du projet et de ses partenaires")
    table = wide_table("lieux-liste", mixed if has_declared else plain, heads, body)
    return _section("lieux", gettext("Où"), table)


@register.simple_tag
def members_section(sheet: Sheet, links: Links, source: str, correction_url: str) -> SafeString:
    """Who does what, and the rubrics that say so; a body that misses itself here is told where to say so (D12.12)."""
    if sheet.members:
        table = members_table(sheet.members, links.authority, source)
    else:
        nobody = gettext("La fiche ne nomme aucune organisation.")
        table = SafeString(f"<p>{nobody}</p>")
    declared = ""
    if sheet.declared:
        title = gettext("Tel que déclaré sur la fiche")
        declared = f"<h3>{title}</h3>{fact_list(sheet.declared, source, 'sheet-declared')}"
    missing, tell = gettext("Une organisation manque, ou n’a pas ce rôle ?"), gettext("Dites-le")
    ask = f'<p class="atlas-mention">{missing} <a href="{escape(correction_url)}">{tell}</a></p>'
    return _section("qui-fait-quoi", gettext("Qui fait quoi"), table, ask, declared)


@register.simple_tag
def money_section(sheet: Sheet) -> SafeString:
    """A table a nature, then the 1 % amounts apart."""
    return _section("financement", gettext("Financement"), *_amounts(sheet), *_percents(sheet))


def _amounts(sheet: Sheet) -> Iterator[str]:
    for number, table in enumerate(sheet.funding.tables, start=1):
        if table.total:
            state = {"amount": table.state_amount, "share": table.state_share}
            share = gettext("dont %(amount)s de l’État, soit %(share)s") % state if table.state_share else ""
            rest = escape(", ".join(filter(None, (table.scope, share))))
            yield f'<p class="sheet-total"><strong>{table.total}</strong> {rest}.</p>'
        if table.chart:
            yield money_chart(table.chart, table.amounts, number)
        yield funding_table(table, number)
    if sheet.funding.tables:
        words = gettext(
            "Un tiret : aucune ligne pour cette année. « non renseigné » : une ligne sans montant. 0 € : un zéro "
            "déclaré. "
            "Le total ne compte que les montants connus de la même nature."
        )
        yield f'<p class="atlas-mention">{words}</p>'
    else:
        words = gettext("La fiche ne donne aucun financement : cela ne veut pas dire qu’il n’y en a pas eu.")
        yield f"<p>{words}</p>"


def _percents(sheet: Sheet) -> Iterator[str]:
    if not sheet.funding.percent_rows:
        return
    title = gettext("Montants « 1 %% »") % ()
    yield f"<h3>{title}</h3>"
    if sheet.funding.has_unconfirmed:
        words = gettext(
            "L’ancien Atlas montrait trois colonnes de même titre. Tant que la collectivité n’a pas dit ce qu’elles "
            "désignent "
            "(eau, déchets, énergie), elles gardent leur numéro. Rien ne dit si ces montants sont compris dans ceux du "
            "tableau précédent : ils ne sont jamais additionnés."
        )
        yield f"<p>{words}</p>"
    yield percent_table(sheet.funding)


@register.simple_tag
def themes_section(sheet: Sheet, links: Links, source: str) -> SafeString:
    """Themes in the order declared, goals."""
    if not sheet.themes and not sheet.goals:
        return SafeString("")
    themes = _bullets((_theme(theme, links.search, source) for theme in sheet.themes), ' class="sheet-themes"')
    goals = _bullets(escape(goal) for goal in sheet.goals)
    title = gettext("Objectifs de développement durable")
    return _section("thematiques", gettext("Thématiques"), themes, _titled(title, goals))


def _theme(theme: Theme, search: str, source: str) -> str:
    path = escape(theme.path)
    found = f'<a href="{search}?theme={theme.code}">{path}</a>' if theme.code else f"<span{source}>{path}</span>"
    return f"{found} {_mention(theme.standing)}"


@register.simple_tag
def follow_up_section(sheet: Sheet, source: str) -> SafeString:
    """Communication, evaluation and the rubrics that no other section shows."""
    if not sheet.follow_up and not sheet.extra:
        return SafeString("")
    told = fact_list(sheet.follow_up, source, "sheet-declared") if sheet.follow_up else ""
    title = gettext("Autres rubriques de la fiche")
    extra = f"<h3>{title}</h3>{fact_list(sheet.extra, source, 'sheet-declared')}" if sheet.extra else ""
    return _section("suivi", gettext("Communication et évaluation"), told, extra)


@register.simple_tag
def documents_section(sheet: Sheet, source: str) -> SafeString:
    """Documents with what they are; links leave the site."""
    if not sheet.documents:
        return SafeString("")
    return _section(
        "documents", gettext("Documents"), _bullets(_document(document, source) for document in sheet.documents)
    )


def _document(document: Reference, source: str) -> str:
    title = escape(document.title)
    if document.url:
        link = f'<a href="{escape(document.url)}" rel="nofollow noopener"{source}>{title}</a>'
    else:
        link = f"<span{source}>{title}</span>"
    return f"{link} {_mention(document.kind)}"


@register.simple_tag
def contacts_section(sheet: Sheet, source: str) -> SafeString:
    """Posts, and functions by organisation: never a person (D5.4)."""
    if not sheet.posts and not sheet.contacts:
        return SafeString("")
    posts = pairs([(gettext("Poste diplomatique"), "<br>".join(map(escape, sheet.posts)))] if sheet.posts else [])
    contacts = "".join(
        f"<div><dt>{escape(contact.organisation)}</dt><dd{source}>{escape(contact.functions)}</dd></div>"
        for contact in sheet.contacts
    )
    words = gettext(
        "Les noms, adresses et téléphones des personnes ne sont pas publiés : la fiche dit seulement quelle "
        "fonction suit "
        "le projet."
    )
    lines = f'<dl class="sheet-declared">{posts}{contacts}</dl><p class="atlas-mention">{words}</p>'
    return _section("contacts", gettext("Contacts"), lines)


@register.simple_tag
def similar_section(sheet: Sheet, links: Links, source: str) -> SafeString:
    """Sheets nearby, each with the reason why it is shown."""
    if not sheet.similar:
        return SafeString("")
    items = "".join(_near(one, links.project, source) for one in sheet.similar)
    return _section("fiches-proches", gettext("Fiches proches"), f'<ul class="sheet-near atlas-plain">{items}</ul>')


def _near(one: Similar, prefix: str, source: str) -> str:
    who = " ↔ ".join(escape(side) for side in (one.french, one.foreign) if side)
    since = gettext("depuis %(year)s") % {"year": one.start_year} if one.start_year else ""
    details = " · ".join(filter(None, (who, escape(since))))
    return (
        f'<li><p class="sheet-near__reason">{escape(one.reason)}</p>'
        f'<a href="{prefix}{one.id}/"{source}>{escape(one.title)}</a><p class="atlas-mention">{details}</p></li>'
    )


@register.simple_tag
def origin_section(sheet: Sheet, permalink: str, correction_url: str, pdf_url: str, source: str) -> SafeString:
    """What remains to be checked, sources, versions, how to cite, the sheet as a file, how to correct."""
    correct, as_pdf = gettext("Suggérer une correction"), gettext("Cette fiche en PDF")
    return _section(
        "origine",
        gettext("Origine et historique"),
        _titled(gettext("Ce qui reste à vérifier"), _bullets(escape(note) for note in sheet.notes)),
        _titled(gettext("Sources"), _bullets(_source(one) for one in sheet.sources)),
        _titled(gettext("Versions"), _versions(sheet.versions)),
        f'<dl class="sheet-declared">{pairs(_identity(sheet, permalink))}</dl>',
        _citation(sheet, permalink, source),
        f'<p><a class="fr-link" href="{escape(pdf_url)}">{as_pdf}</a></p>',
        f'<p><a class="fr-btn fr-btn--secondary" href="{escape(correction_url)}">{correct}</a></p>',
    )


def _titled(title: str, body: str) -> str:
    return f"<h3>{title}</h3>{body}" if body else ""


def _source(source: Reference) -> str:
    title = escape(source.title)
    if source.url:
        return f'{escape(source.kind)}<br><a href="{escape(source.url)}" rel="nofollow noopener">{title}</a>'
    return f"{escape(source.kind)}<br>{title}" if title else escape(source.kind)


def _versions(versions: Iterable[Version]) -> str:
    items = "".join(
        f"<li><strong>{escape(version.heading)}</strong><br>{escape(version.origin)}<br>{_mention(version.changed)}</li>"
        for version in versions
    )
    return f'<ol class="sheet-versions atlas-plain">{items}</ol>'


def _identity(sheet: Sheet, permalink: str) -> Iterator[tuple[str, str]]:
    """Dates, number and address of the sheet."""
    address = escape(permalink)
    yield gettext("Dernière mise à jour"), escape(sheet.updated_on)
    yield gettext("Dernière vérification"), escape(sheet.verified_on) or gettext("aucune connue")
    former = gettext("ancien Atlas : %(number)s") % {"number": sheet.legacy_prj_id}
    yield gettext("Numéro de la fiche"), f"{sheet.id} ({former})" if sheet.legacy_prj_id else str(sheet.id)
    yield gettext("Adresse permanente"), f'<a href="{address}">{address}</a>'


def _citation(sheet: Sheet, permalink: str, source: str) -> str:
    named = f"<span{source}>{escape(sheet.title)}</span>" if source else escape(sheet.title)
    words = {"title": named, "number": sheet.id, "day": sheet.updated_on, "permalink": escape(permalink)}
    title = gettext("Pour citer cette fiche")
    cited = gettext(
        "Atlas de l’action extérieure des collectivités, « %(title)s », fiche n° %(number)s, mise à jour le "
        "%(day)s, %(permalink)s"
    )
    return f'<h3 id="citer">{title}</h3><p>{escape(cited) % words}</p>'
