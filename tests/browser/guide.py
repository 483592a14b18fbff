"""`make guide`: the user guide, in French, with pictures taken while the journeys of the tests are walked.

What a step says stands with the step (`journeys`), the rest here: a step that changes takes its picture along.
"""

import shutil
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from playwright.sync_api import Page, sync_playwright

from tests.browser import chromium, journeys
from tests.browser.journeys import RARE, Scene
from tests.browser.officers import make_accounts
from tests.browser.site import ROOT, running

GUIDE: Final = ROOT / "docs" / "guide.md"
PARTNER: Final = "Commune de Kitaville"
IMAGES: Final = ROOT / "docs" / "images" / "guide"
SIZE: Final = {"width": 1200, "height": 1000}
INTRODUCTION: Final = """# Guide d’utilisation

Fait par `make guide` : les images sont prises pendant que les parcours des tests sont suivis, sur les données de
démonstration. Les personnes sont inventées.
"""
CHAPTERS: Final = {
    "collectivite": (
        "Collectivité",
        "Vous déclarez vos partenariats et les tenez à jour. Rien n’est publié sans relecture ; rien de ce que vous "
        "tapez n’est perdu.",
    ),
    "ministere": ("Ministère", "Vous relisez ce qui arrive, décidez, et ouvrez les campagnes de mise à jour."),
    "poste": ("Poste diplomatique", "Vous complétez les fiches de vos pays : vous suggérez, la collectivité accepte."),
    "prefecture": (
        "Préfecture",
        "Vous suivez la mise à jour des collectivités de votre région, validez leurs comptes.",
    ),
}
STEPS: Final = {
    "collectivite": (
        *(
            "demander-un-compte",
            "valider-un-compte",
            "mes-projets",
            "modifier-une-fiche",
            "relire-et-envoyer",
            "envoyee",
        ),
        *("file-authority_admin", "decider-authority_admin", "campagne-repondre", "campagne-publique"),
    ),
    "ministere": ("file-ministry_officer", "decider-ministry_officer", "campagne-preparer"),
    "poste": ("poste-fiches", "poste-fiche", "poste-inscription", "poste-proposer"),
    "prefecture": ("valider-un-compte", "campagne-suivre"),
}
"""Chapter → pictures in their order."""


@dataclass
class Album:
    """Pictures taken and the words of each."""

    folder: Path
    words: dict[str, str] = field(default_factory=dict)

    def take(self, page: Page, name: str, words: str) -> None:
        """The upper part of the page, as JPEG."""
        page.set_viewport_size(SIZE)  # type: ignore[arg-type]  # a size
        page.screenshot(path=self.folder / f"{name}.jpg", type="jpeg", quality=80)
        self.words[name] = words


def text(words: dict[str, str]) -> str:
    """The guide. Raises KeyError when a chapter names a picture that no journey took."""
    parts = [INTRODUCTION]
    for chapter, (title, lead) in CHAPTERS.items():
        parts += [f"## {title}\n\n{lead}\n"]
        parts += [
            f"{place}. {words[name]}\n\n![{words[name]}](images/guide/{name}.jpg)\n"
            for place, name in enumerate(STEPS[chapter], 1)
        ]
    return "\n".join(parts)


def walk(scene: Scene) -> None:
    """Every journey that has something to show."""
    make_accounts(scene.site)
    with scene.person("authority_admin") as page:
        authority = journeys.authority_of(page)
    journeys.ask_for_an_account(scene, "andrea@ville.example", authority)
    journeys.edit_and_send(scene, "andrea@ville.example")
    journeys.moderate(scene, "ministry_officer", RARE)
    words = "Les écoles du quartier nord"
    journeys.suggest_as_a_post(scene, words)
    journeys.moderate(scene, "authority_admin", words)
    journeys.declare_an_authority(scene, authority, PARTNER, "lise@lecteurs.example")
    journeys.check_and_propose(scene, PARTNER)
    journeys.run_a_campaign(scene, 2026)


def main() -> int:
    """Write the pictures and the page."""
    shutil.rmtree(IMAGES, ignore_errors=True)
    IMAGES.mkdir(parents=True)
    album = Album(IMAGES)
    with tempfile.TemporaryDirectory() as name, running(Path(name) / "var") as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.find(), args=list(chromium.FLAGS))
        walk(Scene(site, browser, album))
        browser.close()
    GUIDE.write_text(text(album.words))
    return 0


if __name__ == "__main__":
    sys.exit(main())
