"""Every change on its way in: what was proposed, by whom or from what, what became of it. Nothing is lost here."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .states import State


class Origin(models.TextChoices):
    """Where a change comes from. A new source is a line here, a rank in `acceptance` and a reader in `imports`."""

    LEGACY_PAGE = "legacy_page", _("Page de l’ancien Atlas")
    FACTS = "facts", _("Faits publiés, relevés sur une page publique")
    IATI = "iati", _("Activité au format IATI")
    SPREADSHEET = "spreadsheet", _("Tableau importé par une personne habilitée")
    PERSON = "person", _("Saisie par une personne")
    SUGGESTION = "suggestion", _("Signalement d’un lecteur")


class Contribution(models.Model):
    """A whole draft offered for one project (null = a new one). `reason` says why it waits or was decided so."""

    project = models.ForeignKey("projects.Project", models.PROTECT, null=True, blank=True, related_name="contributions")
    base_version = models.PositiveIntegerField(_("version de départ"), default=0)
    applied_version = models.PositiveIntegerField(_("version produite"), null=True, blank=True)
    origin = models.CharField(_("origine"), max_length=20, choices=Origin)
    source_key = models.CharField(max_length=80, blank=True)
    document = models.ForeignKey(
        "projects.SourceDocument", models.PROTECT, null=True, blank=True, related_name="contributions"
    )
    draft = models.TextField()
    draft_hash = models.CharField(max_length=32)
    private = models.TextField(blank=True)
    findings = models.JSONField(default=list, blank=True)
    lines = models.JSONField(default=dict, blank=True)
    repairs = models.JSONField(default=list, blank=True)
    is_partial = models.BooleanField(_("partielle"), default=False)
    state = models.CharField(_("état"), max_length=10, choices=State, default=State.DRAFT, db_index=True)
    reason = models.CharField(_("motif"), max_length=60, blank=True)
    reason_detail = models.TextField(blank=True)
    created_at = models.DateTimeField(_("reçue le"))
    created_by = models.CharField(_("auteur"), max_length=120)
    submitted_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.CharField(_("décidée par"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("contribution")
        verbose_name_plural = _("contributions")
        indexes = [models.Index(fields=["origin", "source_key", "id"], name="contribution_source")]
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="contribution_origin_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="contribution_state_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="contribution_decision_paired",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "rejected")) | Q(decided_at__isnull=False),
                name="contribution_decided_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(project__isnull=False), name="contribution_accepted_has_project"
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="contribution_submitted_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.source_key or self.pk} ({self.state})"


class Proposal(models.Model):
    """One doubtful value that waits for a human: a name without a sure match, a party to add, a title cut (D3.7)."""

    class State(models.TextChoices):
        OPEN = "open", _("À décider")
        TAKEN = "taken", _("Retenue")
        REFUSED = "refused", _("Écartée")

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="proposals")
    field = models.CharField(max_length=40)
    rule = models.CharField(max_length=40)
    current = models.JSONField(null=True)
    proposed = models.JSONField(null=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="proposal_decision_paired",
            ),
            models.CheckConstraint(condition=Q(state__in=("open", "taken", "refused")), name="proposal_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}"
