"""Authorities that say themselves that they act in a country (D10.2), as entries that wait for its post. Never public.

No row is deleted: what is refused stays with its reason. Whoever declares stands apart (`Declarer`), so that a person
can go and the entry stays (D5.4).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atlas.reference.choices import Form

from .states import State

FIRST_YEAR, LAST_YEAR = 1900, 2100
LONGEST_NAME = 300


class DeclaredEntry(models.Model):
    """One sending. `authority_name`, `partner_name`: as typed; `authority`: which one of the register that is, said by
    the sender until somebody checked it. `proposal`: the sheet made of it; `project`: the sheet that it was linked to.

    `decided_at`, `decided_by`: the last verb of a person.
    """

    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays"))
    authority_name = models.CharField(_("collectivité déclarée"), max_length=LONGEST_NAME)
    authority = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("collectivité"),
    )
    partner_name = models.CharField(_("partenaire étranger"), max_length=LONGEST_NAME)
    partner_place = models.CharField(_("lieu du partenaire"), max_length=LONGEST_NAME, blank=True)
    since_year = models.PositiveSmallIntegerField(_("depuis"), null=True, blank=True)
    form = models.CharField(_("forme"), max_length=24, choices=Form, blank=True)
    words = models.TextField(_("en quelques mots"), blank=True)
    state = models.CharField(_("état"), max_length=8, choices=State, default=State.PENDING, db_index=True)
    reason = models.TextField(_("motif"), blank=True)
    double_of = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="doubles", verbose_name=_("en double de")
    )
    project = models.ForeignKey("projects.Project", models.PROTECT, null=True, blank=True, related_name="+")
    proposal = models.ForeignKey(
        "contributions.Contribution", models.PROTECT, null=True, blank=True, related_name="declared_entries"
    )
    declared_at = models.DateTimeField(_("reçue le"))
    decided_at = models.DateTimeField(_("décidée le"), null=True, blank=True)
    decided_by = models.CharField(_("décidée par"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("inscription d’une collectivité")
        verbose_name_plural = _("inscriptions de collectivités")
        indexes = [models.Index(fields=["country", "state"], name="declaredentry_country")]
        constraints = [
            models.CheckConstraint(condition=~Q(country="FR"), name="declaredentry_abroad"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="declaredentry_state_known"),
            models.CheckConstraint(condition=Q(form__in=["", *Form.values]), name="declaredentry_form_known"),
            models.CheckConstraint(
                condition=~Q(authority_name="") & ~Q(partner_name=""), name="declaredentry_names_both_sides"
            ),
            models.CheckConstraint(
                condition=Q(since_year__isnull=True) | Q(since_year__gte=FIRST_YEAR, since_year__lte=LAST_YEAR),
                name="declaredentry_year_likely",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("checked", "proposed", "linked")) | Q(authority__isnull=False),
                name="declaredentry_checked_names_one",
            ),
            models.CheckConstraint(
                condition=~Q(state="proposed") | Q(proposal__isnull=False), name="declaredentry_proposed_sheet"
            ),
            models.CheckConstraint(
                condition=~Q(state="linked") | Q(project__isnull=False), name="declaredentry_linked_sheet"
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="declaredentry_refused_why"),
            models.CheckConstraint(
                condition=Q(state="double", double_of__isnull=False) | (~Q(state="double") & Q(double_of__isnull=True)),
                name="declaredentry_double_of_which",
            ),
            models.CheckConstraint(
                condition=Q(double_of__isnull=True) | ~Q(double_of=F("id")), name="declaredentry_double_of_another"
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by="") | (Q(decided_at__isnull=False) & ~Q(decided_by="")),
                name="declaredentry_decision_paired",
            ),
            models.CheckConstraint(
                condition=Q(state="pending") | Q(decided_at__isnull=False), name="declaredentry_decided_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.authority_name} – {self.partner_name}"


class Declarer(models.Model):
    """PRIVATE: who sent an entry, to answer them (D5.4). Erased after `expires_on`, or when the person asks."""

    entry = models.OneToOneField(DeclaredEntry, models.CASCADE, related_name="declarer")
    name = models.CharField(_("nom"), max_length=120)
    function = models.CharField(_("fonction"), max_length=200, blank=True)
    email = models.CharField(_("courriel"), max_length=254)
    language = models.CharField(max_length=2, choices=[("fr", "fr"), ("en", "en")])
    expires_on = models.DateField(_("à effacer après le"), db_index=True)

    class Meta:
        verbose_name = _("auteur d’une inscription")
        verbose_name_plural = _("auteurs d’inscriptions")
        constraints = [
            models.CheckConstraint(condition=Q(language__in=("fr", "en")), name="declarer_language_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(email=""), name="declarer_can_be_answered"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
