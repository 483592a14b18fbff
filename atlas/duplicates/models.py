"""Pairs that may be the same project or organisation, and what a person decided of them. Nothing is merged here."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class CandidateKind(models.TextChoices):
    """What a pair is made of."""

    PROJECT = "project", _("Projets")
    ORGANISATION = "organisation", _("Organisations")


class Decision(models.TextChoices):
    """What was decided of a pair."""

    OPEN = "", _("À examiner")
    DISTINCT = "distinct", _("Pas un doublon")


class Candidate(models.Model):
    """A pair, the smaller number first. `score` 0 to 100; `reasons`: pairs of code and value (`words.REASONS`).

    Labels are those of the day on which it was found. `is_current`: found by the last run; a pair that is no longer
    found stays only when something was decided of it, so that a decision holds when it is found again.
    """

    kind = models.CharField(_("sorte"), max_length=12, choices=CandidateKind)
    first_id = models.BigIntegerField()
    second_id = models.BigIntegerField()
    first_label = models.TextField()
    second_label = models.TextField()
    score = models.PositiveSmallIntegerField(_("ressemblance"))
    reasons = models.JSONField(default=list)
    found_at = models.DateTimeField(_("trouvé le"))
    is_current = models.BooleanField(_("toujours ressemblants"), default=True)
    decision = models.CharField(_("décision"), max_length=8, choices=Decision, blank=True, default=Decision.OPEN)
    decided_by = models.CharField(_("décidé par"), max_length=150, blank=True)
    decided_at = models.DateTimeField(_("décidé le"), null=True, blank=True)

    class Meta:
        verbose_name = _("doublon possible")
        verbose_name_plural = _("doublons possibles")
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_id", "second_id"], name="candidate_once"),
            models.CheckConstraint(condition=Q(first_id__lt=F("second_id")), name="candidate_smaller_first"),
            models.CheckConstraint(condition=Q(kind__in=CandidateKind.values), name="candidate_kind_known"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="candidate_decision_known"),
            models.CheckConstraint(condition=Q(score__lte=100), name="candidate_score_to_100"),
            models.CheckConstraint(
                condition=Q(decision="", decided_by="", decided_at__isnull=True)
                | (~Q(decision="") & ~Q(decided_by="") & Q(decided_at__isnull=False)),
                name="candidate_decision_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_label} / {self.second_label}"
