"""After a local election abroad, a post looks at every partnership of the country again (D5.4, D10.2): a round, with a
row for each pair of a French authority and a foreign partner. Private; public is the sheet's « relation vivante ».

Contacts are not copied here: they stand in `organisations.Contact`, and are to be verified when their last verification
is older than the election (`rules.is_stale`).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.reference.choices import Alive, Form

LONGEST_NAME = 300


class ElectionKind(models.TextChoices):
    """What is elected."""

    MUNICIPAL = "municipal", _("Élections communales ou municipales")
    DISTRICT = "district", _("Élections de département, de cercle ou de district")
    REGIONAL = "regional", _("Élections régionales ou provinciales")
    GENERAL = "general", _("Toutes les collectivités locales")
    OTHER = "other", pgettext_lazy("élection", "Autre (nomination, dissolution, transition)")


class ContactAnswer(models.TextChoices):
    """What was said of the foreign contact of a pair."""

    CONFIRMED = "confirmed", _("Contact confirmé")
    CHANGED = "changed", _("Contact remplacé")
    GONE = "gone", _("Plus de contact")


class VerificationRound(models.Model):
    """A local election, and the round that follows it. `areas`: names of subdivisions, none = the whole country.

    Recorded (`started_at` null), open, closed. `told_at`: the French authorities were asked about their contacts;
    `reminded_on`: the last reminder to the post.
    """

    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays"))
    held_on = models.DateField(_("date de l’élection"))
    kind = models.CharField(_("nature"), max_length=10, choices=ElectionKind)
    areas = models.JSONField(_("subdivisions"), default=list, blank=True)
    source_url = models.CharField(_("source"), max_length=500, blank=True)
    recorded_at = models.DateTimeField(_("notée le"))
    recorded_by = models.CharField(_("notée par"), max_length=120)
    started_at = models.DateTimeField(_("commencée le"), null=True, blank=True)
    started_by = models.CharField(max_length=120, blank=True)
    closed_at = models.DateTimeField(_("close le"), null=True, blank=True)
    closed_by = models.CharField(max_length=120, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("vérification après une élection")
        verbose_name_plural = _("vérifications après une élection")
        constraints = [
            models.UniqueConstraint(fields=["country", "held_on", "kind"], name="verificationround_election_once"),
            models.UniqueConstraint(
                fields=["country"],
                condition=Q(started_at__isnull=False, closed_at__isnull=True),
                name="verificationround_one_open",
            ),
            models.CheckConstraint(condition=~Q(country="FR"), name="verificationround_abroad"),
            models.CheckConstraint(condition=Q(kind__in=ElectionKind.values), name="verificationround_kind_known"),
            models.CheckConstraint(
                condition=Q(source_url="") | Q(source_url__startswith="https://") | Q(source_url__startswith="http://"),
                name="verificationround_source_on_the_web",
            ),
            models.CheckConstraint(condition=~Q(recorded_by=""), name="verificationround_recorded_by_somebody"),
            models.CheckConstraint(
                condition=Q(started_at__isnull=True, started_by="") | (Q(started_at__isnull=False) & ~Q(started_by="")),
                name="verificationround_start_paired",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by="")
                | (Q(closed_at__isnull=False, started_at__isnull=False) & ~Q(closed_by="")),
                name="verificationround_closed_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_id} {self.held_on}"

    @property
    def is_open(self) -> bool:
        """It may be answered."""
        return self.started_at is not None and self.closed_at is None


class PairCheck(models.Model):
    """A French authority and its partner in the country, as living sheets named them when the round began.

    `partner_key` tells partners apart: « #12 » for one of the register, else the match key of its name. `sheets`:
    numbers of the sheets that both stand on. `alive` is what the post says of the pair; the sheets' own flag follows
    (`rules.flag_of`).
    """

    round = models.ForeignKey(VerificationRound, models.CASCADE, related_name="pairs")
    french = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    foreign = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    foreign_name = models.CharField(_("partenaire étranger"), max_length=LONGEST_NAME)
    partner_key = models.CharField(max_length=LONGEST_NAME)
    area = models.CharField(_("subdivision"), max_length=120, blank=True)
    since_year = models.PositiveSmallIntegerField(_("depuis"), null=True, blank=True)
    form = models.CharField(_("forme"), max_length=30, choices=Form, blank=True)
    sheets = models.JSONField(default=list)
    alive = models.CharField(_("relation vivante"), max_length=8, choices=Alive, blank=True)
    alive_on = models.DateField(_("constaté le"), null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=120, blank=True)
    contact = models.CharField(_("contact"), max_length=10, choices=ContactAnswer, blank=True)
    contact_at = models.DateTimeField(null=True, blank=True)
    contact_by = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("relation à vérifier")
        verbose_name_plural = _("relations à vérifier")
        constraints = [
            models.UniqueConstraint(fields=["round", "french", "partner_key"], name="paircheck_once"),
            models.CheckConstraint(condition=~Q(foreign_name="") & ~Q(partner_key=""), name="paircheck_names_partner"),
            models.CheckConstraint(condition=Q(form__in=["", *Form.values]), name="paircheck_form_known"),
            models.CheckConstraint(condition=Q(alive__in=["", *Alive.values]), name="paircheck_alive_known"),
            models.CheckConstraint(
                condition=Q(alive="", alive_on__isnull=True, answered_at__isnull=True, answered_by="")
                | (~Q(alive="") & Q(alive_on__isnull=False, answered_at__isnull=False) & ~Q(answered_by="")),
                name="paircheck_answer_whole",
            ),
            models.CheckConstraint(
                condition=Q(contact__in=["", *ContactAnswer.values]), name="paircheck_contact_known"
            ),
            models.CheckConstraint(
                condition=Q(contact="", contact_at__isnull=True, contact_by="")
                | (~Q(contact="") & Q(contact_at__isnull=False) & ~Q(contact_by="")),
                name="paircheck_contact_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.french_id} – {self.foreign_name}"
