"""A selection as a PDF to print and to send: the first projects in the order of the page, and how many there are.

PDF/UA-1. A list that is longer than MOST_ROWS says so above the table and names the file that holds all of it.
"""

from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext, override

from atlas.catalogue.listing import years
from atlas.catalogue.streaming import Selection, records
from atlas.catalogue.wording import STATUS_NOT_STATED
from atlas.opendata import cells
from atlas.opendata.about import LICENCE, LICENCE_ADDRESS, SITE, About
from atlas.opendata.row import AnyRow, decoder
from atlas.opendata.typesetting import typeset
from atlas.ui.formats import number

MOST_ROWS: Final = 1_000
"""Projects that one file shows: one second to make, some 80 pages."""

_SHOWN: Final = 6
"""Names of one side in a cell; the sheet has them all."""


def list_pdf(selection: Selection, about: About, *, is_full: bool = False) -> Iterator[bytes]:
    """The file in one piece. It has the columns of a page of results: `is_full` changes nothing."""
    ids = selection.first_ids(MOST_ROWS) if selection.total else []
    found = records(ids, decoder(about.language), revision=selection.revision)
    with override(about.language):
        yield typeset(
            "list.typ",
            title=about.title,
            language=about.language,
            made_on=about.made_on,
            site=str(SITE),
            foot=f"{SITE} · {about.day} · {LICENCE}",
            page=gettext("Page"),
            about=list(_about(about)),
            notice=_notice(about),
            empty=gettext("Aucun projet ne répond à cette recherche : retirez un filtre ou un mot, puis recommencez."),
            caption=gettext("%(count)s au %(day)s") % {"count": about.count, "day": about.day},
            labels=_labels(),
            rows=[_row(about, row) for row in found],
        )


def _about(about: About) -> Iterator[tuple[str, str, str]]:
    """Label, words and address ("" for none) of each line above the table."""
    for label, words, address in _lines(about):
        yield gettext("%(label)s :") % {"label": label}, words, address


def _lines(about: About) -> Iterator[tuple[str, str, str]]:
    yield gettext("Date d’extraction"), about.day, ""
    yield gettext("Nombre de projets"), about.count, ""
    yield gettext("Filtres"), ", ".join(about.filters) or gettext("aucun filtre"), ""
    if about.ignored:
        yield gettext("Ignoré dans l’adresse"), ", ".join(about.ignored), ""
    yield gettext("La même liste sur le site"), about.page, about.page
    yield gettext("Licence"), LICENCE, LICENCE_ADDRESS


def _notice(about: About) -> str:
    if about.total <= MOST_ROWS:
        return ""
    words = gettext(
        "Ce fichier montre les %(shown)s premiers projets de la liste, sur %(total)s. Le fichier CSV les contient tous."
    )
    return words % {"shown": number(MOST_ROWS, about.language), "total": number(about.total, about.language)}


def _labels() -> list[str]:
    return [
        gettext("Numéro"),
        gettext("Projet"),
        gettext("Collectivités françaises"),
        gettext("Partenaires étrangers"),
        gettext("Pays"),
        gettext("Période"),
        gettext("État"),
    ]


def _row(about: About, row: AnyRow) -> dict[str, Any]:
    row.prepare(is_doubtful=False)
    words = about.words
    return {
        "url": cells.permalink(words, row),
        "cells": [
            str(row.id),
            row.title or gettext("Fiche sans titre"),
            _names([party.name for party in row.sides.get("french", ())]),
            _names([party.name for party in row.sides.get("foreign", ())]),
            ", ".join(country.name for country in row.countries),
            years(row.start_year, cells.end_year(words, row)),
            cells.status(words, row) or str(STATUS_NOT_STATED),
        ],
    }


def _names(names: list[str]) -> str:
    left = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN])
    return shown if left <= 0 else gettext("%(names)s et %(count)s de plus") % {"names": shown, "count": left}
