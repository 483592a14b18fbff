"""Tables of figures that others published about the Atlas (D1.3, D10.4): dated snapshots, each with its source.

Filled from `data/published_figures` by `loading`. Not for what we count ourselves: that is computed, never stored.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .choices import Family


class Sign(models.TextChoices):
    """How exact the publication says its number is."""

    EXACT = "exact", _("Exactement")
    ABOUT = "about", _("Environ")
    OVER = "over", _("Plus de")
    NEARLY = "nearly", _("Près de")


class Unit(models.TextChoices):
    """What a published number is a number of."""

    COUNT = "count", _("Nombre")
    EUR = "eur", _("Euros")
    PERCENT = "percent", _("Pour cent")


class Parts(models.TextChoices):
    """Whether the publication breaks a number down: wholly, or by examples."""

    NONE = "", _("Sans répartition")
    ALL = "all", _("Répartition entière")
    SOME = "some", _("Exemples")


class PublishedSnapshot(models.Model):
    """One publication: where, when, counted how, and what is known not to fit. `country` null = all countries.

    `as_of` orders and `as_of_fr`/`as_of_en` say how precise it is; null = the source carries no date.
    """

    key = models.CharField(_("clé"), max_length=40, unique=True)
    country = models.ForeignKey(
        "reference.Country", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pays")
    )
    as_of = models.DateField(_("date"), null=True, blank=True)
    as_of_fr = models.CharField(_("date en français"), max_length=60)
    as_of_en = models.CharField(_("date en anglais"), max_length=60)
    source_fr = models.CharField(_("source en français"), max_length=200)
    source_en = models.CharField(_("source en anglais"), max_length=200)
    address = models.CharField(_("adresse de la source"), max_length=200, blank=True)
    rule_fr = models.TextField(_("règle en français"))
    rule_en = models.TextField(_("règle en anglais"))
    warning_fr = models.TextField(_("réserve en français"), blank=True)
    warning_en = models.TextField(_("réserve en anglais"), blank=True)
    rank = models.PositiveSmallIntegerField(_("rang"))

    class Meta:
        verbose_name = _("relevé publié")
        verbose_name_plural = _("relevés publiés")
        constraints = [
            models.CheckConstraint(
                condition=~Q(source_fr="") & ~Q(source_en="") & ~Q(rule_fr="") & ~Q(rule_en=""),
                name="publishedsnapshot_says_source",
            ),
            models.CheckConstraint(
                condition=Q(warning_fr="", warning_en="") | (~Q(warning_fr="") & ~Q(warning_en="")),
                name="publishedsnapshot_in_both_languages",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class PublishedFigure(models.Model):
    """One number of a snapshot, in its order. `part_of`: the French words of the number that it is a part of.

    `family` "" = the source does not tell the two families apart. `value_to`: upper end of a range.
    """

    snapshot = models.ForeignKey(PublishedSnapshot, models.CASCADE, related_name="figures", verbose_name=_("relevé"))
    rank = models.PositiveSmallIntegerField(_("rang"))
    sign = models.CharField(_("exactitude"), max_length=6, choices=Sign)
    value = models.BigIntegerField(_("valeur"))
    value_to = models.BigIntegerField(_("jusqu’à"), null=True, blank=True)
    unit = models.CharField(_("unité"), max_length=7, choices=Unit)
    words_fr = models.CharField(_("libellé français"), max_length=120)
    words_en = models.CharField(_("libellé anglais"), max_length=120)
    family = models.CharField(_("famille"), max_length=26, choices=Family, blank=True)
    part_of = models.CharField(_("partie de"), max_length=120, blank=True)
    parts = models.CharField(_("répartition"), max_length=4, choices=Parts, blank=True)

    class Meta:
        verbose_name = _("chiffre publié")
        verbose_name_plural = _("chiffres publiés")
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "rank"], name="publishedfigure_one_per_rank"),
            models.CheckConstraint(condition=Q(sign__in=Sign.values), name="publishedfigure_sign_known"),
            models.CheckConstraint(condition=Q(unit__in=Unit.values), name="publishedfigure_unit_known"),
            models.CheckConstraint(condition=Q(parts__in=Parts.values), name="publishedfigure_parts_known"),
            models.CheckConstraint(condition=Q(family__in=["", *Family.values]), name="publishedfigure_family_known"),
            models.CheckConstraint(
                condition=Q(value_to__isnull=True) | Q(value_to__gt=F("value")), name="publishedfigure_range_in_order"
            ),
            models.CheckConstraint(condition=~Q(words_fr="") & ~Q(words_en=""), name="publishedfigure_says_what"),
        ]

    def __str__(self) -> str:
        return f"{self.snapshot_id} {self.rank}: {self.value} {self.words_fr}"
