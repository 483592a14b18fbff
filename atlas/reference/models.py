"""What others publish and we copy: countries, French territories, themes. Filled from `data/` by `loading`.

A territory is a place with an official code; the authority that governs it is an organisation (`atlas.organisations`).
Nothing is deleted: what no longer exists gets an end date, so that old projects keep what they point at.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from .code_lists import Code, Scheme
from .kinds import Kind
from .published import PublishedFigure, PublishedSnapshot

__all__ = [
    "Code",
    "Country",
    "CountryClass",
    "DacClass",
    "DatePrecision",
    "LoadedFile",
    "PublishedFigure",
    "PublishedSnapshot",
    "Scheme",
    "Territory",
    "TerritoryKind",
    "TerritoryName",
    "TerritorySuccession",
    "TerritorySuccessionKind",
    "Theme",
    "ThemeOrigin",
    "WorldZone",
    "localised",
]


def localised(french: str, english: str) -> str:
    """The text in the reader's language: French unless English is active."""
    return english if (get_language() or "").startswith("en") else french


def position_in_range(name: str) -> models.CheckConstraint:
    """Latitude and longitude both null, or both on the globe. Not null is said: a check that gives NULL passes."""
    return models.CheckConstraint(
        condition=Q(latitude__isnull=True, longitude__isnull=True)
        | Q(
            latitude__isnull=False,
            longitude__isnull=False,
            latitude__gte=-90,
            latitude__lte=90,
            longitude__gte=-180,
            longitude__lte=180,
        ),
        name=name,
    )


class DatePrecision(models.TextChoices):
    """What is true of a date: the day, or only its year (then it is stored as 1 January)."""

    DAY = "day", pgettext_lazy("précision d’une date", "Jour")
    YEAR = "year", pgettext_lazy("précision d’une date", "Année")


class DacClass(models.TextChoices):
    """Country classes for rates (D4.3, D7.4)."""

    LDC = "ldc", _("Pays moins avancé")
    ODA_OTHER = "oda_other", _("Autre pays éligible à l’aide publique au développement")
    NON_ODA = "non_oda", _("Pays non éligible à l’aide publique au développement")


class TerritoryKind(models.TextChoices):
    """Levels of French territories. `collectivity` = those overseas, and Alsace: neither of the others."""

    REGION = "region", _("Région")
    DEPARTMENT = "department", _("Département")
    COLLECTIVITY = "collectivity", _("Collectivité à statut particulier")
    EPCI = "epci", _("Intercommunalité")
    EPT = "ept", _("Établissement public territorial")
    COMMUNE = "commune", _("Commune")
    ARRONDISSEMENT = "arrondissement", _("Arrondissement municipal")


class TerritorySuccessionKind(models.TextChoices):
    """How one territory, or the authority that governs it, followed another (D5.1)."""

    MERGER = "merger", _("Fusion")
    SPLIT = "split", _("Scission")
    RENAME = "rename", _("Changement de nom ou de code")
    EXTENSION = "extension", _("Extension")


class ThemeOrigin(models.TextChoices):
    """Who made a theme: read on the ministry's sheets, or implied by them and added by us (D4.1)."""

    MINISTRY = "ministry", _("Ministère")
    OURS = "ours", _("Atlas")


class WorldZone(models.Model):
    """One of the six world zones (D11.1). Each country is in exactly one."""

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    name_fr = models.CharField(_("nom français"), max_length=80, unique=True)
    name_en = models.CharField(_("nom anglais"), max_length=80, unique=True)
    rank = models.PositiveSmallIntegerField(_("rang"), unique=True)

    class Meta:
        verbose_name = _("zone du monde")
        verbose_name_plural = _("zones du monde")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localised(self.name_fr, self.name_en)


class Country(models.Model):
    """A country or territory with an ISO 3166 code (XK for Kosovo). `aliases` are its other French spellings.

    The position is a point inside its largest piece of land, decimal degrees: good for a dot on a map.
    """

    iso2 = models.CharField(_("code ISO à 2 lettres"), max_length=2, primary_key=True)
    iso3 = models.CharField(_("code ISO à 3 lettres"), max_length=3, unique=True)
    name_fr = models.CharField(_("nom français"), max_length=80, unique=True)
    name_en = models.CharField(_("nom anglais"), max_length=80, unique=True)
    zone = models.ForeignKey(WorldZone, models.PROTECT, related_name="countries", verbose_name=_("zone du monde"))
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    aliases = models.JSONField(_("autres graphies"), default=list, blank=True)

    class Meta:
        verbose_name = _("pays")
        verbose_name_plural = _("pays")
        constraints = [
            models.CheckConstraint(condition=Q(iso2__regex=r"^[A-Z]{2}$"), name="country_iso2_two_capitals"),
            models.CheckConstraint(condition=Q(iso3__regex=r"^[A-Z]{3}$"), name="country_iso3_three_capitals"),
            models.CheckConstraint(condition=~Q(name_fr="") & ~Q(name_en=""), name="country_has_names"),
            position_in_range("country_position_on_globe"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return localised(self.name_fr, self.name_en)


class CountryClass(models.Model):
    """Class of a country for ODA in one data year (D7.4). No row = not known, which is not « not eligible »."""

    country = models.ForeignKey(Country, models.CASCADE, related_name="classes", verbose_name=_("pays"))
    data_year = models.PositiveSmallIntegerField(_("année des données"))
    dac_class = models.CharField(_("classe"), max_length=10, choices=DacClass)
    is_eligible = models.BooleanField(_("éligible à l’aide publique au développement"))
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("classe de pays")
        verbose_name_plural = _("classes de pays")
        constraints = [
            models.UniqueConstraint(fields=["country", "data_year"], name="countryclass_one_a_year"),
            models.CheckConstraint(
                condition=Q(dac_class=DacClass.NON_ODA, is_eligible=False)
                | Q(dac_class__in=[DacClass.LDC, DacClass.ODA_OTHER], is_eligible=True),
                name="countryclass_eligible_as_classed",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="countryclass_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.data_year} {self.dac_class}"


class Territory(models.Model):
    """A French place with an official code: INSEE code for most kinds, SIREN for intermunicipalities.

    `parent`: commune → département or collectivity, département → région, arrondissement → commune, intermunicipality →
    the département where most of its people live. `valid_to` set = it no longer exists; see `TerritorySuccession`.
    `authority_*`: the kind of authority that governs it, its name where it is not derived from the kind, and between
    which dates; no kind = none. `is_approximate`: the position is that of the surroundings.
    """

    kind = models.CharField(_("niveau"), max_length=14, choices=TerritoryKind)
    code = models.CharField(_("code"), max_length=9)
    siren = models.CharField(_("SIREN"), max_length=9, null=True, blank=True, unique=True)
    name = models.CharField(_("nom"), max_length=200)
    match_key = models.CharField(max_length=200, editable=False, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("territoire parent")
    )
    epci = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("intercommunalité")
    )
    ept = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="ept_members", verbose_name=_("EPT")
    )
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    is_approximate = models.BooleanField(_("position approximative"), default=False)
    authority_kind = models.CharField(_("nature de la collectivité"), max_length=24, choices=Kind, blank=True)
    authority_name = models.CharField(_("nom de la collectivité"), max_length=200, blank=True)
    authority_from = models.DateField(_("collectivité depuis"), null=True, blank=True)
    authority_to = models.DateField(_("collectivité jusqu’au"), null=True, blank=True)
    valid_from = models.DateField(_("existe depuis"), null=True, blank=True)
    valid_to = models.DateField(_("a existé jusqu’au"), null=True, blank=True)
    date_precision = models.CharField(
        _("précision des dates"), max_length=4, choices=DatePrecision, default=DatePrecision.DAY
    )

    class Meta:
        verbose_name = _("territoire")
        verbose_name_plural = _("territoires")
        constraints = [
            models.UniqueConstraint(fields=["kind", "code"], name="territory_one_per_code"),
            models.CheckConstraint(condition=Q(kind__in=TerritoryKind.values), name="territory_kind_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(match_key=""), name="territory_has_name"),
            models.CheckConstraint(
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^[0-9]{9}$"), name="territory_siren_9_digits"
            ),
            models.CheckConstraint(
                condition=Q(epci__isnull=True, ept__isnull=True) | Q(kind=TerritoryKind.COMMUNE),
                name="territory_only_communes_in_epci",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="territory_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(authority_kind="")
                | Q(authority_name="", authority_from__isnull=True, authority_to__isnull=True),
                name="territory_authority_has_kind",
            ),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values), name="territory_precision_known"
            ),
            position_in_range("territory_position_on_globe"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.code})"

    @property
    def is_former(self) -> bool:
        """It no longer exists."""
        return self.valid_to is not None


class TerritoryName(models.Model):
    """A former name of a territory that kept its code (« Évry » for 91228). `valid_to`: the day it ended."""

    territory = models.ForeignKey(Territory, models.CASCADE, related_name="names", verbose_name=_("territoire"))
    name = models.CharField(_("nom"), max_length=200)
    match_key = models.CharField(max_length=200, editable=False, db_index=True)
    valid_from = models.DateField(_("depuis"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    date_precision = models.CharField(
        _("précision des dates"), max_length=4, choices=DatePrecision, default=DatePrecision.DAY
    )

    class Meta:
        verbose_name = _("ancien nom de territoire")
        verbose_name_plural = _("anciens noms de territoires")
        constraints = [
            models.UniqueConstraint(fields=["territory", "name"], name="territoryname_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(match_key=""), name="territoryname_has_name"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="territoryname_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values), name="territoryname_precision_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class TerritorySuccession(models.Model):
    """`successor` took over from `predecessor`: a merged commune, a council replaced by another."""

    predecessor = models.ForeignKey(
        Territory, models.CASCADE, related_name="succeeded_by", verbose_name=_("prédécesseur")
    )
    successor = models.ForeignKey(Territory, models.CASCADE, related_name="preceded_by", verbose_name=_("successeur"))
    occurred_on = models.DateField(_("date"))
    date_precision = models.CharField(
        _("précision de la date"), max_length=4, choices=DatePrecision, default=DatePrecision.DAY
    )
    kind = models.CharField(_("sorte"), max_length=10, choices=TerritorySuccessionKind)

    class Meta:
        verbose_name = _("succession de territoires")
        verbose_name_plural = _("successions de territoires")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="territorysuccession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="territorysuccession_of_another"),
            models.CheckConstraint(
                condition=Q(kind__in=TerritorySuccessionKind.values), name="territorysuccession_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values), name="territorysuccession_precision_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"


class Theme(models.Model):
    """A theme of the Atlas (D4.1), on three levels. CRS codes and SDG are suggestions that a declarant confirms.

    `valid_to` set = no longer in the nomenclature; `is_offered` = people may choose it today.
    """

    code = models.CharField(_("code"), max_length=40, primary_key=True)
    level = models.PositiveSmallIntegerField(_("niveau"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("thématique parente")
    )
    label_fr = models.CharField(_("libellé français"), max_length=120)
    label_en = models.CharField(_("libellé anglais"), max_length=120)
    rank = models.PositiveSmallIntegerField(_("rang"))
    origin = models.CharField(_("origine"), max_length=10, choices=ThemeOrigin)
    nomenclature_version = models.CharField(_("version de la nomenclature"), max_length=20)
    valid_from = models.DateField(_("depuis"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    is_offered = models.BooleanField(_("proposée"), default=True)
    crs_default = models.CharField(_("code CRS proposé"), max_length=5, blank=True)
    crs_alternatives = models.JSONField(_("autres codes CRS"), default=list, blank=True)
    sdg = models.PositiveSmallIntegerField(_("ODD"), null=True, blank=True)

    class Meta:
        verbose_name = _("thématique")
        verbose_name_plural = _("thématiques")
        constraints = [
            models.UniqueConstraint(fields=["parent", "label_fr"], name="theme_one_label_per_branch"),
            models.CheckConstraint(
                condition=Q(level=1, parent__isnull=True) | Q(level__in=[2, 3], parent__isnull=False),
                name="theme_level_matches_parent",
            ),
            models.CheckConstraint(condition=Q(origin__in=ThemeOrigin.values), name="theme_origin_known"),
            models.CheckConstraint(
                condition=Q(crs_default="") | Q(crs_default__regex=r"^[0-9]{5}$"), name="theme_crs_five_digits"
            ),
            models.CheckConstraint(
                condition=Q(sdg__isnull=True) | Q(sdg__gte=1, sdg__lte=17), name="theme_sdg_1_to_17"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(is_offered=False), name="theme_closed_is_not_offered"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The label in the reader's language."""
        return localised(self.label_fr, self.label_en)


class LoadedFile(models.Model):
    """Which content of a folder of `data/` was loaded last, so that an unchanged one costs nothing."""

    path = models.CharField(_("dossier"), max_length=120, primary_key=True)
    digest = models.CharField(_("empreinte"), max_length=64)
    loaded_at = models.DateTimeField(_("chargé le"))

    class Meta:
        verbose_name = _("dossier chargé")
        verbose_name_plural = _("dossiers chargés")

    def __str__(self) -> str:
        return self.path
