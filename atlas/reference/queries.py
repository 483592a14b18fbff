"""What pages and importers ask of the reference data. Reads only; results are small, or querysets to compose."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from .match import match_key
from .models import (
    Country,
    CountryClass,
    PublishedSnapshot,
    Territory,
    TerritoryKind,
    TerritoryName,
    TerritorySuccession,
    Theme,
    WorldZone,
)


@dataclass(frozen=True, slots=True)
class ThemeNode:
    """A theme with what stands below it, in the order of the nomenclature."""

    theme: Theme
    children: tuple["ThemeNode", ...]


def country_vocabulary(*, with_france: bool = False) -> dict[str, str]:
    """Every French spelling of a country as written → ISO2: its name and aliases, about 600 entries.

    Compare by `match_key` or literally; take the longest that fits (« Guinée équatoriale » before « Guinée »).
    France is left out unless asked for: a partner abroad is never French, but its name may end in « France ».
    """
    countries = Country.objects.all() if with_france else Country.objects.exclude(pk="FR")
    return {
        spelling: iso2
        for iso2, name, aliases in countries.order_by("pk").values_list("iso2", "name_fr", "aliases")
        for spelling in (name, *aliases)
    }


def countries_by_iso2(codes: Iterable[str] | None = None) -> dict[str, Country]:
    """ISO2 → country with its zone, all of them or those named; unknown codes are absent."""
    countries = Country.objects.select_related("zone")
    return {country.iso2: country for country in (countries if codes is None else countries.filter(pk__in=list(codes)))}


def countries_by_zone() -> list[tuple[WorldZone, list[Country]]]:
    """Zones in their order, each with its countries sorted by name in the reader's language, accents ignored."""
    found: dict[WorldZone, list[Country]] = {zone: [] for zone in WorldZone.objects.order_by("rank")}
    for country in Country.objects.select_related("zone"):
        found[country.zone].append(country)
    return [(zone, sorted(countries, key=lambda c: match_key(c.name))) for zone, countries in found.items()]


def is_eligible_for_oda(country: str, data_year: int) -> bool | None:
    """Whether aid to the country counts as ODA in that year; None when we do not know (D7.4)."""
    found = CountryClass.objects.filter(country=country, data_year=data_year).values_list("is_eligible", flat=True)
    return found.first()


def theme_tree(*, offered_only: bool = True) -> list[ThemeNode]:
    """The nomenclature as a tree: what people may choose today, or everything that was ever in it."""
    themes = Theme.objects.order_by("rank")
    below: dict[str | None, list[Theme]] = {}
    for theme in themes.filter(is_offered=True) if offered_only else themes:
        below.setdefault(theme.parent_id, []).append(theme)
    return _nodes(below, None)


def _nodes(below: dict[str | None, list[Theme]], parent: str | None) -> list[ThemeNode]:
    return [ThemeNode(theme, tuple(_nodes(below, theme.pk))) for theme in below.get(parent, ())]


def theme_labels() -> dict[str, tuple[str, ...]]:
    """Theme code → its French labels from level 1 down to itself, as they stand on old pages."""
    themes = Theme.objects.in_bulk()
    return {code: tuple(step.label_fr for step in _path(themes, theme)) for code, theme in themes.items()}


def _path(themes: dict[str, Theme], theme: Theme) -> list[Theme]:
    above = _path(themes, themes[theme.parent_id]) if theme.parent_id else []
    return [*above, theme]


def territories_named(name: str, *, kind: str = "") -> QuerySet[Territory]:
    """Territories that bear or bore this name (D5.1), of one kind or of all, former ones included, by kind and code."""
    key = match_key(name)
    bore = TerritoryName.objects.filter(match_key=key).values("territory")
    found = Territory.objects.filter(match_key=key) | Territory.objects.filter(pk__in=bore)
    return (found.filter(kind=kind) if kind else found).order_by("kind", "code")


def successors(territory: Territory) -> list[Territory]:
    """What a former territory is today, through any number of mergers, by name; itself when it still exists."""
    found: dict[int, Territory] = {}
    waiting = [territory]
    seen: set[int] = set()
    while waiting:
        step = waiting.pop()
        if step.pk in seen:
            continue
        seen.add(step.pk)
        if step.is_former:
            waiting.extend(link.successor for link in step.succeeded_by.select_related("successor"))
        else:
            found[step.pk] = step
    return sorted(found.values(), key=lambda each: each.name)


def regions_on(day: date) -> QuerySet[Territory]:
    """The régions that existed on a day: 26 before 2016, 18 since (D5.1)."""
    regions = Territory.objects.filter(kind=TerritoryKind.REGION)
    started = regions.filter(valid_from__isnull=True) | regions.filter(valid_from__lte=day)
    ended = regions.filter(valid_to__lte=day)
    return started.exclude(pk__in=ended.values("pk")).order_by("code")


def published_snapshots(country: str | None) -> list[PublishedSnapshot]:
    """What others published of one country, or of all countries together (null), oldest first; undated ones last.

    Two queries. `figures` of each are at hand, in no promised order: sort them by `rank`.
    """
    found = PublishedSnapshot.objects.filter(country=country).prefetch_related("figures")
    return list(found.order_by(F("as_of").asc(nulls_last=True), "rank"))


@dataclass(frozen=True, slots=True)
class TerritoryLink:
    """A territory that another one came from or went into. `occurred_on`: the day, or 1 January of a known year."""

    code: str
    name: str
    occurred_on: date


def territory_by_code(kind: str, code: str) -> Territory | None:
    """A région or département, of today or former, with the one it lies in."""
    return Territory.objects.select_related("parent").filter(kind=kind, code=code).first()


def predecessors_of(territory: Territory) -> tuple[TerritoryLink, ...]:
    """What became this territory under another code, by name (D5.1)."""
    return tuple(
        TerritoryLink(link.predecessor.code, link.predecessor.name, link.occurred_on)
        for link in territory.preceded_by.select_related("predecessor").order_by("predecessor__name")
        if link.predecessor.code != territory.code
    )


def successors_of(territory: Territory) -> tuple[TerritoryLink, ...]:
    """What this territory became, by name (D5.1)."""
    return tuple(
        TerritoryLink(link.successor.code, link.successor.name, link.occurred_on)
        for link in territory.succeeded_by.select_related("successor").order_by("successor__name")
    )


def regions_and_departments() -> list[tuple[Territory, list[Territory]]]:
    """Today's régions with their départements, both in the order of their codes. One query."""
    kinds = (TerritoryKind.REGION, TerritoryKind.DEPARTMENT)
    found = list(Territory.objects.filter(kind__in=kinds, valid_to=None).order_by("code"))
    return [
        (region, [one for one in found if one.parent_id == region.pk])
        for region in found
        if region.kind == TerritoryKind.REGION
    ]


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Code → name of these régions, those of today and former ones. One query, none where no code is asked for."""
    asked = set(filter(None, codes))
    known = Territory.objects.filter(kind=TerritoryKind.REGION, code__in=asked).order_by("pk")
    return dict(known.values_list("code", "name")) if asked else {}


def former_regions() -> dict[str, tuple[str, ...]]:
    """Code of each of today's régions that took over others → their codes (D5.1). One query."""
    found: dict[str, tuple[str, ...]] = {}
    links = TerritorySuccession.objects.filter(successor__kind=TerritoryKind.REGION, successor__valid_to=None)
    for before, after in links.order_by("predecessor__code").values_list("predecessor__code", "successor__code"):
        if before != after:
            found[after] = (*found.get(after, ()), before)
    return found
