"""What an officer types is not lost: under a choice not made, a new sign-in, a link clicked at once, a long text.

Cells of a spreadsheet; a theme found by any of its words.
"""

import re

from playwright.sync_api import Page, expect

from tests.browser.audit import audit
from tests.browser.test_workspace import WORD, Enter, begin, enter, is_saved, project

__all__ = ["enter", "project"]
CELLS = (
    "Montant\tFinanceur\tAnnée\tNature\tCouleur\tRemarque\n"
    '12 000,50 €\tVille d’essai\t2024\tversé\tbleu\t"Une\nremarque"\n'
    '3 000\tAFD\t2025\tà voir\tbleu\t"dite ""grande"""'
)
PASTE = """(input, text) => {
  const data = new DataTransfer();
  data.setData('text/plain', text);
  input.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def sign_out(page: Page) -> None:
    page.goto("/fr/espace/")
    page.get_by_role("button", name="Se déconnecter").click()
    page.wait_for_load_state()


def sign_in_as(page: Page, name: str) -> None:
    page.goto("/fr/compte/connexion/")
    page.fill("#id_login", f"{name}@ville.example")
    page.fill("#id_password", WORD)
    with page.expect_navigation():
        page.press("#id_password", "Enter")


def meet(enter: Enter, project: int, field: str, words: str) -> tuple[Page, str]:
    """Alix typed words into a field that Camille has just saved: Alix’s page, its address."""
    mine, theirs = enter("alix"), enter("camille")
    address = begin(mine, project)
    theirs.goto(address)
    theirs.fill(field, f"Camille, avant « {words} »")
    is_saved(theirs)
    mine.fill(field, words)
    expect(mine.locator(".ws-clash")).to_be_visible()
    return mine, address


def test_a_choice_not_made_is_there_again(enter: Enter, project: int) -> None:
    page, address = meet(enter, project, "#objective", "Ma version, pas encore choisie")
    page.fill("#history", "Une autre rubrique, pendant ce temps")
    expect(page.locator("#etat")).to_have_text("Deux versions d’un champ\xa0: choisissez")
    page.goto(address.replace("/recit/", "/essentiel/"))
    page.goto(address)
    expect(page.locator(".ws-clash")).to_contain_text("Camille, avant")
    expect(page.locator("#objective")).to_have_value("Ma version, pas encore choisie")
    expect(page.locator("#history")).to_have_value("Une autre rubrique, pendant ce temps")
    page.get_by_role("button", name="Garder mon texte").click()
    is_saved(page)


def test_a_text_set_aside_can_be_read_again(enter: Enter, project: int) -> None:
    page, address = meet(enter, project, "#context", "Le contexte que je laisse")
    page.get_by_role("button", name="Prendre sa version").click()
    expect(page.locator("#context")).to_have_value(
        "Camille, avant «\xa0Le contexte que je laisse\xa0»".replace("\xa0", " ")
    )
    page.goto(address.replace("/recit/", "/"))
    expect(page.locator("main")).to_contain_text("Textes écartés")
    expect(page.locator(".ws-remarks")).to_contain_text("Le contexte que je laisse")


def test_a_new_sign_in_in_another_tab(enter: Enter, project: int) -> None:
    """The token of the open page is older than the session; then somebody else signs in there."""
    page = enter("alix")
    begin(page, project)
    other = page.context.new_page()
    sign_out(other)
    page.fill("#beneficiaries", "Tapé sans session")
    expect(page.locator("#etat")).to_contain_text("Votre session est terminée")
    sign_in_as(other, "alix")
    page.fill("#beneficiaries", "Tapé après la nouvelle connexion")
    is_saved(page)
    expect(page.locator(".ws-expired")).to_have_count(0)
    sign_out(other)
    sign_in_as(other, "alix")
    page.fill("#beneficiaries", "Par le bouton, avec l’ancien jeton")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    page.wait_for_load_state()
    expect(page.locator("#beneficiaries")).to_have_value("Par le bouton, avec l’ancien jeton")
    is_saved(page)
    sign_out(other)
    sign_in_as(other, "charlie")
    page.fill("#beneficiaries", "Tapé sous un autre compte")
    expect(page.locator("#etat")).to_contain_text("Le compte connecté n’écrit pas ce brouillon")
    expect(page.locator("#beneficiaries")).to_have_value("Tapé sous un autre compte")


def test_what_is_typed_is_on_the_page_that_a_click_leads_to(enter: Enter, project: int) -> None:
    page = enter("alix")
    address = begin(page, project)
    for name, words in (("Relire et envoyer", "Écrit, puis relu aussitôt"), ("Aperçu", "Écrit, puis vu aussitôt")):
        page.goto(address)
        page.fill("#description", words)
        page.locator(".ws-bar").get_by_role("button", name=name).click()
        expect(page.locator("main")).to_contain_text(words)
    page.goto(address)
    page.fill("#description", "Écrit, puis un lien")
    page.locator(".ws-over a").click()
    expect(page.locator("main")).to_contain_text("Écrit, puis un lien")


def test_the_buttons_above_save_without_a_script(enter: Enter, project: int) -> None:
    page = enter("camille", java_script_enabled=False)
    address = begin(page, project)
    page.fill("#description", "Écrit sans script, puis relu")
    page.get_by_role("button", name="Relire et envoyer").click()
    page.wait_for_url(re.compile("/envoyer/$"))
    assert "Écrit sans script, puis relu" in page.inner_text("main")
    page.goto(address.replace("/recit/", "/essentiel/"))
    page.fill("#title", "Un titre suivi d’Entrée")
    page.press("#title", "Enter")
    page.wait_for_url(re.compile("/essentiel/$"))
    assert page.input_value("#title") == "Un titre suivi d’Entrée"


def test_a_very_long_text_is_saved(enter: Enter, project: int) -> None:
    """More bytes than a browser keeps alive while it leaves a page, in fewer signs."""
    page = enter("alix")
    begin(page, project)
    page.fill("#description", "é" * 50_000)
    is_saved(page)
    page.fill("#description", "De nouveau court")
    is_saved(page)


def test_headings_are_understood_and_what_is_not_is_said(enter: Enter, project: int) -> None:
    page = enter("alix")
    address = begin(page, project, "financement")
    page.locator("[data-add]").click()
    row = page.locator("[data-table=funding] .ws-rows .ws-row").last
    row.locator("input[type=text]").first.evaluate(PASTE, CELLS)
    expect(page.locator("[data-pasted]")).to_contain_text("Lignes collées\xa0: 2")
    expect(page.locator("[data-pasted]")).to_contain_text("La colonne «\xa0Couleur\xa0» n’a pas été reconnue")
    expect(page.locator("[data-pasted]")).to_contain_text("Ligne 3\xa0: «\xa0à voir\xa0» n’est pas une valeur")
    is_saved(page)
    page.goto(address)
    values = "rows => rows.slice(-2).map((row) => [...row.querySelectorAll('[name]')].map((one) => one.value))"
    found = page.locator("[data-table=funding] .ws-rows .ws-row").evaluate_all(values)
    assert [[one for one in row if one and ":" not in one and "|" not in one] for row in found] == [
        ["Ville d’essai", "2024", "12000,50", "paid", "Une remarque"],
        ["AFD", "2025", "3000", "declared", 'dite "grande"'],
    ]


def test_what_cannot_be_read_leads_to_its_cell(enter: Enter, project: int) -> None:
    """Rows that are removed or empty do not lead to another one."""
    page = enter("alix")
    begin(page, project, "actions")
    rows = page.locator("[data-table=actions] .ws-rows .ws-row")
    while rows.count():
        rows.first.locator("[data-remove]").click()
    for place in range(3):
        page.locator("[data-add]").click()
        rows.nth(place).locator("input").first.fill(f"Action {place}")
    rows.first.locator("[data-remove]").click()
    expect(rows.locator("legend")).to_have_text(["Action 1", "Action 2"])
    amount = rows.last.locator("[name$=-amount]")
    amount.fill("beaucoup")
    link = page.locator("[data-beside=actions] a")
    expect(link).to_contain_text("Action 2, Montant en euros")
    expect(amount).to_have_attribute("aria-invalid", "true")
    link.click()
    expect(amount).to_be_focused()
    assert audit(page).violations == ()
    amount.fill("12 000")
    is_saved(page)
    expect(link).to_have_count(0)


def test_a_country_is_pasted_under_any_of_its_names(enter: Enter, project: int) -> None:
    page = enter("alix")
    begin(page, project, "partenaires")
    page.get_by_role("button", name="Ajouter un pays").click()
    rows = page.locator("[data-table=countries] .ws-rows .ws-row")
    rows.last.locator("select").evaluate(PASTE, "RDC\nGhana")
    found = rows.locator("select").evaluate_all("all => all.slice(-2).map((one) => one.value)")
    assert found == ["CD", "GH"]
    expect(page.locator("[data-table=countries] [data-pasted]")).to_have_text("Lignes collées\xa0: 2")


def test_the_light_form_by_keyboard(enter: Enter, project: int) -> None:
    """A partner that is known brings its country; Enter sends."""
    page = enter("alix")
    page.goto("/fr/espace/fiches/nouvelle/")
    page.fill("#id_title", "Eau potable à Koulikoro " * 20)
    page.locator("#id_partner").focus()
    page.keyboard.type("koulikoro")
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_partner")).to_have_value("Région de Koulikoro")
    expect(page.locator("#id_country")).to_have_value("ML")
    page.select_option("#id_status", "ongoing")
    page.get_by_role("combobox", name="Chercher dans la liste").focus()
    page.keyboard.type("assainissement")
    page.locator("[role=option]:visible").first.wait_for()
    page.keyboard.press("Enter")
    page.locator("#id_start_year").fill("2024")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/fiches/\d+/$"))
    expect(page.locator("h1")).to_contain_text("Eau potable à Koulikoro")
    assert audit(page).violations == ()


def test_a_theme_is_found_by_any_of_its_words(enter: Enter, project: int) -> None:
    page = enter("alix")
    begin(page, project, "themes")
    page.get_by_role("button", name="Ajouter une thématique").click()
    page.locator(".ws-rows .ws-row").last.locator(".atlas-find input").focus()
    page.keyboard.type("dechets eau")
    page.keyboard.press("ArrowDown")
    expect(page.locator("[role=option]").first).to_contain_text("Eau et déchets")
    page.keyboard.press("Enter")
    expect(page.locator(".ws-rows .ws-row").last.locator("select")).to_have_value(re.compile("."))
    is_saved(page)
