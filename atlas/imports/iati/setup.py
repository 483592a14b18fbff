"""What a run over activities needs from the database, read once: names, codes, who we are."""

from collections import defaultdict

from django.conf import settings

from atlas.imports.names import Names
from atlas.memory import uncollected
from atlas.organisations.queries import name_index
from atlas.reference.models import Code, Country, Scheme, Theme

from .delivery import Codes
from .source import ActivityResolver


def resolver(*, by: str, commit: bool) -> ActivityResolver:
    """New foreign authorities are registered only by a run that is kept."""
    with uncollected():
        names = Names(name_index(), by=by, register=commit)
    return ActivityResolver(names, codes(), settings.ATLAS_IATI_REF)


def codes() -> Codes:
    """Codes → what they mean here."""
    themes: dict[str, list[str]] = defaultdict(list)
    for theme, code in Theme.objects.exclude(crs_default="").order_by("rank").values_list("pk", "crs_default"):
        themes[code].append(theme)
    purposes = Code.objects.filter(scheme=Scheme.PURPOSE)
    return Codes(
        countries=frozenset(Country.objects.values_list("pk", flat=True)),
        purposes=dict(purposes.values_list("code", "name_fr")),
        themes={code: tuple(found) for code, found in themes.items()},
        theme_codes=frozenset(Theme.objects.values_list("pk", flat=True)),
    )
