"""Two spellings of one place abroad, and the match key of any name that somebody types."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atlas.reference.match import match_key


def key_of(name: str) -> str:
    """The match key of a name typed in a form. Raises ValidationError when it holds no letter or digit."""
    key = match_key(name)
    if not key:
        raise ValidationError(_("Un nom contient au moins une lettre ou un chiffre."))
    return key


class PlaceAlias(models.Model):
    """One place abroad, two spellings: `alias` « Tananarive » is `name` « Antananarivo » in that country (D5.1).

    A table of words: it holds before any organisation of that place is known, and for its embassy's city too.
    """

    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays"))
    alias = models.CharField(_("autre nom"), max_length=120)
    alias_key = models.CharField(max_length=120, editable=False)
    name = models.CharField(_("nom retenu"), max_length=120)
    name_key = models.CharField(max_length=120, editable=False)

    class Meta:
        verbose_name = _("autre nom de lieu")
        verbose_name_plural = _("autres noms de lieux")
        constraints = [
            models.UniqueConstraint(fields=["country", "alias_key"], name="placealias_once"),
            models.CheckConstraint(condition=~Q(alias_key="") & ~Q(name_key=""), name="placealias_has_names"),
            models.CheckConstraint(condition=~Q(alias_key=F("name_key")), name="placealias_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.alias} = {self.name}"

    def clean(self) -> None:
        self.alias_key, self.name_key = key_of(self.alias), key_of(self.name)
