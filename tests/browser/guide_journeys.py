"""What people do besides the long ways of `journeys`: the tests walk it, `make guide` walks it with a camera.

Each needs the demonstration's accounts and leaves nothing published. Two persons at one sheet, the end of a session,
tables, files, places, the account and its second factor, a partner’s sheets, a post’s pages, what the ministry watches.
"""

import re
from datetime import date, timedelta
from typing import Final

from playwright.sync_api import Page, expect

from tests.browser.journeys import Scene, authority_of, press
from tests.browser.officers import email_of, sign_in
from tests.uploads.files import PDF

SAVED: Final = re.compile(r"Enregistré à \d+")
AUTHORITY: Final = (
    "from atlas.accounts.models import Membership as M; print(M.objects.get(user__email='{}').organisation_id)"
)
CELLS: Final = "Titre\tMontant\nTrois jardins à Oran\t12 000\nUne école à Oran\t48 500"


def draft_of(page: Page, place: int = 0) -> str:
    """The address of the draft of one of the sheets of « Mes projets », begun if it was not; without a section."""
    page.goto("/fr/espace/")
    page.locator(".ws-sheet__title a").nth(place).click()
    page.wait_for_url(re.compile(r"/projets/\d+/$"))
    page.locator(".ws-actions button").first.click()
    page.wait_for_url(re.compile(r"/essentiel/$"))
    return page.url.removesuffix("essentiel/")


def is_saved(page: Page) -> None:
    expect(page.locator("#etat")).to_contain_text(SAVED)


def look_at_the_door(scene: Scene) -> None:
    """How one signs in."""
    with scene.visitor() as page:
        page.goto("/fr/compte/connexion/")
        scene.camera.take(page, "se-connecter")
        expect(page.get_by_role("link", name="Demander un compte").first).to_be_visible()


def keep_an_account(scene: Scene) -> None:
    """The own account with roles, sessions, data; the second factor; the team."""
    with scene.person("authority_admin") as page:
        page.goto("/fr/compte/")
        scene.camera.take(page, "mon-compte")
        told = page.request.get("/fr/compte/mes-donnees.json")
        assert told.ok
        assert "Dominique Modèle" in told.text()
        page.goto("/fr/compte/second-facteur/")
        scene.camera.take(page, "second-facteur")
        page.goto("/fr/compte/equipe/")
        scene.camera.take(page, "equipe")
        expect(page.get_by_role("link", name="Inviter quelqu’un")).to_be_visible()


def create_a_sheet(scene: Scene, title: str) -> None:
    """The short form, as far as the draft that it makes."""
    with scene.person("authority_agent") as page:
        page.goto("/fr/espace/fiches/nouvelle/")
        page.fill("#id_title", title)
        page.fill("#id_partner", "Commune de Koro")
        page.select_option("#id_country", "ML")
        page.fill("#id_start_year", "2024")
        page.select_option("#id_status", index=2)
        page.select_option("#id_theme", index=1)
        scene.camera.take(page, "nouvelle-fiche")
        press(page, "Créer le brouillon")
        expect(page.locator("h1")).to_have_text(title)


def write_with_another(scene: Scene) -> None:
    """Saved as one types; a colleague saves the same field meanwhile; both see it."""
    with scene.person("authority_admin") as mine, scene.person("authority_agent") as theirs:
        address = draft_of(mine, 3)
        mine.goto(f"{address}recit/")
        theirs.goto(f"{address}recit/")
        theirs.fill("#objective", "Former les agents du service des eaux.")
        is_saved(theirs)
        scene.camera.take(theirs, "enregistre")
        mine.fill("#objective", "Former les agents du service des eaux et de la voirie.")
        expect(mine.locator(".ws-clash")).to_contain_text("Former les agents du service des eaux.")
        scene.camera.take(mine, "conflit")
        mine.get_by_role("button", name="Garder mon texte").click()
        is_saved(mine)


def come_too_late(scene: Scene, words: str) -> None:
    """The session ends under a form without a script: the text comes back, and one button puts it into the draft."""
    with scene.person("authority_admin") as page:
        address = draft_of(page, 4)
        page.goto(f"{address}recit/")
        page.fill("#context", words)
        page.context.clear_cookies(name="sessionid")
        page.locator(".ws-actions--end button[value=save]").click()
        expect(page.locator("h1")).to_have_text("Votre session est terminée")
        scene.camera.take(page, "session-terminee")
        _sign_in_beside(page, scene)
        press(page, "Remettre ces textes dans le brouillon")
        expect(page.locator(".account-message--success")).to_contain_text("de nouveau dans le brouillon")
        expect(page.locator("#context")).to_have_value(words)
        scene.camera.take(page, "textes-remis")


def _sign_in_beside(page: Page, scene: Scene) -> None:
    beside = page.context.new_page()
    sign_in(beside, scene.site, "authority_admin")
    beside.close()


def fill_a_sheet(scene: Scene) -> None:
    """Cells of a spreadsheet, a file, a place on the map."""
    with scene.person("authority_admin") as page:
        address = draft_of(page, 5)
        page.goto(f"{address}actions/")
        page.locator(".ws-paste summary").first.click()
        page.fill("#coller-actions", CELLS)
        scene.camera.take(page, "coller-un-tableau")
        press(page, "Ajouter ces lignes")
        expect(page.locator("[name^=actions-][name$=-title]").last).to_have_value(re.compile("école"))
        page.goto(f"{address}documents/")
        page.set_input_files("#id_file", {"name": "bilan.pdf", "mimeType": "application/pdf", "buffer": PDF})
        page.locator(".ws-upload [name=title]").fill("Bilan de l’année")
        page.locator(".ws-upload [type=submit]").click()
        page.wait_for_load_state()
        expect(page.locator(".ws-upload")).to_contain_text("bilan.pdf")
        scene.camera.take(page, "deposer-un-document")
        _place(scene, page, f"{address}partenaires/")


def _place(scene: Scene, page: Page, address: str) -> None:
    page.goto(address)
    page.locator(".ws-pins:not([hidden]) .leaflet-container, .ws-pins:not([hidden]) canvas").first.wait_for()
    page.fill("#places-0-name", "Oran, école")
    page.fill("#places-0-latitude", "35.70, -0.63")
    page.press("#places-0-latitude", "Tab")
    expect(page.locator(".ws-pin")).to_have_count(1)
    is_saved(page)
    page.locator(".ws-pins").scroll_into_view_if_needed()
    scene.camera.take(page, "placer-un-lieu", "[data-table=places]")


def entrust_sheets(scene: Scene) -> None:
    """An authority lets a partner prepare its sheets; the partner finds them and writes."""
    with scene.person("partner_editor") as page:
        partner = authority_of(page)
    with scene.person("authority_admin") as page:
        page.goto("/fr/compte/equipe/deleguer/")
        page.fill("[name=partner]", partner)
        page.fill("[name=ends_on]", (date.today() + timedelta(days=300)).isoformat())  # noqa: DTZ011  (any day to come)
        scene.camera.take(page, "deleguer")
        press(page, "Confier les fiches")
    with scene.person("partner_editor") as page:
        page.goto("/fr/espace/")
        expect(page.locator(".ws-sheet").first).to_be_visible()
        scene.camera.take(page, "partenaire-fiches")
        page.goto(f"{draft_of(page, 6)}recit/")
        page.fill("#beneficiaries", "Douze mille habitants de trois quartiers.")
        is_saved(page)
        scene.camera.take(page, "partenaire-modifier")


def keep_a_country(scene: Scene) -> None:
    """What a post publishes of a country, its own contacts."""
    with scene.person("post_agent") as page:
        page.goto("/fr/espace/pays/ML/")
        scene.camera.take(page, "poste-registre")
        page.goto("/fr/espace/pays/ML/textes/ajouter/")
        page.select_option("#id_kind", "support")
        page.fill("#id_heading_fr", "Ce que le poste peut faire pour vous")
        page.fill("#id_body_fr", "Le poste relit les projets de convention et donne les contacts utiles sur place.")
        scene.camera.take(page, "poste-texte")
        page.goto("/fr/espace/poste/contacts/")
        scene.camera.take(page, "poste-contacts")
        expect(page.locator("h1")).to_be_visible()


def verify_relations(scene: Scene) -> None:
    """A round that runs, seen by the post and by an authority whose partner it is."""
    with scene.person("post_agent") as page:
        page.goto("/fr/espace/verifications/")
        page.locator("main .account-list a[href*='/verifications/']").first.click()
        page.wait_for_load_state()
        scene.camera.take(page, "verification-liste")
        page.get_by_role("link", name="Fiches et contacts Angoulême – Ségou").click()
        page.wait_for_load_state()
        scene.camera.take(page, "verification-relation")
        expect(page.get_by_role("heading", name="Contacts du partenaire étranger")).to_be_visible()
    number = scene.site.manage("shell", "-v0", "-c", AUTHORITY.format(email_of("authority_admin"))).stdout.strip()
    with scene.person("authority_admin") as page:
        page.goto(f"/fr/espace/verifications/collectivites/{number}/")
        scene.camera.take(page, "contacts-a-l-etranger")
        expect(page.locator("h1")).to_contain_text("Contacts à l’étranger")


def watch_over_all(scene: Scene, number: int) -> None:
    """The ministry’s numbers, the keys of the queue, pairs that may be one, what happened to a sheet; a prefecture’s
    accounts."""
    with scene.person("ministry_officer") as page:
        page.goto("/fr/espace/tableau-de-bord/")
        scene.camera.take(page, "tableau-de-bord")
        page.goto("/fr/espace/moderation/")
        page.locator("#shortcuts").press("Space")
        expect(page.locator("[data-shortcuts-status]")).to_have_text("Raccourcis clavier activés")
        scene.camera.take(page, "raccourcis")
        page.goto("/fr/espace/moderation/doublons/")
        scene.camera.take(page, "doublons")
        page.goto(f"/fr/espace/moderation/fiches/{number}/")
        scene.camera.take(page, "historique")
        expect(page.get_by_role("heading", name="Historique")).to_be_visible()
    with scene.person("prefecture") as page:
        page.goto("/fr/compte/equipe/")
        scene.camera.take(page, "prefecture-comptes")
        expect(page.locator("h1")).to_have_text("Comptes")
