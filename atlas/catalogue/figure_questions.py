"""The questions of the figures page, one chart each: title, counting rule, rows with the list behind every number.

Counts come from `tally`. What is counted here is projects (or authorities), and the words say which; questions on money
stand in `figure_amounts`, so that nothing is added that must not be (D2.3, D10.3).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.catalogue import figure_amounts
from atlas.catalogue.closed_words import closed_words, is_closed
from atlas.catalogue.figure_values import Answer, Answered, Cell, Question, Row, years_between
from atlas.catalogue.search_query import FILTERS, Known, Label, SearchQuery
from atlas.catalogue.search_values import Answer as YesNo
from atlas.catalogue.tally import FRANCE, Scope, breakdown, start_years, tally

_PARAMETERS = {one.facet: one.parameter for one in FILTERS}


def answer(slug: str, scope: Scope, known: Known, language: str) -> Answer:
    """One question answered for a scope, in the active language. Raises KeyError for a slug that does not exist."""
    question = QUESTIONS[slug]
    return question.answered(question, scope, known, language)


def _counted(question: Question, rows: Sequence[Row], **values: Any) -> Answer:
    """An answer in projects, unless `values` say otherwise."""
    base: dict[str, Any] = {"series": (_("Projets"),), "rule": _("Chaque projet compte une fois par ligne.")}
    return question.answer(rows, **{**base, **values})


def _note(facet: str) -> str:
    """What the reader must know of rows that overlap, and of money (D1.4, D2.3)."""
    several = _("Un projet peut avoir plusieurs réponses : les lignes ne s’additionnent pas.")
    if facet == "funder":
        several += " " + _("Ce sont des nombres de projets et non des montants.")
    if facet == "one_percent":
        several += " " + _(
            "Ce sont des nombres de projets. Les montants « 1 % » ne s’additionnent à aucun autre, et un dispositif "
            "n’est nommé que si une collectivité l’a confirmé."
        )
    return several


def _of_facet(facet: str) -> Answered:
    """The projects by value of a facet, most frequent first."""

    def answered(question: Question, scope: Scope, known: Known, language: str) -> Answer:
        found = {code: number for code, number in breakdown(scope).of(facet).items() if number and code != FRANCE}
        if facet == "theme":
            found = {code: number for code, number in found.items() if "." not in code}
        codes = sorted(found, key=lambda code: (-found[code], code))
        rows = [
            Row(value_words(facet, code, known, language), (_cell(scope.query, facet, code, found[code]),))
            for code in codes
        ]
        adds_up = facet == "form"
        total = (tally(scope).projects,) if adds_up else ()
        return _counted(question, rows, total=total, note="" if adds_up else _note(facet))

    return answered


def _cell(query: SearchQuery, facet: str, code: str, number: int) -> Cell:
    return Cell(number, query.with_value(_PARAMETERS[facet], code).to_params())


def value_words(facet: str, code: str, known: Known, language: str) -> str:
    """A facet's value in words; the code itself when nothing names it any more."""
    if is_closed(facet):
        return closed_words(facet, code)
    labels: Mapping[str, Mapping[str, Label]] = {
        "country": known.countries,
        "zone": known.zones,
        "theme": known.themes,
        "region": known.regions,
    }
    label = labels.get(facet, {}).get(code)
    return (label.en if language == "en" else label.fr) if label else code


def _years(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
    found = start_years(scope)
    rows = [
        Row(str(year), (Cell(found.get(year, 0), _params_of_year(scope.query, year, found.get(year, 0))),))
        for year in years_between(found)
    ]
    return _counted(
        question,
        [*_without_year(found), *rows],
        shape="columns",
        total=(sum(found.values()),),
        rule=_("Chaque projet compte une fois, dans son année de début."),
    )


def _without_year(*counts: Mapping[int, int]) -> list[Row]:
    if not any(found.get(0) for found in counts):
        return []
    return [Row(_("Année non précisée"), tuple(Cell(found.get(0, 0)) for found in counts))]


def _params_of_year(query: SearchQuery, year: int, number: int) -> str:
    return replace(query, start_from=year, start_to=year).to_params() if number else ""


def _cofinanced(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
    """Yes and no by start year: the two parts of each year add up."""
    queries = [scope.query.with_value("cofinancement", one.value) for one in YesNo]
    found = [start_years(replace(scope, asked=query)) for query in queries]
    every = start_years(scope)
    rows = [
        Row(
            str(year),
            tuple(
                Cell(counts.get(year, 0), _params_of_year(query, year, counts.get(year, 0)))
                for query, counts in zip(queries, found, strict=True)
            ),
        )
        for year in years_between(every)
    ]
    return _counted(
        question,
        [*_without_year(*found), *rows],
        shape="columns",
        series=tuple(closed_words("cofinancing", one.value) for one in YesNo),
        total=tuple(sum(counts.values()) for counts in found),
        rule=_(
            "Chaque projet compte une fois, dans son année de début. Cofinancé : la fiche nomme une année de "
            "cofinancement ou un versement de l’État."
        ),
    )


def _cofinancing_years(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
    found = {int(code): number for code, number in breakdown(scope).of("cofinancing_year").items() if number}
    rows = [
        Row(str(year), (_cell(scope.query, "cofinancing_year", str(year), found[year]) if year in found else Cell(0),))
        for year in years_between(found)
    ]
    return _counted(
        question,
        rows,
        shape="columns",
        rule=_("Chaque projet compte une fois dans chaque année de cofinancement de l’État que sa fiche nomme."),
        note=_note("cofinancing_year"),
    )


def _authorities(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
    groups = tally(scope).authorities
    rows = [
        Row(closed_words("kind", group), (Cell(number, scope.query.with_value("nature", group).to_params()),))
        for group, number in groups.items()
    ]
    return _counted(
        question,
        rows,
        series=(_("Collectivités"),),
        total=(sum(groups.values()),),
        rule=_(
            "Collectivités françaises distinctes, partenaires d’au moins un projet avec un partenaire étranger. "
            "Chacune compte une fois, dans une seule nature. Le lien mène à leurs projets."
        ),
    )


def _question(slug: str, title: str | Promise, heading: str | Promise, facet: str) -> Question:
    return Question(slug, title, heading, _of_facet(facet))


_START = gettext_lazy("Année de début")
QUESTIONS: Mapping[str, Question] = {
    one.slug: one
    for one in (
        Question("annees", gettext_lazy("Quand les projets ont-ils commencé ?"), _START, _years),
        _question("zones", gettext_lazy("Dans quelles zones du monde ?"), gettext_lazy("Zone du monde"), "zone"),
        _question("pays", gettext_lazy("Dans quels pays ?"), gettext_lazy("Pays"), "country"),
        _question("regions", gettext_lazy("Depuis quelles régions françaises ?"), gettext_lazy("Région"), "region"),
        Question("natures", gettext_lazy("Quelles collectivités agissent ?"), gettext_lazy("Nature"), _authorities),
        _question("themes", gettext_lazy("Sur quels thèmes ?"), gettext_lazy("Thème"), "theme"),
        _question("formes", gettext_lazy("Sous quelle forme ?"), gettext_lazy("Forme"), "form"),
        _question(
            "financeurs", gettext_lazy("Qui finance les projets ?"), gettext_lazy("Nature du financeur"), "funder"
        ),
        Question("cofinancement", gettext_lazy("L’État cofinance-t-il ?"), _START, _cofinanced),
        Question(
            "cofinancement-annees",
            gettext_lazy("En quelles années l’État a-t-il cofinancé ?"),
            gettext_lazy("Année du cofinancement"),
            _cofinancing_years,
        ),
        _question(
            "un-pour-cent",
            gettext_lazy("Quels projets recourent au « 1 % » ?"),
            gettext_lazy("Dispositif"),
            "one_percent",
        ),
        *figure_amounts.QUESTIONS,
    )
}
"""Questions by slug, in the order of the page. A slug is the same in both languages."""
