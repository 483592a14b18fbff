"""The figures page, each chart alone in a frame for other sites, and its files.

All is in the index; what others published is read from the database once for each of its revisions.
"""

from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from atlas.catalogue import figure_cards, figure_page
from atlas.catalogue.closed_words import family_words
from atlas.catalogue.count_asked import RULES
from atlas.catalogue.figure_questions import QUESTIONS, answer
from atlas.catalogue.figure_values import Answer
from atlas.catalogue.figures import figures_of
from atlas.catalogue.figures_asked import FiguresAsked, figures_asked
from atlas.catalogue.published_figures import published
from atlas.catalogue.search import known
from atlas.catalogue.tally import tally
from atlas.ui.formats import day

from .links import links


@require_safe
def figures_page(request: HttpRequest) -> HttpResponse:
    """Five numbers and a chart a question, at a date. What is wrong with the address is said on the page."""
    language, asked = get_language() or "fr", _asked(request)
    search, params = links(language).search, asked.to_params()
    counted = tally(asked.scope)
    context = {
        "asked": asked,
        "cards": figure_cards.cards(figures_of(counted), search, language),
        "questions": figure_page.questions_of(asked, known(), search, language),
        "families": figure_page.families(),
        "rules": tuple((name, figure_page.rule_name(rule), rule is asked.scope.rule) for name, rule in RULES.items()),
        "family": family_words(asked.scope.family),
        "as_of": day(asked.scope.as_of, language),
        "today": day(asked.today, language),
        "suffix": f"?{params}" if params else "",
        "published": published(None, language),
        "site": f"{request.scheme}://{request.get_host()}",
        "canonical_query": params,
    }
    return render(request, "catalogue/figures.html", context)


@require_safe
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})  # type: ignore[arg-type]  # its type knows only views without arguments
def figure_frame(request: HttpRequest, question: str) -> HttpResponse:
    """One chart with its rule and its table, for a frame on any site: the only pages that may be framed elsewhere."""
    language, asked = get_language() or "fr", _asked(request)
    found = _answer(question, asked, language)
    context: dict[str, Any] = {
        "question": figure_page.shown(found, asked, links(language).search, language),
        "params": asked.to_params(),
        "as_of": day(asked.scope.as_of, language),
    }
    return render(request, "catalogue/figure_frame.html", context)


@require_safe
def figure_csv(request: HttpRequest, question: str) -> HttpResponse:
    """The table of a chart."""
    language, asked = get_language() or "fr", _asked(request)
    text = figure_page.csv_of(_answer(question, asked, language), asked, language)
    return _file(text, "text/csv; charset=utf-8", f"{question}-{asked.scope.as_of}.csv")


@require_safe
def figure_svg(request: HttpRequest, question: str) -> HttpResponse:
    """A chart that travels alone: with its title, rule, date and source."""
    language, asked = get_language() or "fr", _asked(request)
    drawing = figure_page.chart(_answer(question, asked, language), asked, language, is_file=True)
    return _file(drawing, "image/svg+xml", f"{question}-{asked.scope.as_of}.svg")


def _asked(request: HttpRequest) -> FiguresAsked:
    return figures_asked(request.GET.dict(), localdate())


def _answer(question: str, asked: FiguresAsked, language: str) -> Answer:
    if question not in QUESTIONS:
        raise Http404(_("Aucun graphique ne porte le nom « %(name)s ».") % {"name": question})
    return answer(question, asked.scope, known(), language)


def _file(text: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(text, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
