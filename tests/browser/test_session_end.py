"""The end of a session is said in time and put off by one click (WCAG 2.2.1); after it nothing typed is lost."""

from playwright.sync_api import Browser, expect

from atlas.accounts.roles import Role
from tests.browser.audit import audit
from tests.browser.officers import make_accounts, sign_in, window
from tests.browser.site import Site

TYPED = "Un texte tapé trop longtemps."


def test_the_end_is_said_in_time_and_put_off(browser: Browser, site: Site) -> None:
    make_accounts(site)
    context = window(browser, site)
    page = context.new_page()
    sign_in(page, site, Role.POST_AGENT)
    page.clock.install()
    page.goto("/fr/espace/poste/contacts/")
    warning = page.locator("#session-end")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("11:53:00")
    expect(warning).to_be_hidden()
    page.clock.fast_forward("02:30")
    expect(warning).to_contain_text("Votre session se termine dans cinq minutes")
    assert audit(page).violations == ()
    page.get_by_role("button", name="Rester connecté").click()
    expect(warning).to_contain_text("Votre session est prolongée.")
    page.clock.fast_forward("11:56:00")
    expect(warning).to_contain_text("Votre session se termine dans cinq minutes")
    context.close()


def test_without_scripts_a_form_sent_after_the_end_comes_back_with_its_text(browser: Browser, site: Site) -> None:
    make_accounts(site)
    context = window(browser, site, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, site, Role.POST_AGENT)
    page.goto("/fr/espace/poste/contacts/")
    page.fill("#id_function", TYPED)
    context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.locator("h1")).to_have_text("Votre session est terminée")
    assert TYPED in [area.input_value() for area in page.locator("textarea").all()]
    context.close()
    with_scripts = window(browser, site)
    page = with_scripts.new_page()
    sign_in(page, site, Role.POST_AGENT)
    page.goto("/fr/espace/poste/contacts/")
    page.fill("#id_function", TYPED)
    with_scripts.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.locator("h1")).to_have_text("Cette page était trop ancienne")
    assert audit(page).violations == ()
    with_scripts.close()
