"""Runs of imports and what could not be read. What was read is in `contributions`, with its document."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .spreadsheets.columns import TableKind


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


class SavedMapping(models.Model):
    """What the columns of a table mean, kept for the next one with the same header (`spreadsheets.mapping`)."""

    kind = models.CharField(_("sorte de lignes"), max_length=12, choices=TableKind)
    fingerprint = models.CharField(max_length=32)
    header = models.JSONField(_("en-tête"))
    mapping = models.JSONField(_("colonnes"))
    saved_at = models.DateTimeField(_("gardée le"))
    by = models.CharField(_("par"), max_length=150)

    class Meta:
        verbose_name = _("correspondance de colonnes")
        verbose_name_plural = _("correspondances de colonnes")
        constraints = [
            models.UniqueConstraint(fields=["fingerprint"], name="savedmapping_one_per_header"),
            models.CheckConstraint(condition=Q(kind__in=TableKind.values), name="savedmapping_kind_known"),
        ]

    def __str__(self) -> str:
        return ", ".join(self.header)


def saved_mappings() -> dict[tuple[str, str], tuple[str, ...]]:
    """(kind, fingerprint) → mapping, all that were kept. One query."""
    rows = SavedMapping.objects.order_by("pk").values_list("kind", "fingerprint", "mapping")
    return {(kind, mark): tuple(mapping) for kind, mark, mapping in rows}


class TableState(models.TextChoices):
    """Where an uploaded table stands."""

    READY = "ready", _("À préparer")
    QUEUED = "queued", _("En attente")
    RUNNING = "running", _("En cours")
    DONE = "done", _("Terminé")
    FAILED = "failed", _("Arrêté")


class TableImport(models.Model):
    """A table that staff uploaded, kept as it came, with how it is read and what became of it.

    `is_dry`: what is queued, runs or is done is a dry run. `beat_at`: the last sign of life of who runs it: when it is
    old, another may take over. `tally`: `spreadsheets.tally.Tally` as JSON. `failure`: code of `problems.FILE_WORDS`.
    """

    name = models.CharField(_("nom du fichier"), max_length=200)
    file = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField(_("octets"))
    kind = models.CharField(_("sorte de lignes"), max_length=12, choices=TableKind)
    reading = models.JSONField(default=dict)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=list)
    total = models.PositiveIntegerField(_("lignes"))
    language = models.CharField(max_length=2, default="fr")
    state = models.CharField(_("état"), max_length=8, choices=TableState, default=TableState.READY)
    is_dry = models.BooleanField(_("essai à blanc"), default=True)
    tally = models.JSONField(default=dict)
    error_file = models.CharField(max_length=120, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    uploaded_at = models.DateTimeField(_("déposé le"))
    beat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(_("terminé le"), null=True, blank=True)
    by = models.CharField(_("par"), max_length=150)

    class Meta:
        verbose_name = _("tableau importé")
        verbose_name_plural = _("tableaux importés")
        indexes = [models.Index(fields=["state"], name="tableimport_state")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=TableKind.values), name="tableimport_kind_known"),
            models.CheckConstraint(condition=Q(state__in=TableState.values), name="tableimport_state_known"),
            models.CheckConstraint(condition=~Q(by="") & ~Q(file=""), name="tableimport_has_author_and_file"),
            models.CheckConstraint(
                condition=~Q(state="running") | Q(beat_at__isnull=False), name="tableimport_running_is_alive"
            ),
        ]

    def __str__(self) -> str:
        return self.name
