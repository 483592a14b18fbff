"""Mail that must not get lost: a row a message, written in the transaction of what it tells. Not an archive."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """A message to one person. Once sent, its addresses and text are erased: when and how often it was tried stays.

    `kind`: a key of `kinds.KINDS`, or "". `try_at`: not before this moment. `last_error`: the kind of the last failure,
    without the recipient. `unsubscribe_url`: where one click ends such mails, "" where they cannot be refused.
    """

    kind = models.CharField(_("sorte"), max_length=40, blank=True)
    language = models.CharField(_("langue"), max_length=2, default="fr")
    recipient = models.CharField(max_length=254, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField(blank=True)
    unsubscribe_url = models.CharField(max_length=500, blank=True)
    queued_at = models.DateTimeField(_("mis en attente le"))
    try_at = models.DateTimeField(_("prochain essai le"))
    tries = models.PositiveSmallIntegerField(_("essais"), default=0)
    last_error = models.CharField(_("dernière erreur"), max_length=120, blank=True)
    sent_at = models.DateTimeField(_("parti le"), null=True)

    class Meta:
        verbose_name = _("courriel")
        verbose_name_plural = _("courriels")
        indexes = [models.Index(fields=["try_at"], name="mail_waiting", condition=Q(sent_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                condition=(Q(sent_at__isnull=True) & ~Q(recipient="") & ~Q(body=""))
                | Q(sent_at__isnull=False, recipient="", reply_to="", body="", unsubscribe_url=""),
                name="mail_kept_until_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.subject}"


class Notice(models.Model):
    """What one person is to be told, waiting to be put into one mail with what else comes within the hour.

    `key` stands for the person (`recipients.Recipient`). The row goes when its mail is queued.
    """

    key = models.CharField(max_length=80)
    kind = models.CharField(_("sorte"), max_length=40)
    language = models.CharField(_("langue"), max_length=2)
    recipient = models.CharField(max_length=254)
    subject = models.CharField(_("objet"), max_length=200)
    body = models.TextField()
    noted_at = models.DateTimeField(_("noté le"), db_index=True)

    class Meta:
        verbose_name = _("avis à regrouper")
        verbose_name_plural = _("avis à regrouper")
        indexes = [models.Index(fields=["key", "kind"], name="notice_of_person")]

    def __str__(self) -> str:
        return f"{self.pk}: {self.subject}"


class Refusal(models.Model):
    """That a person wants no more mails of a kind. `key` as in `Notice`; of a bare address it is a digest."""

    key = models.CharField(max_length=80)
    kind = models.CharField(max_length=40)
    refused_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "kind"], name="refusal_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
