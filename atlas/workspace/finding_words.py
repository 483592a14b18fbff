"""What checks find on a draft, as its officer needs it: what is doubtful and how to mend it, beside the field."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from atlas.projects.checks import Finding

WORDS: Final[Mapping[str, Any]] = {
    "title_missing": _("Donnez un titre : sans lui, la fiche ne peut pas être envoyée."),
    "title_poor": _("Ce titre dit peu de chose, ou il est en capitales. Dites ce qui est fait, et où."),
    "title_probably_cut": _("Ce titre s’arrête sans doute trop tôt : complétez-le."),
    "french_authority_missing": _("Ajoutez la collectivité française, comme « Partenaire », avec le pays France."),
    "foreign_partner_missing": _("Ajoutez le partenaire étranger, dans le rôle « Partenaire », avec son pays."),
    "country_missing": _("Indiquez au moins un pays partenaire."),
    "theme_missing": _("Choisissez au moins une thématique : c’est par elle que l’on vous trouve."),
    "theme_contradicted": _("Le titre parle d’un autre sujet que les thématiques. Vérifiez-les."),
    "status_unknown": _("L’état repris de l’ancien Atlas n’est pas dans la liste : choisissez-en un."),
    "status_vs_end": _("La date de fin est passée. Le partenariat est-il terminé ? Changez l’état, ou la date."),
    "end_missing": _("Le partenariat est terminé : indiquez quand."),
    "end_in_future": _("Le partenariat est dit terminé, mais sa date de fin n’est pas atteinte."),
    "end_before_start": _("La fin est antérieure au début : l’une des deux est fausse."),
    "stale": _("Les trois années sont passées, sans financement depuis. Où en est le partenariat ?"),
    "year_implausible": _("Une année n’est pas vraisemblable : vérifiez-la."),
    "pct_unplaced": _("Des montants « 1 % » n’ont pas de nature : placez-les dans eau, déchets ou énergie."),
    "place_other_country": _(
        "Un lieu est dans un pays que la fiche ne nomme pas : ajoutez le pays, ou corrigez le lieu."
    ),
    "place_half": _("La latitude et la longitude vont ensemble : complétez l’autre, ou videz les deux."),
    "place_out_of_range": _("Un lieu sort du globe : la latitude va de −90 à 90, la longitude de −180 à 180."),
    "place_zero": _("Un lieu est au point 0, 0, en pleine mer : indiquez sa position, ou videz-la."),
    "place_swapped": _("Latitude et longitude semblent inversées : la latitude d’abord, puis la longitude."),
    "place_outside_country": _("Un lieu est loin du pays indiqué : vérifiez sa position, ou son pays."),
    "not_in_list": _("Une valeur n’est pas dans la liste : choisissez-en une autre."),
    "end_twice": _("Donnez un jour ou une année de fin, pas les deux."),
    "name_missing": _("Un nom manque dans une ligne : complétez-la, ou retirez-la."),
    "too_long": _("Un nom est trop long : raccourcissez-le."),
    "twice": _("Une valeur est donnée deux fois : retirez l’une des deux."),
    "number_out_of_range": _("Une année ou un montant est hors de ce que le registre peut tenir."),
    "unknown_reference": _("Une valeur n’existe plus dans le registre : choisissez-en une autre."),
}
"""Code of a finding → words. One that is not here is not for officers."""


def worded(findings: Iterable[Finding]) -> dict[str, list[str]]:
    """Field of the draft → what to say beside it."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        if finding.code in WORDS:
            sentences = found.setdefault("end_date" if finding.field == "end_year" else finding.field, [])
            if (words := str(WORDS[finding.code])) not in sentences:
                sentences.append(words)
    return found
