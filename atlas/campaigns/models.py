"""Update campaigns (D6): the ministry asks every authority once a year whether its sheets and contacts are right."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atlas.organisations.models import Organisation

from .states import State


class Stage(models.TextChoices):
    """Where a campaign stands on a day. Computed, never stored."""

    DRAFT = "draft", _("En préparation")
    PLANNED = "planned", _("Annoncée")
    OPEN = "open", _("Ouverte")
    OVER = "over", _("Terminée")


class UpdateCampaign(models.Model):
    """One campaign. `kinds`, `regions`: whom it asks, none = all; groups of kinds (`KindGroup`) and INSEE codes.

    `opened_at`: when the ministry announced it; it runs from `opens_on` to `last_day`, both included, unless
    `closed_at`. `prepared_at`: when the keeper had made a row for each authority.
    """

    year = models.PositiveSmallIntegerField(_("année"), unique=True)
    circular_fr = models.TextField(_("texte de la circulaire"))
    circular_en = models.TextField(_("texte en anglais"), blank=True)
    opens_on = models.DateField(_("ouverture"))
    closes_on = models.DateField(_("fin"))
    extended_to = models.DateField(_("prolongée jusqu’au"), null=True, blank=True)
    kinds = models.JSONField(_("natures de collectivités"), default=list, blank=True)
    regions = models.JSONField(_("régions"), default=list, blank=True)
    created_at = models.DateTimeField(_("créée le"))
    opened_at = models.DateTimeField(_("annoncée le"), null=True, blank=True)
    prepared_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(_("fermée le"), null=True, blank=True)

    class Meta:
        verbose_name = _("campagne de mise à jour")
        verbose_name_plural = _("campagnes de mise à jour")
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="campaign_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(extended_to__isnull=True) | Q(extended_to__gt=F("closes_on")),
                name="campaign_extends",
            ),
            models.CheckConstraint(
                condition=Q(opened_at__isnull=False) | Q(closed_at__isnull=True, prepared_at__isnull=True),
                name="campaign_opened_first",
            ),
        ]

    def __str__(self) -> str:
        return str(self.year)

    @property
    def last_day(self) -> date:
        """The last day on which one may attest."""
        return self.extended_to or self.closes_on

    def stage(self, on: date) -> Stage:
        """Where it stands on that day."""
        if self.opened_at is None:
            return Stage.DRAFT
        if self.closed_at is not None or on > self.last_day:
            return Stage.OVER
        return Stage.PLANNED if on < self.opens_on else Stage.OPEN


class AuthorityUpdate(models.Model):
    """What one authority does in one campaign. `told_at`: its agents were told that the campaign is open.

    `remind_by`: who asked for a reminder that has not left yet, "" for none; `reminded_on`: the day of the last one.
    """

    campaign = models.ForeignKey(UpdateCampaign, models.PROTECT, related_name="updates")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(_("état"), max_length=12, choices=State, default=State.NOT_STARTED)
    started_at = models.DateTimeField(null=True, blank=True)
    contacts_at = models.DateTimeField(null=True, blank=True)
    contacts_by = models.CharField(max_length=120, blank=True)
    signed_at = models.DateTimeField(_("attestée le"), null=True, blank=True)
    signed_by = models.CharField(max_length=120, blank=True)
    reopened_at = models.DateTimeField(null=True, blank=True)
    reopened_by = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    remind_by = models.CharField(max_length=120, blank=True)
    reminded_on = models.DateField(_("dernière relance"), null=True, blank=True)

    class Meta:
        verbose_name = _("mise à jour d’une collectivité")
        verbose_name_plural = _("mises à jour des collectivités")
        constraints = [
            models.UniqueConstraint(fields=["campaign", "organisation"], name="update_once_a_campaign"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="update_state_known"),
            models.CheckConstraint(
                condition=~Q(state=State.ATTESTED) | Q(signed_at__isnull=False, contacts_at__isnull=False),
                name="update_attested_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by="") | (Q(signed_at__isnull=False) & ~Q(signed_by="")),
                name="update_signature_paired",
            ),
            models.CheckConstraint(
                condition=Q(contacts_at__isnull=True, contacts_by="")
                | (Q(contacts_at__isnull=False) & ~Q(contacts_by="")),
                name="update_contacts_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.organisation_id}"


class Verdict(models.TextChoices):
    """What an authority says of one sheet."""

    UNCHANGED = "unchanged", _("Rien à changer")
    EDITED = "edited", _("Modifiée")
    ENDED = "ended", _("Projet terminé")
    NOT_OURS = "not_ours", _("Ce n’est pas notre projet")


class SheetAnswer(models.Model):
    """The last answer on one sheet; earlier ones stand in the journal. `project_id` stays when a sheet is merged."""

    update = models.ForeignKey(AuthorityUpdate, models.CASCADE, related_name="answers")
    project_id = models.BigIntegerField()
    verdict = models.CharField(max_length=10, choices=Verdict)
    at = models.DateTimeField()
    by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["update", "project_id"], name="answer_once_a_sheet"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="answer_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.update_id}: {self.project_id} {self.verdict}"
