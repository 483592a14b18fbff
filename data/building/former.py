"""What ended or was called otherwise: communes since the law of 6 February 1992, intermunicipalities since 2019.

Two sources: the history of communes (exact days, up to 1 January 2019) and the differences between yearly editions
(then only the year is known). Not for régions: `former_regions.csv` is kept by hand.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from atlas.reference.match import match_key

SINCE = "1992-02-06"
HISTORY_UNTIL = "2019-01-01"
_MOVED = ("changement de département", "changement de chef lieu", "changement de nom")


@dataclass(frozen=True)
class Former:
    """`code` under `name` ended on `valid_to`; `successor` is the same code when only the name changed."""

    code: str
    name: str
    valid_to: str
    date_precision: str
    successor: str
    kind: str

    def row(self) -> tuple[str, ...]:
        return (self.code, self.name, self.valid_to, self.date_precision, self.successor, self.kind)


def from_history(history: Iterable[Mapping[str, Any]]) -> Iterator[Former]:
    """Communes renamed or ended between `SINCE` and `HISTORY_UNTIL`, each with its day."""
    records = {record["id"]: record for record in history}
    began = {
        (record["code"], record.get("dateDebut")): record for record in records.values() if record["type"] == "COM"
    }
    for record in records.values():
        day = record.get("dateFin", "")
        if record["type"] != "COM" or day < SINCE:
            continue
        reason = record["raisonFin"]
        following = began.get((record["code"], day)) or _taken_over_by(record, records)
        if following is None:
            continue
        if following["code"] != record["code"] or match_key(following["nom"]) != match_key(record["nom"]):
            kind = "rename" if reason in _MOVED else "merger"
            yield Former(record["code"], record["nom"], day, "day", following["code"], kind)


def _taken_over_by(record: Mapping[str, Any], records: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """The commune that a commune ended in: its successor, or the commune that this successor is now a part of."""
    successor = records.get(record.get("successeur", ""))
    if successor is None or successor["type"] == "COM":
        return successor
    return records.get(successor.get("pole", ""))


def _present(communes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    return {commune["code"]: commune["nom"] for commune in communes if commune["type"] == "commune-actuelle"}


def _absorbed(communes: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Code of a merged commune → code of the commune that holds it today."""
    into = {old: commune["code"] for commune in communes for old in commune.get("anciensCodes", ())}
    return into | {commune["code"]: commune["chefLieu"] for commune in communes if commune.get("chefLieu")}


def between(year: int, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Former]:
    """Communes renamed or ended between two editions; `year` is that of the later one, as of 1 January."""
    old, new, into = _present(before), _present(after), _absorbed(after)
    same_name = {match_key(name): code for code, name in new.items() if code not in old}
    gone = {code: into.get(code) or same_name[match_key(old[code])] for code in old if code not in new}
    grown = set(gone.values())
    for code, name in old.items():
        if code in gone:
            kind = (
                "rename"
                if match_key(new.get(gone[code], "")) == match_key(name) and gone[code] not in old
                else "merger"
            )
            yield Former(code, name, f"{year}-01-01", "year", gone[code], kind)
        elif match_key(new[code]) != match_key(name):
            yield Former(code, name, f"{year}-01-01", "year", code, "merger" if code in grown else "rename")


def settle(rows: Iterable[Former], alive: Iterable[str]) -> list[Former]:
    """One end for each code that no longer exists (the last), none for a code that was restored since; all old names.

    An old name of a code that ended is kept too. Sorted by code and date.
    """
    living = set(alive)
    ended: dict[str, Former] = {}
    named: dict[tuple[str, str], Former] = {}
    for row in sorted(rows, key=lambda row: row.valid_to):
        if row.successor == row.code:
            named[row.code, row.name] = row
        elif row.code not in living:
            ended[row.code] = row
    return sorted([*ended.values(), *named.values()], key=lambda row: (row.code, row.valid_to, row.name))


_LONG_FORMS = {"CC": "Communauté de communes", "CA": "Communauté d'agglomération", "CU": "Communauté urbaine"}


def epci_name(epci: Mapping[str, Any]) -> str:
    """« CC du Val d'Amboise » → « Communauté de communes du Val d'Amboise »."""
    name = " ".join(epci["nom"].replace("''", '"').split())
    short, _, rest = name.partition(" ")
    return f"{_LONG_FORMS[short]} {rest}" if short in _LONG_FORMS else name


def epci_kind(name: str) -> str:
    """`cc`, `ca`, `cu` after the first words of `epci_name`, else `metropole`."""
    return next((short.lower() for short, long in _LONG_FORMS.items() if name.startswith(f"{long} ")), "metropole")


def epci_between(
    year: int, before: list[dict[str, Any]], after: list[dict[str, Any]], today: Mapping[str, str]
) -> Iterator[Former]:
    """Intermunicipalities renamed or ended between two editions. `today`: commune → the intermunicipality it is in now.

    One that ended is followed by the intermunicipality where most of its people live now: an inference of ours.
    """
    new = {epci["code"]: epci for epci in after}
    for epci in before:
        code, name = epci["code"], epci_name(epci)
        if code in new:
            if match_key(epci_name(new[code])) != match_key(name):
                yield Former(code, name, f"{year}-01-01", "year", code, "rename")
            continue
        people: Counter[str] = Counter()
        for member in epci["membres"]:
            people[today.get(member["code"], "")] += member.get("populationTotale") or 1
        people.pop("", None)
        yield Former(code, name, f"{year}-01-01", "year", max(people, key=lambda to: (people[to], to)), "merger")
