"""From the register to what is compared: two passes over narrow columns a kind, texts of sheets are not read."""

from collections import defaultdict
from collections.abc import Iterator

from atlas.duplicates.organisations_alike import OrganisationFact
from atlas.duplicates.projects_alike import ProjectFact
from atlas.organisations.models import Organisation, OrganisationName, Origin, Precision, Succession
from atlas.organisations.names import parse_name
from atlas.projects.models import Party, Project, ProjectCountry
from atlas.reference.choices import Role
from atlas.reference.kinds import BUCKETS, kind_group
from atlas.reference.match import match_key

_LIVING = ("draft", "submitted", "published", "archived")


def project_facts() -> Iterator[ProjectFact]:
    """Every sheet that was neither merged nor deleted. Three queries."""
    authorities: defaultdict[int, set[str]] = defaultdict(set)
    partners: defaultdict[int, set[str]] = defaultdict(set)
    countries: defaultdict[int, set[str]] = defaultdict(set)
    parties = Party.objects.filter(role=Role.PARTNER).order_by("pk")
    columns = ("project_id", "organisation_id", "name_as_declared", "country_id")
    for project, organisation, name, country in parties.values_list(*columns).iterator(chunk_size=10_000):
        side = authorities if country == "FR" else partners
        side[project].add(str(organisation) if organisation else f"~{match_key(name)}")
    for project, country in ProjectCountry.objects.order_by("pk").values_list("project_id", "country_id").iterator():
        countries[project].add(country)
    rows = Project.objects.filter(publication_state__in=_LIVING).order_by("pk").values_list("pk", "title", "start_year")
    for pk, title, year in rows.iterator(chunk_size=10_000):
        yield ProjectFact(
            pk, title, year, frozenset(authorities[pk]), frozenset(partners[pk]), frozenset(countries[pk])
        )


def organisation_facts() -> Iterator[OrganisationFact]:
    """Every organisation that exists and has a name of its own. Two queries."""
    names: defaultdict[int, list[str]] = defaultdict(list)
    for pk, name in OrganisationName.objects.order_by("pk").values_list("organisation_id", "name").iterator():
        names[pk].append(name)
    rows = Organisation.objects.exclude(kind__in=sorted(BUCKETS)).filter(valid_to__isnull=True, merged_into=None)
    for one in rows.order_by("pk").iterator(chunk_size=10_000):
        keys = dict.fromkeys(parse_name(name).key or match_key(name) for name in (one.name, *names[one.pk]))
        yield OrganisationFact(
            id=one.pk,
            names=tuple(filter(None, keys)) or (one.match_key,),
            kind=" ".join((kind_group(one.kind).value, one.kind_local or str(one.level or ""))).strip(),
            country=one.country_id or "",
            code=one.insee_code or one.siren or "",
            area=match_key(one.department_code or one.admin_area),
            place=_place(one),
            is_reference=one.origin == Origin.REFERENCE,
        )


def _place(one: Organisation) -> tuple[float, float] | None:
    if one.latitude is None or one.longitude is None or one.location_precision != Precision.EXACT:
        return None
    return one.latitude, one.longitude


def related() -> frozenset[tuple[int, int]]:
    """Predecessor and successor, both ways. One query."""
    rows = list(Succession.objects.order_by("pk").values_list("predecessor_id", "successor_id"))
    return frozenset((*rows, *((after, before) for before, after in rows)))
