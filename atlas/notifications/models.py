"""Mail that must not get lost: a row a message, written in the transaction of what it tells. Not an archive."""

from django.db import models
from django.db.models import Q


class Mail(models.Model):
    """A message to one person. Once sent, its addresses and text are erased: when and how often it was tried stays.

    `try_at`: not before this moment. `last_error`: the kind of the last failure, without the recipient.
    """

    recipient = models.CharField(max_length=254, blank=True)
    reply_to = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    queued_at = models.DateTimeField()
    try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["try_at"], name="mail_waiting", condition=Q(sent_at__isnull=True))]
        constraints = [
            models.CheckConstraint(
                condition=(Q(sent_at__isnull=True) & ~Q(recipient="") & ~Q(body=""))
                | Q(sent_at__isnull=False, recipient="", reply_to="", body=""),
                name="mail_kept_until_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk}: {self.subject}"
