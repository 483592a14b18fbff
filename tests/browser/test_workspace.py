"""Officers at work in a browser: nothing typed is lost, by two, without a connection, without a script; pages that all
can use."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.audit import audit
from tests.browser.site import Site

WORD = "une phrase assez longue"
SETUP = """
from atlas.accounts.models import User
from atlas.organisations.models import Organisation
from atlas.projects.models import Party
from tests.factories.accounts import account
town = Organisation.objects.filter(kind="commune", parties__role="partner").order_by("pk").first()
from atlas.organisations.models import Post
post = Post.objects.filter(jurisdiction__country="ML").order_by("pk").first()
if not User.objects.filter(email="charlie@ville.example").exists():
    account("post_agent", post=post, email="charlie@ville.example", full_name="Charlie")
for name in ("alix", "camille"):
    if not User.objects.filter(email=f"{name}@ville.example").exists():
        account("authority_agent", organisation=town, email=f"{name}@ville.example", full_name=name.title())
print(Party.objects.filter(organisation=town, role="partner").order_by("project_id")[0].project_id)
"""
Enter = Callable[..., Page]


@pytest.fixture(scope="module")
def project(site: Site) -> int:
    """A sheet of a town with two agents."""
    return int(site.manage("shell", "-v0", "-c", SETUP).stdout.strip().splitlines()[-1])


@pytest.fixture
def enter(site: Site, browser: Browser, project: int) -> Iterator[Enter]:
    """A window in which that person has signed in, on « Mes projets »."""
    contexts: list[BrowserContext] = []

    def enter(name: str, language: str = "fr", **options: object) -> Page:
        context = browser.new_context(base_url=site.url, locale="fr-FR", **options)  # type: ignore[arg-type]  # options
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.goto("/fr/espace/" if language == "fr" else "/en/workspace/")
        page.fill("#id_login", f"{name}@ville.example")
        page.fill("#id_password", WORD)
        page.press("#id_password", "Enter")
        page.wait_for_url(re.compile("/(espace|workspace)/$"))
        return page

    yield enter
    for context in contexts:
        context.close()


def begin(page: Page, project: int, slug: str = "recit") -> str:
    """The address of a section of the draft on the sheet."""
    page.goto(f"/fr/espace/projets/{project}/")
    page.locator(".ws-actions button").first.click()
    page.wait_for_url(re.compile("/essentiel/$"))
    page.goto(page.url.replace("/essentiel/", f"/{slug}/"))
    return page.url


def is_saved(page: Page) -> None:
    expect(page.locator("#etat")).to_contain_text(re.compile(r"Enregistré à \d+"))


def test_what_is_typed_is_saved_and_found_again(enter: Enter, project: int) -> None:
    page = enter("alix")
    address = begin(page, project)
    page.fill("#objective", "Un texte tapé sans toucher à un bouton")
    is_saved(page)
    assert page.evaluate("localStorage.length") == 0
    page.goto(address)
    expect(page.locator("#objective")).to_have_value("Un texte tapé sans toucher à un bouton")


def test_two_browsers_on_one_sheet_lose_nothing(enter: Enter, project: int) -> None:
    mine, theirs = enter("alix"), enter("camille")
    address = begin(mine, project)
    theirs.goto(address)
    theirs.fill("#objective", "La version de Camille")
    theirs.fill("#context", "Le contexte de Camille")
    is_saved(theirs)
    mine.fill("#objective", "La version d’Alix")
    expect(mine.locator(".ws-clash")).to_contain_text("Camille a enregistré ce champ")
    expect(mine.locator(".ws-clash")).to_contain_text("La version de Camille")
    expect(mine.locator("#objective")).to_have_value("La version d’Alix")
    expect(mine.locator("#context")).to_have_value("Le contexte de Camille")
    mine.get_by_role("button", name="Garder mon texte").click()
    is_saved(mine)
    theirs.reload()
    expect(theirs.locator("#objective")).to_have_value("La version d’Alix")
    expect(theirs.locator("#context")).to_have_value("Le contexte de Camille")


def test_a_lost_connection_and_a_closed_browser(enter: Enter, project: int) -> None:
    page = enter("alix")
    address = begin(page, project)
    page.context.set_offline(True)
    page.fill("#history", "Tapé dans le train")
    expect(page.locator("#etat")).to_contain_text("Pas de connexion")
    page.close()
    page.context.set_offline(False)
    again = page.context.new_page()
    again.goto(address)
    expect(again.locator("#history")).to_have_value("Tapé dans le train")
    is_saved(again)
    assert again.evaluate("localStorage.length") == 0


def test_the_session_ends_and_the_text_stays(enter: Enter, project: int) -> None:
    page = enter("alix")
    address = begin(page, project)
    page.context.clear_cookies()
    page.fill("#beneficiaries", "Douze mille habitants")
    expect(page.locator("#etat")).to_contain_text("Votre session est terminée")
    expect(page.locator("#beneficiaries")).to_have_value("Douze mille habitants")
    page.goto(address)
    page.fill("#id_login", "alix@ville.example")
    page.fill("#id_password", WORD)
    page.press("#id_password", "Enter")
    expect(page.locator("#beneficiaries")).to_have_value("Douze mille habitants")
    is_saved(page)


def test_cells_of_a_spreadsheet_fill_the_rows(enter: Enter, project: int) -> None:
    page = enter("alix")
    address = begin(page, project, "actions")
    page.locator("[data-add]").click()
    page.evaluate(
        """() => {
          const input = [...document.querySelectorAll('.ws-rows .ws-row')].at(-1).querySelector('input');
          const data = new DataTransfer();
          data.setData('text/plain', 'Forages\\tEau\\tTrois forages\\tKayes\\t12 000\\nLatrines\\tHygiène');
          input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    is_saved(page)
    page.goto(address)
    titles = page.locator("[name^=actions-][name$=-title]").evaluate_all("all => all.map((one) => one.value)")
    assert titles[-2:] == ["Forages", "Latrines"]


def test_an_organisation_is_chosen_by_keyboard(enter: Enter, project: int) -> None:
    page = enter("alix")
    begin(page, project, "partenaires")
    page.get_by_role("button", name="Ajouter une organisation").focus()
    page.keyboard.press("Enter")
    page.keyboard.type("grenoble")
    expect(page.locator("[role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    row = page.locator("[data-table=parties] .ws-rows .ws-row").last
    expect(row.locator("[data-known]")).to_contain_text("Reconnue")
    is_saved(page)
    row.get_by_role("button").click()
    is_saved(page)


def test_without_a_script(enter: Enter, project: int) -> None:
    page = enter("camille", java_script_enabled=False)
    begin(page, project, "partenaires")
    rows = page.locator("[data-table=parties] .ws-rows .ws-row")
    before = rows.count()
    page.get_by_role("button", name="Ajouter une organisation").click()
    assert rows.count() == before + 1
    rows.last.locator("input[type=text]").first.fill("Lycée d’essai")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert rows.last.locator("input[type=text]").first.input_value() == "Lycée d’essai"
    rows.last.get_by_role("button", name="Retirer").click()
    assert rows.count() == before


PAGES = ("", "essentiel/", "partenaires/", "themes/", "recit/", "financement/", "documents/", "envoyer/", "apercu/")
HOMES = {
    "fr": ("/fr/espace/", "/fr/espace/fiches/", "nouvelle"),
    "en": ("/en/workspace/", "/en/workspace/sheets/", "new"),
}
ENGLISH = {"envoyer/": "send/", "apercu/": "preview/"}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_that_all_can_use(enter: Enter, project: int, language: str) -> None:
    """axe finds nothing, nothing scrolls sideways at 320 px; the list, the form, sending, the preview."""
    page = enter("alix", language)
    number = begin(page, project).split("/")[-3]
    home, sheets = (
        ("/fr/espace/", "/fr/espace/fiches/") if language == "fr" else ("/en/workspace/", "/en/workspace/sheets/")
    )
    new = f"{sheets}{'nouvelle' if language == 'fr' else 'new'}/"
    addresses = [
        home,
        new,
        *(f"{sheets}{number}/{ENGLISH.get(one, one) if language == 'en' else one}" for one in PAGES),
    ]
    for address in addresses:
        page.goto(address)
        assert audit(page).violations == (), address


@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_of_posts(enter: Enter, project: int, language: str) -> None:
    """The countries of a post, the page of one, a text of it; a sheet on which it says whether the relation lives."""
    page = enter("charlie", language)
    countries, add = ("/fr/espace/pays/", "ajouter") if language == "fr" else ("/en/workspace/countries/", "add")
    kinds = ("textes", "liens", "documents", "articles")
    contacts = "/fr/espace/poste/contacts/" if language == "fr" else "/en/workspace/post/contacts/"
    for address in (contacts, countries, f"{countries}ML/", *(f"{countries}ML/{kind}/{add}/" for kind in kinds)):
        page.goto(address)
        assert audit(page).violations == (), address
    page.goto(HOMES[language][0])
    page.locator(".ws-sheet__title a").first.click()
    assert audit(page).violations == (), page.url


def test_a_post_says_what_it_sees_without_a_script(enter: Enter, project: int) -> None:
    page = enter("charlie", java_script_enabled=False)
    page.locator(".ws-sheet__title a").first.click()
    page.select_option("#id_alive", "yes")
    page.get_by_role("button", name="Noter ce constat").click()
    expect(page.locator(".account-message--success")).to_contain_text("C’est noté")
    page.goto("/fr/espace/pays/ML/textes/ajouter/")
    page.select_option("#id_kind", "support")
    page.fill("#id_heading_fr", "Essai du navigateur")
    page.fill("#id_body_fr", "Un texte écrit par un poste.")
    page.get_by_role("button", name="Enregistrer et publier").click()
    expect(page.locator(".account-message--success")).to_contain_text("publié")
    page.goto("/fr/pays/ML/")
    expect(page.locator("main")).to_contain_text("Un texte écrit par un poste.")
