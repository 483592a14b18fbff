"""Runs of imports and what could not be read. What was read is in `contributions`, with its document."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportRun(models.Model):
    """One committed run: who, when, of what, with which counts by outcome and by flag (D3.9)."""

    source = models.CharField(_("source"), max_length=20)
    started_at = models.DateTimeField(_("commencé le"))
    finished_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    by = models.CharField(_("par"), max_length=120)
    counts = models.JSONField(_("résultats"), default=dict)
    flags = models.JSONField(_("signalements"), default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [models.CheckConstraint(condition=~Q(by=""), name="importrun_has_author")]

    def __str__(self) -> str:
        return f"{self.source} {self.started_at:%Y-%m-%d %H:%M}"


class RefusedItem(models.Model):
    """A document that could not be read, kept as received (compressed) so that it can be mended and read again."""

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="refused")
    name = models.TextField(_("nom"))
    code = models.CharField(_("motif"), max_length=40)
    message = models.TextField(_("message"))
    content_hash = models.CharField(max_length=32, unique=True)
    raw = models.BinaryField()

    class Meta:
        verbose_name = _("document refusé")
        verbose_name_plural = _("documents refusés")

    def __str__(self) -> str:
        return self.name
