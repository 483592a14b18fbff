"""Answers → what the figures page, its files and its frames show: words, charts, tables, CSV. Counts nothing itself."""

import csv
from dataclasses import dataclass
from io import StringIO

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from atlas.catalogue.closed_words import family_words
from atlas.catalogue.figure_questions import QUESTIONS, answer
from atlas.catalogue.figure_values import Answer, Row, years_between
from atlas.catalogue.figures_asked import FiguresAsked
from atlas.catalogue.search_query import Known
from atlas.catalogue.search_values import FAMILIES
from atlas.catalogue.tally import Rule
from atlas.ui.charts import Bar, Column, Frame, bars, columns, written
from atlas.ui.formats import day
from atlas.ui.formulas import harmless


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A number in words; `url` "" = no list."""

    value: str
    url: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    label: str
    cells: tuple[ShownCell, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as the page shows it. `caption` names table and chart; `empty`: what to say where nothing counts."""

    slug: str
    title: str
    caption: str
    rules: tuple[str, ...]
    chart: SafeString
    heading: str
    series: tuple[str, ...]
    rows: tuple[ShownRow, ...]
    total: tuple[str, ...]
    empty: str


def questions_of(asked: FiguresAsked, known: Known, path: str, language: str) -> tuple[Shown, ...]:
    """The questions in the order of the page, without those that nothing needs to answer. `path`: the search's."""
    answers = ((question, answer(slug, asked.scope, known, language)) for slug, question in QUESTIONS.items())
    found = ((question, shown(one, asked, path, language)) for question, one in answers)
    return tuple(one for question, one in found if not (question.is_optional and one.empty))


def shown(found: Answer, asked: FiguresAsked, path: str, language: str) -> Shown:
    """One question with its chart and its table."""
    return Shown(
        slug=found.slug,
        title=found.title,
        caption=caption(found, asked, language),
        rules=rules_of(found, asked),
        chart=chart(found, asked, language),
        heading=found.heading,
        series=found.series,
        rows=tuple(_shown_row(row, found, path, language) for row in found.rows),
        total=tuple(written(value, found.unit, language) for value in found.total),
        empty="" if any(cell.value for row in found.rows for cell in row.cells) else found.empty or _nothing(),
    )


def _nothing() -> str:
    return _("Aucun projet n’est compté ici : changez la date, la famille ou ce que l’on compte.")


def _shown_row(row: Row, found: Answer, path: str, language: str) -> ShownRow:
    cells = (
        ShownCell(written(one.value, found.unit, language), f"{path}?{one.params}" if one.params else "")
        for one in row.cells
    )
    return ShownRow(row.label, tuple(cells))


def caption(found: Answer, asked: FiguresAsked, language: str) -> str:
    """« Dans quels pays ? Coopération décentralisée, projets recensés, au 31 décembre 2015 »."""
    words = {
        "question": found.title,
        "family": family_words(asked.scope.family),
        "rule": rule_name(asked.scope.rule).lower(),
        "day": day(asked.scope.as_of, language),
    }
    return _("%(question)s %(family)s, %(rule)s, au %(day)s") % words


def rule_name(rule: Rule) -> str:
    """What a rule counts, as the choice of the form says it."""
    return _("Projets en cours à cette date") if rule is Rule.ACTIVE else _("Projets recensés, tous états")


def rules_of(found: Answer, asked: FiguresAsked) -> tuple[str, ...]:
    """The counting rule in sentences."""
    which = (
        _(
            "Sont comptés les projets publiés, commencés au plus tard cette année-là, "
            "ni annulés ni terminés à cette date."
        )
        if asked.scope.rule is Rule.ACTIVE
        else _("Sont comptés les projets publiés, commencés au plus tard cette année-là, quel que soit leur état.")
    )
    return (found.rule, *([found.note] if found.note else []), which)


def chart(found: Answer, asked: FiguresAsked, language: str, *, is_file: bool = False) -> SafeString:
    """The drawing; a file says also its rule and where it comes from. Lines without a year stand in the table only."""
    source = _("Source : Atlas de l’action extérieure des collectivités. Fiches connues au %(day)s.")
    frame = Frame(
        name=f"chart-{found.slug}",
        title=caption(found, asked, language),
        description=_described(found, language),
        language=language,
        unit=found.unit,
        notes=(*rules_of(found, asked), source % {"day": day(asked.today, language)}) if is_file else (),
        is_file=is_file,
    )
    if found.shape == "columns":
        return columns(frame, _columns(found), found.series)
    return bars(frame, [Bar(row.label, row.cells[0].value) for row in found.rows[: found.charted]])


def _columns(found: Answer) -> list[Column]:
    """Every year from the first to the last: one without a row in the table has a place and no column."""
    values = {int(row.label): tuple(cell.value for cell in row.cells) for row in found.rows if row.label.isdigit()}
    return [Column(str(year), values.get(year, ())) for year in years_between(values)]


def _described(found: Answer, language: str) -> str:
    """What the chart shows, for who cannot see it: its greatest values; the table beside it has them all."""
    greatest = sorted(found.rows, key=lambda row: -sum(cell.value for cell in row.cells))[:3]
    named = [
        _("%(label)s : %(number)s") % {"label": row.label, "number": _sum(row, found, language)} for row in greatest
    ]
    return _("Les plus grandes valeurs : %(values)s. Le tableau donne tous les nombres.") % {
        "values": " ; ".join(named)
    }


def _sum(row: Row, found: Answer, language: str) -> str:
    return written(sum(cell.value for cell in row.cells), found.unit, language)


def csv_of(found: Answer, asked: FiguresAsked, language: str) -> str:
    """The table as CSV (commas, UTF-8 with a byte order mark): what the file is stands in the last columns."""
    file = StringIO()
    writer = csv.writer(file)
    writer.writerow([found.heading, *found.series, _("Au"), _("Famille"), _("Règle de comptage")])
    about = [asked.scope.as_of.isoformat(), family_words(asked.scope.family), " ".join(rules_of(found, asked))]
    for row in found.rows:
        writer.writerow([harmless(row.label), *(cell.value for cell in row.cells), *about])
    return f"\ufeff{file.getvalue()}"


def families() -> tuple[tuple[str, str], ...]:
    """(code, words) of the choices of the form."""
    return tuple((code, family_words(code)) for code in FAMILIES)
