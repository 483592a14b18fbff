"""What is wrong with a file, a column or a cell, and how to mend it, in the reader's words.

Code and values travel; words are made where somebody reads them, in the language of that reader. Every text says what
is wrong first, then what to do.
"""

from collections.abc import Mapping
from typing import Final

import msgspec
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .recognition import NotATable


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """One remark on a row: an error rejects it, a warning is told. `column`: our key, '' = the row.

    `values` fill the text: the cell as it came under `value`, others by name.
    """

    code: str
    column: str = ""
    values: dict[str, str] = {}
    is_error: bool = True


class Located(msgspec.Struct, frozen=True):
    """A problem with the number of its row in the file."""

    line: int
    problem: Problem


LONGEST_SHOWN: Final = 80
"""Characters of a cell that a message quotes."""

FILE_WORDS: Final[Mapping[str, Promise]] = {
    "empty": _("Ce fichier est vide (0 octet). Vérifiez-le sur votre poste, puis choisissez-le de nouveau."),
    "too_large": _("Ce fichier dépasse %(limit)s Mo. Coupez-le en plusieurs fichiers avec le même en-tête."),
    "not_a_table": _(
        "Ce fichier n’est pas un tableau, quel que soit son nom. Enregistrez-le au format CSV, XLSX, ODS ou XLS depuis "
        "votre tableur, puis choisissez-le de nouveau."
    ),
    "password": _("Ce classeur est protégé par un mot de passe. Enregistrez-le sans mot de passe, puis choisissez-le."),
    "bomb": _(
        "Une fois ouvert, ce classeur demande plus de place que permis (%(limit)s Mo). Supprimez les feuilles, lignes "
        "et colonnes qui ne servent pas, ou enregistrez la feuille utile au format CSV."
    ),
    "broken": _("Ce classeur est endommagé. Ouvrez-le dans votre tableur et enregistrez-le de nouveau."),
    "broken_line": _(
        "La lecture s’arrête à la ligne %(line)s : un guillemet n’est pas refermé, ou une cellule est trop longue."
    ),
    "too_wide": _("Ce tableau a plus de %(limit)s colonnes. Gardez celles qui servent, et vérifiez le séparateur."),
    "encoding": _("Ce fichier n’est pas écrit en %(encoding)s. Choisissez un autre encodage, ou laissez-le deviner."),
    "sheet_unknown": _("Cette feuille n’existe pas dans le classeur. Choisissez-en une autre."),
    "no_rows": _("Ce tableau ne contient aucune ligne. Vérifiez que la bonne feuille est choisie."),
    "no_header": _(
        "Aucune ligne ne nomme les colonnes. Ajoutez une première ligne avec leurs noms, ou dites ici ce que contient "
        "chaque colonne."
    ),
    "interrupted": _("L’import a été interrompu trois fois. Prévenez la personne qui administre le site."),
    "columns_missing": _("Il manque une colonne obligatoire : %(columns)s. Dites quelle colonne la contient."),
}
CELL_WORDS: Final[Mapping[str, Promise]] = {
    "required": _("La cellule est vide alors que cette colonne est obligatoire."),
    "year": _("« %(value)s » n’est pas une année. Écrivez quatre chiffres, par exemple 1987."),
    "day": _("« %(value)s » n’est pas une date. Écrivez 31/12/2024 ou 2024-12-31."),
    "no_such_day": _("Le jour « %(value)s » n’existe pas. Vérifiez le jour et le mois."),
    "amount": _("« %(value)s » n’est pas un montant en euros. Écrivez par exemple 12 345,67 €."),
    "amount_range": _("Le montant « %(value)s » est négatif, trop grand, ou a plus de deux décimales."),
    "number": _("« %(value)s » n’est pas un nombre entier."),
    "yes_no": _("« %(value)s » : écrivez oui ou non, ou laissez la cellule vide."),
    "degrees": _("« %(value)s » n’est pas en degrés. Écrivez par exemple 45,4321."),
    "degrees_range": _("« %(value)s » sort du globe : la latitude va de -90 à 90, la longitude de -180 à 180."),
    "position": _("« %(value)s » : écrivez la latitude, une virgule, puis la longitude, par exemple 12.65, -8.01."),
    "places": _("« %(value)s » n’est pas un lieu. Écrivez par exemple : Koro [ML 14.07, -3.08] Mopti."),
    "place_country": _("Le lieu du projet demande un seul pays dans la ligne. Sinon, écrivez : Koro [ML]."),
    "position_half": _("La latitude et la longitude vont ensemble : complétez l’autre cellule, ou videz les deux."),
    "position_zero": _("La position 0, 0 est au large de l’Afrique : donnez la vraie, ou videz les deux cellules."),
    "country": _("« %(value)s » n’est pas un pays connu. Écrivez son nom français ou anglais, ou son code ISO."),
    "country_france": _("Le partenaire étranger ne peut pas être en France : corrigez le pays."),
    "department": _("« %(value)s » n’est pas un département. Écrivez son numéro ou son nom."),
    "choice": _("« %(value)s » n’est pas une valeur de cette liste. Les valeurs possibles sont dans le modèle."),
    "goal": _("« %(value)s » : les objectifs de développement durable sont numérotés de 1 à 17."),
    "funding": _("« %(value)s » : écrivez une ligne par financeur, « nom, année, montant € (nature) »."),
    "too_long": _("Ce texte est trop long pour cette colonne : 300 caractères au plus."),
    "no_letters": _("« %(value)s » n’est pas un nom : il y faut au moins une lettre ou un chiffre."),
    "address": _("« %(value)s » n’est pas une adresse : elle commence par https:// ou http://."),
    "garbled": _("« %(value)s » a été abîmé par un mauvais encodage. Enregistrez de nouveau le fichier en UTF-8."),
    "french_unknown": _(
        "Aucune collectivité française ne porte le nom « %(value)s ». Vérifiez-le, ou donnez son code INSEE."
    ),
    "french_alike": _(
        "« %(value)s » n’est pas sûr : %(candidates)s ? Écrivez le nom exact, ou ajoutez le département ou le code "
        "INSEE."
    ),
    "code_unknown": _("Aucune collectivité n’a le code « %(value)s ». Vérifiez-le, ou videz la cellule."),
    "name_alike": _("« %(value)s » n’est pas sûr : %(candidates)s ? Le nom est gardé ; une personne tranchera."),
    "organisation_alike": _(
        "« %(value)s » ressemble à une organisation connue : %(candidates)s. Écrivez son nom exact pour la compléter."
    ),
    "kind_abroad": _(
        "Cette nature ne va pas avec ce pays : une autorité étrangère n’est pas en France, et inversement."
    ),
    "kind_reference": _("Les collectivités françaises et l’État viennent du référentiel : un tableau n’en ajoute pas."),
    "position_differs": _("Une autre position est déjà connue, à %(distance)s km. Elle n’est pas remplacée."),
    "same_row": _("Cette ligne dit la même chose que la ligne %(line)s. Gardez-en une."),
    "theme_unknown": _("« %(value)s » n’est pas une thématique connue : le texte est gardé, à classer."),
    "number_of_another": _("La fiche n° %(value)s porte un autre titre : la ligne attend la décision d’une personne."),
    "not_written": _("Cette ligne n’a pas pu être écrite : %(reason)s"),
}


def file_words(refused: NotATable) -> str:
    """Why a file is refused, in the active language."""
    return str(FILE_WORDS[refused.code]) % refused.detail


def cell_words(problem: Problem) -> str:
    """What is wrong and how to mend it, in the active language."""
    return str(CELL_WORDS[problem.code]) % problem.values


def shown(text: str) -> str:
    """A cell as a message quotes it: one line, not too long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_SHOWN else f"{line[: LONGEST_SHOWN - 1]}…"


def problem(code: str, column: str = "", value: str = "", *, is_error: bool = True, **values: str) -> Problem:
    """A problem of a cell."""
    return Problem(code, column, {"value": shown(value), **values}, is_error)
