"""The page on the quality of sheets: what each number means, who can mend it, and the list behind it. Counts nothing.

Numbers come from `quality` and `quality_history`. Pure but for the reader's language.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.closed_words import closed_words
from atlas.catalogue.filter_words import filter_words
from atlas.catalogue.quality import Quality, Row, quality_of_row
from atlas.catalogue.quality_history import Day
from atlas.catalogue.search_query import Known, SearchQuery
from atlas.catalogue.search_values import TO_CONFIRM, Criterion, FlagCode
from atlas.catalogue.words import ngettext
from atlas.ui.charts import Bar, Frame, Unit, bars
from atlas.ui.formats import day, number, percent

MEANINGS: Mapping[str, str | Promise] = {
    Criterion.THEME: _("La fiche dit au moins un thème."),
    Criterion.DATES: _("La fiche dit son année de début et, si le projet est terminé ou annulé, sa fin."),
    Criterion.PARTNER: _("L’Atlas reconnaît au moins un partenaire étranger dans son répertoire."),
    Criterion.PLACE: _("La fiche dit où le projet se passe, ou l’Atlas sait où se trouve un partenaire étranger."),
    Criterion.FUNDING: _("Au moins une ligne de financement dit un montant, même nul."),
    Criterion.VERIFICATION: _("Quelqu’un a confirmé la fiche depuis moins de 24 mois."),
}
MENDERS: Mapping[str, str | Promise] = {
    Criterion.THEME: _("La collectivité ou le poste, en suggérant une correction sur la fiche."),
    Criterion.DATES: _("La collectivité ou le poste, en suggérant une correction sur la fiche."),
    Criterion.PARTNER: _("La collectivité ou le poste, en disant le nom officiel et le pays du partenaire."),
    Criterion.PLACE: _("La collectivité, en plaçant le projet sur une carte ; le poste, en situant le partenaire."),
    Criterion.FUNDING: _("La collectivité, en disant qui finance, combien et en quelle année."),
    Criterion.VERIFICATION: _("La collectivité : dire que rien n’a changé suffit."),
}


@dataclass(frozen=True, slots=True)
class Number:
    """A number with the list behind it; `url` "" for 0, whose list is empty. `share`: of the sheets counted."""

    value: str
    url: str
    share: str = ""


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """One thing that a sheet states or lacks."""

    label: str
    meaning: str
    mender: str
    stated: Number
    lacking: Number


@dataclass(frozen=True, slots=True)
class FlagLine:
    """`words`: how many sheets."""

    label: str
    words: str
    sheets: Number


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A country or an authority: `url` its page on quality, `lacking` in the order of `Criterion`."""

    name: str
    url: str
    projects: Number
    gaps: str
    lacking: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class TrendLine:
    """A day: shares of sheets that state each criterion, in the order of `Criterion`."""

    day: str
    projects: str
    whole: str
    shares: tuple[str, ...]


def scope_words(query: SearchQuery, known: Known, language: str) -> str:
    """« Mali, collectivités : Bretagne »; "" for the register."""
    return ", ".join(filter_words(parameter, value, known, language) for parameter, value in query.active())


def criteria_lines(found: Quality, search: str, language: str) -> tuple[CriterionLine, ...]:
    """What is missing most first. `search`: the search's address."""

    def linked(value: int, query: SearchQuery) -> Number:
        return _number(value, query, search, language, whole=found.projects)

    return tuple(
        CriterionLine(
            closed_words("stated", one),
            str(MEANINGS[one]),
            str(MENDERS[one]),
            linked(found.stated(one), found.list_of(stated=one)),
            linked(found.lacking[one], found.list_of(lacking=one)),
        )
        for one in found.worst
    )


def flag_lines(found: Quality, search: str, language: str) -> tuple[FlagLine, ...]:
    """The flags that some sheet has, most frequent first; before them what is to be confirmed today."""
    return tuple(_flag_lines(found, search, language))


def _flag_lines(found: Quality, search: str, language: str) -> Iterator[FlagLine]:
    if found.doubtful and not found.query.statuses:
        asked = found.list_of(doubtful=True)
        label = closed_words("status", TO_CONFIRM)
        yield _flag_line(label, found.doubtful, (asked, search), language, whole=found.projects)
    for code in sorted(filter(found.flags.get, FlagCode.values), key=lambda one: -found.flags[one]):
        asked = found.list_of(flag=code)
        label = closed_words("flag", code)
        yield _flag_line(label, found.flags[code], (asked, search), language, whole=found.projects)


def _flag_line(label: str, value: int, behind: tuple[SearchQuery, str], language: str, *, whole: int) -> FlagLine:
    """`behind`: the list, and the search's address."""
    words = ngettext("%(count)s fiche", "%(count)s fiches", value) % {"count": number(value, language)}
    return FlagLine(label, words, _number(value, *behind, language, whole=whole))


def place_lines(
    rows: Sequence[Row],
    query: SearchQuery,
    name_of: Callable[[str], str],
    addresses: tuple[str, str],
    language: str,
) -> tuple[PlaceLine, ...]:
    """Rows of a table. `addresses`: of the search, and of the page on quality."""
    search, page = addresses
    return tuple(_place_line(quality_of_row(query, row), name_of(row.code), search, page, language) for row in rows)


def _place_line(found: Quality, name: str, search: str, page: str, language: str) -> PlaceLine:
    return PlaceLine(
        name=name,
        url=f"{page}?{found.query.to_params()}",
        projects=_number(found.projects, found.query, search, language),
        gaps=number(found.gaps, language),
        lacking=tuple(
            _number(value, found.list_of(lacking=one), search, language) for one, value in found.lacking.items()
        ),
    )


def _number(value: int, query: SearchQuery, search: str, language: str, *, whole: int = 0) -> Number:
    share = percent(value, whole, language) if whole else ""
    return Number(number(value, language), f"{search}?{query.to_params()}" if value else "", share)


def headings(facet: str) -> tuple[str, ...]:
    """What the columns of the tables count, in the order of `Criterion`: sheets that state it, or that lack it."""
    return tuple(closed_words(facet, one) for one in Criterion.values)


def summary(found: Quality, language: str) -> str:
    """« 15 000 fiches publiées. Le manque le plus fréquent : « Financement manquant », 80,0 % des fiches. »"""
    sheets = ngettext("%(count)s fiche publiée.", "%(count)s fiches publiées.", found.projects)
    words = sheets % {"count": number(found.projects, language)}
    if not found.gaps:
        return gettext("%(sheets)s Rien ne manque.") % {"sheets": words}
    most = found.worst[0]
    return gettext("%(sheets)s Le manque le plus fréquent : « %(what)s », %(share)s des fiches.") % {
        "sheets": words,
        "what": closed_words("lacking", most),
        "share": percent(found.lacking[most], found.projects, language),
    }


def chart(found: Quality, language: str) -> SafeString:
    """The share of sheets that lack each thing; the table beside it has the numbers."""
    rows = [Bar(closed_words("lacking", one), _share(found.lacking[one], found.projects)) for one in found.worst]
    title = gettext("Part des fiches auxquelles il manque…")
    return bars(Frame("chart-lacking", title, _told(rows, language), language, Unit.PERCENT), rows)


def trend_lines(days: Sequence[Day], language: str) -> tuple[TrendLine, ...]:
    """The days of a trend as a table."""
    return tuple(
        TrendLine(
            day(one.on, language),
            number(one.projects, language),
            _percent(one.stated, one.asked, language),
            tuple(_percent(one.projects - one.lacking.get(c, 0), one.projects, language) for c in Criterion.values),
        )
        for one in days
    )


def trend_chart(days: Sequence[Day], language: str) -> SafeString:
    """How much of what sheets could state they did, day by day."""
    rows = [Bar(day(one.on, language), _share(one.stated, one.asked)) for one in days]
    title = gettext("Part des renseignements présents")
    return bars(Frame("chart-trend", title, _told(rows, language), language, Unit.PERCENT), rows)


def _told(rows: Sequence[Bar], language: str) -> str:
    pairs = (f"{row.label} : {percent(row.value, 100, language)}" for row in rows)
    return " ; ".join(pairs)


def _share(part: int, whole: int) -> Decimal:
    return round(Decimal(part) * 100 / whole, 1) if whole else Decimal(0)


def _percent(part: int, whole: int, language: str) -> str:
    return percent(part, whole, language) if whole else "–"


def as_of(today: date, language: str) -> str:
    """The day of every number of the page."""
    return day(today, language)
