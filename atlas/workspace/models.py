"""Files that people attach to a sheet. They are kept apart from the draft, which only holds their address."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Attachment(models.Model):
    """One file. `key`: its name in the storage, random; part of its address, public once a published sheet names it.

    Rows stay when the draft drops the file: older versions of a sheet name it still.
    """

    contribution = models.ForeignKey("contributions.Contribution", models.PROTECT, related_name="attachments")
    key = models.CharField(max_length=80, unique=True)
    name = models.CharField(_("nom du fichier"), max_length=150)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(_("taille"))
    added_by = models.CharField(_("ajouté par"), max_length=120)
    added_at = models.DateTimeField(_("ajouté le"))

    class Meta:
        verbose_name = _("pièce jointe")
        verbose_name_plural = _("pièces jointes")
        constraints = [
            models.CheckConstraint(condition=~Q(key="") & ~Q(added_by=""), name="attachment_has_key_and_author"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.key[:8]}"
