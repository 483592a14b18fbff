"""An update campaign from its opening to attested, each page looked at on the way."""

from datetime import date, timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from atlas.accounts.roles import Role
from tests.browser.audit import audit
from tests.browser.journeys import Scene, run_a_campaign
from tests.browser.officers import make_accounts, sign_in, window
from tests.browser.site import Site


def look(page: Page) -> None:
    """What is asked of every page."""
    assert audit(page).violations == ()


class LookingCamera:
    """Where the guide takes a picture, the page is looked at."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def take(self, page: Page, name: str, start: str = "") -> None:
        """axe, 320 px, both appearances; needs scripts, so not where a window has none."""
        self.taken.append(name)
        look(page)


def test_the_campaign_of_the_guide_from_opening_to_attested(browser: Browser, site: Site) -> None:
    """The steps are those of `make guide` (`journeys`); then a prefecture follows and reminds."""
    make_accounts(site)
    today = timezone.localdate()
    _refused_with_its_reason(browser, site, today)
    scene = Scene(site, browser, LookingCamera())
    said = run_a_campaign(scene, today.year)
    assert "À jour, attesté par la collectivité le" in said
    assert f"(campagne {today.year})" in said
    steps = ("preparer", "annoncee", "repondre", "signee", "suivre", "region", "publique")
    assert scene.camera.taken == [f"campagne-{step}" for step in steps]
    _followed(browser, site, today.year)


def _refused_with_its_reason(browser: Browser, site: Site, today: date) -> None:
    """A campaign that ends before it begins."""
    context = window(browser, site)
    page = context.new_page()
    sign_in(page, site, Role.MINISTRY_ADMIN)
    page.goto("/fr/espace/campagnes/")
    page.get_by_role("link", name="Préparer une campagne").click()
    page.fill("#id_year", str(today.year))
    page.fill("#id_opens_on", today.isoformat())
    page.fill("#id_closes_on", (today - timedelta(days=1)).isoformat())
    page.locator("main form.account-form [type=submit]").click()
    expect(page.locator(".account-errors")).to_be_visible()
    look(page)
    context.close()


def _followed(browser: Browser, site: Site, year: int) -> None:
    context = window(browser, site)
    page = context.new_page()
    sign_in(page, site, Role.PREFECTURE)
    for address in ("/fr/espace/campagnes/", f"/fr/espace/campagnes/{year}/"):
        page.goto(address)
        look(page)
    page.locator("table a").first.click()
    look(page)
    page.get_by_role("button", name="Relancer celles qui n’ont pas attesté").click()
    expect(page.locator(".account-message--success")).to_be_visible()
    page.locator("table a", has_text="").first.click()
    look(page)
    context.close()
