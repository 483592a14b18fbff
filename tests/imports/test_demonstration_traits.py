"""Each example sheet holds the generation and the defects that its SOURCE.md promises, checked on the text itself.

Without these a parser could pass on sheets that no longer show what they are there for.
"""

import re
from pathlib import Path

import pytest

PAGES = Path(__file__).parents[2] / "data" / "demonstration" / "pages"

COMPLETE_LATEST = (900001, 900004, 900009, 900010, 900011, 900013, 900014)
LATEST = r"\AAccueil > \?{3}menu\.atlas\.libelle\?{3} > \?{3}menu\.atlas\.detailProjet\.libelle\?{3}\n\nAtlas français"
ICON = r" commun\.ico\.loupe\.alter\n"

GENERATIONS = [
    (900002, r"\AAccueil > Atlas et Bourse partenariats > Détail projet\n"),
    (900002, r"Année de début de projet\n2009\nLe projet est\nTerminé\nDate de fin du projet\n30/06/2013\n"),
    (900002, r"Sous-sous-thématique d'intervention\nAnnée de début de projet\n"),
    (900002, r"Votre projet prend la forme d'un\(e\)\nProjet de coopération décentralisée\nMise en œuvre du projet\n"),
    (900002, r"Le projet n'est pas triennal\n"),
    (900002, r"Herborn Allemagne Icone d'une loupe\n"),
    (900003, r"\AAccueil > Atlas > Détail projet\n"),
    (900003, r"\n<< < Précédent 1 Suivant > >>\n"),
    (900012, r"\AAccueil > Atlas > Détail projet\n"),
    *((number, LATEST) for number in (*COMPLETE_LATEST, 900005, 900008)),
    (900005, r"\nAnnée de signature de la convention ou de la lettre d'intention\n2022\n"),
    (900005, r"\nNuméro Nom Niveau\n4 Éducation de qualité 1\n5 Égalité entre les sexes 2\n"),
    (900005, r"\nContexte et historique\n\w"),
    (900006, r"\nCourriel :\n\S+\[at\]diplomatie\.gouv\.fr\n"),
    (900006, r"\nThématique éligible \| Sous-thématique \| Sous-sous-thématique \| Priorité \|\n---\|\n"),
    (900006, r"\nEnvironnement, Climat et Energie \| Eau et déchets \| \| 1 \|\n"),
    (900006, r"\n<<\n< pagination\.page\.precedent\n1\npagination\.page\.suivant >\n>>\n"),
    (900006, r"\| 18000 \| \| 5000 \| \| 2016 \|\n.* \| 18000 \| 0 \| 5000 \| \| 2017 \|\n"),
    (900007, r"<td>12000</td><td>2500</td><td>0</td><td></td><td>2020</td>"),
    (900007, r"<caption>Financement du partenariat</caption>"),
    (900007, r"<script>.*Titre.*</script>"),
    (900007, r"L&rsquo;eau y manquait"),
    (900007, r'alt="commun\.ico\.loupe\.alter"'),
    (900008, r"\nHistorique\n(?:.*\n)*.*\bingén\Z"),
]
EMPTY_OR_OPTIONAL = [
    (900009, r"\nAutres partenaires du partenariat en France\nComité normand des Vergers d'Aval\n"),
    (900009, r"\nAutres partenaires du partenariat dans le\(s\) pays partenaire\(s\)\nCoopération catalane "),
    (900009, r"\nCollectivité territoriale avant réforme\nConseil régional de Basse-Normandie\n\n\n\nLe partenariat "),
    (900010, r"\nHistorique\nObjectif du partenariat\n"),
    (900010, r"\nCorrespondant coopération décentralisée\nCourriel :\n\u00a0\nConseiller "),
    (900012, r"\nThématique d'intervention\nSous-thématique d'intervention\nSous-sous-thématique d'intervention\n\n"),
    (900013, r"\nTitre\n.*\nThématique d'intervention\n"),
]
DEFECTS = [
    (900001, r"\n\uf0b7 .*\n\uf0b7 "),
    (900002, r"\n(Tancrède OLIVETTE-MARNAC\n.*\n)\u00a0\n.*\n\1"),
    (900002, r"\nTitre\n[A-Z -]+\n"),
    (900003, r"\nLe partenariat est\nEn sommeil\nDate de fin du partenariat\nContexte\n"),
    (900003, r"\nCourriel : compte\.invente\.exemple\[at\]gmail\.com\n"),
    (900003, r"\nBassar 1 2500 2013\n"),
    (900004, r'"AMBASSADE DE FRANCE A TUNIS"\n'),
    (900009, r"\nConseil régional de Normandie" + ICON),
    (900009, r"\nMaître\(s\) d'ouvrage\nConseil régional de Basse-Normandie\n"),
    (900010, r'"Consul général à Jérusalem"\n'),
    (900010, r"\nMaître\(s\) d'ouvrage\nVille de Rezé et la Ville de Nantes\n"),
    (900011, r"\[at\]diplomaite\.gouv\.fr\n"),
    (900011, r'"Ambassade de France à Bamako"\n[^"]*"Ambassade de France à Dakar"\n'),
    (900011, r"\nKayes Mali" + ICON + "Dakar Sénégal" + ICON),
    (900011, r"\nDescription détaillée du partenariat\nProjet cofinancé par le MAEE en 2012\n"),
    (900011, r"\n- Budget participatif\nObjectif de l’action : .+\nDescription sommaire : "),
    (900011, r"\n- un volet technique\n- un volet citoyen\n"),
    (900011, r"\nVille de Dakar, Commune urbaine de Kayes 8400 2010\n"),
    (900013, r"\nLe partenariat est\nEn cours\nDate de fin du partenariat\n31/12/2019\n"),
    (900013, r"\nTitre\nRénovation de trois écoles (?:.*\n)+Pôles de compétitivité, clusters, filières\n"),
    (900014, r"\n2012\nLe partenariat est\nEn cours\nDate de fin du partenariat\nContexte\n"),
    (900014, r"\nRégion Haute Matsiatra [A-Z]+ [A-Z]+\n"),
    (900014, r"Entité d'affectation\nROCHEBLAVE "),
    (900014, r"(?s)(\n\uf0c4 des réseaux.*?publique\.).*\1"),
]
SEARCHED_TEXTS = [
    (900001, r"d’assainissement\b"),
    (900001, r"Les réseaux d’eau\b"),
    (900012, r"l’assainissement d’urgence"),
    (900012, r"Le réseau d’eau\b"),
    (900014, r"\nTitre\nRÉSEAUX D’EAU POTABLE ET ASSAINISSEMENT "),
    (900014, r"L’ASSAINISSEMENT y est"),
]
ABSENT = [
    (900002, "Autres thématiques"),
    (900002, "du partenariat"),
    (900002, "politique d'évaluation"),
    (900005, "Contacts dans le poste diplomatique"),
    (900006, "Accueil >"),
    (900006, "\n\n"),
    (900008, "PIED DE PAGE"),
    (900013, "Année de première signature"),
]
LAYOUT = [
    r'\nContacts dans le poste diplomatique ".+"\n\nCorrespondant coopération .*\n(?:.+\n)?Courriel :.*\n\u00a0',
    r"\u00a0\nConseiller de coopération et d'action culturelle\n.+\nCourriel : .+\nTitre\n.+\n",
    r"\nSous-sous-thématique d'intervention\n(?:.+\n)?\n(Autres thématiques mises en œuvre .*\n)\n\1Thématique ",
    r" Priorité\n(?:.+ \d\n)*<< < pagination\.page\.precedent 1 pagination\.page\.suivant > >>\nAnnée de début du ",
    r"\nBénéficiaire\(s\)\n.+\n\n(Partenaires étrangers .+\n)\n\1Nom de la collectivité étrangère Pays \u00a0\n",
    rf"Pays \u00a0\n(?:.+{ICON})+\n(Contacts dans les partenaires étrangers du partenariat\n)\n\1Nom de la ",
    rf" Courriel\n(?:.+\n)+\n(Collectivités .*\n)\n\1Nom de la collectivité territoriale \u00a0\n(?:.+{ICON})+\n",
    r"[^\n]\n\n\n\nLe partenariat (?:est|n'est pas) triennal\n\n(Financement du partenariat\n)\n\1Nom du financeur ",
    r"Montant en euros(?: Montant 1% Eau \(Loi Oudin 2005\)){3} Année\n(?:.+ \d{4}\n)+\n\n\n\nÉvaluations, ",
    r"Entité d'affectation\n(?:.+\n)?\n\nPIED DE PAGE\n\nTous droits réservés - Ministère .+ 2013\Z",
]


def sheet(number: int) -> str:
    (path,) = PAGES.glob(f"{number}_*")
    return path.read_bytes().decode("utf-8")


@pytest.mark.parametrize(("number", "pattern"), GENERATIONS + EMPTY_OR_OPTIONAL + DEFECTS + SEARCHED_TEXTS)
def test_a_sheet_holds_what_it_is_there_for(number: int, pattern: str) -> None:
    assert re.search(pattern, sheet(number))


@pytest.mark.parametrize(("number", "absent"), ABSENT)
def test_a_sheet_lacks_what_its_generation_or_defect_lacks(number: int, absent: str) -> None:
    assert absent not in sheet(number)


@pytest.mark.parametrize("number", COMPLETE_LATEST)
@pytest.mark.parametrize("pattern", LAYOUT)
def test_latest_generation_follows_the_line_layout_of_the_old_site(number: int, pattern: str) -> None:
    assert re.search(pattern, sheet(number))


def test_funding_rows_have_one_to_four_numbers() -> None:
    block = sheet(900001).rpartition(" Année\n")[2].partition("\n\n")[0]
    rows = [re.fullmatch(r"(\D+?)((?: \d+){1,4}) 20\d\d", row) for row in block.split("\n")]
    numbers = [row[2].split() if row else [] for row in rows]
    assert {len(values) for values in numbers} == {1, 2, 3, 4}
    assert any("0" in values for values in numbers)


def test_cut_title_is_whole_in_the_description() -> None:
    text = sheet(900012)
    title = text.partition("\nTitre\n")[2].partition("\n")[0]
    description = text.partition("Description détaillée du partenariat\n")[2]
    assert len(title.encode()) == 255
    assert re.match(re.escape(title) + r"\w", description)


def test_merged_funder_is_the_cut_beginning_of_the_two_other_partners() -> None:
    text = sheet(900009)
    others = re.findall(r"^Autres partenaires du partenariat .+\n(.+)$", text, re.MULTILINE)
    funder = re.search(r"^(Comité .*, Coopération cat) \d+ \d{4}$", text, re.MULTILINE)
    assert funder
    assert len(funder[1].encode()) == 52
    assert ", ".join(others).startswith(funder[1] + "a")


def test_truncated_sheet_stops_near_two_thousand_characters() -> None:
    assert 1900 < len(sheet(900008)) < 2200
