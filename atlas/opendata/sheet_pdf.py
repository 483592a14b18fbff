"""One project sheet as a PDF: what its page shows (`catalogue.presentation.Sheet`), block by block, in the same words.

A block is a dictionary for typst/sheet.typ: `kind` text, facts, heading, note, links or table. The map and the links
between pages stay on the site; the address of the sheet is printed instead.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext

from atlas.catalogue.money import NO_LINE, Funding, FundingTable
from atlas.catalogue.presentation import Fact, Partner, Reference, Sheet
from atlas.catalogue.prose import blocks_of, plain
from atlas.opendata.about import LICENCE, SITE
from atlas.opendata.typesetting import typeset
from atlas.ui.formats import day

Block = dict[str, Any]


def sheet_pdf(sheet: Sheet, *, permalink: str, language: str, today: date) -> bytes:
    """The file. `permalink`: the address of the sheet's page; the active language is `language`."""
    sections = (
        (gettext("Le projet"), _project(sheet)),
        (gettext("Où"), _where(sheet)),
        (gettext("Qui fait quoi"), _who(sheet)),
        (gettext("Financement"), _money(sheet.funding)),
        (gettext("Thématiques"), _themes(sheet)),
        (gettext("Communication et évaluation"), _follow_up(sheet)),
        (gettext("Documents"), _references(sheet.documents)),
        (gettext("Contacts"), _contacts(sheet)),
        (gettext("Fiches proches"), _near(sheet, permalink)),
        (gettext("Origine et historique"), _origin(sheet, permalink)),
    )
    made = [{"label": label, "blocks": list(blocks)} for label, blocks in sections]
    return typeset(
        "sheet.typ",
        title=sheet.title,
        language=language,
        made_on=today,
        site=str(SITE),
        foot=f"{SITE} · {permalink} · {day(today, language)} · {LICENCE}",
        page=gettext("Page"),
        head=list(_head(sheet)),
        sections=[section for section in made if section["blocks"]],
    )


def _head(sheet: Sheet) -> Iterator[Block]:
    if sheet.title_note:
        yield _note(sheet.title_note)
    if sheet.is_example:
        yield _note(gettext("Exemple fictif"))
    countries = ", ".join(country.name for country in sheet.countries)
    yield _facts(
        (
            gettext("En France"),
            "\n".join(map(_partner, sheet.french)) or gettext("Aucune collectivité française déclarée."),
        ),
        (
            gettext("À l’étranger"),
            "\n".join(map(_partner, sheet.foreign)) or gettext("Aucun partenaire étranger déclaré."),
        ),
        (gettext("Pays"), countries or gettext("Non précisé")),
        (gettext("Période"), sheet.period),
        (gettext("État déclaré"), sheet.status.word),
        *([(gettext("À confirmer"), ", ".join(sheet.doubts))] if sheet.doubts else []),
        *((fact.label, plain(fact.value)) for fact in sheet.facts),
    )


def _partner(partner: Partner) -> str:
    return ", ".join(filter(None, (partner.name, partner.country, partner.former)))


def _project(sheet: Sheet) -> Iterator[Block]:
    for text in sheet.texts:
        yield _heading(text.label)
        yield _text(text.html)
    for number, action in enumerate(sheet.actions, start=1):
        yield _heading(gettext("Action %(number)s : %(title)s") % {"number": number, "title": action.title})
        if action.place or action.amount:
            yield _note(" · ".join(filter(None, (action.place, action.amount))))
        yield _text(action.objective + action.summary)


def _where(sheet: Sheet) -> Iterator[Block]:
    """The places that the sheet declares; where its partners are stands beside their names."""
    rows = [(one.name, one.area or "–", one.country, one.precision) for one in sheet.where if one.is_declared]
    if rows:
        labels = [gettext("Lieu"), gettext("Subdivision du pays"), pgettext("un seul", "Pays"), gettext("Sur la carte")]
        yield _table(gettext("Lieux du projet"), labels, rows)


def _who(sheet: Sheet) -> Iterator[Block]:
    if sheet.members:
        labels = [gettext("Organisation"), gettext("Rôle"), gettext("Où la fiche la nomme")]
        rows = [
            (_lines(one.name, one.details, one.former, one.declared), one.roles, one.reasons) for one in sheet.members
        ]
        yield _table(gettext("Organisations de la fiche et leurs rôles"), labels, rows)
    yield from _fact_block(gettext("Tel que déclaré sur la fiche"), sheet.declared)


def _money(funding: Funding) -> Iterator[Block]:
    for table in funding.tables:
        yield _funding_table(table)
        if table.state_share:
            words = gettext("dont %(amount)s de l’État, soit %(share)s")
            yield _note(words % {"amount": table.state_amount, "share": table.state_share})
    if funding.percent_rows:
        labels = [gettext("Financeur"), gettext("Année"), *funding.percent_columns]
        rows = [(_lines(row.funder.name, row.funder.note), row.year, *row.cells) for row in funding.percent_rows]
        yield _table(funding.percent_caption, labels, rows)


def _funding_table(table: FundingTable) -> Block:
    """The page's table turned round: a line for each funder and year, however many years there are."""
    rows = [
        (_lines(row.funder.name, row.funder.note), year, cell)
        for row in table.rows
        for year, cell in zip(table.years, row.cells, strict=True)
        if cell != NO_LINE
    ]
    total = [(gettext("Total"), "", table.total)] if table.total else []
    caption = capfirst(gettext("%(amounts)s, en euros") % {"amounts": table.amounts})
    return _table(caption, [gettext("Financeur"), gettext("Année"), gettext("Montant")], rows + total)


def _themes(sheet: Sheet) -> Iterator[Block]:
    if sheet.themes:
        yield _links((f"{theme.path} ({theme.standing})", "") for theme in sheet.themes)
    if sheet.goals:
        yield _heading(gettext("Objectifs de développement durable"))
        yield _links((goal, "") for goal in sheet.goals)


def _follow_up(sheet: Sheet) -> Iterator[Block]:
    if sheet.follow_up:
        yield _facts(*((fact.label, plain(fact.value)) for fact in sheet.follow_up))
    yield from _fact_block(gettext("Autres rubriques de la fiche"), sheet.extra)


def _references(references: Sequence[Reference]) -> Iterator[Block]:
    if references:
        yield _links((" · ".join(filter(None, (one.title, one.kind))), one.url) for one in references)


def _contacts(sheet: Sheet) -> Iterator[Block]:
    if sheet.posts or sheet.contacts:
        posts = [(gettext("Poste diplomatique"), "\n".join(sheet.posts))] if sheet.posts else []
        yield _facts(*posts, *((one.organisation, one.functions) for one in sheet.contacts))


def _near(sheet: Sheet, permalink: str) -> Iterator[Block]:
    """Sheets nearby and why, under the same beginning of addresses as this one."""
    beginning = permalink.removesuffix(f"{sheet.id}/")
    if sheet.similar:
        yield _links((f"{one.title} ({one.reason})", f"{beginning}{one.id}/") for one in sheet.similar)


def _origin(sheet: Sheet, permalink: str) -> Iterator[Block]:
    if sheet.notes:
        yield _heading(gettext("Ce qui reste à vérifier"))
        yield _links((note, "") for note in sheet.notes)
    if sheet.sources:
        yield _heading(gettext("Sources"))
        yield from _references(sheet.sources)
    yield _heading(gettext("Versions"))
    yield _links((" · ".join((one.heading, one.origin, one.changed)), "") for one in sheet.versions)
    former = [(gettext("Numéro dans l’ancien Atlas"), str(sheet.legacy_prj_id))] if sheet.legacy_prj_id else []
    yield _facts(
        (gettext("Dernière mise à jour"), sheet.updated_on),
        (gettext("Dernière vérification"), sheet.verified_on or gettext("aucune connue")),
        (gettext("Numéro de la fiche"), str(sheet.id)),
        *former,
    )
    yield _links([(permalink, permalink)])


def _heading(label: str) -> Block:
    return {"kind": "heading", "label": label}


def _note(text: str) -> Block:
    return {"kind": "note", "text": text}


def _text(html: str) -> Block:
    parts = [{"kind": "list" if one.is_list else "lines", "lines": one.lines} for one in blocks_of(html)]
    return {"kind": "text", "parts": parts}


def _facts(*facts: tuple[str, str]) -> Block:
    return {"kind": "facts", "facts": facts}


def _fact_block(label: str, facts: Sequence[Fact]) -> Iterator[Block]:
    if facts:
        yield _heading(label)
        yield _facts(*((fact.label, plain(fact.value)) for fact in facts))


def _links(links: Iterable[tuple[str, str]]) -> Block:
    """Words, each with its address or ""."""
    return {"kind": "links", "links": list(links)}


def _table(caption: str, labels: Sequence[str], rows: Sequence[Sequence[str]]) -> Block:
    return {"kind": "table", "caption": caption, "labels": labels, "rows": rows}


def _lines(*parts: str) -> str:
    return "\n".join(filter(None, parts))
