"""The real data files make a register that the database will take."""

from collections import Counter

from atlas.organisations.reference_rows import OrganisationRow
from atlas.reference.kinds import BUCKETS, FRENCH_AUTHORITIES, Kind
from atlas.reference.match import match_key
from tests.organisations.real_register import DATA, RealRegister, lines


def repeated(values: list[object]) -> list[object]:
    return [value for value, count in Counter(values).items() if count > 1]


def test_codes_are_unique(register: RealRegister) -> None:
    rows = register.organisations
    assert repeated([row.reference_key for row in rows]) == []
    assert repeated([row.siren for row in rows if row.siren]) == []
    assert repeated([(row.kind, row.insee_code) for row in rows if row.insee_code and not row.valid_to]) == []
    assert repeated([row.territory_id for row in rows if row.territory_id]) == []


def test_kinds_and_countries_go_together(register: RealRegister) -> None:
    def is_right(row: OrganisationRow) -> bool:
        if row.kind in BUCKETS:
            return row.country_id is None
        return row.kind in Kind.values and (row.kind not in FRENCH_AUTHORITIES or row.country_id == "FR")

    assert [row for row in register.organisations if not is_right(row)] == []
    assert [row for row in register.organisations if not row.match_key or len(row.name) > 300] == []


def test_how_many_of_each_kind(register: RealRegister) -> None:
    living = Counter(row.kind for row in register.organisations if row.valid_to is None)
    assert living["commune"] > 34_000
    assert living["region"] == 14
    assert living["ctu"] == 4
    assert living["department"] == 94
    assert living["metropole"] + living["cu"] + living["ca"] + living["cc"] > 1_200
    assert living["water_agency"] == 6
    assert living["state"] == 1
    former_regions = [r for r in register.organisations if r.kind == "region" and r.valid_to is not None]
    assert len(former_regions) == 16


def test_every_listed_name_belongs_to_somebody(register: RealRegister) -> None:
    assert [line["key"] for line in lines("organisations/names.csv") if line["key"] not in register.ids] == []


def test_no_alias_is_its_own_name_or_given_twice() -> None:
    aliases = lines("organisations/aliases.csv")
    assert [line for line in aliases if match_key(line["alias"]) == match_key(line["name"])] == []
    assert repeated([(line["country"], match_key(line["alias"])) for line in aliases]) == []


def test_aliases_and_posts_name_known_countries() -> None:
    known = {line["iso2"] for line in lines("countries/countries.csv")}
    used = {line["country"] for line in lines("organisations/aliases.csv")}
    used |= {iso2 for line in lines("posts/posts.csv") for iso2 in line["countries"].split("|")}
    assert used - known == set()


def test_each_file_says_where_it_comes_from() -> None:
    source = (DATA / "organisations" / "SOURCE.md").read_text(encoding="utf-8")
    assert [path.name for path in (DATA / "organisations").glob("*.csv") if f"`{path.name}`" not in source] == []
