"""The places of a sheet in the form: whatever people paste for a position, with and without the script."""

import pytest
from django.test import Client

from atlas.contributions.models import Contribution
from atlas.projects.draft import PlaceDraft, ProjectDraft, place_of
from atlas.workspace.form import BY_NAME
from atlas.workspace.pasting import paste
from atlas.workspace.reading import as_typed, normal, read
from tests.workspace.conftest import Stage
from tests.workspace.pages import autosave, begun, inputs, saved, section, text
from tests.workspace.worlds import LISTS

SPEC = BY_NAME["places"]
KORO = place_of("ML", "Koro", at=(14.49, -4.19))


def row(**cells: str) -> dict[str, list[str]]:
    return {f"places-0-{name}": [value] for name, value in {"country": "ML", "name": "Koro", **cells}.items()}


def reading(**cells: str) -> tuple[tuple[PlaceDraft, ...], list[str]]:
    """Places read, and the anchors of what could not be."""
    found = read(SPEC, normal(SPEC, row(**cells)), ProjectDraft(), LISTS)
    return found.values.get("places", ()), [one.anchor for one in found.problems]


@pytest.mark.parametrize(
    "cells",
    [
        {"latitude": "14.49", "longitude": "-4.19"},
        {"latitude": "14,49", "longitude": "\u22124,19"},
        {"latitude": "14.49, -4.19"},
        {"longitude": "14,49 ; -4,19"},
        {"latitude": "14° 29′ 24″ N", "longitude": "4° 11' 24\" O"},
        {"latitude": "14°29′24″N 4°11′24″W"},
        {"latitude": "14.49° N, 4.19° O"},
        {"latitude": "POINT(-4.19 14.49)"},
        {"latitude": "14.490000001", "longitude": "-4.190000004"},
    ],
)
def test_a_position_is_read_as_people_write_it(cells: dict[str, str]) -> None:
    assert reading(**cells) == ((KORO,), [])


@pytest.mark.parametrize(
    ("cells", "wrong"),
    [
        ({"latitude": "14,49"}, "longitude"),
        ({"longitude": "-4.19"}, "latitude"),
        ({"latitude": "au nord", "longitude": "-4.19"}, "latitude"),
        ({"latitude": "91", "longitude": "-4.19"}, "latitude"),
        ({"latitude": "14.49", "longitude": "181"}, "longitude"),
        ({"country": ""}, "country"),
        ({"country": "ZZ"}, "country"),
        ({"latitude": "nan", "longitude": "1"}, "latitude"),
    ],
)
def test_what_is_no_position_is_said_beside_its_field(cells: dict[str, str], wrong: str) -> None:
    assert reading(**cells) == ((), [f"places-0-{wrong}"])


def test_a_country_alone_is_the_whole_country_and_a_name_alone_has_no_point() -> None:
    assert reading(name="") == ((place_of("ML"),), [])
    assert reading() == ((place_of("ML", "Koro"),), [])
    assert reading(precision="approximate") == ((place_of("ML", "Koro"),), [])


def test_what_stands_is_typed_as_it_is_read() -> None:
    places = (KORO, place_of("ML", "Bankass", at=(14.0, -3.5), is_approximate=True, area="Mopti"), place_of("ML"))
    draft = ProjectDraft(places=places)
    typed = as_typed(SPEC, draft)
    assert typed["places-1-latitude"] == ["14"]
    assert read(SPEC, typed, ProjectDraft(), LISTS).values == {"places": places}


def test_rows_of_a_spreadsheet() -> None:
    assert SPEC.table is not None
    found = paste("Lieu\tPays\tCoordonnées GPS\tPrécision\nKoro\tMali\t14.49, -4.19\tapproximate", SPEC.table, LISTS)
    assert found.rows == ({"precision": "approximate", "name": "Koro", "country": "ML", "latitude": "14.49, -4.19"},)
    found = paste("Lieu\tPays\tLat\tLon\nKoro\tMali\t14,49\t-4,19", SPEC.table, LISTS)
    assert found.rows == (
        {"precision": "exact", "name": "Koro", "country": "ML", "latitude": "14,49", "longitude": "-4,19"},
    )


@pytest.fixture
def draft(agent: Client, stage: Stage) -> Contribution:
    return begun(agent, stage)


def test_places_without_a_script(agent: Client, stage: Stage, draft: Contribution) -> None:
    address = section(draft, "partenaires")
    typed = inputs(agent.get(address))
    last = {"places-7-name": ["Sikoro"], "places-7-country": ["ML"]}
    asked = agent.post(address, {**typed, **last, "do": ["search:places"]})
    button = f'value="pick:places-3-name:{stage.world.partner.pk}"'
    assert button in text(asked)
    picked = agent.post(address, {**inputs(asked), "do": [f"pick:places-3-name:{stage.world.partner.pk}"]})
    assert 'id="places-3-latitude" name="places-3-latitude" value="12.5"' in text(picked)
    assert agent.post(address, {**inputs(picked), "do": ["save"]}).status_code == 303
    assert saved(draft).places[-1] == place_of("ML", "Sikoro", at=(12.5, -8.0))


def test_a_pair_in_one_cell_is_saved_as_one_types(agent: Client, draft: Contribution) -> None:
    address = section(draft, "partenaires")
    typed = inputs(agent.get(address))
    said = autosave(agent, address, {**typed, **row(latitude="14.49, -4.19", longitude="", area="", precision="exact")})
    assert said.json()["problems"] == []
    assert saved(draft).places[0] == KORO


def test_a_far_place_is_remarked_on_beside_the_table(agent: Client, draft: Contribution) -> None:
    address = section(draft, "partenaires")
    typed = inputs(agent.get(address))
    said = autosave(agent, address, {**typed, **row(latitude="48.8", longitude="2.3")}).json()
    assert said["findings"]["places"] == ["Un lieu est loin du pays indiqué\u00a0: vérifiez sa position, ou son pays."]


def test_known_places_are_suggested_with_what_the_row_needs(agent: Client, stage: Stage) -> None:
    (found,) = agent.get("/fr/espace/lieux/?q=sikoro").json()["found"]
    assert found["label"].startswith("Sikoro – ")
    cells = {name: found[name] for name in ("name", "country", "latitude", "longitude", "precision", "area")}
    assert cells == {
        "name": "Sikoro",
        "country": "ML",
        "latitude": "12.5",
        "longitude": "-8",
        "precision": "exact",
        "area": "",
    }
    assert agent.get("/en/workspace/places/?q=zzz").json() == {"said": "No known place of that name", "found": []}


def test_the_page_of_a_section_loads_the_map_only_where_there_are_places(agent: Client, draft: Contribution) -> None:
    assert "workspace/pins" in text(agent.get(section(draft, "partenaires")))
    assert "leaflet" not in text(agent.get(section(draft, "recit")))
