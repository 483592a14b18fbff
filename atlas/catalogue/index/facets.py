"""Under which values a project is filtered and counted, with the words of those values. Pure.

Three ways of counting, by what a facet is like (counting.py uses them):
- few values, several a project (countries, themes…): one term each, `facet:value`;
- few combinations of values (state with family and form, zones with each other…): one term a project that holds them
  all, because a pass over single values is several times as cheap;
- thousands of values (authorities, partners): their numbers, of which only the most frequent are asked.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from atlas.catalogue.completeness import STABLE, flag_codes, stated
from atlas.catalogue.record import PublicCountry, PublicFunding, PublicParty, PublicProject
from atlas.catalogue.search_values import (
    AUTHORITY_GROUPS,
    NOT_STATED,
    UNIDENTIFIED,
    Answer,
    Criterion,
    OnePercent,
    funder_nature,
)
from atlas.reference.kinds import Kind

TERMS = ("country", "theme", "region", "department", "cofinancing_year")
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "what": ("status", "family", "form", "triennial", "decade"),
    "money": ("cofinancing", "one_percent", "funder"),
    "zones": ("zone",),
    "kinds": ("kind",),
}
"""Facets by column. A column has few combinations in practice, and at most 7 × 3 × 9 × 3 × 30 or 2 × 9 × 2¹¹: below
what an aggregation may return."""

ORGANISATIONS = ("authority", "partner")
ANY = "any"
"""`partner_country:any`: has a foreign partner, whatever its country."""

LONGEST_NAME = 1_000
"""Characters of a name kept in a term; terms of more than 65,530 bytes would be left out of the index."""

_FRENCH = frozenset(AUTHORITY_GROUPS) - {UNIDENTIFIED}
_HOME = (None, "FR")


def values_of(project: PublicProject) -> dict[str, set[str]]:
    """Every facet's values of a project; empty sets for what it does not state and no filter asks for."""
    authorities = list(acting_authorities(project))
    return {
        "status": {project.status or NOT_STATED},
        "family": {project.family or NOT_STATED},
        "form": {project.form or NOT_STATED},
        "triennial": {_answer(project.is_triennial)},
        "decade": {str(project.start_year // 10 * 10)} if project.start_year is not None else set(),
        "country": {country.iso2 for country in project.countries},
        "zone": {country.zone for country in project.countries},
        "theme": {code for theme in project.themes for code in ancestry(theme.code)},
        "region": {party.region for party in authorities if party.region},
        "department": {party.department for party in authorities if party.department},
        "kind": {party.group for party in authorities if party.group} | set(_unidentified(project)),
        "cofinancing": {_answer(is_cofinanced(project))},
        "cofinancing_year": {str(year) for year in cofinancing_years(project)},
        "one_percent": set(_one_percent(project.funding)),
        "funder": {funder_nature(line.kind).value for line in project.funding},
    }


def filter_terms(project: PublicProject, values: Mapping[str, set[str]]) -> set[str]:
    """`facet:value` of every filter but quality's, and the countries of partners, which figures count by."""
    terms = {f"{facet}:{value}" for facet, found in values.items() for value in found}
    countries = {partner_country(project, party) for party in project.foreign_partners}
    terms.update(f"partner_country:{country}" for country in countries if country)
    if project.foreign_partners:
        terms.add(f"partner_country:{ANY}")
    return terms


def quality_terms(project: PublicProject) -> tuple[str, frozenset[str]]:
    """What a sheet lacks and what is flagged on it: as one term that is counted, `theme,lieu|stale`, and as filters."""
    return _quality_terms(stated(project), flag_codes(project))


@lru_cache(maxsize=16_384)
def _quality_terms(found: frozenset[Criterion], flags: frozenset[str]) -> tuple[str, frozenset[str]]:
    """Few combinations in practice."""
    lacking = sorted(set(STABLE) - found)
    criteria = {f"{'stated' if one in found else 'lacking'}:{one.value}" for one in STABLE}
    filters = frozenset(criteria | {f"flag:{code}" for code in flags})
    return f"{','.join(lacking)}|{','.join(sorted(flags))}", filters


@lru_cache(maxsize=16_384)
def quality_from(term: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stable criteria and the flags of a term."""
    lacking, _, flags = term.partition("|")
    return tuple(filter(None, lacking.split(","))), tuple(filter(None, flags.split(",")))


def counted_terms(values: Mapping[str, set[str]]) -> set[str]:
    """`facet:value` of the facets that are counted term by term."""
    return {f"{facet}:{value}" for facet in TERMS for value in values[facet]}


def column_term(column: str, values: Mapping[str, set[str]]) -> str:
    """The values of a column's facets as one term: `ongoing|decentralised_cooperation|project|non|1990`."""
    return "|".join(",".join(sorted(values[facet])) for facet in COLUMNS[column])


@lru_cache(maxsize=16_384)
def values_from(column: str, term: str) -> tuple[tuple[str, str], ...]:
    """(facet, value) of everything that a column's term holds."""
    parts = zip(COLUMNS[column], term.split("|"), strict=True)
    return tuple((facet, value) for facet, part in parts for value in part.split(",") if value)


def organisation_terms(parties: Iterable[PublicParty]) -> set[str]:
    """`id<tab>name` of the organisations that are identified."""
    return {f"{party.id}\t{party.name[:LONGEST_NAME]}" for party in parties if party.id}


def label_terms(project: PublicProject) -> set[str]:
    """The words of this project's facet values, as `facet:value<tab>French<tab>English<tab>value above it`."""
    found: set[str] = set()
    for country in project.countries:
        found.update(_country_labels(country))
    for theme in project.themes:
        found.update(_theme_labels(theme.code, theme.path_fr, theme.path_en))
    for party in acting_authorities(project):
        if party.region and party.region_name:
            found.add(_label("region", party.region, party.region_name, party.region_name))
        if party.department and party.department_name:
            name = party.department_name
            found.add(_label("department", party.department, name, name, party.region or ""))
    return found


def _label(facet: str, value: str, french: str, english: str, above: str = "") -> str:
    return f"{facet}:{value}\t{french}\t{english}\t{above}"


@lru_cache(maxsize=1_024)
def _country_labels(country: PublicCountry) -> tuple[str, ...]:
    labels = (_label("country", country.iso2, country.name_fr, country.name_en, country.zone),)
    return (*labels, _label("zone", country.zone, country.zone_fr, country.zone_en)) if country.zone_fr else labels


@lru_cache(maxsize=4_096)
def _theme_labels(code: str | None, path_fr: tuple[str, ...], path_en: tuple[str, ...]) -> tuple[str, ...]:
    codes = ancestry(code)
    if not codes or not len(codes) == len(path_fr) == len(path_en):
        return ()
    rows = zip(codes, path_fr, path_en, ("", *codes), strict=False)
    return tuple(_label("theme", one, french, english, above) for one, french, english, above in rows)


def acting_authorities(project: PublicProject) -> Iterator[PublicParty]:
    """French authorities that do more in the project than pay."""
    return (party for party in project.parties if party.role != "funder" and party.group in _FRENCH)


def acting_partners(project: PublicProject) -> Iterator[PublicParty]:
    """Identified organisations from abroad that do more in the project than pay."""
    return (party for party in project.parties if party.role != "funder" and party.id and party.country not in _HOME)


def partner_country(project: PublicProject, party: PublicParty) -> str | None:
    """A partner that states no country is in the project's, when there is one only."""
    return party.country or (project.countries[0].iso2 if len(project.countries) == 1 else None)


@lru_cache(maxsize=4_096)
def ancestry(code: str | None) -> tuple[str, ...]:
    """A theme's code after those of its parents: `a.b.c` gives a, a.b, a.b.c."""
    parts = code.split(".") if code else []
    return tuple(".".join(parts[: depth + 1]) for depth in range(len(parts)))


def is_cofinanced(project: PublicProject) -> bool:
    """The State pays, or the sheet names a year in which it did. A typed 0 is no payment, a blank may be one (D2.3)."""
    return bool(project.cofinancing_years) or any(map(_is_state_grant, project.funding))


def cofinancing_years(project: PublicProject) -> set[int]:
    """Years named by the sheet's text and by the State's funding lines: they may differ (D2.3), both are found."""
    return {*project.cofinancing_years, *(one.year for one in project.funding if one.year and _is_state_grant(one))}


def _is_state_grant(line: PublicFunding) -> bool:
    return line.kind == Kind.STATE and line.amount != 0


def _one_percent(funding: Iterable[PublicFunding]) -> Iterator[str]:
    """Mechanisms with an amount; a typed 0 is none. Confirmed amounts only name their mechanism (D2.3)."""
    for line in filter(has_one_percent, funding):
        confirmed = (line.pct_water, line.pct_waste, line.pct_energy)
        if any(amount != Decimal(0) for amount in (*line.pct, *line.pct_unplaced, *confirmed) if amount is not None):
            yield OnePercent.ANY.value
        mechanisms = zip((OnePercent.WATER, OnePercent.WASTE, OnePercent.ENERGY), confirmed, strict=True)
        yield from (mechanism.value for mechanism, amount in mechanisms if amount)


_BLANK = (None, None, None)


def has_one_percent(line: PublicFunding) -> bool:
    """Whether any 1 % amount is stated, a typed 0 too: most lines state none."""
    return bool(line.pct or line.pct_unplaced) or (line.pct_water, line.pct_waste, line.pct_energy) != _BLANK


def _unidentified(project: PublicProject) -> Iterator[str]:
    if any(party.id is None for party in project.french_authorities):
        yield UNIDENTIFIED


def _answer(value: bool | None) -> str:
    return NOT_STATED if value is None else (Answer.YES if value else Answer.NO).value
