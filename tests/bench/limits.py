"""What the issues ask for, beside what was measured. A row is one number; rows without a limit are for reading."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Limit:
    """`is_floor`: the measured value must be at least this, else less than this."""

    value: float
    is_floor: bool

    def is_met(self, measured: float) -> bool:
        """Both kinds as the issues write them: « ≥ 300 pages/s », « p99 < 60 ms »."""
        return measured >= self.value if self.is_floor else measured < self.value

    def __str__(self) -> str:
        return f"{'≥' if self.is_floor else '<'} {self.value:,g}"


def _at_least(value: float) -> Limit:
    return Limit(value, is_floor=True)


def _under(value: float) -> Limit:
    return Limit(value, is_floor=False)


_EVERYWHERE: Final = {
    "list, last page / first": _under(1.301),
    "home, warm / plain view": _at_least(0.5),
    "unfiltered search, warm / plain view": _at_least(0.5),
    "figures page, warm, pages/s": _at_least(2_500),
    "map data of the world, warm, p50 ms": _under(10),
    "map data of the world, kB compressed": _under(100.001),
    "sheet, pages/s": _at_least(500),
    "sheet kept, pages/s": _at_least(2_500),
    "sheet unchanged (304), pages/s": _at_least(3_500),
    "API unchanged (304) / plain view": _at_least(0.5),
    "follower lag, s": _under(1),
    "export, short columns, rows/s": _at_least(36_000),
    "export, full columns, rows/s": _at_least(12_000),
    "files of the register, memory, MiB": _under(300),
    "JSON lines read back, sheets that differ": _under(1),
    "published file / static file": _at_least(0.9),
    "IATI export, activities/s": _at_least(5_000),
    "IATI file, validated by the XSD, activities/s": _at_least(20_000),
}
LIMITS: Final[dict[str, Mapping[str, Limit]]] = {
    "15k": {
        **_EVERYWHERE,
        "parsing alone, pages/s": _at_least(500),
        "import until indexed, pages/s": _at_least(250),
        "import memory, MiB": _under(400),
        "IATI import, activities/s": _at_least(400),
        "IATI import memory, MiB": _under(400),
        "IATI round trip, sheets that differ": _under(1),
        "CSV round trip, sheets that differ": _under(1),
        "list in, dry, rows/s": _at_least(1_000),
        "list in, committed, rows/s": _at_least(300),
        "search, pages/s": _at_least(300),
        "search, p99 ms": _under(60),
        "search, 1 client, p50 ms": _under(8),
        "search, 1 client, p99 ms": _under(25),
        "list, pages/s": _at_least(350),
        "API list of 100, pages/s": _at_least(300),
        "figures page, first after a change, ms": _under(150),
        "index build, s": _under(10),
        "server memory, MiB": _under(450),
    },
    "100k": {},
    "1m": {
        **_EVERYWHERE,
        "search, pages/s": _at_least(80),
        "search, p99 ms": _under(250),
        "search, 1 client, p50 ms": _under(40),
        "search, 1 client, p99 ms": _under(150),
        "list, pages/s": _at_least(100),
        "figures page, first after a change, ms": _under(1_500),
        "index build, s": _under(360),
        "server memory, MiB": _under(900),
    },
    "officers": {
        "officers, PostgreSQL, saves/s": _at_least(60),
        "officers, PostgreSQL, p99 s": _under(1),
        "officers, PostgreSQL, errors": _under(1),
        "officers, PostgreSQL, lost writes": _under(1),
        "officers, SQLite, saves/s": _at_least(25),
        "officers, SQLite, errors": _under(1),
        "officers, SQLite, lost writes": _under(1),
    },
}


@dataclass(frozen=True)
class Row:
    """One measured number. `of_plain`: its share of the plain view's pages a second in the same run."""

    name: str
    value: float
    of_plain: float | None = None
    note: str = ""


def table(rows: Sequence[Row], size: str) -> Iterator[str]:
    """Lines of text: name, measured, limit, whether it is met, share of the plain view."""
    yield f"{'case':<40} {'measured':>10}  {'asked for':<10} {'':4} {'of plain':>8}"
    for row in rows:
        limit = LIMITS[size].get(row.name)
        met = "" if limit is None else "yes" if limit.is_met(row.value) else "NO"
        share = "" if row.of_plain is None else f"{row.of_plain:.1%}"
        yield f"{row.name:<40} {row.value:>10,.4g}  {limit or ''!s:<10} {met:4} {share:>8}  {row.note}".rstrip()


def missed(rows: Sequence[Row], size: str) -> list[str]:
    """Names of the rows that miss their limit."""
    found = ((row, LIMITS[size].get(row.name)) for row in rows)
    return [row.name for row, limit in found if limit is not None and not limit.is_met(row.value)]


def unmeasured(rows: Sequence[Row], size: str) -> list[str]:
    """Names of the limits that no row answers: a part that broke off, or a stage that was made before."""
    return sorted(LIMITS[size].keys() - {row.name for row in rows})
