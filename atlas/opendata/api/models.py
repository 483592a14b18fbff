"""Tokens that raise the limit of the API. Only a digest is kept; nobody's name or address."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ApiToken(models.Model):
    """`digest`: SHA-256 of the token, which is shown once; `label`: the service that uses it, never a person."""

    label = models.CharField(_("service"), max_length=120)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(_("création"))
    revoked_at = models.DateTimeField(_("retrait"), null=True, blank=True)

    class Meta:
        verbose_name = _("jeton de l’API")
        verbose_name_plural = _("jetons de l’API")
        constraints = [models.CheckConstraint(condition=~models.Q(label=""), name="api_token_has_label")]

    def __str__(self) -> str:
        return self.label
