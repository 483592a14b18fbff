"""Activities as a source of the pipeline: names resolved as those of old pages are, then delivered."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from atlas.contributions.actions import Delivery
from atlas.contributions.models import Contribution, Origin
from atlas.contributions.states import State
from atlas.imports.names import Names, Resolved
from atlas.organisations.actions import NewOrganisation
from atlas.organisations.match_rules import NO_CONTEXT, Match, MatchContext
from atlas.organisations.models import Organisation
from atlas.projects.models import Project
from atlas.reference.choices import Role
from atlas.reference.iati_codes import FOREIGN_CHANNEL, FRENCH_CHANNEL, LOCAL_GOVERNMENT
from atlas.reference.kinds import Kind, bare_name
from atlas.reference.match import match_key

from .activity import Activity, Participant, Place
from .delivery import Codes, countries_of, delivery_of, providers
from .files import ReadActivity

OWN = "own_activity"
"""Waits because this register wrote the activity itself: its sheet is here already."""
_ROLES = {"1": Role.FUNDER, "2": Role.OWNER, "4": Role.IMPLEMENTER}
_ORDER = (Role.IMPLEMENTER, Role.OWNER, Role.FUNDER, Role.LEAD, Role.BENEFICIARY, Role.OTHER)
Identity = tuple[str, str, str]
_OURS = re.compile(r"-ATLAS-([0-9]{1,12})$")


@dataclass
class ActivityResolver:
    """Turns activities into deliveries (a `pipeline.Resolver`)."""

    names: Names
    codes: Codes
    reporter: str
    parties: dict[int, tuple[Resolved, ...]] = field(default_factory=dict)
    _here: frozenset[int] = frozenset()
    _numbered: dict[str, int | None] = field(default_factory=dict)
    """SIREN → organisation, of all numbers asked for."""

    def prepare(self, readings: Sequence[ReadActivity]) -> None:
        """Register the foreign partners that are new, with the place that the file gives; look which sheets of ours the
        batch repeats and whose numbers it says. Two queries for these, none in a file of others."""
        self.parties.clear()
        activities = [read.activity for read in readings]
        self._look_up({one.siren for activity in activities for one in activity.participants if one.siren})
        self.names.ensure_foreign(
            one for activity in activities for one in _new_organisations(activity, countries_of(activity, self.codes))
        )
        numbers = {number for activity in activities if (number := self._own_number(activity)) is not None}
        self._here = frozenset(_sheets_from_elsewhere(numbers)) if numbers else frozenset()

    def deliver(self, reading: ReadActivity) -> Delivery:
        """The activity as a delivery."""
        parties = self._resolved(reading.activity)
        self.parties[id(reading)] = parties
        hold = OWN if self._own_number(reading.activity) in self._here else ""
        return delivery_of(reading, parties, self.codes, hold=hold)

    def keep(self) -> None:
        """The batch was committed."""
        self.names.keep()

    def forget(self) -> None:
        """The batch was not."""
        self.names.forget()

    def _look_up(self, sirens: set[str]) -> None:
        if unknown := sirens - self._numbered.keys():
            self._numbered.update(dict.fromkeys(unknown))
            found = Organisation.objects.filter(siren__in=unknown).values_list("siren", "pk")
            self._numbered.update({siren: pk for siren, pk in found if siren})

    def _own_number(self, activity: Activity) -> int | None:
        found = _OURS.search(activity.identifier)
        is_own = found is not None and activity.identifier[: found.start()] == self.reporter
        return int(found[1]) if found and is_own else None

    def _resolved(self, activity: Activity) -> tuple[Resolved, ...]:
        """Partners first: what is sure of them is the context in which the other names are read (D5.1)."""
        countries = countries_of(activity, self.codes)
        home = _partners(activity, lambda one: _is_french_partner(one, self.names))
        abroad = _partners(activity, lambda one: _is_foreign_partner(one, self.names))
        foreign = [
            self.names.resolve_abroad(
                one.name, role=Role.PARTNER, country=_country(one.name, activity.places, countries)
            )
            for one in abroad
        ]
        french = self._french(home, NO_CONTEXT)
        if not all(one.match.applied for one in french):
            french = self._french(home, self.names.context_of(french, countries=()))
        context = self.names.context_of((*french, *foreign), countries=countries)
        partners = {one.identity: found for one, found in zip((*home, *abroad), (*french, *foreign), strict=True)}
        others = [self._beside(one, role, partners, context) for role, one in _others(activity)]
        return (*french, *foreign, *others)

    def _french(self, found: Iterable[Participant], context: MatchContext) -> list[Resolved]:
        return [self._resolve(one, Role.PARTNER, "FR", context) for one in found]

    def _resolve(self, one: Participant, role: Role, country: str | None, context: MatchContext) -> Resolved:
        """By its number, failing that by its name."""
        known = self.names.index.entries.get(self._numbered.get(one.siren) or 0)
        if known is None:
            return self.names.resolve_shown(one.name, role=role, country=country, context=context)
        match = Match(one.name, known.id, known.name, known.code, score=100, applied=True, how="code")
        return Resolved(bare_name(one.name)[0], role, country, match, known.id, known.country)

    def _beside(
        self, one: Participant, role: Role, partners: Mapping[Identity, Resolved], context: MatchContext
    ) -> Resolved:
        """A partner is often more than that. One that is new may be written otherwise as the owner."""
        same = partners.get(one.identity)
        if same is not None and same.organisation_id is not None:
            return replace(same, role=role)
        new = [found for found in partners.values() if found.is_new and match_key(found.name) == match_key(one.name)]
        if len(new) == 1 and not self.names.knows(one.name, context):
            return replace(new[0], name=one.name, role=role)
        return self._resolve(one, role, None, context)


def _partners(activity: Activity, is_partner: Callable[[Participant], bool]) -> list[Participant]:
    """Each as often as a sheet of ours says it; in files of others each name once."""
    found = list(filter(is_partner, activity.participants))
    if activity.is_ours:
        return [one for one in found for role in one.roles if role == Role.PARTNER]
    return list({one.name: one for one in found}.values())


def _is_french_partner(one: Participant, names: Names) -> bool:
    """In our files the channel tells; elsewhere a local government that the register knows in France."""
    if one.roles or not one.role:
        return Role.PARTNER in one.roles and one.channel == FRENCH_CHANNEL
    return (
        _is_local_government(one)
        and one.channel != FOREIGN_CHANNEL
        and (one.channel == FRENCH_CHANNEL or names.knows(one.name, NO_CONTEXT))
    )


def _is_foreign_partner(one: Participant, names: Names) -> bool:
    if one.roles or not one.role:
        return Role.PARTNER in one.roles and one.channel != FRENCH_CHANNEL
    return _is_local_government(one) and not _is_french_partner(one, names)


def _is_local_government(one: Participant) -> bool:
    return one.type == LOCAL_GOVERNMENT or one.channel in (FRENCH_CHANNEL, FOREIGN_CHANNEL)


def _country(name: str, places: Iterable[Place], countries: Sequence[str]) -> str | None:
    """What the location of that name says; failing that the one recipient country."""
    said = [one.country for one in _of_partners(places) if one.country and match_key(one.name) == match_key(name)]
    return said[0] if said else countries[0] if len(countries) == 1 else None


def _of_partners(places: Iterable[Place]) -> Iterator[Place]:
    """A declared place is not where the partner of its name is."""
    return (one for one in places if not one.is_declared)


def _others(activity: Activity) -> list[tuple[Role, Participant]]:
    """Whoever is more than a partner, role by role; the funders of the lines too. In files of others each name once."""
    found = [(role, one) for one in activity.participants for role in _roles_of(one)]
    funders = {one.name for role, one in found if role == Role.FUNDER}
    found += [(Role.FUNDER, Participant(name, "", "", "")) for name in providers(activity) if name not in funders]
    if not activity.is_ours:
        found = list({(role, one.name): (role, one) for role, one in found}.values())
    return sorted(found, key=lambda pair: _ORDER.index(pair[0]))


def _roles_of(one: Participant) -> list[Role]:
    if one.roles:
        return [Role(role) for role in one.roles if role != Role.PARTNER]
    return [_ROLES.get(one.role, Role.OTHER)] if one.role else []


def _new_organisations(activity: Activity, countries: Sequence[str]) -> Iterator[NewOrganisation]:
    """Foreign partners of our files and of those that name them by channel; the point is that of the location."""
    for one in activity.participants:
        is_partner = Role.PARTNER in one.roles if one.roles else one.role != ""
        country = _country(one.name, activity.places, countries)
        if is_partner and one.channel == FOREIGN_CHANNEL and country and country != "FR":
            yield _new_organisation(one.name, country, activity.places)


def _new_organisation(name: str, country: str, places: Iterable[Place]) -> NewOrganisation:
    named = [one for one in _of_partners(places) if match_key(one.name) == match_key(name)]
    exact = [one for one in named if one.is_exact and one.latitude is not None]
    return NewOrganisation(
        kind=Kind.FOREIGN_AUTHORITY,
        name=name,
        country_id=country,
        latitude=exact[0].latitude if exact else None,
        longitude=exact[0].longitude if exact else None,
    )


def _sheets_from_elsewhere(numbers: Iterable[int]) -> set[int]:
    """Which of these sheets are here and did not come as an activity: in another register numbers mean other sheets."""
    here = set(Project.objects.filter(pk__in=list(numbers)).values_list("pk", flat=True))
    came = Contribution.objects.filter(project_id__in=here, origin=Origin.IATI, state=State.ACCEPTED)
    return here - {pk for pk in came.values_list("project_id", flat=True) if pk is not None}
