"""The one thing that is kept of visitors: that one of them sent a form today, without saying who."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class VisitorTrace(models.Model):
    """That a visitor or a mailbox sent a form today, or something received one; see `limits`. Erased after a day."""

    class Kind(models.TextChoices):
        VISITOR = "visitor", _("Visiteur")
        MAILBOX = "mailbox", _("Adresse électronique")
        TARGET = "target", _("Destinataire")

    kind = models.CharField(max_length=8, choices=Kind)
    digest = models.CharField(max_length=32)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "digest"], name="visitor_trace_digest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("visitor", "mailbox", "target")), name="visitor_trace_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
