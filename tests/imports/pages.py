"""Pages in the old format for tests of the whole chain: invented persons and texts."""

_PCT = "Montant 1% Eau (Loi Oudin 2005)"

PAGE = """Accueil > ???menu.atlas.libelle??? > ???menu.atlas.detailProjet.libelle???

Atlas français de la coopération décentralisée et des autres actions extérieures

Contacts dans le poste diplomatique "Ambassade de France à Bamako"

Correspondant coopération décentralisée
Aline TESTARD
Courriel : aline.testard[at]diplomatie.gouv.fr
\u00a0
Conseiller de coopération et d'action culturelle
Basile ESSAI
Courriel : basile.essai[at]diplomatie.gouv.fr
Titre
{title}
Année de première signature de la convention
2004
Thématique d'intervention
Environnement, Climat et Energie
Sous-thématique d'intervention
Eau et déchets
Sous-sous-thématique d'intervention

Autres thématiques mises en œuvre pour le partenariat

Autres thématiques mises en œuvre pour le partenariat
Thématique éligible Sous-thématique Sous-sous-thématique Priorité
<< < pagination.page.precedent 1 pagination.page.suivant > >>
Année de début du partenariat
{year}
Le partenariat est
Terminé
Date de fin du partenariat
31/12/2016
Contexte
Les deux communes se connaissent par leurs associations.
Historique
Objectif du partenariat
Étendre les réseaux d’eau et l’assainissement.
Description détaillée du partenariat
Trois bornes-fontaines sont construites.
Votre partenariat prend la forme d'un(e)
Projet de coopération décentralisée
Mise en œuvre du partenariat
Maître(s) d'œuvre
Les Puits du Voisinage
Maître(s) d'ouvrage
{owners}
Bénéficiaire(s)
Trois mille habitants

Partenaires étrangers du partenariat

Partenaires étrangers du partenariat
Nom de la collectivité étrangère Pays \u00a0
{partner} Mali commun.ico.loupe.alter

Contacts dans les partenaires étrangers du partenariat

Contacts dans les partenaires étrangers du partenariat
Nom de la collectivité étrangère Nom Prénom Fonction Courriel
{partner} MODELE Camille Maire camille.modele@example.org

Collectivités territoriales partenaires du partenariat

Collectivités territoriales partenaires du partenariat
Nom de la collectivité territoriale \u00a0
{authority} commun.ico.loupe.alter



Le partenariat n'est pas triennal

Financement du partenariat

Financement du partenariat
Nom du financeur Montant en euros {pct} {pct} {pct} Année
Ministère de l'Europe et des Affaires étrangères 4000 {year}
{authority} {amount} 0 {year}




Évaluations, communication et perspectives

Une communication a été engagée en France

Aucune communication n'a été engagée dans les pays partenaires

Une politique d'évaluation a été engagée

Volontaires impliqués dans le partenariat (VSI, service civique, etc.) d'Échange et de Solidarité

Volontaires impliqués dans le partenariat (VSI, service civique, etc.) d'Échange et de Solidarité
Nom Prénom Mission Champs d'action Entité d'affectation


PIED DE PAGE

Tous droits réservés - Ministère de l'Europe et des Affaires étrangères 2013
"""

DEFAULTS = {
    "title": "Étendre les réseaux d’eau de Sikoro",
    "year": "2013",
    "owners": "Pontcharra",
    "partner": "Commune rurale de SIKORO",
    "authority": "Pontcharra",
    "amount": "6000",
}


def page(**values: str) -> str:
    """One page; every value has a default."""
    return PAGE.format(pct=_PCT, **{**DEFAULTS, **values})
