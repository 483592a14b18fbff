"""Where a function of a post or of an authority can be reached: the service's own mailbox, never a person's.

PRIVATE: the address is never shown nor exported; a form relays messages to it (D5.4). What may be public is the
function. Persons stand in `models.Contact`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Mailbox(models.Model):
    """The mailbox of one function, checked by somebody on `verified_on`. Closed ones are kept and receive nothing."""

    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="mailboxes",
        verbose_name=_("organisation"),
    )
    post = models.ForeignKey(
        "organisations.Post", models.CASCADE, null=True, blank=True, related_name="mailboxes", verbose_name=_("poste")
    )
    function_fr = models.CharField(_("fonction en français"), max_length=120)
    function_en = models.CharField(_("fonction en anglais"), max_length=120)
    email = models.EmailField(_("adresse électronique du service"), max_length=254)
    verified_on = models.DateField(_("vérifiée le"))
    is_open = models.BooleanField(_("ouverte"), default=True)

    class Meta:
        verbose_name = _("adresse de service")
        verbose_name_plural = _("adresses de service")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, post__isnull=True)
                | Q(organisation__isnull=True, post__isnull=False),
                name="mailbox_of_one_holder",
            ),
            models.UniqueConstraint(fields=["organisation", "function_fr"], name="mailbox_one_per_function"),
            models.UniqueConstraint(fields=["post", "function_fr"], name="mailbox_one_per_post_function"),
            models.CheckConstraint(
                condition=~Q(email="") & ~Q(function_fr="") & ~Q(function_en=""), name="mailbox_is_whole"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.function_fr}"

    def function(self, language: str) -> str:
        """The function in the reader's language."""
        return self.function_en if language == "en" else self.function_fr
