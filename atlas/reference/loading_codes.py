"""Code lists → tables. Idempotent; says what changed. Nothing is deleted: what a list withdraws stays, not in force."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from . import reading_codes
from .code_lists import BUILT_IN, Code, Scheme
from .models import Country, CountryClass, DacClass, Theme
from .reading import DataFileError
from .reading_codes import CodeRow, RecipientRow

_FIELDS = ("name_fr", "name_en", "category", "is_active", "source")


@dataclass(frozen=True, slots=True)
class ListReport:
    """What one file changed, in codes. `kept`: codes of the same list that the file does not hold; `skipped`: countries
    that the Atlas does not list; `doubtful`: themes that propose a code which is not in force."""

    file: str
    table: str
    added: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: int = 0
    skipped: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()


@transaction.atomic
def load_code_lists(paths: Sequence[Path], *, year: int | None = None) -> list[ListReport]:
    """Load official files, all or nothing. Raises DataFileError with file and line for what cannot be read."""
    return [_load(path.name, reading_codes.official(path, year=year)) for path in paths]


def _load(name: str, rows: reading_codes.Rows) -> ListReport:
    codes = [row for row in rows if isinstance(row, CodeRow)]
    if codes:
        return _load_codes(name, codes)
    return _load_recipients(name, [row for row in rows if isinstance(row, RecipientRow)])


def _load_codes(name: str, rows: Sequence[CodeRow]) -> ListReport:
    scheme = Scheme(rows[0].scheme)
    known = {code.code: code for code in Code.objects.filter(scheme=scheme)}
    wanted = {row.code: _code(row, name[:120]) for row in rows}
    added, updated = _changes(wanted.values(), known)
    _write(added, updated, known)
    return ListReport(
        name,
        str(scheme.label),
        len(added),
        len(updated),
        len(wanted) - len(added) - len(updated),
        len(known.keys() - wanted.keys()),
        doubtful=_doubtful_themes() if scheme is Scheme.PURPOSE else (),
    )


def _code(row: CodeRow, source: str) -> Code:
    return Code(
        scheme=row.scheme,
        code=row.code,
        name_fr=row.name_fr,
        name_en=row.name_en,
        category=row.category,
        is_active=row.is_active,
        source=source,
    )


def _changes(wanted: Iterable[Code], known: dict[str, Code]) -> tuple[list[Code], list[Code]]:
    added, updated = [], []
    for code in wanted:
        before = known.get(code.code)
        if before is None:
            added.append(code)
        elif any(getattr(before, name) != getattr(code, name) for name in _FIELDS):
            updated.append(code)
    return added, updated


def _write(added: Iterable[Code], updated: Iterable[Code], known: dict[str, Code]) -> None:
    Code.objects.bulk_create(added)
    for code in updated:
        code.pk = known[code.code].pk
    Code.objects.bulk_update(updated, _FIELDS, batch_size=200)


def _doubtful_themes() -> tuple[str, ...]:
    """Themes whose proposed code is unknown or withdrawn, as `theme → code`."""
    active = set(Code.objects.filter(scheme=Scheme.PURPOSE, is_active=True).values_list("code", flat=True))
    themes = Theme.objects.filter(valid_to=None).exclude(crs_default="").order_by("rank")
    proposed = themes.values_list("code", "crs_default")
    return tuple(f"{theme} → {code}" for theme, code in proposed if code not in active)


def _load_recipients(name: str, rows: Sequence[RecipientRow]) -> ListReport:
    """A year's list of the countries that aid may count for. Countries that the Atlas does not list are said."""
    listed = set(Country.objects.values_list("pk", flat=True))
    years = {row.year for row in rows}
    known = {(one.country_id, one.data_year): one for one in CountryClass.objects.filter(data_year__in=years)}
    wanted = {(row.country, row.year): row for row in rows if row.country in listed}
    if not wanted:
        raise DataFileError(f"{name}: none of its countries is known")
    added = [_country_class(row, name) for key, row in wanted.items() if key not in known]
    updated = [one for key, one in known.items() if key in wanted and one.dac_class != wanted[key].dac_class]
    for one in updated:
        one.dac_class = wanted[one.country_id, one.data_year].dac_class
        one.is_eligible, one.source = one.dac_class != DacClass.NON_ODA, name[:120]
    CountryClass.objects.bulk_create(added)
    CountryClass.objects.bulk_update(updated, ("dac_class", "is_eligible", "source"))
    return ListReport(
        name,
        str(CountryClass._meta.verbose_name_plural),
        len(added),
        len(updated),
        len(wanted) - len(added) - len(updated),
        len(known.keys() - wanted.keys()),
        skipped=tuple(sorted({row.country for row in rows} - listed)),
    )


def _country_class(row: RecipientRow, name: str) -> CountryClass:
    return CountryClass(
        country_id=row.country,
        data_year=row.year,
        dac_class=row.dac_class,
        is_eligible=row.dac_class != DacClass.NON_ODA,
        source=name[:120],
    )


def built_in_codes(folder: Path) -> list[Code]:
    """Our own short list, without the codes that an official list has named."""
    official = set(Code.objects.exclude(source=BUILT_IN).values_list("scheme", "code"))
    rows = reading_codes.built_in(folder)
    return [_code(row, BUILT_IN) for row in rows if (row.scheme, row.code) not in official]
