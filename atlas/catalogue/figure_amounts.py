"""The questions of the figures page on money: one chart a nature of amounts, which is always named (D2.3).

Added up are amounts of one nature only; what the State paid is set against all of them. The 1 % amounts stand in a
chart of their own, without a total, and are in no other. Not for the amounts of one sheet: see `money`.
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal

from django.utils.functional import Promise, lazy
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from atlas.catalogue.closed_words import closed_words
from atlas.catalogue.figure_values import Answer, Answered, Cell, Question, Row, years_between
from atlas.catalogue.index.amounts import ONE_PERCENT
from atlas.catalogue.money import NATURES, PERCENT_COLUMNS
from atlas.catalogue.search_query import Known
from atlas.catalogue.tally import Scope, amounts
from atlas.catalogue.wording import AMOUNTS, label_of
from atlas.reference.choices import Nature
from atlas.ui.charts import Unit

SLUGS: Mapping[Nature, str] = {
    Nature.DECLARED: "declares",
    Nature.PLANNED: "prevus",
    Nature.GRANTED: "accordes",
    Nature.COMMITTED: "engages",
    Nature.PAID: "verses",
}
"""How addresses of charts name the natures."""

_STATE, _OTHERS = True, False


def _by_year(nature: Nature, scope: Scope) -> Mapping[int, tuple[Decimal, Decimal]]:
    """Euros of the State and of the others by year of the amount; 0 = not stated."""
    found = {(year, is_state): sum_ for (of, year, is_state), sum_ in amounts(scope).by_year.items() if of == nature}
    years = sorted({year for year, _ in found})
    return {year: (found.get((year, _STATE), Decimal()), found.get((year, _OTHERS), Decimal())) for year in years}


def _years(nature: Nature) -> Answered:
    def answered(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
        found = _by_year(nature, scope)
        nothing = Decimal(), Decimal()
        rows = [Row(_year(year), tuple(map(Cell, found.get(year, nothing)))) for year in _shown(found)]
        return question.answer(
            rows,
            series=(_("État, en euros"), _("Autres financeurs, en euros")),
            shape="columns",
            total=tuple(sum(column, Decimal()) for column in zip(*found.values(), strict=True)),
            unit=Unit.EUROS,
            rule=_(
                "Somme des %(amounts)s que portent les fiches comptées, dans l’année que la "
                "fiche donne à chacun. Les montants « 1 %% » n’y sont pas."
            )
            % {"amounts": AMOUNTS[nature]},
            note=_cautions(),
            empty=_("Les fiches comptées ne portent aucun montant de cette nature : changez la date ou la famille."),
        )

    return answered


def _funders(nature: Nature) -> Answered:
    def answered(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
        found = {funder: sum_ for (of, funder), sum_ in amounts(scope).by_funder.items() if of == nature}
        codes = sorted(found, key=lambda code: (-found[code], code))
        return question.answer(
            [Row(closed_words("funder", code), (Cell(found[code]),)) for code in codes],
            series=(_("Montant en euros"),),
            total=(sum(found.values(), Decimal()),),
            unit=Unit.EUROS,
            rule=_(
                "Somme des %(amounts)s que portent les fiches comptées, toutes années ensemble. "
                "Les montants « 1 %% » n’y sont pas."
            )
            % {"amounts": AMOUNTS[nature]},
            note=_cautions(),
        )

    return answered


def _share(nature: Nature) -> Answered:
    """Years without an amount have no share: they are left out. No answer where the State paid nothing at all."""

    def answered(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
        found = {year: sums for year, sums in _by_year(nature, scope).items() if sum(sums)}
        state, others = (sum((pair[side] for pair in found.values()), Decimal()) for side in (0, 1))
        rows = [Row(_year(year), (Cell(_percent(*found[year])),)) for year in found]
        return question.answer(
            rows if state else [],
            series=(_("Part de l’État, en %"),),
            shape="columns",
            total=(_percent(state, others),) if state else (),
            unit=Unit.PERCENT,
            rule=_(
                "Montants de l’État divisés par tous les %(amounts)s de la même année que "
                "portent les fiches comptées. Les montants « 1 %% » n’y sont pas."
            )
            % {"amounts": AMOUNTS[nature]},
            note=_cautions(),
        )

    return answered


def _one_percent(question: Question, scope: Scope, _known: Known, _language: str) -> Answer:
    found = amounts(scope).one_percent
    return question.answer(
        [Row(label, (Cell(found[cell]),)) for cell, label in _columns() if cell in found],
        series=(_("Montant en euros"),),
        unit=Unit.EUROS,
        rule=_(
            "Somme des montants « 1 % » que portent les fiches comptées, colonne par colonne et nature par nature. "
            "Chacun reste dans la colonne où l’ancien Atlas le tenait, tant qu’une collectivité n’a pas confirmé s’il "
            "s’agit d’eau, de déchets ou d’énergie."
        ),
        note=_(
            "Les lignes ne s’additionnent ni entre elles ni aux autres montants : rien ne dit si ceux-ci les "
            "comprennent déjà."
        ),
    )


def _columns() -> Iterator[tuple[tuple[str, str], str]]:
    for nature in NATURES:
        for column, words in zip(ONE_PERCENT, PERCENT_COLUMNS, strict=True):
            yield (
                (nature, column),
                _("%(column)s (montant %(nature)s)")
                % {
                    "column": words,
                    "nature": label_of(Nature, nature),
                },
            )


def _cautions() -> str:
    """What the reader must know of sums of amounts (D2.3)."""
    return _(
        "Un financement sans montant n’est pas compté. Une somme prévue pour plusieurs années est souvent inscrite en "
        "entier sur la première, et les années qui suivent la date choisie sont comprises. Ni inflation ni doubles "
        "déclarations ne sont corrigées ; des montants de natures différentes ne s’additionnent pas."
    )


def _percent(state: Decimal, others: Decimal) -> Decimal:
    return (state * 100 / (state + others)).quantize(Decimal("0.1"), ROUND_HALF_UP)


def _shown(found: Mapping[int, object]) -> list[int]:
    return [*([0] if 0 in found else []), *years_between(found)]


def _year(year: int) -> str:
    return str(year) if year else _("Année non précisée")


def _questions(nature: Nature) -> Iterator[Question]:
    slug, of = SLUGS[nature], AMOUNTS[nature]
    year, funder = gettext_lazy("Année du montant"), gettext_lazy("Nature du financeur")
    is_declared = nature is Nature.DECLARED
    yield Question(
        f"montants-{slug}-annees",
        _named(gettext_lazy("combien chaque année ?"), of),
        year,
        _years(nature),
        is_optional=not is_declared,
    )
    yield Question(
        f"montants-{slug}-financeurs",
        _named(gettext_lazy("combien, par nature de financeur ?"), of),
        funder,
        _funders(nature),
        is_optional=True,
    )
    yield Question(
        f"montants-{slug}-part-etat",
        _named(gettext_lazy("quelle part vient de l’État ?"), of),
        year,
        _share(nature),
        is_optional=True,
    )


def _capital(words: object) -> str:
    return capfirst(str(words))


_opening = lazy(_capital, str)


def _named(question: Promise | str, of: Promise | str) -> Promise | str:
    words = gettext_lazy("{amounts} : {question}")
    named: Promise | str = format_lazy(words, question=question, amounts=_opening(of))
    return named


QUESTIONS: tuple[Question, ...] = (
    *(question for nature in reversed(NATURES) for question in _questions(nature)),
    Question(
        "montants-un-pour-cent",
        gettext_lazy("Montants « 1 % », comptés à part : combien ?"),
        gettext_lazy("Colonne et nature du montant"),
        _one_percent,
        is_optional=True,
    ),
)
"""Those of every nature: declared amounts first, as nearly all are, then from planned to paid."""
