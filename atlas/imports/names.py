"""Names of an import resolved to organisations: sure ones applied, new foreign authorities registered, others proposed.

One `Names` per run. Matching itself is `organisations.matching`; this remembers what the run registered on the way, so
that a batch that is rolled back leaves no trace. What a batch registers is matched as what stands in the register is:
which documents share a batch makes no difference.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from atlas.contributions.actions import ProposedChange
from atlas.organisations.actions import LONGEST_NAME, NewOrganisation, register_organisations
from atlas.organisations.match_rules import NO_CONTEXT, Entry, Match, MatchContext
from atlas.organisations.matching import NameIndex
from atlas.organisations.models import Organisation
from atlas.organisations.queries import entry_of
from atlas.reference.kinds import Kind, bare_name
from atlas.reference.match import match_key

_KIND_WORDS = {Kind.REGION: "Région", Kind.DEPARTMENT: "Département"}
UNKNOWN_COUNTRY = "ZZ"
"""ISO 3166 user code: a foreign partner whose country is not recognised must not match a French name."""
SAME_NAME = 85
"""A candidate from this score up may be the same authority: a human decides before another one is registered."""


@dataclass(frozen=True)
class Resolved:
    """A declared name with what it means: `organisation_id` only when sure or registered by this run (`is_new`)."""

    name: str
    role: str
    country: str | None
    match: Match
    organisation_id: int | None = None
    organisation_country: str | None = None
    is_new: bool = False

    def as_json(self) -> dict[str, object]:
        """The shape of `matches[]` in the command's output."""
        return {
            "name": self.name,
            "role": self.role,
            "organisation": self.match.organisation,
            "code": self.match.code,
            "score": self.match.score,
            "applied": self.match.applied,
            "how": "new" if self.is_new else self.match.how,
            "candidates": [candidate.name for candidate in self.match.candidates],
        }

    def proposal(self) -> ProposedChange | None:
        """What a human is asked when the name is not sure but resembles some."""
        if self.organisation_id is not None or not self.match.candidates:
            return None
        candidates = [
            {"id": c.id, "name": c.name, "code": c.code, "kind": c.kind, "score": c.score}
            for c in self.match.candidates
        ]
        return ProposedChange("parties", "match_name", self.name, candidates, f"{self.role}: no sure match")


@dataclass
class Names:
    """The index of all names plus what this run registered; `_batch`: the names of what is not committed yet."""

    index: NameIndex
    by: str
    register: bool
    _batch: NameIndex = field(default_factory=NameIndex)
    _fresh: list[Organisation] = field(default_factory=list)

    def resolve(
        self, name: str, *, role: str, country: str | None, context: MatchContext, kind: str | None = None
    ) -> Resolved:
        """What `name` means in that role (see `NameIndex.match`)."""
        match = self.index.match(name, role=role, country=country, kind=kind, context=context)
        if match.applied and match.organisation_id is not None:
            home = self.index.entries[match.organisation_id].country or None
            return Resolved(name, role, country, match, match.organisation_id, home)
        home = None if country == UNKNOWN_COUNTRY else country
        if not (self._fresh and country) or country == "FR":
            return Resolved(name, role, home, match)
        fresh = self._batch.match(name, role=role, country=country, kind=kind, context=context)
        if fresh.applied:
            return Resolved(name, role, home, match, fresh.organisation_id, home, is_new=True)
        return Resolved(name, role, home, max(match, fresh, key=lambda one: one.score))

    def resolve_shown(self, name: str, *, role: str, country: str | None, context: MatchContext) -> Resolved:
        """A name as our own files show it: « Bretagne (région) » is the région, there are communes of that name.

        It is asked for with the word before the name, as sheets say it: the name alone may have passed to another
        authority. `name` of the answer: without the bracket.
        """
        bare, kind = bare_name(name)
        if kind is not None:
            asked = f"{_KIND_WORDS[kind]} {bare}"
            found = self.resolve(asked, role=role, country=country, context=context, kind=kind)
            if found.organisation_id is not None:
                return replace(found, name=bare)
        return replace(self.resolve(bare, role=role, country=country, context=context, kind=kind), name=bare)

    def resolve_abroad(self, name: str, *, role: str, country: str | None) -> Resolved:
        """A name of the foreign side; `country` null when the page's country was not recognised."""
        return self.resolve(name, role=role, country=country or UNKNOWN_COUNTRY, context=NO_CONTEXT)

    def ensure_foreign(self, partners: Iterable[NewOrganisation]) -> None:
        """Register the foreign authorities that nothing in the index may be. Called inside the batch's transaction.

        One with candidates is left for a human: two authorities are never merged, nor split, on a guess (D5.1).
        """
        if not self.register:
            return
        wanted: list[NewOrganisation] = []
        beside = self.index.beside()
        for partner in partners:
            if 0 < len(match_key(partner.name)) <= LONGEST_NAME and not self._may_be_known(partner, beside):
                beside.add(_entry(partner, -len(wanted)))
                wanted.append(partner)
        self._learn(register_organisations(wanted, by=self.by))

    def _may_be_known(self, partner: NewOrganisation, beside: NameIndex) -> bool:
        """By the register, or among what the batch registers."""
        indexes = (self.index, self._batch, beside)
        asked = (index.match(partner.name, role="partner", country=partner.country_id) for index in indexes)
        return any(one.applied or any(c.score >= SAME_NAME for c in one.candidates) for one in asked)

    def _learn(self, created: list[Organisation]) -> None:
        if created and not self._fresh:
            self._batch = self.index.beside()
        for organisation in created:
            self._batch.add(entry_of(organisation))
        self._fresh.extend(created)

    def context_of(self, resolved: Iterable[Resolved], *, countries: Iterable[str]) -> MatchContext:
        """The context that names already identified give to those beside them (D5.1)."""
        known = [r.organisation_id for r in resolved if r.match.applied and r.organisation_id is not None]
        return self.index.context_of(known, countries=countries)

    def knows(self, name: str, context: MatchContext) -> bool:
        """Is this text one name that we know, in France or in the context's countries?"""
        return self.index.knows(name, countries=("FR", *context.countries))

    def keep(self) -> None:
        """The batch was committed: the index knows its organisations from now on."""
        for organisation in self._fresh:
            self.index.add(entry_of(organisation))
        self.forget()

    def forget(self) -> None:
        """The batch was not kept."""
        self._batch = NameIndex()
        self._fresh.clear()


def _entry(new: NewOrganisation, number: int) -> Entry:
    """What matching will know of an organisation that is not registered yet."""
    return Entry(
        id=number,
        name=new.name,
        key=match_key(new.name),
        kind=new.kind,
        country=new.country_id or "",
        code="",
        department="",
        region="",
        admin_area=new.admin_area,
        population=0,
        kind_local=new.kind_local,
    )
