"""Append-only events: who did what, when. Not a log of requests, nor the history of values (projects.Version).

Beside them one row a program that nobody watches: its last good end and its last failure (`jobs`).
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Event(models.Model):
    """One fact about one object. Rows are never changed nor deleted: here `save` raises, in the database triggers do
    (`append_only`). `origin`: where it came from (`origin.current_origin`)."""

    at = models.DateTimeField(_("date"), db_index=True)
    actor = models.CharField(_("auteur"), max_length=120)
    verb = models.CharField(_("action"), max_length=60)
    object_type = models.CharField(_("type d’objet"), max_length=40)
    object_id = models.BigIntegerField(_("identifiant"))
    detail = models.JSONField(_("détail"), default=dict, blank=True)
    origin = models.CharField(_("provenance"), max_length=60, blank=True, default="")

    class Meta:
        verbose_name = _("événement")
        verbose_name_plural = _("événements")
        indexes = [models.Index(fields=["object_type", "object_id", "id"], name="audit_event_object")]
        constraints = [
            models.CheckConstraint(condition=~models.Q(actor=""), name="audit_event_has_actor"),
            models.CheckConstraint(condition=~models.Q(verb=""), name="audit_event_has_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor} {self.verb} {self.object_type} {self.object_id}"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise TypeError("An audit event is never changed.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # the signature is Django's, passed through

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("An audit event is never deleted.")


class Job(models.Model):
    """One program that runs by itself: its last run that ended well, its last failure and why (a kind of error)."""

    name = models.CharField(_("programme"), max_length=40, primary_key=True)
    started_at = models.DateTimeField(_("commencé le"), null=True)
    finished_at = models.DateTimeField(_("terminé le"), null=True)
    failed_at = models.DateTimeField(_("échec le"), null=True)
    failure = models.CharField(_("erreur"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failed_at__isnull=True, failure="")
                | (models.Q(failed_at__isnull=False) & ~models.Q(failure="")),
                name="job_failure_paired",
            ),
        ]

    def __str__(self) -> str:
        return self.name
