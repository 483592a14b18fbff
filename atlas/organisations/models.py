"""Organisations: who takes part, under which names over time, after whom, and the diplomatic posts that follow them.

Persons stand in `Contact` only, which no public code reads (D5.4). Rows are written by `actions` and `loading`.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from atlas.reference.kinds import BUCKETS, FRENCH_AUTHORITIES, Kind, KindGroup, display_name, kind_group
from atlas.reference.models import DatePrecision

from .mailboxes import Mailbox
from .place_aliases import PlaceAlias, key_of

__all__ = [
    "Contact",
    "Mailbox",
    "NameKind",
    "Organisation",
    "OrganisationName",
    "Origin",
    "PlaceAlias",
    "Post",
    "PostCountry",
    "PostKind",
    "Precision",
    "Succession",
    "SuccessionKind",
]


class Origin(models.TextChoices):
    """Where a row comes from: reference data we ship, an imported document, or somebody's entry."""

    REFERENCE = "reference", _("Référentiel")
    IMPORT = "import", _("Import")
    PERSON = "person", _("Saisie")


class Precision(models.TextChoices):
    """What a position is the position of."""

    EXACT = "exact", _("Chef-lieu ou siège")
    APPROXIMATE = "approximate", _("Centre du département ou de la région")


class Organisation(models.Model):
    """One organisation under its present name. `valid_to` set = it no longer exists (see `Succession`).

    `reference_key` names a row of our reference data for ever (`commune:38314`, `state`), whatever its name becomes.
    `match_key` is `reference.match.match_key(name)`. Codes of région and département are copied here for facets.
    `merged_into` set = it was the same organisation as that one, entered twice: the row keeps the number, nothing else.
    """

    kind = models.CharField(_("nature"), max_length=24, choices=Kind)
    kind_local = models.CharField(_("nature locale"), max_length=80, blank=True)
    level = models.PositiveSmallIntegerField(_("niveau"), null=True, blank=True)
    name = models.CharField(_("nom"), max_length=300)
    match_key = models.CharField(max_length=300, editable=False, db_index=True)
    country = models.ForeignKey(
        "reference.Country", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("pays")
    )
    territory = models.OneToOneField(
        "reference.Territory",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="organisation",
        verbose_name=_("territoire"),
    )
    reference_key = models.CharField(_("clé de référence"), max_length=60, null=True, blank=True, unique=True)
    siren = models.CharField(_("SIREN"), max_length=9, null=True, blank=True, unique=True)
    insee_code = models.CharField(_("code INSEE"), max_length=5, null=True, blank=True)
    region_code = models.CharField(_("code région"), max_length=3, blank=True, db_index=True)
    department_code = models.CharField(_("code département"), max_length=3, blank=True, db_index=True)
    admin_area = models.CharField(_("subdivision étrangère"), max_length=120, blank=True)
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    location_precision = models.CharField(_("précision de la position"), max_length=12, choices=Precision, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    is_provisional = models.BooleanField(_("provisoire"), default=False)
    origin = models.CharField(_("origine"), max_length=10, choices=Origin)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_from", verbose_name=_("fusionnée dans")
    )
    valid_from = models.DateField(_("existe depuis"), null=True, blank=True)
    valid_to = models.DateField(_("a existé jusqu’au"), null=True, blank=True)
    created_at = models.DateTimeField(_("créée le"))

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        indexes = [models.Index(fields=["country", "kind"], name="organisation_country_kind")]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "insee_code"], condition=Q(valid_to__isnull=True), name="organisation_one_per_code"
            ),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="organisation_kind_known"),
            models.CheckConstraint(condition=Q(origin__in=Origin.values), name="organisation_origin_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(match_key=""), name="organisation_has_name"),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(FRENCH_AUTHORITIES)) | Q(country__isnull=False, country="FR"),
                name="organisation_french_kind_in_france",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.FOREIGN_AUTHORITY) | (Q(country__isnull=False) & ~Q(country="FR")),
                name="organisation_foreign_kind_abroad",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=sorted(BUCKETS)) | Q(country__isnull=True), name="organisation_bucket_nowhere"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.FOREIGN_AUTHORITY) | Q(kind_local="", level__isnull=True),
                name="organisation_local_kind_abroad",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gte=1, level__lte=4), name="organisation_level_1_to_4"
            ),
            models.CheckConstraint(
                condition=Q(siren__isnull=True) | Q(siren__regex=r"^[0-9]{9}$"), name="organisation_siren_9_digits"
            ),
            models.CheckConstraint(
                condition=Q(latitude__isnull=True, longitude__isnull=True, location_precision="")
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                    location_precision__in=Precision.values,
                ),
                name="organisation_position_whole",
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisation_dates_in_order",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | (~Q(merged_into=F("id")) & ~Q(origin=Origin.REFERENCE)),
                name="organisation_merged_into_another",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.REFERENCE) | Q(is_provisional=False, reference_key__isnull=False),
                name="organisation_reference_has_key",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    def clean(self) -> None:
        self.match_key = key_of(self.name)

    @property
    def is_french_authority(self) -> bool:
        """A French local authority or grouping, syndicates included (D4.3)."""
        return self.kind in FRENCH_AUTHORITIES

    @property
    def is_former(self) -> bool:
        """It no longer exists; its successors are in `Succession`."""
        return self.valid_to is not None

    @property
    def kind_group(self) -> KindGroup:
        """The group of filters and figures."""
        return kind_group(self.kind)

    @property
    def code(self) -> str:
        """Official code: INSEE for communes, départements and régions, else SIREN; empty when there is none."""
        return self.insee_code or self.siren or ""

    @property
    def kind_label(self) -> str:
        """The kind in words, in the reader's language; the local word for a foreign authority that has one."""
        return self.kind_local or str(Kind(self.kind).label)

    @property
    def display_name(self) -> str:
        """The name that stands alone (`kinds.display_name`)."""
        return display_name(self.name, kind=self.kind, country=self.country_id)

    @property
    def is_approximate(self) -> bool:
        """The position is a centre of the surroundings, not the place itself."""
        return self.location_precision == Precision.APPROXIMATE


class NameKind(models.TextChoices):
    """Why an organisation bears another name than its present one."""

    OFFICIAL = "official", _("Nom officiel")
    FORMER = "former", _("Ancien nom")
    ALIAS = "alias", _("Autre nom usuel")
    LOCAL = "local", _("Nom local")


class OrganisationName(models.Model):
    """Another name of an organisation, dated where known. `source` says where we have it from."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    name = models.CharField(_("nom"), max_length=300)
    match_key = models.CharField(max_length=300, editable=False, db_index=True)
    kind = models.CharField(_("sorte"), max_length=10, choices=NameKind)
    language = models.CharField(_("langue"), max_length=8, default="fr")
    valid_from = models.DateField(_("depuis"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)
    date_precision = models.CharField(
        _("précision des dates"), max_length=4, choices=DatePrecision, default=DatePrecision.DAY
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("nom d’organisation")
        verbose_name_plural = _("noms d’organisations")
        constraints = [
            models.UniqueConstraint(fields=["organisation", "kind", "name"], name="organisationname_once"),
            models.CheckConstraint(condition=Q(kind__in=NameKind.values), name="organisationname_kind_known"),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values), name="organisationname_precision_known"
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(match_key=""), name="organisationname_has_name"),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True) | Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisationname_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.match_key = key_of(self.name)


class SuccessionKind(models.TextChoices):
    """How one organisation followed another (D5.1)."""

    MERGER = "merger", _("Fusion")
    SPLIT = "split", _("Scission")
    RENAME = "rename", _("Changement de nom")
    EXTENSION = "extension", _("Extension")


class Succession(models.Model):
    """`successor` took over from `predecessor` on that day. Several rows of one side are a merger or a split."""

    predecessor = models.ForeignKey(Organisation, models.CASCADE, related_name="succeeded_by")
    successor = models.ForeignKey(Organisation, models.CASCADE, related_name="preceded_by")
    occurred_on = models.DateField(_("date"))
    date_precision = models.CharField(
        _("précision des dates"), max_length=4, choices=DatePrecision, default=DatePrecision.DAY
    )
    kind = models.CharField(_("sorte"), max_length=10, choices=SuccessionKind)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="succession_of_another"),
            models.CheckConstraint(
                condition=Q(date_precision__in=DatePrecision.values), name="succession_precision_known"
            ),
            models.CheckConstraint(condition=Q(kind__in=SuccessionKind.values), name="succession_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.occurred_on})"


class PostKind(models.TextChoices):
    """Kinds of diplomatic posts (D4.3)."""

    EMBASSY = "embassy", _("Ambassade")
    CONSULATE_GENERAL = "consulate_general", _("Consulat général")
    COOPERATION_OFFICE = "cooperation_office", _("Bureau de coopération")
    PERMANENT_REPRESENTATION = "permanent_representation", _("Représentation permanente")


class Post(models.Model):
    """A diplomatic post under its normalised name, « Ambassade de France à Bamako » (D5.3)."""

    kind = models.CharField(_("nature"), max_length=24, choices=PostKind)
    city = models.CharField(_("ville"), max_length=80)
    name = models.CharField(_("nom"), max_length=160, unique=True)
    match_key = models.CharField(max_length=80, editable=False)
    aliases = models.JSONField(_("autres noms de la ville"), default=list, blank=True)
    countries: "models.ManyToManyField[models.Model, models.Model]" = models.ManyToManyField(
        "reference.Country", through="PostCountry", related_name="+"
    )

    class Meta:
        verbose_name = _("poste diplomatique")
        verbose_name_plural = _("postes diplomatiques")
        constraints = [
            models.UniqueConstraint(fields=["kind", "match_key"], name="post_one_per_city"),
            models.CheckConstraint(condition=Q(kind__in=PostKind.values), name="post_kind_known"),
            models.CheckConstraint(condition=~Q(city="") & ~Q(match_key=""), name="post_has_city"),
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.match_key = key_of(self.city)


class PostCountry(models.Model):
    """A country that a post follows, dated where known: a post may follow several, a country may have several."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="jurisdiction")
    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays"))
    valid_from = models.DateField(_("depuis"), null=True, blank=True)
    valid_to = models.DateField(_("jusqu’au"), null=True, blank=True)

    class Meta:
        verbose_name = _("pays suivi")
        verbose_name_plural = _("pays suivis")
        constraints = [models.UniqueConstraint(fields=["post", "country"], name="postcountry_once")]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.country_id}"


class Contact(models.Model):
    """PRIVATE: a person in a function at an organisation or a post. Never shown, never exported (D5.4).

    Unverified rows are erased after `expires_on`, 24 months after they were received or last confirmed.
    """

    organisation = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="contacts")
    post = models.ForeignKey(Post, models.CASCADE, null=True, blank=True, related_name="contacts")
    last_name = models.CharField(_("nom de famille"), max_length=120, blank=True)
    first_name = models.CharField(_("prénom"), max_length=120, blank=True)
    email = models.CharField(_("courriel"), max_length=254, blank=True)
    function = models.CharField(_("fonction"), max_length=200, blank=True)
    is_verified = models.BooleanField(_("vérifié"), default=False)
    verified_on = models.DateField(_("vérifié le"), null=True, blank=True)
    expires_on = models.DateField(_("à effacer après le"))
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("contact privé")
        verbose_name_plural = _("contacts privés")
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=False, post__isnull=True)
                | Q(organisation__isnull=True, post__isnull=False),
                name="contact_of_one_holder",
            ),
            models.CheckConstraint(
                condition=Q(is_verified=True, verified_on__isnull=False)
                | Q(is_verified=False, verified_on__isnull=True),
                name="contact_verified_with_date",
            ),
            models.CheckConstraint(
                condition=~Q(last_name="", first_name="", email="", function=""), name="contact_says_something"
            ),
        ]
        indexes = [models.Index(fields=["expires_on"], name="contact_expires")]

    def __str__(self) -> str:
        return f"#{self.pk}"
