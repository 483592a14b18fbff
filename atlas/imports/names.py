"""Names of an import resolved to organisations: sure ones applied, new foreign authorities registered, others proposed.

One `Names` per run. Matching itself is `organisations.matching`; this remembers what the run registered on the way, so
that a batch that is rolled back leaves no trace.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from atlas.contributions.actions import ProposedChange
from atlas.organisations.actions import LONGEST_NAME, NewOrganisation, register_organisations
from atlas.organisations.match_rules import NO_CONTEXT, Match, MatchContext
from atlas.organisations.matching import NameIndex
from atlas.organisations.models import Organisation
from atlas.organisations.queries import entry_of
from atlas.reference.match import match_key

Key = tuple[str, str]
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
    """The index of all names plus what this run registered."""

    index: NameIndex
    by: str
    register: bool
    _batch: dict[Key, int] = field(default_factory=dict)
    _fresh: list[Organisation] = field(default_factory=list)

    def resolve(
        self, name: str, *, role: str, country: str | None, context: MatchContext, kind: str | None = None
    ) -> Resolved:
        """What `name` means in that role (see `NameIndex.match`)."""
        match = self.index.match(name, role=role, country=country, kind=kind, context=context)
        if match.applied and match.organisation_id is not None:
            home = self.index.entries[match.organisation_id].country or None
            return Resolved(name, role, country, match, match.organisation_id, home)
        new = self._batch.get(_key(country, name)) if country and country != "FR" else None
        home = None if country == UNKNOWN_COUNTRY else country
        return Resolved(name, role, home, match, new, home, is_new=new is not None)

    def resolve_abroad(self, name: str, *, role: str, country: str | None) -> Resolved:
        """A name of the foreign side; `country` null when the page's country was not recognised."""
        return self.resolve(name, role=role, country=country or UNKNOWN_COUNTRY, context=NO_CONTEXT)

    def ensure_foreign(self, partners: Iterable[NewOrganisation]) -> None:
        """Register the foreign authorities that nothing in the index may be. Called inside the batch's transaction.

        One with candidates is left for a human: two authorities are never merged, nor split, on a guess (D5.1).
        """
        if not self.register:
            return
        wanted: dict[Key, NewOrganisation] = {}
        for partner in partners:
            if not 0 < len(match_key(partner.name)) <= LONGEST_NAME:
                continue
            match = self.index.match(partner.name, role="partner", country=partner.country_id)
            if not match.applied and not any(c.score >= SAME_NAME for c in match.candidates):
                wanted.setdefault(_key(partner.country_id, partner.name), partner)
        created = register_organisations(list(wanted.values()), by=self.by)
        self._batch.update(zip(wanted, (organisation.pk for organisation in created), strict=True))
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
        self._batch.clear()
        self._fresh.clear()


def _key(country: str | None, name: str) -> Key:
    return (country or "", match_key(name))
