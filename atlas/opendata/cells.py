"""Values of the columns that are more than a field of the record: one function of (words, row) each. Pure.

Written for a million rows: plain loops, no look-up that could be made once a file. Several values of one cell are
parted by « | », which names of organisations do not hold, unlike commas and semicolons.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from atlas.opendata.row import Action, AnyFullRow, AnyRow, Line
from atlas.opendata.words import Words
from atlas.reference.place_lines import PlaceLine, written

SEPARATOR = " | "
_PARIS = ZoneInfo("Europe/Paris")


def permalink(words: Words, row: AnyRow) -> str:
    """The sheet's address in the language of the file."""
    return f"{words.sheet}{row.id}/"


def family(words: Words, row: AnyRow) -> str:
    return words.families.get(row.family, "")


def form(words: Words, row: AnyRow) -> str:
    return words.forms.get(row.form, "") or row.form_declared


def status(words: Words, row: AnyRow) -> str:
    return words.statuses.get(row.status, "") or row.status_declared


def to_confirm(words: Words, row: AnyRow) -> str:
    return words.yes_no[row.is_doubtful]


def triennial(words: Words, row: AnyRow) -> str:
    return words.yes_no[row.is_triennial]


def end_year(_words: Words, row: AnyRow) -> int | None:
    return int(row.end_date[:4]) if row.end_date else row.end_year


def _label(row: AnyRow, level: int) -> str:
    return row.main.path[level] if row.main is not None and len(row.main.path) > level else ""


def theme_l1(_words: Words, row: AnyRow) -> str:
    return _label(row, 0)


def theme_l2(_words: Words, row: AnyRow) -> str:
    return _label(row, 1)


def theme_l3(_words: Words, row: AnyRow) -> str:
    return _label(row, 2)


def theme_code(_words: Words, row: AnyRow) -> str | None:
    return row.main.code if row.main is not None else None


def countries(_words: Words, row: AnyRow) -> str:
    if len(row.countries) == 1:
        return str(row.countries[0].name)
    return SEPARATOR.join([country.name for country in row.countries])


def country_codes(_words: Words, row: AnyRow) -> str:
    return SEPARATOR.join([country.iso2 for country in row.countries])


def zones(_words: Words, row: AnyRow) -> str:
    if len(row.countries) == 1:
        return str(row.countries[0].zone)
    return SEPARATOR.join(dict.fromkeys([country.zone for country in row.countries if country.zone]))


def _names(row: AnyRow, side: str) -> str:
    parties = row.sides.get(side)
    if parties is None:
        return ""
    return parties[0].name if len(parties) == 1 else SEPARATOR.join([party.name for party in parties])


def french_authorities(_words: Words, row: AnyRow) -> str:
    return _names(row, "french")


def french_siren(_words: Words, row: AnyRow) -> str:
    """As many places as names: the second number is the second authority's."""
    return SEPARATOR.join([party.siren or "" for party in row.sides.get("french", ())])


def foreign_partners(_words: Words, row: AnyRow) -> str:
    return _names(row, "foreign")


def foreign_country_codes(_words: Words, row: AnyRow) -> str:
    """As many places as names."""
    parties = row.sides.get("foreign", ())
    return (parties[0].country or "") if len(parties) == 1 else SEPARATOR.join([one.country or "" for one in parties])


def owners(_words: Words, row: AnyRow) -> str:
    return _names(row, "owner")


def implementers(_words: Words, row: AnyRow) -> str:
    return _names(row, "implementer")


def funders(_words: Words, row: AnyRow) -> str:
    return _names(row, "funder")


def amount_natures(words: Words, row: AnyRow) -> str:
    if row.total_amount is None:
        return ""
    natures = {line.nature for line in row.funding}
    if len(natures) == 1:
        return words.natures.get(natures.pop(), "")
    return SEPARATOR.join(words.natures[nature] for nature in words.natures if nature in natures)


def updated_on(_words: Words, row: AnyRow) -> str:
    return _day_in_paris(row.updated_at[:13])


@lru_cache(maxsize=65_536)
def _day_in_paris(hour: str) -> str:
    """Of an hour in UTC (`2026-11-24T01`), as records write their times."""
    return datetime.fromisoformat(f"{hour}:00:00+00:00").astimezone(_PARIS).date().isoformat()


def flags(words: Words, row: AnyRow) -> str:
    if not row.flags:
        return ""
    return SEPARATOR.join(dict.fromkeys(words.flags.get(flag.code, words.other_flag) for flag in row.flags))


def actions(_words: Words, row: AnyFullRow) -> str:
    return "\n\n".join(map(_action, row.actions))


def _action(action: Action) -> str:
    euros = f"{action.amount} €" if action.amount is not None else ""
    return "\n".join(filter(None, (action.title, action.place, euros, action.objective, action.summary)))


def other_themes(_words: Words, row: AnyFullRow) -> str:
    others = sorted((theme for theme in row.themes if theme is not row.main), key=lambda theme: theme.rank)
    return SEPARATOR.join([" > ".join(theme.path) for theme in others])


def funding(words: Words, row: AnyFullRow) -> str:
    """A typed 0 is written, a blank is not (D2.3)."""
    return "\n".join([_line(words, line) for line in row.funding])


def _line(words: Words, line: Line) -> str:
    text = line.funder if line.year is None else f"{line.funder}, {line.year}"
    if line.amount is not None:
        text = f"{text}, {line.amount} € ({words.natures.get(line.nature, '')})"
    if line.pct or line.pct_unplaced or line.pct_water or line.pct_waste or line.pct_energy:
        text = ", ".join([text, *_percents(line)])
    return text


def _percents(line: Line) -> Iterator[str]:
    """The 1 % amounts under the names of their columns in the record: what they are is not known for sure (D2.3)."""
    named = {"pct_water": line.pct_water, "pct_waste": line.pct_waste, "pct_energy": line.pct_energy}
    named |= {f"pct_col{number}": amount for number, amount in enumerate(line.pct, start=1)}
    yield from (f"{name} {amount} €" for name, amount in named.items() if amount is not None)
    yield from (f"pct_unplaced {amount} €" for amount in line.pct_unplaced)


def cofinancing_years(_words: Words, row: AnyFullRow) -> str:
    return SEPARATOR.join(map(str, row.cofinancing_years))


def communication_france(words: Words, row: AnyFullRow) -> str:
    return words.yes_no[row.communication_france]


def communication_partner_countries(words: Words, row: AnyFullRow) -> str:
    return words.yes_no[row.communication_partner_countries]


def has_evaluation(words: Words, row: AnyFullRow) -> str:
    return words.yes_no[row.has_evaluation]


def goals(words: Words, row: AnyFullRow) -> str:
    return SEPARATOR.join(f"{number}. {words.goals[number - 1]}" for number in row.sdgs if 1 <= number <= 17)


def places(_words: Words, row: AnyFullRow) -> str:
    return "\n".join(
        [
            written(PlaceLine(one.country, one.name, (one.lat, one.lon), one.is_approximate, one.area))
            for one in row.places
        ]
    )


def posts(_words: Words, row: AnyFullRow) -> str:
    return SEPARATOR.join([post.name for post in row.posts])


def documents(_words: Words, row: AnyFullRow) -> str:
    return _lines((document.title, document.url) for document in row.documents)


def extra(_words: Words, row: AnyFullRow) -> str:
    return _lines(row.extra)


def sources(words: Words, row: AnyFullRow) -> str:
    return _lines(
        (words.origins.get(one.kind, words.other_origin), one.received_on, one.address) for one in row.sources
    )


def _lines(entries: Iterable[tuple[str, ...]]) -> str:
    return "\n".join([" ".join(filter(None, entry)) for entry in entries])
