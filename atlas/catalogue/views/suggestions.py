"""Suggestions while a reader types: names of the catalogue, each with the list it leads to. JSON, for our script."""

from django.http import HttpRequest, JsonResponse
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from atlas.catalogue.search_query import clean_text
from atlas.catalogue.suggestion_source import book
from atlas.catalogue.suggestions import Name, find
from atlas.catalogue.views.links import links
from atlas.catalogue.words import ngettext

SHOWN = 8
LONGEST = 100
KINDS = {
    "pays": _("pays"),
    "theme": _("thème"),
    "collectivite": _("collectivité française"),
    "partenaire": _("partenaire étranger"),
}
"""What the boxes that search everything suggest. The panel's boxes ask for one filter, territories too."""


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """Up to eight names for the text `q`, and the sentence that says how many there are.

    `filtre`: names of one filter of the search only; a filter without names has none.
    """
    language, asked = get_language() or "fr", request.GET.get("filtre", "")
    text = clean_text(request.GET.get("q", ""))[:LONGEST]
    found = find(book(), text, SHOWN, (asked,) if asked else KINDS)
    words = ngettext("%(count)s suggestion", "%(count)s suggestions", len(found)) % {"count": len(found)}
    said = words if found else gettext("Aucune suggestion")
    choices = [_choice(name, language, is_one_filter=bool(asked)) for name in found]
    answer = JsonResponse({"said": said, "found": choices})
    answer["Cache-Control"] = "public, max-age=60"
    return answer


def _choice(name: Name, language: str, *, is_one_filter: bool) -> dict[str, str]:
    """Label and kind for the reader, the list that it leads to, the value for the form."""
    label, details = (name.label_en, name.details_en) if language == "en" else (name.label_fr, name.details_fr)
    kind = "" if is_one_filter else str(KINDS[name.parameter])
    url = f"{links(language).search}?{name.parameter}={name.value}"
    return {"label": label, "kind": ", ".join(filter(None, (kind, details))), "url": url, "value": name.value}
