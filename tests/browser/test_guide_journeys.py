"""The shorter ways of the guide, walked without a camera; those of `journeys` are walked in their own tests."""

import pytest
from playwright.sync_api import Browser

from tests.browser import guide_journeys
from tests.browser.journeys import Scene
from tests.browser.officers import make_accounts
from tests.browser.site import Site


@pytest.fixture(scope="module")
def scene(site: Site, browser: Browser) -> Scene:
    make_accounts(site)
    return Scene(site, browser)


def test_the_door_and_the_account(scene: Scene) -> None:
    guide_journeys.look_at_the_door(scene)
    guide_journeys.keep_an_account(scene)


def test_a_sheet_in_five_minutes(scene: Scene) -> None:
    guide_journeys.create_a_sheet(scene, "Eau potable à Koro")


def test_two_at_one_sheet(scene: Scene) -> None:
    guide_journeys.write_with_another(scene)


@pytest.mark.parametrize("has_scripts", [True, False])
def test_one_button_puts_back_what_came_too_late(scene: Scene, *, has_scripts: bool) -> None:
    guide_journeys.come_too_late(Scene(scene.site, scene.browser, has_scripts=has_scripts), f"Tapé {has_scripts}.")


def test_tables_files_places(scene: Scene) -> None:
    guide_journeys.fill_a_sheet(scene)


def test_a_partner_prepares(scene: Scene) -> None:
    guide_journeys.entrust_sheets(scene)


def test_a_post_and_the_ministry(scene: Scene) -> None:
    guide_journeys.keep_a_country(scene)
    guide_journeys.verify_relations(scene)
    guide_journeys.watch_over_all(scene, number=50)
