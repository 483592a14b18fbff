"""What an activity needs beside its record: who reports, the day, addresses, codes of themes, countries that aid may
count for. Read once a file; the functions of elements get it as an argument."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Max
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import override

from atlas.catalogue.index.facets import ancestry
from atlas.reference.models import Code, CountryClass, Scheme, Theme


@dataclass(frozen=True)
class Context:
    """`sheet`: beginning of a sheet's address, `correct`: what its correction form adds; `purposes`: theme → DAC code;
    `eligible`: countries of the last list of recipients of aid that we know."""

    reporter: str
    reporter_name: str
    today: date
    sheet: str
    correct: str
    purposes: Mapping[str, str]
    eligible: frozenset[str]

    def purpose_of(self, theme: str | None) -> str | None:
        """The DAC code proposed for a theme, or for the theme above it."""
        return next(filter(None, map(self.purposes.get, reversed(ancestry(theme)))), None)


def context(site: str, *, today: date | None = None) -> Context:
    """`site`: scheme and host of the site, `https://atlas.example`. Addresses are those of the French pages, so that a
    file is the same whatever the language it is asked in. Three queries."""
    with override("fr"):
        sheet, correct = reverse("project", args=[0]), reverse("suggest_correction", args=[0])
    return Context(
        reporter=settings.ATLAS_IATI_REF,
        reporter_name=settings.ATLAS_IATI_NAME,
        today=today or localdate(),
        sheet=f"{site}{sheet.removesuffix('0/')}",
        correct=correct.removeprefix(sheet),
        purposes=purposes(),
        eligible=_eligible(),
    )


def purposes() -> dict[str, str]:
    """Theme → the DAC code that we propose for it: the default, else the first of the others (« 14030 if unanswered »,
    D4.1). A code that its list has withdrawn is not proposed. Two queries."""
    active = set(Code.objects.filter(scheme=Scheme.PURPOSE, is_active=True).values_list("code", flat=True))
    proposed = {
        theme: default or next(iter(others), "")
        for theme, default, others in Theme.objects.values_list("pk", "crs_default", "crs_alternatives")
    }
    return {theme: code for theme, code in proposed.items() if code in active}


def _eligible() -> frozenset[str]:
    last = CountryClass.objects.aggregate(year=Max("data_year"))["year"]
    found = CountryClass.objects.filter(data_year=last, is_eligible=True)
    return frozenset(found.values_list("country_id", flat=True))
