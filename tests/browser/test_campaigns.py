"""An update campaign from its opening to attested, each page looked at on the way."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from atlas.accounts.roles import Role
from tests.browser.addresses import get
from tests.browser.audit import audit
from tests.browser.officers import make_accounts, sign_in, window
from tests.browser.site import Site


def look(page: Page) -> None:
    """What is asked of every page."""
    assert audit(page).violations == ()


def test_a_campaign_from_opening_to_attested(browser: Browser, site: Site) -> None:
    make_accounts(site)
    year = _opened(browser, site)
    site.manage("tend")
    authority = _attested(browser, site, year)
    assert "Fiches attestées par la collectivité" in get(f"{site.url}/fr/collectivites/{authority}/").text
    _followed(browser, site, year)


def _opened(browser: Browser, site: Site) -> int:
    today = timezone.localdate()
    context = window(browser, site, java_script_enabled=True)
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
    page.fill("#id_closes_on", (today + timedelta(days=30)).isoformat())
    page.fill("#id_circular_fr", "Merci de vérifier vos fiches.")
    page.locator("main form.account-form [type=submit]").click()
    look(page)
    page.get_by_role("button", name="Annoncer la campagne").click()
    expect(page.locator(".account-message--success")).to_be_visible()
    context.close()
    return today.year


def _attested(browser: Browser, site: Site, year: int) -> str:
    """The admin of an authority answers and signs; the number of the authority."""
    context = window(browser, site, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, Role.AUTHORITY_ADMIN)
    page.goto("/fr/espace/")
    page.locator(f"main a[href*='/campagnes/{year}/collectivites/']").first.click()
    authority = page.url.rstrip("/").rsplit("/", 1)[1]
    for place in page.locator("li[id^=fiche-]").evaluate_all("all => all.map(one => one.id)"):
        page.locator(f"#{place}").get_by_role("button", name="Rien à changer").click()
        expect(page.locator(f"#{place}")).to_contain_text("Votre réponse")
    page.fill("#id_function", "Adjointe aux relations internationales")
    page.get_by_role("button", name="Ces contacts sont à jour").click()
    expect(page.locator("main")).to_contain_text("Attestés le")
    page.get_by_role("button", name="Attester la mise à jour").click()
    expect(page.locator(".account-message--success")).to_be_visible()
    context.close()
    return authority


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
