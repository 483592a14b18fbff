"""People with an account in the browser: the demonstration's, one a role, and how they sign in."""

from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.site import Site

WORD: Final = "une phrase assez longue"
DOMAIN: Final = "demonstration.example"
CODE: Final = "from tests.factories.accounts import code_of; print(code_of('{}'))"
FORGET: Final = "from django.core.cache import cache; cache.clear()"


def make_accounts(site: Site) -> None:
    """`manage.py demo_accounts`, with a password that the tests know."""
    site.manage("demo_accounts", "--password", WORD)


def email_of(role: str) -> str:
    """The address of the demonstration account of a role."""
    return f"{role.replace('_', '-')}@{DOMAIN}"


def sign_in(page: Page, site: Site, role: str, language: str = "fr") -> None:
    """By password, and the code of the second factor where the role needs one."""
    page.goto(f"/{language}/{'compte/connexion' if language == 'fr' else 'account/sign-in'}/")
    page.fill("#id_login", email_of(role))
    page.fill("#id_password", WORD)
    _submit(page)
    for _try in range(3):  # on a busy machine a code may be over before it is sent
        if not page.locator("#id_code").count():
            return
        site.manage("shell", "-v0", "-c", FORGET)  # a code serves once: tests sign in faster than codes change
        page.fill("#id_code", site.manage("shell", "-v0", "-c", CODE.format(email_of(role))).stdout.strip())
        _submit(page)
    assert not page.locator("#id_code").count(), page.locator("main").inner_text()


def _submit(page: Page) -> None:
    """Until the next page is there: whoever goes elsewhere before that has sent nothing."""
    with page.expect_navigation():
        page.locator("main .account-form [type=submit]").first.click()


def window(browser: Browser, site: Site, **options: object) -> BrowserContext:
    """A window without history or cookies, at the site's address."""
    context = browser.new_context(base_url=site.url, locale="fr-FR", **options)
    context.set_default_timeout(15_000)
    return context
