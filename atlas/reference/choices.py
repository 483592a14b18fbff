"""Closed lists of the Atlas (D1.1, D2.3 to D2.5, D4.3): code values and the words that people read.

They stand here, below every feature, so that the register and the public pages share one wording without importing
each other. Lists that change over time (themes, countries, territories) are tables, not choices.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Form(models.TextChoices):
    """« Votre partenariat prend la forme d'un(e) » (D4.3)."""

    PROJECT = "project", _("Projet de coopération décentralisée")
    TWINNING = "twinning", _("Jumelage")
    FRIENDSHIP_PROTOCOL = "friendship_protocol", _("Accord ou protocole d’amitié")
    AGREEMENT = "agreement", _("Convention de coopération")
    ONE_OFF_ACTION = "one_off_action", _("Action ponctuelle ou non conventionnée")
    OTHER_EXTERNAL_ACTION = "other_external_action", _("Autre action extérieure")
    EMERGENCY_AID = "emergency_aid", _("Aide d’urgence")
    WATER_SOLIDARITY = "water_solidarity", _("Action de solidarité eau (loi Oudin-Santini)")


class Family(models.TextChoices):
    """The two families that are never added up silently (D1.1)."""

    DECENTRALISED_COOPERATION = "decentralised_cooperation", _("Coopération décentralisée")
    OTHER_EXTERNAL_ACTION = "other_external_action", _("Autre action extérieure")


class Status(models.TextChoices):
    """Declared status (D2.5); « à confirmer » is computed and never stored here."""

    PLANNED = "planned", _("En projet")
    ONGOING = "ongoing", _("En cours")
    COMPLETED = "completed", _("Terminé")
    DORMANT = "dormant", _("En sommeil")
    SUSPENDED = "suspended", _("Suspendu")
    CANCELLED = "cancelled", _("Annulé")


class Role(models.TextChoices):
    """What an organisation does in a project (D2.4)."""

    PARTNER = "partner", _("Partenaire")
    OWNER = "owner", _("Maître d’ouvrage")
    IMPLEMENTER = "implementer", _("Maître d’œuvre")
    FUNDER = "funder", _("Financeur")
    LEAD = "lead", _("Chef de file")
    BENEFICIARY = "beneficiary", _("Bénéficiaire")
    OTHER = "other", _("Autre partenaire")


class Nature(models.TextChoices):
    """What an amount is (D2.3): never shown without."""

    DECLARED = "declared", _("déclaré")
    PLANNED = "planned", _("prévu")
    GRANTED = "granted", _("accordé")
    COMMITTED = "committed", _("engagé")
    PAID = "paid", _("versé")


class Alive(models.TextChoices):
    """« Relation vivante », as a post sees it on the spot (D2.5): it never changes the declared status."""

    YES = "yes", pgettext_lazy("relation vivante", "Oui")
    NO = "no", pgettext_lazy("relation vivante", "Non")
    UNKNOWN = "unknown", pgettext_lazy("relation vivante", "On ne sait pas")


class DocumentKind(models.TextChoices):
    """What a document of a sheet is."""

    CONVENTION = "convention", _("Convention")
    REPORT = "report", _("Compte-rendu")
    EVALUATION = "evaluation", _("Évaluation")
    SOURCE = "source", _("Source")
    OTHER = "other", pgettext_lazy("document", "Autre document")


class PassageKind(models.TextChoices):
    """The texts of a country's register, in the order of the page (D10.1)."""

    HISTORY = "history", _("Historique")
    STATE_OF_PLAY = "state_of_play", _("État des lieux")
    SUPPORT = "support", _("Ce que font le poste et le ministère")


class LinkKind(models.TextChoices):
    """What a useful link of a register leads to (ours)."""

    INSTITUTION = "institution", _("Institution")
    NETWORK = "network", _("Association ou réseau de collectivités")
    RESOURCE = "resource", _("Documentation")
    CALL = "call", _("Appel à projets ou à partenariats")
    OTHER = "other", _("Autre")


class PaperKind(models.TextChoices):
    """What a document of a register is (ours; the posts' pages publish lists, maps, directories and calls, D10.1)."""

    GUIDE = "guide", _("Guide")
    STUDY = "study", _("Étude ou diagnostic")
    LIST = "list", _("Liste ou répertoire")
    MAP = "map", _("Carte")
    CALL = "call", _("Appel à projets")
    REPORT = "report", _("Compte rendu ou bilan")
    OTHER = "other", _("Autre document")


class PaperLanguage(models.TextChoices):
    """In which language a document is written."""

    FR = "fr", _("en français")
    EN = "en", _("en anglais")
    ES = "es", _("en espagnol")
    PT = "pt", _("en portugais")
    AR = "ar", _("en arabe")
    MUL = "mul", _("en plusieurs langues")
