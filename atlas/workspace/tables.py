"""The tables of the form: their columns, and how their cells and the rows of a draft become each other. Pure."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.contributions.comparison import PERCENTS
from atlas.projects.draft import (
    ActionDraft,
    ContactFunction,
    DocumentDraft,
    FundingDraft,
    PartyDraft,
    PostDraft,
    ThemeDraft,
)
from atlas.reference.choices import DocumentKind, Nature, Role

from .fields import Cell, Column, Lists, Table, closed

COUNTRY: Final = pgettext_lazy("colonne", "Pays")
PLACE_NAMES: Final = ("pays", "country", "pays partenaire")


def country_choices(lists: Lists) -> Sequence[tuple[str, str]]:
    """ISO 2 and names."""
    return lists.countries


def _themes(lists: Lists) -> Sequence[tuple[str, str]]:
    return lists.themes


def _posts(lists: Lists) -> Sequence[tuple[str, str]]:
    return lists.posts


def link_of(number: int | None, name: str) -> str:
    """What stands beside a name that is known: its number, and the very name that it holds for."""
    return f"{number}|{name}" if number is not None else ""


def linked(text: str, name: str) -> int | None:
    """The number beside a name, as long as the name is the one that was chosen."""
    number, _sign, chosen = text.partition("|")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 and chosen == name else None


def _amount(value: Decimal | None) -> str:
    return "" if value is None else str(value).replace(".", ",")


def _day(value: date | None) -> str:
    return f"{value:%d/%m/%Y}" if value else ""


def _country_values(iso2: str) -> Mapping[str, str]:
    return {"country": iso2}


def _country(cells: Mapping[str, Any], _place: int, _before: Sequence[Any], _lists: Lists) -> str:
    return str(cells["country"])


COUNTRIES = Table(
    (Column("country", COUNTRY, Cell.CHOICE, country_choices, PLACE_NAMES, is_required=True),),
    _country_values,
    _country,
    row=_("Pays %(number)s"),
    add=_("Ajouter un pays"),
)


def _party_values(party: PartyDraft) -> Mapping[str, str]:
    return {
        "name": party.name,
        "name-link": link_of(party.organisation_id, party.name),
        "role": party.role,
        "country": party.country or "",
        "name_at_signature": party.name_at_signature or "",
    }


def _party(cells: Mapping[str, Any], _place: int, _before: Sequence[Any], _lists: Lists) -> PartyDraft:
    return PartyDraft(
        role=cells["role"],
        name=cells["name"],
        organisation_id=cells["organisation_id"],
        country=cells["country"] or None,
        name_at_signature=cells["name_at_signature"] or None,
    )


PARTIES = Table(
    (
        Column(
            "name",
            _("Organisation"),
            Cell.NAME,
            names=("nom", "collectivite", "partenaire", "name", "organization", "organisation"),
            is_required=True,
            link="organisation_id",
        ),
        Column("role", _("Rôle"), Cell.CHOICE, closed(Role), ("role",), is_required=True, first=Role.PARTNER),
        Column("country", COUNTRY, Cell.CHOICE, country_choices, PLACE_NAMES),
        Column(
            "name_at_signature",
            _("Nom à la signature, s’il a changé"),
            names=("nom a la signature", "ancien nom", "former name"),
        ),
    ),
    _party_values,
    _party,
    row=_("Organisation %(number)s"),
    add=_("Ajouter une organisation"),
)


def _theme_values(theme: ThemeDraft) -> Mapping[str, str]:
    return {"theme": theme.code or _declared(theme)}


def _declared(theme: ThemeDraft) -> str:
    return " > ".join(filter(None, (theme.l1, theme.l2, theme.l3)))


def _theme(cells: Mapping[str, Any], place: int, before: Sequence[ThemeDraft], lists: Lists) -> ThemeDraft:
    """What the sheet says of a theme stays; a theme that is new takes its labels from the nomenclature."""
    chosen = cells["theme"]
    known = next((one for one in before if _theme_values(one)["theme"] == chosen), None)
    if known is not None:
        return ThemeDraft(rank=place, code=known.code, l1=known.l1, l2=known.l2, l3=known.l3)
    path = (lists.paths or {}).get(chosen)
    labels = path if path is not None else tuple(part.strip() for part in chosen.split(">"))
    l1, l2, l3 = (*labels, None, None, None)[:3]
    return ThemeDraft(rank=place, code=chosen if path is not None else None, l1=l1, l2=l2, l3=l3)


THEMES = Table(
    (
        Column(
            "theme",
            _("Thématique"),
            Cell.CHOICE,
            _themes,
            ("thematique", "theme", "sous thematique"),
            is_required=True,
            is_long=True,
        ),
    ),
    _theme_values,
    _theme,
    row=_("Thématique %(number)s"),
    add=_("Ajouter une thématique"),
)


def _post_values(post: PostDraft) -> Mapping[str, str]:
    return {"name": post.name}


def _post(cells: Mapping[str, Any], _place: int, before: Sequence[PostDraft], lists: Lists) -> PostDraft:
    known = {one.name: one for one in before}
    name = cells["name"]
    return known.get(name) or PostDraft(name=name, post_id=(lists.post_ids or {}).get(name))


POSTS = Table(
    (
        Column(
            "name",
            _("Poste diplomatique"),
            Cell.CHOICE,
            _posts,
            ("poste", "ambassade", "embassy"),
            is_required=True,
            is_long=True,
        ),
    ),
    _post_values,
    _post,
    row=_("Poste %(number)s"),
    add=_("Ajouter un poste"),
)


def _contact_values(contact: ContactFunction) -> Mapping[str, str]:
    return {"organisation": contact.organisation, "function": contact.function}


def _contact(cells: Mapping[str, Any], _place: int, _before: Sequence[Any], _lists: Lists) -> ContactFunction:
    return ContactFunction(organisation=cells["organisation"], function=cells["function"])


CONTACTS = Table(
    (
        Column("organisation", _("Organisation"), names=("nom", "collectivite", "name"), is_required=True),
        Column("function", _("Fonction"), names=("fonction", "function", "service")),
    ),
    _contact_values,
    _contact,
    row=_("Fonction %(number)s"),
    add=_("Ajouter une fonction"),
)


def _funding_values(line: FundingDraft) -> Mapping[str, str]:
    return {
        "funder": line.funder,
        "funder-link": link_of(line.organisation_id, line.funder),
        "year": str(line.year or ""),
        "amount": _amount(line.amount),
        "nature": line.nature,
        **{name: _amount(getattr(line, name)) for name in PERCENTS},
        "pct_unplaced": " ; ".join(_amount(one) for one in line.pct_unplaced),
        "note": line.note,
    }


def _funding(cells: Mapping[str, Any], _place: int, _before: Sequence[Any], _lists: Lists) -> FundingDraft:
    return FundingDraft(**{**cells, "nature": cells["nature"] or Nature.DECLARED.value})


_PERCENT_NAMES: Final = {
    "pct_water": ("1 eau", "1 water"),
    "pct_waste": ("1 dechets", "1 waste"),
    "pct_energy": ("1 energie", "1 energy"),
}


def _percent(name: str) -> Column:
    """Legacy columns, whose nature nobody knows, only where a row fills them."""
    names = _PERCENT_NAMES.get(name, ())
    return Column(
        name, PERCENTS[name], Cell.AMOUNT, names=(*names, name.replace("_", " ")), is_rare=name not in _PERCENT_NAMES
    )


FUNDING = Table(
    (
        Column(
            "funder",
            _("Financeur"),
            Cell.NAME,
            names=("financeur", "nom du financeur", "funder"),
            is_required=True,
            link="organisation_id",
        ),
        Column("year", _("Année"), Cell.YEAR, names=("annee", "year")),
        Column("amount", _("Montant en euros"), Cell.AMOUNT, names=("montant", "montant en euros", "amount", "euros")),
        Column(
            "nature",
            _("Ce montant est"),
            Cell.CHOICE,
            closed(Nature),
            ("nature", "nature du montant"),
            first="declared",
        ),
        *(_percent(name) for name in PERCENTS),
        Column("pct_unplaced", _("1 % dont la nature n’est pas connue"), Cell.AMOUNTS, is_rare=True),
        Column("note", _("Remarque"), names=("remarque", "note", "commentaire")),
    ),
    _funding_values,
    _funding,
    row=_("Ligne %(number)s"),
    add=_("Ajouter une ligne de financement"),
)


def _action_values(action: ActionDraft) -> Mapping[str, str]:
    texts = {name: getattr(action, name) for name in ("title", "objective", "summary", "place")}
    return {**texts, "amount": _amount(action.amount), "start": _day(action.start), "end": _day(action.end)}


def _action(cells: Mapping[str, Any], _place: int, _before: Sequence[Any], _lists: Lists) -> ActionDraft:
    return ActionDraft(**cells)


ACTIONS = Table(
    (
        Column(
            "title",
            _("Intitulé de l’action"),
            names=("intitule", "action", "titre", "title", "intitule de l action"),
            is_required=True,
        ),
        Column("objective", _("Objectif de l’action"), Cell.TEXT, names=("objectif", "objective")),
        Column("summary", _("Description sommaire"), Cell.TEXT, names=("description", "description sommaire")),
        Column("place", _("Lieu"), names=("lieu", "place", "localisation")),
        Column("amount", _("Montant en euros"), Cell.AMOUNT, names=("montant", "amount", "budget")),
        Column("start", _("Début (jj/mm/aaaa)"), Cell.DAY, names=("debut", "date de debut", "start")),
        Column("end", _("Fin (jj/mm/aaaa)"), Cell.DAY, names=("fin", "date de fin", "end")),
    ),
    _action_values,
    _action,
    row=_("Action %(number)s"),
    add=_("Ajouter une action"),
)


def _document_values(document: DocumentDraft) -> Mapping[str, str]:
    return {"kind": document.kind, "title": document.title, "url": document.url}


def _document(cells: Mapping[str, Any], _place: int, _before: Sequence[Any], _lists: Lists) -> DocumentDraft:
    return DocumentDraft(kind=cells["kind"] or DocumentKind.OTHER.value, title=cells["title"], url=cells["url"])


DOCUMENTS = Table(
    (
        Column("title", _("Titre du document"), names=("titre", "title", "document"), is_required=True),
        Column(
            "kind", _("Nature"), Cell.CHOICE, closed(DocumentKind), ("nature", "type", "kind"), first=DocumentKind.OTHER
        ),
        Column("url", _("Adresse"), Cell.ADDRESS, names=("adresse", "url", "lien", "link"), is_required=True),
    ),
    _document_values,
    _document,
    row=_("Document %(number)s"),
    add=_("Ajouter l’adresse d’un document"),
)
