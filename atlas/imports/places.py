"""Names of départements and régions as a context for matching: « Isère » beside a commune says which Saint-Maximin."""

from atlas.organisations.match_rules import MatchContext
from atlas.reference.models import Territory


def contexts_by_place() -> dict[str, MatchContext]:
    """Name of a département or région of today → the context that it gives."""
    found: dict[str, MatchContext] = {}
    places = Territory.objects.filter(kind__in=("region", "department", "collectivity"), valid_to=None)
    for kind, code, name, region in places.order_by("kind").values_list("kind", "code", "name", "parent__code"):
        known = found.get(name, MatchContext())
        departments = known.departments | ({code} if kind != "region" else set())
        regions = known.regions | {code if kind == "region" else region or code}
        found[name] = MatchContext(departments=frozenset(departments), regions=frozenset(regions))
    return found
