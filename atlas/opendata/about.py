"""What a file says of itself: the day, the search it answers in words, what was ignored, how many, which licence."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import slugify
from django.utils.timezone import localdate
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.filter_words import names_of
from atlas.catalogue.search_query import Known, Problem
from atlas.catalogue.streaming import Selection
from atlas.opendata.words import Words, words_for
from atlas.ui.formats import day, number

LICENCE = "Licence Ouverte 2.0"
LICENCE_ADDRESS = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"
SITE = _("Atlas de l’action extérieure des collectivités")
_LONGEST_NAME = 60


@dataclass(frozen=True)
class About:
    """Ready to print, in the reader's language. `page`: the address of the same list on the site."""

    language: str
    made_on: date
    total: int
    filters: tuple[str, ...]
    ignored: tuple[str, ...]
    page: str
    words: Words

    @property
    def title(self) -> str:
        """« Projets de l’Atlas : Mali, « eau » »."""
        if not self.filters:
            return gettext("Tous les projets de l’Atlas")
        return gettext("Projets de l’Atlas : %(filters)s") % {"filters": ", ".join(self.filters)}

    @property
    def day(self) -> str:
        return day(self.made_on, self.language)

    @property
    def count(self) -> str:
        """« 1 204 projets »."""
        words = ngettext("%(count)s projet", "%(count)s projets", self.total)
        return words % {"count": number(self.total, self.language)}

    @property
    def filter_words(self) -> str:
        """The filters on one line, then what was ignored."""
        words = " | ".join(self.filters) or gettext("aucun filtre")
        return " | ".join([words, *(gettext("ignoré : %(what)s") % {"what": one} for one in self.ignored)])

    @property
    def file_name(self) -> str:
        """Without its extension: `atlas-projets-2026-11-24-mali`, ASCII."""
        words = slugify(" ".join(self.filters))[:_LONGEST_NAME].strip("-")
        return "-".join(filter(None, (gettext("atlas-projets"), self.made_on.isoformat(), words)))


def about(request: HttpRequest, selection: Selection, known: Known) -> About:
    """Of a list asked for in the language of the address."""
    return about_of(selection, known, site=f"{request.scheme}://{request.get_host()}")


def about_of(selection: Selection, known: Known, *, site: str) -> About:
    """In the active language. `site`: scheme and host."""
    language = get_language() or "fr"
    params = selection.query.to_params(page=1)
    search = f"{site}{reverse('search')}"
    sheet = f"{site}{reverse('project', args=[0])}".removesuffix("0/")
    return About(
        language=language,
        made_on=localdate(),
        total=selection.total,
        filters=names_of(selection.query, known, language),
        ignored=tuple(map(ignored_words, selection.query.problems)),
        page=f"{search}?{params}" if params else search,
        words=words_for(language, sheet),
    )


def ignored_words(problem: Problem) -> str:
    """What of an address was ignored, and why."""
    return gettext("« %(value)s » (%(reason)s)") % {"value": problem.value, "reason": problem.reason}
