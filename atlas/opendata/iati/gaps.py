"""What a project lacks to be an IATI activity (D11.4): it is not exported then, and listed with the reason.

Said twice: of a record, and as queries of the index, which count and list without reading records. A test holds both
together.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from tantivy import Occur, Query

from atlas.catalogue.index.counting import all_of, any_of, count, facet_query, start_query
from atlas.catalogue.index.facets import ANY
from atlas.catalogue.search_values import AUTHORITY_GROUPS, NOT_STATED, UNIDENTIFIED
from atlas.catalogue.streaming import Selection
from atlas.opendata.iati.context import Context
from atlas.opendata.iati.fields import Party, Record
from atlas.reference.choices import Role
from atlas.reference.iati_codes import STATUSES

_FRENCH: Final = frozenset(AUTHORITY_GROUPS) - {UNIDENTIFIED}


class Gap(TextChoices):
    """In the order of the page; the values stand in its address."""

    STATUS = "etat", _("l’état du projet n’est pas connu")
    START = "debut", _("l’année de début n’est pas connue")
    COUNTRY = "pays", _("aucun pays partenaire n’est nommé")
    SECTOR = "secteur", _("aucun thème ne correspond à un secteur du CAD")
    ORGANISATION = "organisation", _("ni collectivité française ni partenaire étranger n’est nommé")


def gaps_of(record: Record, context: Context) -> tuple[Gap, ...]:
    """Why a record is no activity; () when it is one."""
    lacks = {
        Gap.STATUS: record.status not in STATUSES,
        Gap.START: not record.start_year or not 1 <= record.start_year <= 9999,
        Gap.COUNTRY: not record.countries,
        Gap.SECTOR: not any(context.purpose_of(theme.code) for theme in record.themes),
        Gap.ORGANISATION: not any(map(_takes_part, record.parties)),
    }
    return tuple(gap for gap, is_lacking in lacks.items() if is_lacking)


def _takes_part(party: Party) -> bool:
    if party.role == Role.PARTNER and (party.country != "FR" or party.id is None):
        return True
    return party.role != Role.FUNDER and party.group in _FRENCH


def gap_queries(selection: Selection, purposes: Mapping[str, str]) -> dict[Gap, Query]:
    """Of the index: projects that have each gap."""
    countries = [term.partition(":")[2] for term in selection.snapshot.labels if term.startswith("country:")]
    return {
        Gap.STATUS: facet_query("status", [NOT_STATED]),
        Gap.START: _without(start_query(None, None)),
        Gap.COUNTRY: _without(_any("country", countries)),
        Gap.SECTOR: _without(_any("theme", sorted(purposes))),
        Gap.ORGANISATION: _without(
            any_of([facet_query("kind", AUTHORITY_GROUPS), facet_query("partner_country", [ANY])])
        ),
    }


def _any(facet: str, values: list[str]) -> Query | None:
    return facet_query(facet, values) if values else None


def _without(query: Query | None) -> Query:
    """All projects but these."""
    excluded = [(Occur.MustNot, query)] if query is not None else []
    return Query.boolean_query([(Occur.Must, Query.all_query()), *excluded])


def narrowed(selection: Selection, query: Query) -> Selection:
    """What of the selection matches the query too."""
    matching = all_of([selection.matching, query])
    return replace(selection, matching=matching, total=count(selection.snapshot, matching))


def exportable(selection: Selection, purposes: Mapping[str, str]) -> Selection:
    """What of the selection has no gap."""
    queries = gap_queries(selection, purposes).values()
    return narrowed(
        selection, Query.boolean_query([(Occur.Must, Query.all_query()), *((Occur.MustNot, q) for q in queries)])
    )
