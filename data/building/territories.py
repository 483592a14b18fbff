"""`territories/*.csv`: régions, départements, collectivities, intermunicipalities, communes, and former ones.

Derived from the yearly editions of the official geographic code. `former_regions.csv` and `authorities.csv` are kept by
hand. Sums of population and centres are ours.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

from . import former, places, tables
from .packages import Package

EDITIONS = {
    2019: "0.7.0",
    2020: "0.8.0",
    2021: "1.1.1",
    2022: "2.3.1",
    2023: "3.1.1",
    2024: "4.1.0",
    2025: "5.3.0",
    2026: "6.0.0",
}
"""Year → version of the package, after its own table. Its 2020 edition has intermunicipalities only."""
_NO_COMMUNES = frozenset({"977", "978", "984", "989"})
"""Collectivities whose « communes » in the package are districts, or the collectivity itself."""
_ALSACE = ("6AE", "Alsace", "44", "67", "68")
_KINDS = {"CC": "cc", "CA": "ca", "CU": "cu", "METRO": "metropole", "MET69": "metropole"}
_FORMER = ["code", "name", "valid_to", "date_precision", "successor", "kind"]

Communes = dict[str, dict[str, Any]]
Position = tuple[float, float]


def _degrees(position: Position | None) -> tuple[str, str]:
    return (f"{position[0]:.4f}", f"{position[1]:.4f}") if position else ("", "")


def _current(edition: Package) -> Communes:
    return {
        commune["code"]: commune
        for commune in edition.json("data/communes.json")
        if commune["type"] == "commune-actuelle" and commune["departement"] not in _NO_COMMUNES
    }


def _people(communes: Iterable[Mapping[str, Any]]) -> int:
    return sum(commune.get("population", 0) for commune in communes)


def _largest(codes: Iterable[str], communes: Communes, known: Mapping[str, Position]) -> Position | None:
    """Position of the largest commune whose position is known."""
    candidates = [code for code in codes if code in known]
    best = max(candidates, key=lambda code: (communes[code].get("population", 0), code), default=None)
    return known[best] if best else None


def _main_department(codes: Iterable[str], communes: Communes) -> str:
    people: Counter[str] = Counter()
    for code in codes:
        people[communes[code]["departement"]] += communes[code].get("population", 0) + 1
    return max(people, key=lambda department: (people[department], department))


def _grouped(communes: Communes, field: str) -> dict[str, list[dict[str, Any]]]:
    groups: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for commune in communes.values():
        groups[commune[field]].append(commune)
    return groups


def _centres(communes: Communes, known: Mapping[str, Position]) -> dict[str, Position]:
    """Département → mean position of its known communes, weighted by population."""
    centres = {}
    for department, members in _grouped(communes, "departement").items():
        centre = places.centre((*known[c["code"]], c.get("population", 0)) for c in members if c["code"] in known)
        if centre:
            centres[department] = centre
    return centres


def _chief_town(
    collectivity: Mapping[str, str], known: Mapping[str, Position], seats: Mapping[str, Position]
) -> Position | None:
    """Position of the chief town; of the largest town where it is no commune, or not one of the collectivity."""
    code, seat = collectivity["code"], collectivity["chefLieu"]
    return known[seat] if seat in known and seat.startswith(code) else seats.get(code)


def _write_large(
    folder: Path, edition: Package, known: Mapping[str, Position], seats: Mapping[str, Position]
) -> Counter[str]:
    """regions.csv, departments.csv, collectivities.csv: position of the chief town, population summed.

    `seats`: largest town by département.
    """
    everywhere = {c["code"]: c for c in edition.json("data/communes.json") if c["type"] == "commune-actuelle"}
    by_region, by_department = _grouped(everywhere, "region"), _grouped(everywhere, "departement")
    listed = edition.json("data/departements.json")
    regions = [
        (r["code"], r["nom"], r["chefLieu"], _people(by_region[r["code"]]), *_degrees(known.get(r["chefLieu"])))
        for r in edition.json("data/regions.json")
        if r["zone"] != "com"
    ]
    departments = [
        (code, d["nom"], d["region"], d["chefLieu"], _people(by_department[code]), *_degrees(known.get(d["chefLieu"])))
        for d in listed
        if d["zone"] != "com" and (code := d["code"])
    ]
    overseas = [
        (code, d["nom"], "", _people(by_department[code]) or "", *_degrees(_chief_town(d, known, seats)))
        for d in listed
        if d["zone"] == "com" and (code := d["code"]) != "989"
    ]
    collectivities = [*overseas, _alsace(by_department, known)]
    ends = ["population", "lat", "lon"]
    write = tables.write
    return Counter(
        regions=write(folder / "regions.csv", ["code", "name", "seat", *ends], sorted(regions)),
        departments=write(folder / "departments.csv", ["code", "name", "region", "seat", *ends], sorted(departments)),
        collectivities=write(folder / "collectivities.csv", ["code", "name", "region", *ends], sorted(collectivities)),
    )


def _alsace(by_department: Mapping[str, list[dict[str, Any]]], known: Mapping[str, Position]) -> tuple[Any, ...]:
    """The row of the collectivity over two départements, at Strasbourg."""
    code, name, region, *parts = _ALSACE
    return (code, name, region, sum(_people(by_department[part]) for part in parts), *_degrees(known["67482"]))


def _write_groupings(folder: Path, edition: Package, communes: Communes, known: Mapping[str, Position]) -> Counter[str]:
    """epci.csv and epts.csv: position of the largest member commune, département where most people live."""

    def place(grouping: Mapping[str, Any]) -> tuple[str, ...]:
        members = [member["code"] for member in grouping["membres"]]
        return (_main_department(members, communes), *_degrees(_largest(members, communes, known)))

    epcis = [
        (e["code"], _KINDS[e["type"]], former.epci_name(e), e["populationMunicipale"], *place(e))
        for e in edition.json("data/epci.json")
    ]
    epts = [
        (e["code"], e["nom"], sum(m["populationMunicipale"] for m in e["membres"]), *place(e))
        for e in edition.json("data/ept.json")
    ]
    header = ["siren", "kind", "name", "population", "department", "lat", "lon"]
    return Counter(
        epci=tables.write(folder / "epci.csv", header, sorted(epcis)),
        epts=tables.write(folder / "epts.csv", [h for h in header if h != "kind"], sorted(epts)),
    )


def _members(edition: Package, name: str) -> dict[str, str]:
    """Commune → the intermunicipality (or EPT) that it belongs to."""
    return {member["code"]: group["code"] for group in edition.json(f"data/{name}.json") for member in group["membres"]}


def _write_communes(folder: Path, edition: Package, communes: Communes, known: Mapping[str, Position]) -> int:
    """communes.csv; an unknown position is the département's centre, marked."""
    epci, ept, centres = _members(edition, "epci"), _members(edition, "ept"), _centres(communes, known)
    rows = []
    for code, commune in sorted(communes.items()):
        position = known.get(code) or centres.get(commune["departement"])
        approximate = "1" if code not in known and position else ""
        rows.append(
            (
                code,
                commune.get("siren", ""),
                commune["nom"],
                commune["departement"],
                epci.get(code, ""),
                ept.get(code, ""),
                commune.get("population", ""),
                *_degrees(position),
                approximate,
            )
        )
    header = ["insee", "siren", "name", "department", "epci", "ept", "population", "lat", "lon", "is_approximate"]
    return tables.write(folder / "communes.csv", header, rows)


def _write_arrondissements(folder: Path, edition: Package) -> int:
    rows = sorted(
        (c["code"], c["nom"], c["commune"], c.get("population", ""))
        for c in edition.json("data/communes.json")
        if c["type"] == "arrondissement-municipal"
    )
    return tables.write(folder / "arrondissements.csv", ["insee", "name", "commune", "population"], rows)


def former_communes(editions: Mapping[int, Package]) -> list[former.Former]:
    """Every former commune and former name. Raises KeyError when a commune vanished without a known successor."""
    years = [year for year in sorted(editions) if year != 2020]
    listed = {year: editions[year].json("data/communes.json") for year in years}
    rows = list(former.from_history(editions[2019].json("data/historique-communes.json")))
    for before, after in pairwise(years):
        rows.extend(former.between(after, listed[before], listed[after]))
    return former.settle(rows, _current(editions[years[-1]]))


def _follow(code: str, ended: Mapping[str, str], living: Iterable[str]) -> str:
    """The living commune that a code ended in, through any number of mergers."""
    while code not in living and code in ended:
        code = ended[code]
    return code


def former_epcis(editions: Mapping[int, Package], gone: list[former.Former], communes: Communes) -> list[former.Former]:
    """Every former intermunicipality and former name since 2019."""
    years = sorted(editions)
    listed = {year: editions[year].json("data/epci.json") for year in years}
    now = _members(editions[years[-1]], "epci")
    ended = {row.code: row.successor for row in gone if row.code != row.successor}
    today = now | {code: now[to] for code in ended if (to := _follow(code, ended, communes)) in now}
    rows = [
        row
        for before, after in pairwise(years)
        for row in former.epci_between(after, listed[before], listed[after], today)
    ]
    return former.settle(rows, (epci["code"] for epci in listed[years[-1]]))


def build(folder: Path, editions: Mapping[int, Package], towns: Iterable[list[str]]) -> Counter[str]:
    """Write all derived files into `folder`; returns the number of rows of each."""
    edition = editions[max(editions)]
    communes = _current(edition)
    names = {code: (commune["nom"], commune["departement"]) for code, commune in communes.items()}
    french = places.french_towns(towns)
    known = places.positions(names, french)
    gone = former_communes(editions)
    counts = _write_large(folder, edition, known, places.seats(french))
    counts += _write_groupings(folder, edition, communes, known)
    counts["communes"] = _write_communes(folder, edition, communes, known)
    counts["communes with a position"] = len(known)
    counts["arrondissements"] = _write_arrondissements(folder, edition)
    counts["former communes"] = tables.write(folder / "former_communes.csv", _FORMER, (row.row() for row in gone))
    counts["former epci"] = tables.write(
        folder / "former_epci.csv",
        [*_FORMER, "authority_kind"],
        ((*row.row(), former.epci_kind(row.name)) for row in former_epcis(editions, gone, communes)),
    )
    return counts
