"""Which column is which: guessed from names, in two languages and any order."""

import pytest
from django.utils.translation import override

from atlas.imports.spreadsheets.columns import COLUMNS, TableKind, names_of
from atlas.imports.spreadsheets.mapping import checked, fingerprint, guess_kind, guess_mapping, missing
from atlas.opendata import columns as ours

# Columns of our files that say what others say, or what only we can compute: they do not come back in.
NOT_READ = {
    *("permalink", "to_confirm", "zones", "total_amount", "state_amount", "amount_natures"),
    *("updated_on", "verified_on", "quality_flags", "actions", "posts", "documents", "extra", "sources"),
    *("extracted_on", "filters", "licence"),
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_own_files_are_recognised_whole(language: str) -> None:
    with override(language):
        header = [str(column.label) for column in (*ours.ALL, *ours.EXTRACTION)]
    keys = [column.key for column in (*ours.ALL, *ours.EXTRACTION)]
    assert guess_kind(header) == TableKind.PROJECT
    assert guess_mapping(TableKind.PROJECT, header) == tuple("" if key in NOT_READ else key for key in keys)


@pytest.mark.parametrize(
    ("header", "kind", "mapping"),
    [
        (
            ["Pays", "ANNEE", "ville_jumelle", "Commune", "code INSEE", "Population"],
            TableKind.TWINNING,
            ("countries", "start_year", "foreign_partners", "french_authorities", "french_siren", ""),
        ),
        (
            ["French town", "Twin town", "Country", "Since", "lat", "lng"],
            TableKind.TWINNING,
            ("french_authorities", "foreign_partners", "countries", "start_year", "latitude", "longitude"),
        ),
        (["Nom", "Type", "Pays"], TableKind.ORGANISATION, ("name", "kind", "country")),
        (["City", "Country", "GPS"], TableKind.PLACE, ("name", "country", "coordinates")),
        (["Intitulé", "Collectivité"], TableKind.PROJECT, ("title", "french_authorities")),
    ],
)
def test_tables_of_others(header: list[str], kind: str, mapping: tuple[str, ...]) -> None:
    assert guess_kind(header) == kind
    assert guess_mapping(kind, header) == mapping
    assert missing(kind, mapping) == ()


def test_of_two_columns_with_one_name_the_first_is_taken() -> None:
    assert guess_mapping(TableKind.PLACE, ["Nom", "Pays", "nom"]) == ("name", "country", "")


def test_what_is_needed_is_said() -> None:
    assert missing(TableKind.TWINNING, ("french_authorities", "")) == ("foreign_partners", "countries")
    assert missing(TableKind.PLACE, ("name", "country", "latitude")) == ("longitude",)


@pytest.mark.parametrize("mapping", [("name",), ("name", "name"), ("name", "title")])
def test_what_is_no_mapping_of_a_table_is_refused(mapping: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="not a mapping"):
        checked(TableKind.PLACE, mapping, 2)


def test_a_header_is_known_again_whatever_its_accents_and_case() -> None:
    assert fingerprint(["Année", "Pays"]) == fingerprint(["ANNEE", "pays "])
    assert fingerprint(["Année", "Pays"]) != fingerprint(["Pays", "Année"])


@pytest.mark.parametrize("kind", TableKind.values)
def test_keys_are_unique_and_every_name_has_a_letter(kind: str) -> None:
    keys = [column.key for column in COLUMNS[kind]]
    assert len(set(keys)) == len(keys)
    assert all(all(names_of(column)) for column in COLUMNS[kind])
