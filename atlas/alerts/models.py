"""Alerts: a mailbox that wants to hear of new sheets that match a public search. Private; gone when it is stopped."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Frequency(models.TextChoices):
    """How often an alert may write."""

    AT_ONCE = "at_once", _("Dès qu’une fiche paraît")
    DAILY = "daily", _("Une fois par jour au plus")
    WEEKLY = "weekly", _("Une fois par semaine au plus")


class Alert(models.Model):
    """A mailbox and a search. `key`: the secret that links of its mails are signed for, never shown as such.

    `query`: as SearchQuery spells it. `seen`: projects that matched already (a serialized bitmap), so that none is told
    twice and none that was there before is told at all. Null `confirmed_at`: nobody has opened the link yet.
    """

    key = models.CharField(max_length=32, unique=True)
    address = models.CharField(max_length=254)
    language = models.CharField(max_length=2)
    query = models.TextField(blank=True)
    frequency = models.CharField(max_length=8, choices=Frequency)
    requested_at = models.DateTimeField(db_index=True)
    confirmed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    seen = models.BinaryField(default=bytes)

    class Meta:
        verbose_name = _("alerte")
        verbose_name_plural = _("alertes")
        constraints = [
            models.CheckConstraint(condition=Q(frequency__in=Frequency.values), name="alert_frequency_known"),
            models.CheckConstraint(condition=Q(language__in=("fr", "en")), name="alert_language_known"),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Found(models.Model):
    """A sheet that an alert has not told yet."""

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="found")
    project_id = models.BigIntegerField()
    found_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["alert", "project_id"], name="found_once")]

    def __str__(self) -> str:
        return f"{self.alert_id}: {self.project_id}"


class Progress(models.Model):
    """One row: the last change of the catalogue that alerts were looked through for. Its lock orders those who look."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    revision = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="alert_progress_single_row")]

    def __str__(self) -> str:
        return str(self.revision)
