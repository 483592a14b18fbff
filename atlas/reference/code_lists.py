"""Codes that others keep and the Atlas names: purposes and types of aid (OECD), goals (United Nations).

A short list with names of our own is shipped in `data/codes`, so that exports work; an official list, loaded by
`manage.py load_codelist`, puts its names and states in their place for good. Not for countries: those are `Country`.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BUILT_IN = "data/codes"
"""`Code.source` of what we ship ourselves."""


class Scheme(models.TextChoices):
    """Which list a code belongs to."""

    PURPOSE = "purpose", _("Secteurs du CAD (codes-objet)")
    AID_TYPE = "aid_type", _("Types d’aide du CAD")
    SDG = "sdg", _("Objectifs de développement durable")


class Code(models.Model):
    """One code of one list. Never deleted: a code that its list has withdrawn is not active."""

    scheme = models.CharField(_("liste"), max_length=10, choices=Scheme)
    code = models.CharField(_("code"), max_length=8)
    name_fr = models.CharField(_("nom français"), max_length=300)
    name_en = models.CharField(_("nom anglais"), max_length=300)
    category = models.CharField(_("catégorie"), max_length=8, blank=True)
    is_active = models.BooleanField(_("en vigueur"), default=True)
    source = models.CharField(_("source"), max_length=120)

    class Meta:
        verbose_name = _("code de nomenclature")
        verbose_name_plural = _("codes de nomenclature")
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code"], name="code_once_a_list"),
            models.CheckConstraint(condition=Q(scheme__in=Scheme.values), name="code_scheme_known"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name_fr="") & ~Q(name_en="") & ~Q(source=""), name="code_is_named"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name_fr}"
