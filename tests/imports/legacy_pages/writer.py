"""Sheets → pages as the old site printed them (D3.2): the reader's opposite, for round trips and for the bench.

One list of blocks, two ways to print them: ``write_page`` as text of the generations G1 to G4 or of the piped form
X, ``write_html`` with real tables, so that blank 1 % cells keep their column. Made for speed: nothing is checked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from atlas.imports.legacy_pages.sheet import LegacyFunding, LegacyPost, LegacySheet, Person

SITE_TITLE = "Atlas français de la coopération décentralisée et des autres actions extérieures"
THEME_HEADER = ("Thématique éligible", "Sous-thématique", "Sous-sous-thématique", "Priorité")
PARTNER_HEADER = ("Nom de la collectivité étrangère", "Pays", "\u00a0")
CONTACT_HEADER = ("Nom de la collectivité étrangère", "Nom", "Prénom", "Fonction", "Courriel")
AUTHORITY_HEADER = ("Nom de la collectivité territoriale", "\u00a0")
_PCT = "Montant 1% Eau (Loi Oudin 2005)"
FUNDING_HEADER = ("Nom du financeur", "Montant en euros", _PCT, _PCT, _PCT, "Année")
VOLUNTEER_HEADER = ("Nom", "Prénom", "Mission", "Champs d'action", "Entité d'affectation")


@dataclass(frozen=True)
class Style:
    """What differs between the generations (D3.1)."""

    breadcrumb: str
    word: str = "partenariat"
    pages: str = "<< < pagination.page.precedent 1 pagination.page.suivant > >>"
    icon: str = "commun.ico.loupe.alter"
    has_other_themes: bool = True
    is_g4: bool = False
    is_piped: bool = False


@dataclass(frozen=True)
class Line:
    """A line of its own, and the empty lines below it."""

    text: str
    below: int = 1


@dataclass(frozen=True)
class Field:
    """A label and its value, which has no line at all when it is empty."""

    label: str
    value: str | None
    below: int = 0


@dataclass(frozen=True)
class Table:
    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_paged: bool = False


Block = Line | Field | Table

_OLD_PAGES, _OLD_ICON = "<< < Précédent 1 Suivant > >>", "Icone d'une loupe"
_G3 = "Accueil > ???menu.atlas.libelle??? > ???menu.atlas.detailProjet.libelle???"
STYLES = {
    "G1": Style("Accueil > Atlas et Bourse partenariats > Détail projet", "projet", _OLD_PAGES, _OLD_ICON, False),
    "G2": Style("Accueil > Atlas > Détail projet", pages=_OLD_PAGES, icon=_OLD_ICON),
    "G3": Style(_G3),
    "G4": Style(_G3, is_g4=True),
    "X": Style("", pages="<<\n< pagination.page.precedent\n1\npagination.page.suivant >\n>>", is_piped=True),
}


def write_g3(sheet: LegacySheet) -> str:
    """The text of a sheet of the latest generation."""
    return write_page(sheet, "G3")


def write_page(sheet: LegacySheet, generation: str) -> str:
    """The text of a sheet as that generation prints it, without final newline."""
    style = STYLES[generation]
    lines = [line for block in blocks(sheet, style) for line in _printed(block, style)]
    return "\n".join(filter(None, lines) if style.is_piped else lines)


def write_html(sheet: LegacySheet) -> str:
    """A page of elements: values below their labels, tables with every cell, scripts and styles in between."""
    script = "<script>var page = '<p>Titre</p><p>Contexte</p>';</script><style>p { color: red }</style>"
    own = f'<link rel="canonical" href="/atlas/detailProjet.html?criteres.prjId={sheet.legacy_prj_id}">'
    head = f"<head><meta charset='utf-8'><title>Titre</title>{own if sheet.legacy_prj_id else ''}{script}</head>"
    body = f"\n{script}\n".join(_element(block) for block in blocks(sheet, STYLES["G3"]))
    return f"<!DOCTYPE html>\n<html>{head}\n<body>\n{body}\n</body></html>"


def blocks(sheet: LegacySheet, style: Style) -> Iterator[Block]:
    """Everything on the page, in order."""
    if style.breadcrumb:
        yield Line(style.breadcrumb)
    yield Line(SITE_TITLE)
    for post in () if style.is_g4 else sheet.posts:
        yield from _post(post, style)
    yield from _themes(sheet, style)
    yield from _texts(sheet, style)
    yield from _parties(sheet, style)
    yield from _end(sheet, style)


def _post(post: LegacyPost, style: Style) -> Iterator[Block]:
    yield Line(f'Contacts dans le poste diplomatique "{post.name}"')
    yield Line("Correspondant coopération décentralisée", 0)
    yield from _person(post.correspondent, style)
    yield Line("\u00a0", 0)
    yield Line("Conseiller de coopération et d'action culturelle", 0)
    yield from _person(post.cultural_counsellor, style)


def _person(person: Person | None, style: Style) -> Iterator[Block]:
    address = (person.email or "").replace("@", "[at]") if person else ""
    if person and person.raw:
        yield Line(person.raw, 0)
    if style.is_piped:
        yield Field("Courriel :", address or None)
    else:
        yield Line(f"Courriel : {address}".rstrip(), 0)


def _themes(sheet: LegacySheet, style: Style) -> Iterator[Block]:
    yield Field("Titre", sheet.title)
    if sheet.first_convention_year is not None:
        signed = "Année de signature de la convention ou de la lettre d'intention"
        label = signed if style.is_g4 else "Année de première signature de la convention"
        yield Field(label, str(sheet.first_convention_year))
    first, second, third = sheet.theme or (None, None, None)
    yield Field("Thématique d'intervention", first)
    yield Field("Sous-thématique d'intervention", second)
    yield Field("Sous-sous-thématique d'intervention", third, 1)
    if style.is_g4 and sheet.sdgs:
        yield Line("Objectifs de développement durable", 0)
        for goal in sheet.sdgs:
            yield Line(f"{goal.number} {goal.name} {goal.level or ''}".rstrip(), 0)
        yield Line("", 0)
    if style.has_other_themes:
        title = f"Autres thématiques mises en œuvre pour le {style.word}"
        rows = (tuple(map(_cell, (*theme.path, theme.priority))) for theme in sheet.other_themes)
        yield Table(title, THEME_HEADER, tuple(rows), is_paged=True)


def _texts(sheet: LegacySheet, style: Style) -> Iterator[Block]:
    of = f"du {style.word}"
    start = f"Année de début {'de projet' if style.word == 'projet' else of}"
    yield Field(start, None if sheet.start_year is None else str(sheet.start_year))
    yield Field(f"Le {style.word} est", sheet.status_declared)
    yield Field(f"Date de fin {of}", sheet.end_date.strftime("%d/%m/%Y") if sheet.end_date else None)
    yield Field("Contexte et historique" if style.is_g4 else "Contexte", sheet.context)
    if not style.is_g4:
        yield Field("Historique", sheet.history)
    yield Field(f"Objectif {of}", sheet.objective)
    yield Field(f"Description détaillée {of}", sheet.description)
    yield Field(f"Votre {style.word} prend la forme d'un(e)", sheet.form_declared)
    yield Field(f"Mise en œuvre {of}", None)
    yield Field("Maître(s) d'œuvre", sheet.implementers)
    yield Field("Maître(s) d'ouvrage", sheet.owners)
    yield Field("Bénéficiaire(s)", sheet.beneficiaries, 1)


def _parties(sheet: LegacySheet, style: Style) -> Iterator[Block]:
    of = f"du {style.word}"
    partners = ((partner.name, _cell(partner.country_name), style.icon) for partner in sheet.foreign_partners)
    yield Table(f"Partenaires étrangers {of}", PARTNER_HEADER, tuple(partners))
    contacts = (
        tuple(
            map(_cell, (contact.organisation, contact.last_name, contact.first_name, contact.function, contact.email))
        )
        for contact in sheet.foreign_contacts
    )
    yield Table(f"Contacts dans les partenaires étrangers {of}", CONTACT_HEADER, tuple(contacts))
    authorities = ((name, style.icon) for name in sheet.french_authorities)
    yield Table(f"Collectivités territoriales partenaires {of}", AUTHORITY_HEADER, tuple(authorities))
    optional = (
        (f"Autres partenaires {of} en France", sheet.other_partners_france),
        (f"Autres partenaires {of} dans le(s) pays partenaire(s)", sheet.other_partners_abroad),
        ("Collectivité territoriale avant réforme", sheet.pre_reform_authority),
    )
    shown = [Field(label, value) for label, value in optional if value is not None]
    yield from (*shown, Line("", 2 if shown else 1))


def _end(sheet: LegacySheet, style: Style) -> Iterator[Block]:
    if sheet.is_triennial is not None:
        yield Line(f"Le {style.word} {'est' if sheet.is_triennial else 'n’est pas'} triennal")
    yield Table(f"Financement du {style.word}", FUNDING_HEADER, tuple(map(_funding, sheet.funding_lines)))
    yield from (Line("", 2), Line("Évaluations, communication et perspectives"))
    said, unsaid = "Une communication a", "Aucune communication n'a"
    for value, positive, negative, place in (
        (sheet.communication_france, said, unsaid, " en France"),
        (sheet.communication_partner_countries, said, unsaid, " dans les pays partenaires"),
        (sheet.has_evaluation, "Une politique d'évaluation a", "Aucune politique d'évaluation n'a", ""),
    ):
        if value is not None:
            yield Line(f"{positive if value else negative} été engagée{place}")
    title = f"Volontaires impliqués dans le {style.word} (VSI, service civique, etc.) d'Échange et de Solidarité"
    yield Table(title, VOLUNTEER_HEADER, tuple((volunteer.raw,) for volunteer in sheet.volunteers))
    yield from (Line("", 0), Line("PIED DE PAGE"))
    yield Line(f"Tous droits réservés - {sheet.footer_ministry} 2013", 0)


def _funding(line: LegacyFunding) -> tuple[str, ...]:
    pct = [*map(_cell, line.pct), "", "", ""][:3]
    return line.funder, _cell(line.amount), *pct, _cell(line.year)


def _cell(value: Decimal | int | str | None) -> str:
    return "" if value is None else format(value, "f") if isinstance(value, Decimal) else str(value)


def _printed(block: Block, style: Style) -> Iterable[str]:
    match block:
        case Line(text, below):
            return [text.strip("\u00a0") if style.is_piped else text, *[""] * below]
        case Field(label, value, below):
            return [label, *([] if value is None else [value]), *[""] * below]
        case Table(title, header, rows, is_paged) if style.is_piped:
            table = [title, " | ".join(header) + " |", "---|", *(" | ".join(row) + " |" for row in rows)]
            return [*table, style.pages] if is_paged else table
        case Table(title, header, rows, is_paged):
            filled = (" ".join(filter(None, row)) for row in rows)
            return [title, "", title, " ".join(header), *filled, style.pages if is_paged else ""]


def _element(block: Block) -> str:
    match block:
        case Line(text):
            return f"<p>{escape(text)}</p>"
        case Field(label, value):
            lines = "<br>".join(map(escape, (value or "").split("\n")))
            return f"<div><label>{escape(label)} :</label> <span>{lines}</span></div>"
        case Table(title, header, rows):
            head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
            body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>\n" for row in rows)
            return f"<h3>{title}</h3><table><caption>{title}</caption><tr>{head}</tr>{body}</table>"
