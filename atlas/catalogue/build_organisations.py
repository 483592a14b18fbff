"""Public records of organisations: identity, names over time, predecessors and successors. Reads, writes nothing."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from atlas.organisations.mailboxes import Mailbox
from atlas.organisations.models import Organisation, OrganisationName, Succession
from atlas.reference.models import Territory

from .attestation import PublicAttestation
from .models import AttestationRecord
from .record import PublicFunction, PublicLink, PublicName, PublicOrganisation


@dataclass(frozen=True)
class Around:
    """What stands around organisations in other tables, by organisation."""

    departments: Mapping[str, str]
    regions: Mapping[str, str]
    names: Mapping[int, list[PublicName]]
    predecessors: Mapping[int, list[PublicLink]]
    successors: Mapping[int, list[PublicLink]]
    functions: Mapping[int, list[PublicFunction]]
    attested: Mapping[int, PublicAttestation]


def build_organisations(organisation_ids: Collection[int] | None = None) -> Iterator[PublicOrganisation]:
    """Public records of organisations, all when no ids are given; none of merged ones. Streams; constant queries."""
    organisations = Organisation.objects.filter(merged_into=None).order_by("pk")
    if organisation_ids is not None:
        organisations = organisations.filter(pk__in=organisation_ids)
    around = _around(organisation_ids)
    for organisation in organisations.iterator(chunk_size=2000):
        yield _organisation(organisation, around)


def _around(organisation_ids: Collection[int] | None) -> Around:
    predecessors, successors = _links(organisation_ids)
    return Around(
        departments=place_names("department"),
        regions=place_names("region"),
        names=_names(organisation_ids),
        predecessors=predecessors,
        successors=successors,
        functions=_functions(organisation_ids),
        attested=_attested(organisation_ids),
    )


def _functions(organisation_ids: Collection[int] | None) -> Mapping[int, list[PublicFunction]]:
    """Functions that can be written to, by organisation: the only thing that is public of a mailbox."""
    mailboxes = Mailbox.objects.filter(is_open=True, organisation__isnull=False).order_by("function_fr")
    if organisation_ids is not None:
        mailboxes = mailboxes.filter(organisation_id__in=organisation_ids)
    found: dict[int, list[PublicFunction]] = defaultdict(list)
    for pk, fr, en in mailboxes.values_list("organisation_id", "function_fr", "function_en"):
        found[pk].append(PublicFunction(fr=fr, en=en))
    return found


def _attested(organisation_ids: Collection[int] | None) -> Mapping[int, PublicAttestation]:
    """When authorities last attested their sheets, handed down by the app above (ADR 15)."""
    found = AttestationRecord.objects.all()
    if organisation_ids is not None:
        found = found.filter(organisation_id__in=organisation_ids)
    rows = found.order_by("pk").values_list("organisation_id", "attested_on", "campaign", "lapsed_in")
    return {pk: PublicAttestation(on=on, campaign=year, lapsed_in=lapsed) for pk, on, year, lapsed in rows}


def place_names(kind: str) -> dict[str, str]:
    """Official code → name of départements or régions, those that no longer exist under their last name."""
    return dict(Territory.objects.filter(kind=kind).values_list("code", "name"))


def _names(organisation_ids: Collection[int] | None) -> Mapping[int, list[PublicName]]:
    names = OrganisationName.objects.order_by("valid_from", "pk")
    if organisation_ids is not None:
        names = names.filter(organisation_id__in=organisation_ids)
    found: dict[int, list[PublicName]] = defaultdict(list)
    for pk, name, kind, start, end in names.values_list("organisation_id", "name", "kind", "valid_from", "valid_to"):
        found[pk].append(PublicName(name=name, kind=kind, valid_from=start, valid_to=end))
    return found


def _links(
    organisation_ids: Collection[int] | None,
) -> tuple[Mapping[int, list[PublicLink]], Mapping[int, list[PublicLink]]]:
    """Predecessors and successors of each organisation."""
    links = Succession.objects.select_related("predecessor", "successor").order_by("occurred_on", "pk")
    if organisation_ids is not None:
        links = links.filter(Q(predecessor_id__in=organisation_ids) | Q(successor_id__in=organisation_ids))
    before: dict[int, list[PublicLink]] = defaultdict(list)
    after: dict[int, list[PublicLink]] = defaultdict(list)
    for link in links:
        before[link.successor_id].append(_link(link, link.predecessor))
        after[link.predecessor_id].append(_link(link, link.successor))
    return before, after


def _link(link: Succession, other: Organisation) -> PublicLink:
    return PublicLink(id=other.pk, name=other.display_name, kind=link.kind, occurred_on=link.occurred_on)


def _organisation(organisation: Organisation, around: Around) -> PublicOrganisation:
    return PublicOrganisation(
        id=organisation.pk,
        name=organisation.display_name,
        kind=organisation.kind,
        group=organisation.kind_group,
        country=organisation.country_id or "",
        kind_local=organisation.kind_local,
        insee_code=organisation.insee_code,
        siren=organisation.siren,
        department=organisation.department_code or None,
        department_name=around.departments.get(organisation.department_code),
        region=organisation.region_code or None,
        region_name=around.regions.get(organisation.region_code),
        admin_area=organisation.admin_area or None,
        population=organisation.population,
        lat=organisation.latitude,
        lon=organisation.longitude,
        is_approximate=organisation.is_approximate,
        is_provisional=organisation.is_provisional,
        valid_from=organisation.valid_from,
        valid_to=organisation.valid_to,
        names=tuple(around.names.get(organisation.pk, ())),
        predecessors=tuple(around.predecessors.get(organisation.pk, ())),
        successors=tuple(around.successors.get(organisation.pk, ())),
        functions=tuple(around.functions.get(organisation.pk, ())),
        attestation=around.attested.get(organisation.pk),
    )
