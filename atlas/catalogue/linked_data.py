"""A sheet as schema.org linked data (JSON-LD), for search engines and other machines.

A data block that no browser executes. Says only what the public record holds; organisations by name and, when they have
one, by the address of their page. Not the open data: that has its own formats.
"""

from collections.abc import Iterable

import msgspec
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from atlas.reference.kinds import BUCKETS

from .presentation import Sheet
from .record import PublicParty, PublicProject

_HIDDEN = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
"""Characters that could end the element that holds the data."""


def linked_data(project: PublicProject, sheet: Sheet, *, permalink: str, site: str, authority: str) -> SafeString:
    """The `<script>` element. `site`: scheme and host; `authority`: beginning of an organisation's path."""
    text = msgspec.json.encode(_page(project, sheet, permalink, f"{site}{authority}")).decode()
    for character, hidden in _HIDDEN.items():
        text = text.replace(character, hidden)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def _page(project: PublicProject, sheet: Sheet, permalink: str, authority: str) -> dict[str, object]:
    return {
        "@context": "https://schema.org",
        "@type": "WebPage",
        "@id": permalink,
        "url": permalink,
        "name": sheet.title,
        "inLanguage": "fr",
        "datePublished": localdate(project.created_at),
        "dateModified": localdate(project.updated_at),
        "mainEntity": _known(
            {
                "@type": "Project",
                "@id": f"{permalink}#projet",
                "name": sheet.title,
                "identifier": str(project.id),
                "description": sheet.opening,
                "foundingDate": str(project.start_year or ""),
                "dissolutionDate": str(project.end_date or project.end_year or ""),
                "areaServed": [
                    {"@type": "Country", "name": one.name, "identifier": one.iso2} for one in sheet.countries
                ],
                "member": _organisations((*project.french_authorities, *project.foreign_partners), authority),
                "funder": [{"@type": "Organization", "name": name} for name in _funders(project)],
                "keywords": [theme.path for theme in sheet.themes],
            }
        ),
    }


def _known(values: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value}


def _organisations(parties: Iterable[PublicParty], authority: str) -> list[dict[str, object]]:
    return [
        _known(
            {
                "@type": "GovernmentOrganization" if party.kind else "Organization",
                "name": party.name,
                "alternateName": party.former,
                "url": f"{authority}{party.id}/" if party.id else None,
            }
        )
        for party in parties
    ]


def _funders(project: PublicProject) -> dict[str, None]:
    """Those that have a name: « Autre » is no organisation."""
    return dict.fromkeys(line.funder for line in project.funding if line.kind not in BUCKETS)
