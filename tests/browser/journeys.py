"""What people do from end to end, written once: the tests walk it, `make guide` walks it with a camera.

Each starts from the demonstration's data. A `Camera` is told where a picture is worth taking.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final, Protocol

from playwright.sync_api import Browser, Page, expect

from tests.browser.mailbox import link_in, mail_to
from tests.browser.officers import WORD, sign_in, window
from tests.browser.site import Site

RARE: Final = "Zanzibarlette"
"""A word that no sheet holds before the journey."""


class Camera(Protocol):
    """Takes a picture of what the page shows, from an element on; the guide has the words (`guide.toml`)."""

    def take(self, page: Page, name: str, start: str = "") -> None: ...


class NoCamera:
    """For tests."""

    def take(self, page: Page, name: str, start: str = "") -> None:
        """Nothing."""


@dataclass
class Scene:
    """A running site, a browser, and who looks on."""

    site: Site
    browser: Browser
    camera: Camera = field(default_factory=NoCamera)
    has_scripts: bool = True

    @contextmanager
    def visitor(self) -> Iterator[Page]:
        """Somebody without an account, in a window of their own."""
        context = window(self.browser, self.site, java_script_enabled=self.has_scripts)
        yield context.new_page()
        context.close()

    @contextmanager
    def person(self, role: str) -> Iterator[Page]:
        """The demonstration's person of a role, signed in."""
        with self.visitor() as page:
            sign_in(page, self.site, role)
            yield page


def press(page: Page, name: str, *, exact: bool = True) -> None:
    """A button by its words."""
    page.get_by_role("button", name=name, exact=exact).first.click()
    page.wait_for_load_state()


def authority_of(page: Page) -> str:
    """The organisation that the signed-in person acts for."""
    page.goto("/fr/compte/")
    line = page.locator(".account-list li p").first.inner_text()
    return line.split(" – ", 1)[1].replace("\n", " ").strip()


def ask_for_an_account(scene: Scene, email: str, authority: str) -> None:
    """A new officer asks; the mail's link; a password; the authority's head validates."""
    with scene.visitor() as page:
        page.goto("/fr/compte/demande/")
        page.check("input[value=authority_agent]")
        page.fill("[name=organisation]", authority)
        page.fill("[name=function]", "Chargée de mission")
        page.fill("[name=full_name]", "Andrea Nouvelle")
        page.fill("[name=email]", email)
        scene.camera.take(page, "demander-un-compte")
        press(page, "Envoyer la demande")
        if page.locator("input[name=candidate]").count():
            page.locator("input[name=candidate]").first.check()
            press(page, "Envoyer la demande")
        expect(page.locator("h1")).to_have_text("Demande reçue")
        page.goto(link_in(mail_to(scene.site, email, holding="compte/confirmation"), scene.site))
        page.fill("#id_password", WORD)
        page.fill("#id_again", WORD)
        press(page, "Confirmer et entrer")
    with scene.person("authority_admin") as page:
        page.goto("/fr/compte/equipe/")
        page.get_by_role("link", name="Andrea Nouvelle").click()
        scene.camera.take(page, "valider-un-compte")
        press(page, "Valider")
        expect(page.locator(".account-message--success")).to_contain_text("Le compte est ouvert")


def edit_and_send(scene: Scene, email: str) -> int:
    """The officer opens a sheet, writes, sees that it is saved, compares and sends. The number of the sheet."""
    with scene.visitor() as page:
        page.goto("/fr/compte/connexion/")
        page.fill("#id_login", email)
        page.fill("#id_password", WORD)
        page.locator("main .account-form [type=submit]").first.click()
        page.goto("/fr/espace/")
        scene.camera.take(page, "mes-projets")
        page.locator(".ws-sheet__title a").first.click()
        page.wait_for_url(re.compile(r"/projets/\d+/$"))
        number = int(re.findall(r"\d+", page.url)[-1])
        page.locator(".ws-actions button").first.click()
        page.wait_for_url(re.compile(r"/essentiel/$"))
        page.goto(page.url.replace("/essentiel/", "/recit/"))
        page.fill("#objective", f"{RARE} : donner de l’eau potable à douze villages.")
        expect(page.get_by_text("Enregistré à").first).to_be_visible()
        scene.camera.take(page, "modifier-une-fiche")
        page.goto(page.url.replace("/recit/", "/envoyer/"))
        scene.camera.take(page, "relire-et-envoyer")
        press(page, "Envoyer")
        expect(page.locator("h1")).to_be_visible()
        scene.camera.take(page, "envoyee")
    return number


def open_what_says(page: Page, words: str) -> None:
    """The item of the queue that holds these words."""
    page.goto("/fr/espace/moderation/")
    items = [link.get_attribute("href") for link in page.locator(".mod-list__title a").all()]
    for address in items:
        page.goto(address or "")
        if words in page.locator("main").inner_text():
            return
    raise AssertionError(f"nothing in the queue says « {words} »: {items}")


DECIDING: Final = {
    "authority": ("file-collectivite", "decider-collectivite"),
    "ministry": ("file-ministere", "decider-ministere"),
}
"""Beginning of a role → its pictures of the queue and of a decision."""


def moderate(scene: Scene, role: str, words: str) -> None:
    """Whoever decides sees before and after, and accepts."""
    with scene.person(role) as page:
        page.goto("/fr/espace/moderation/")
        queue, item = DECIDING[role.partition("_")[0]]
        scene.camera.take(page, queue)
        open_what_says(page, words)
        expect(page.get_by_role("heading", name="Ce qui change")).to_be_visible()
        scene.camera.take(page, item)
        page.locator("button[name=verb][value=accept]").click()
        page.wait_for_load_state()


def suggest_as_a_post(scene: Scene, words: str) -> int:
    """A post proposes a change of a sheet of its country; the number of the sheet."""
    with scene.person("authority_admin") as page:
        page.goto("/fr/espace/")
        titles = page.locator(".ws-sheet__title a")
        own = {int(re.findall(r"\d+", link.get_attribute("href") or "")[-1]) for link in titles.all()}
    with scene.person("post_agent") as page:
        page.goto("/fr/espace/")
        scene.camera.take(page, "poste-fiches")
        number = next(
            one for one in sorted(own) if page.request.get(f"/fr/espace/projets/{one}/").ok and _in_mali(page, one)
        )
        page.goto(f"/fr/espace/projets/{number}/")
        scene.camera.take(page, "poste-fiche")
        page.locator(".ws-actions button").first.click()
        page.wait_for_url(re.compile(r"/essentiel/$"))
        page.goto(page.url.replace("/essentiel/", "/recit/"))
        page.fill("#beneficiaries", words)
        expect(page.get_by_text("Enregistré à").first).to_be_visible()
        page.goto(page.url.replace("/recit/", "/envoyer/"))
        press(page, "Envoyer")
    return number


def _in_mali(page: Page, number: int) -> bool:
    return "ML" in str(page.request.get(f"/api/v1/projects/{number}").json().get("countries", ""))


def run_a_campaign(scene: Scene, year: int) -> str:
    """The ministry opens it, the authority answers sheet by sheet and signs; the authority's public page."""
    with scene.person("ministry_admin") as page:
        page.goto("/fr/espace/campagnes/nouvelle/")
        page.fill("[name=year]", str(year))
        page.fill("[name=circular_fr]", "Merci de mettre à jour vos fiches et vos contacts.")
        page.fill("[name=opens_on]", f"{year}-01-01")
        page.fill("[name=closes_on]", f"{year}-12-31")
        scene.camera.take(page, "campagne-preparer")
        press(page, "Enregistrer")
        press(page, "Annoncer la campagne")
        scene.camera.take(page, "campagne-annoncee")
    with scene.person("authority_admin") as page:
        number = _answer_until_signed(scene, page)
    with scene.person("prefecture") as page:
        page.goto(f"/fr/espace/campagnes/{year}/")
        scene.camera.take(page, "campagne-suivre")
        page.locator("main table a").first.click()
        page.wait_for_load_state()
        scene.camera.take(page, "campagne-region")
    with scene.visitor() as page:
        page.goto(f"/fr/collectivites/{number}/")
        scene.camera.take(page, "campagne-publique")
        return page.locator("main").inner_text()


def _answer_until_signed(scene: Scene, page: Page) -> int:
    """The number of the authority."""
    page.goto("/fr/espace/campagnes/")
    limit = 60
    while not page.locator("main a[href*='/collectivites/']").count() and limit:
        page.wait_for_timeout(1_000)
        page.goto("/fr/espace/campagnes/")
        limit -= 1
    page.locator("main a[href*='/collectivites/']").first.click()
    page.wait_for_load_state()
    scene.camera.take(page, "campagne-repondre")
    while page.locator("li:has-text('Sans réponse') button[value=unchanged]").count():
        page.locator("li:has-text('Sans réponse') button[value=unchanged]").first.click()
        page.wait_for_load_state()
    press(page, "Ces contacts sont à jour")
    press(page, "Attester la mise à jour")
    expect(page.locator("main")).to_contain_text("Attest")
    scene.camera.take(page, "campagne-signee")
    return int(re.findall(r"collectivites/(\d+)/", page.url)[0])


def correct_as_a_reader(scene: Scene, number: int, address: str) -> str:
    """A reader says what is wrong; the acknowledgement that comes by mail."""
    with scene.visitor() as page:
        page.goto(f"/fr/projets/{number}/corriger/")
        page.select_option("[name=rubric]", "beneficiaries")
        page.fill("[name=problem]", "Il manque le quartier du marché.")
        scene.camera.take(page, "signaler")
        page.fill("[name=email]", address)
        page.wait_for_timeout(4_200)  # nobody reads the form faster (visitors.ticket)
        press(page, "Envoyer le signalement")
        expect(page.locator("h1")).to_have_text("Signalement reçu")
    return mail_to(scene.site, address, holding=str(number))


def declare_an_authority(scene: Scene, authority: str, partner: str, address: str) -> str:
    """Somebody without an account declares an authority on the page of a country; the mail that acknowledges it."""
    with scene.visitor() as page:
        page.goto("/fr/pays/ML/")
        page.get_by_role("link", name="Inscrire une collectivité").click()
        page.fill("[name=authority]", authority)
        page.fill("[name=partner]", partner)
        page.fill("[name=since]", "2019")
        page.select_option("[name=form]", "twinning")
        page.fill("[name=words]", f"{partner} et nous : une école et un forage.")
        page.fill("[name=name]", "Lise Inventée")
        page.fill("[name=email]", address)
        scene.camera.take(page, "inscrire")
        page.wait_for_timeout(4_200)
        press(page, "Envoyer l’inscription")
        if page.locator("[name=which]").count():
            page.select_option("[name=which]", index=1)
            press(page, "Envoyer l’inscription")
        expect(page.locator("h1")).to_have_text("Inscription reçue")
    return mail_to(scene.site, address, holding="/fr/inscriptions/")


def check_and_propose(scene: Scene, partner: str) -> None:
    """The post finds the entry first among what waits, says which authority it is, and proposes a sheet to it."""
    with scene.person("post_agent") as page:
        page.goto("/fr/espace/")
        page.locator(f".ws-item:has-text('{partner}')").first.click()
        page.wait_for_load_state()
        scene.camera.take(page, "poste-inscription")
        page.locator("input[name=candidate]").first.check()
        press(page, "Confirmer la collectivité")
        expect(page.locator("h2", has_text="Proposer une fiche")).to_be_visible()
        page.locator("h2", has_text="Proposer une fiche").scroll_into_view_if_needed()
        scene.camera.take(page, "poste-proposer")
        press(page, "Proposer la fiche")
        expect(page.locator("main")).to_contain_text("Fiche proposée à la collectivité")


def watch_a_search(scene: Scene, address: str) -> None:
    """A reader asks to be told of the next sheets of a search, and confirms."""
    with scene.visitor() as page:
        page.goto(f"/fr/recherche/?q={RARE}")
        page.goto(f"/fr/alertes/nouvelle/?q={RARE}")
        page.fill("[name=email]", address)
        page.select_option("[name=frequency]", index=0)
        scene.camera.take(page, "alerte-demander")
        page.wait_for_timeout(4_200)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        page.goto(link_in(mail_to(scene.site, address, holding="alertes/confirmer"), scene.site))
        scene.camera.take(page, "alerte-confirmer")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()


def found_everywhere(scene: Scene, number: int, seconds: float) -> None:
    """On the public sheet, by search, through the API, in the feed and in the history, within so many seconds."""
    with scene.visitor() as page:
        page.wait_for_timeout(seconds * 1_000)
        page.goto(f"/fr/projets/{number}/")
        expect(page.locator("main")).to_contain_text(RARE)
        expect(page.locator("main")).to_contain_text(re.compile("Champs modifiés : [^.]*objectif"))
        page.goto(f"/fr/recherche/?q={RARE}")
        expect(page.locator("main mark").first).to_have_text(RARE)
        told = page.request.get(f"/api/v1/projects/{number}").json()
        assert RARE in str(told)
        versions = page.request.get(f"/api/v1/projects/{number}/versions").json()
        assert "objective" in str(versions)
        feed = page.request.get(f"/fr/recherche/flux.atom?q={RARE}")
        assert f"/projets/{number}/" in feed.text()
