"""The tables and lists of the public pages: one function each, because a sheet holds three hundred cells.

Everything that comes from a record is escaped here (see `markup`). The other parts of a project's sheet stand in
`sheet_head` and `sheet_parts`.
"""

from collections.abc import Iterable, Sequence
from html import escape

from django import template
from django.utils.safestring import SafeString

from atlas.catalogue.markup import former, mention, named, row, text, wide_table
from atlas.catalogue.members import Member
from atlas.catalogue.money import Funding, FundingTable
from atlas.catalogue.presentation import Fact
from atlas.catalogue.relations import PartnerLine
from atlas.catalogue.words import gettext, pgettext

register = template.Library()


@register.simple_tag
def members_table(members: Sequence[Member], prefix: str, source: str) -> SafeString:
    """Who does what. `prefix`: beginning of an organisation's address; `source`: attribute of the source's language."""
    heads = (gettext("Organisation"), gettext("Rôle"), gettext("Pourquoi elle figure ici"))
    body = "".join(_member(member, prefix, source) for member in members)
    caption = gettext("Organisations de la fiche, leur rôle et l’endroit où la fiche les nomme")
    return wide_table("membres", caption, heads, body)


def _member(member: Member, prefix: str, source: str) -> str:
    head = f"{named(member.name, member.id, prefix)}{former(member.former)}{mention(member.details)}"
    reasons = escape(member.reasons)
    if member.declared:
        label = escape(gettext("nom sur la fiche :"))
        reasons += f'<br><span class="atlas-mention">{label} <span{source}>{escape(member.declared)}</span></span>'
    return row(head, (escape(member.roles), reasons))


@register.simple_tag
def funding_table(table: FundingTable, number: int) -> SafeString:
    """One nature: funders by years, with totals when something is known. `number` tells the page's tables apart."""
    total_head = (gettext("Total"),) if table.has_total_column else ()
    body = "".join(
        row(
            escape(line.funder.name) + mention(line.funder.note),
            map(escape, (*line.cells, line.total) if table.has_total_column else line.cells),
        )
        for line in table.rows
    )
    sums = (*table.year_totals, table.total) if table.has_total_column else table.year_totals
    return wide_table(
        f"montants-{number}",
        gettext("Par financeur et par année, en euros – nature des montants : %(nature)s") % {"nature": table.nature},
        (gettext("Financeur"), *table.years, *total_head),
        body,
        foot=row(escape(gettext("Total")), map(escape, sums)) if table.total else "",
        style="sheet-money",
    )


@register.simple_tag
def percent_table(funding: Funding) -> SafeString:
    """The 1 % amounts, line by line and without any total (D2.3)."""
    body = "".join(
        row(escape(line.funder.name), map(escape, (line.year, *line.cells))) for line in funding.percent_rows
    )
    heads = (gettext("Financeur"), gettext("Année"), *funding.percent_columns)
    return wide_table("un-pour-cent", funding.percent_caption, heads, body, style="sheet-money")


@register.simple_tag
def fact_list(facts: Iterable[Fact], source: str, style: str) -> SafeString:
    """Labels and values; a French value of the source says its language."""
    return SafeString(f'<dl class="{style}">{fact_items(facts, source)}</dl>')


@register.simple_tag
def fact_items(facts: Iterable[Fact], source: str) -> SafeString:
    """The same without the list around it."""
    items = (
        f"<div><dt{source if fact.is_source_label else ''}>{escape(fact.label)}</dt>"
        f"<dd{source if fact.is_source else ''}>{text(fact.value)}</dd></div>"
        for fact in facts
    )
    return SafeString("".join(items))


@register.simple_tag
def partners_table(partners: Sequence[PartnerLine], prefix: str, caption: str) -> SafeString:
    """Partners with their country and the number of projects in common."""
    heads = (gettext("Partenaire"), pgettext("un seul", "Pays"), gettext("Projets en commun"))
    body = "".join(
        row(named(one.name, one.id, prefix), (escape(one.country), escape(one.projects))) for one in partners
    )
    return wide_table("liste-partenaires", caption, heads, body, style="sheet-partners")
