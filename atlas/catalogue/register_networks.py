"""The list of the regional networks that are active for a country, for its page and its files (D10.1).

Entered by the posts, so that nothing is counted at a date: the list holds at the date of the register's data, or where
no post gave one, on the day of the last edit. Pure but for the reader's language.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atlas.ui.formats import day, number

from .prose import is_web_address
from .record import PublicNetwork, PublicRegister
from .register_words import Cell, ShownFamily, ShownSection
from .words import ngettext

SLUG: Final = "reseaux-regionaux"
LABEL: Final = _("Réseaux régionaux")


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A network; `region` is the official code, `activity` and `website` '' where nobody said."""

    name: str
    region: str
    region_name: str
    activity: str
    website: str


def rows_of(register: PublicRegister, language: str) -> tuple[NetworkRow, ...]:
    """In the order of the register."""
    return tuple(_row(one, language) for one in register.networks)


def _row(one: PublicNetwork, language: str) -> NetworkRow:
    note = one.note_en if language == "en" and one.note_en else one.note_fr
    return NetworkRow(one.name, one.region, one.region_name, note, one.url if is_web_address(one.url) else "")


def day_of(register: PublicRegister, today: date) -> date:
    """The day on which the list held."""
    return register.data_on or register.edited_on or today


def title(place: str) -> str:
    """« Réseaux régionaux actifs : Mali »."""
    return gettext("Réseaux régionaux actifs : %(place)s") % {"place": place}


def warnings(register: PublicRegister) -> tuple[str, ...]:
    """What a file says first: that something of the register was invented."""
    example = gettext("Exemple fictif : écrit pour la démonstration, aucun poste ne l’a fourni.")
    return (example,) if register.is_example else ()


def rules() -> tuple[str, ...]:
    """What stands in the list, in sentences."""
    return (
        gettext(
            "Réseaux régionaux multi-acteurs (RRMA) français qui accompagnent des projets menés avec ce pays, tels que "
            "le poste ou le ministère les a publiés sur sa page."
        ),
        gettext("Chaque réseau est nommé une fois, avec la région française où il travaille."),
    )


def count_words(rows: tuple[NetworkRow, ...], language: str) -> str:
    """« 3 réseaux régionaux. »"""
    words = ngettext("%(count)s réseau régional.", "%(count)s réseaux régionaux.", len(rows))
    return words % {"count": number(len(rows), language)}


def table(rows: tuple[NetworkRow, ...], place: str, held_on: date, language: str) -> ShownFamily:
    """The list as the one table of its files to print."""
    cells = tuple((Cell(one.name), Cell(one.region_name), Cell(one.activity), Cell(one.website)) for one in rows)
    labels = (gettext("Réseau"), gettext("Région française"), gettext("Ce qu’il fait"), gettext("Site"))
    words = {"place": place, "day": day(held_on, language)}
    return ShownFamily(
        label=str(LABEL),
        caption=gettext("%(place)s : réseaux régionaux actifs, au %(day)s") % words,
        summary=count_words(rows, language),
        projects_url="",
        headings=tuple(map(Cell, labels)),
        sections=(ShownSection("", 1, "", cells, ""),),
        is_titled=False,
        is_empty=not rows,
    )
