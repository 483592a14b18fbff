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
    SUGGESTED_EDIT = "suggested_edit", _("Suggestion d’un poste ou d’un autre service")
    SUGGESTION = "suggestion", _("Signalement d’un lecteur")


class Contribution(models.Model):
    """A whole draft offered for one project (null = a new one). `reason` says why it waits or was decided so.

    `authority`: for whom it is written; its colleagues write on the same draft. `edit_number`: that of the last
    `DraftEdit`. `fields`: what it would change, between blanks (« " title parties " »), for the filters of the queue.
    `taken`: the fields that were accepted. `proposed_to`: the authority to which somebody else proposes a new sheet:
    it may accept it (`rules`). What is proposed on a sheet that exists concerns whoever stands on it.
    """

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
    authority = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("au nom de"),
    )
    proposed_to = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposée à"),
    )
    edit_number = models.PositiveIntegerField(default=0)
    fields = models.TextField(blank=True, default="")
    taken = models.JSONField(default=list, blank=True)
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
        indexes = [
            models.Index(fields=["origin", "source_key", "id"], name="contribution_source"),
            models.Index(fields=["created_by", "state"], name="contribution_author"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "authority"],
                condition=Q(state="draft", authority__isnull=False),
                name="contribution_one_draft_for_all",
            ),
            models.UniqueConstraint(
                fields=["project", "created_by"],
                condition=Q(state="draft", authority__isnull=True),
                name="contribution_one_draft_each",
            ),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="contribution_origin_known"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="contribution_state_known"),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="contribution_decision_paired",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "rejected", "undone")) | Q(decided_at__isnull=False),
                name="contribution_decided_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "undone")) | Q(project__isnull=False),
                name="contribution_accepted_has_project",
            ),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(submitted_at__isnull=False), name="contribution_submitted_says_when"
            ),
            models.CheckConstraint(
                condition=Q(proposed_to__isnull=True) | Q(origin="suggested_edit", authority__isnull=True),
                name="contribution_proposed_by_others",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.origin} {self.source_key or self.pk} ({self.state})"


class DraftEdit(models.Model):
    """One save of a draft: nothing that was typed is lost, whoever saved at the same time. Rows are only added; 24
    months after the contribution's end their values are emptied (`retention`), who saved when stays.

    `changes` and `refused`: JSON of the fields by name. `refused` is what somebody else had changed meanwhile: it is
    kept here, not in the draft, until its author has seen both. This row is the audit of the save (`origin` as there).
    """

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    changes = models.TextField()
    refused = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)
    origin = models.CharField(max_length=60, blank=True)

    class Meta:
        verbose_name = _("enregistrement d’un brouillon")
        verbose_name_plural = _("enregistrements de brouillons")
        constraints = [
            models.UniqueConstraint(fields=["contribution", "number"], name="draftedit_number_once"),
            models.CheckConstraint(condition=~Q(by=""), name="draftedit_has_author"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} n° {self.number}"


class Remark(models.Model):
    """What was said with a verb: the reason of a refusal, a question, its answer. Read by author and deciders; erased
    24 months after the end of the contribution (`retention`)."""

    contribution = models.ForeignKey(Contribution, models.CASCADE, related_name="remarks")
    verb = models.CharField(max_length=12)
    text = models.TextField(_("texte"))
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("remarque")
        verbose_name_plural = _("remarques")
        constraints = [
            models.CheckConstraint(condition=~Q(by="") & ~Q(text=""), name="remark_says_something"),
        ]

    def __str__(self) -> str:
        return f"{self.contribution_id} {self.verb}"


class Proposal(models.Model):
    """One doubtful value that waits for a human: a name without a sure match, a party to add, a title cut (D3.7).

    `digest` stands for rule, field and both values: proposals with the same one can be decided at once.
    """

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
    digest = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        verbose_name = _("proposition")
        verbose_name_plural = _("propositions")
        indexes = [
            models.Index(fields=["digest"], name="proposal_equal", condition=Q(state="open")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="proposal_decision_paired",
            ),
            models.CheckConstraint(condition=Q(state__in=("open", "taken", "refused")), name="proposal_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.field}: {self.rule}"
