"""The register (D2.4). Narrow columns that lists and figures scan stand apart from the long texts; persons stand apart
from everything public. Nothing writes here but `actions`."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from atlas.reference.choices import Alive, Family, Form, Nature, Role, Status
from atlas.reference.models import position_in_range


class Publication(models.TextChoices):
    """Life of a record (D2.5). `merged` and `deleted` keep the id for ever."""

    DRAFT = "draft", _("Brouillon")
    SUBMITTED = "submitted", _("Soumise")
    PUBLISHED = "published", pgettext_lazy("fiche", "Publiée")
    ARCHIVED = "archived", _("Archivée")
    MERGED = "merged", _("Fusionnée")
    DELETED = "deleted", _("Supprimée")


class Project(models.Model):
    """One partnership: what lists, figures and filters need. The content as one value is in its last `Version`."""

    legacy_prj_id = models.PositiveIntegerField(_("identifiant de l’ancien Atlas"), null=True, blank=True, unique=True)
    family = models.CharField(_("famille"), max_length=30, choices=Family, null=True, blank=True)
    form = models.CharField(_("forme"), max_length=30, choices=Form, null=True, blank=True)
    form_declared = models.CharField(_("forme déclarée"), max_length=200, blank=True)
    title = models.TextField(_("titre"), blank=True)
    status = models.CharField(_("état"), max_length=12, choices=Status, null=True, blank=True)
    status_declared = models.CharField(_("état déclaré"), max_length=200, blank=True)
    first_convention_year = models.PositiveSmallIntegerField(_("première convention"), null=True, blank=True)
    start_year = models.PositiveSmallIntegerField(_("année de début"), null=True, blank=True)
    end_date = models.DateField(_("date de fin"), null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(_("année de fin"), null=True, blank=True)
    is_triennial = models.BooleanField(_("triennal"), null=True, blank=True)
    communication_france = models.BooleanField(_("communication en France"), null=True, blank=True)
    communication_partner_countries = models.BooleanField(_("communication à l’étranger"), null=True, blank=True)
    has_evaluation = models.BooleanField(_("évaluation"), null=True, blank=True)
    publication_state = models.CharField(
        _("publication"), max_length=10, choices=Publication, default=Publication.DRAFT, db_index=True
    )
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    version_number = models.PositiveIntegerField(_("version"), default=0)
    created_at = models.DateTimeField(_("créée le"))
    updated_at = models.DateTimeField(_("modifiée le"), db_index=True)
    verified_on = models.DateField(_("vérifiée le"), null=True, blank=True)
    alive = models.CharField(_("relation vivante"), max_length=8, choices=Alive, null=True, blank=True)
    alive_on = models.DateField(_("relation vivante, constaté le"), null=True, blank=True)

    class Meta:
        verbose_name = _("projet")
        verbose_name_plural = _("projets")
        constraints = [
            models.CheckConstraint(condition=Q(family__in=Family.values), name="project_family_known"),
            models.CheckConstraint(condition=Q(form__in=Form.values), name="project_form_known"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="project_status_known"),
            models.CheckConstraint(condition=Q(alive__in=Alive.values), name="project_alive_known"),
            models.CheckConstraint(
                condition=Q(alive__isnull=True, alive_on__isnull=True) | Q(alive__isnull=False, alive_on__isnull=False),
                name="project_alive_says_when",
            ),
            models.CheckConstraint(
                condition=Q(end_date__isnull=True) | Q(end_year__isnull=True), name="project_end_one_precision"
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(publication_state="merged"), name="project_merged_says_so"
            ),
            models.CheckConstraint(
                condition=~Q(publication_state="merged") | Q(merged_into__isnull=False),
                name="project_merged_has_target",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="project_not_merged_into_itself"
            ),
        ]

    def __str__(self) -> str:
        return self.title or f"#{self.pk}"


class ProjectText(models.Model):
    """The long texts of a project, apart from what lists scan."""

    project = models.OneToOneField(Project, models.CASCADE, primary_key=True, related_name="text")
    context = models.TextField(_("contexte"), blank=True)
    history = models.TextField(_("historique"), blank=True)
    objective = models.TextField(_("objectif"), blank=True)
    description = models.TextField(_("description détaillée"), blank=True)
    implementers = models.TextField(_("maître(s) d’œuvre"), blank=True)
    owners = models.TextField(_("maître(s) d’ouvrage"), blank=True)
    beneficiaries = models.TextField(_("bénéficiaire(s)"), blank=True)
    other_partners_france = models.TextField(_("autres partenaires en France"), blank=True)
    other_partners_abroad = models.TextField(_("autres partenaires à l’étranger"), blank=True)
    pre_reform_authority = models.TextField(_("collectivité avant réforme"), blank=True)
    cofinancing_years = models.JSONField(_("années de cofinancement"), default=list, blank=True)
    sdgs = models.JSONField(_("objectifs de développement durable"), default=list, blank=True)
    contact_functions = models.JSONField(_("fonctions des contacts"), default=list, blank=True)
    extra = models.JSONField(_("autres rubriques"), default=list, blank=True)

    def __str__(self) -> str:
        return str(self.project_id)


class ProjectCountry(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="countries")
    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "country"], name="projectcountry_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.country_id}"


class ProjectPlace(models.Model):
    """Somewhere the project happens, as declared; a name alone has no known point, neither is the whole country."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="places")
    country = models.ForeignKey("reference.Country", models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField()
    name = models.TextField(blank=True)
    area = models.TextField(blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    is_approximate = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "rank"], name="projectplace_rank_once"),
            position_in_range("projectplace_on_globe"),
            models.CheckConstraint(
                condition=Q(is_approximate=False) | Q(latitude__isnull=False),
                name="projectplace_only_points_approximate",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.country_id


class ProjectPost(models.Model):
    """A post that follows the project; `post` is null while its name is not recognised."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="posts")
    post = models.ForeignKey("organisations.Post", models.PROTECT, null=True, blank=True, related_name="+")
    name_as_declared = models.CharField(max_length=255)
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "rank"], name="projectpost_rank_once")]

    def __str__(self) -> str:
        return self.name_as_declared


class Party(models.Model):
    """An organisation in a role. The name as declared is kept for ever; the link only exists when it is sure."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="parties")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="parties"
    )
    role = models.CharField(max_length=12, choices=Role)
    name_as_declared = models.TextField()
    name_at_signature = models.TextField(blank=True)
    country = models.ForeignKey("reference.Country", models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="party_role_known"),
            models.CheckConstraint(condition=~Q(name_as_declared=""), name="party_has_name"),
            models.UniqueConstraint(fields=["project", "rank"], name="party_rank_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name_as_declared} ({self.role})"


class ThemeAssignment(models.Model):
    """A theme of a project; the labels as declared stay when the nomenclature does not know them."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="themes")
    theme = models.ForeignKey("reference.Theme", models.PROTECT, null=True, blank=True, related_name="+")
    rank = models.PositiveSmallIntegerField()
    label_l1 = models.TextField(blank=True)
    label_l2 = models.TextField(blank=True)
    label_l3 = models.TextField(blank=True)
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "position"], name="theme_position_once"),
            models.CheckConstraint(
                condition=Q(theme__isnull=False) | ~Q(label_l1="", label_l2="", label_l3=""),
                name="theme_known_or_declared",
            ),
        ]

    def __str__(self) -> str:
        return " > ".join(filter(None, (self.label_l1, self.label_l2, self.label_l3)))


class Action(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="actions")
    rank = models.PositiveSmallIntegerField()
    title = models.TextField()
    objective = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    place = models.TextField(blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "rank"], name="action_rank_once")]

    def __str__(self) -> str:
        return self.title


class FundingLine(models.Model):
    """Funder × year × amount × nature, in euros. 1 % columns: see `draft.FundingDraft`."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="funding")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    rank = models.PositiveSmallIntegerField()
    funder_as_declared = models.TextField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    amount = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    nature = models.CharField(max_length=10, choices=Nature)
    pct_col1 = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pct_col2 = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pct_col3 = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pct_unplaced = models.JSONField(default=list, blank=True)
    pct_water = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pct_waste = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    pct_energy = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["project", "rank"], name="funding_rank_once"),
            models.CheckConstraint(condition=Q(nature__in=Nature.values), name="funding_nature_known"),
            models.CheckConstraint(condition=~Q(funder_as_declared=""), name="funding_has_funder"),
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gte=0), name="funding_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.funder_as_declared} {self.year or ''}"


class Document(models.Model):
    project = models.ForeignKey(Project, models.CASCADE, related_name="documents")
    rank = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    title = models.TextField()
    url = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "rank"], name="document_rank_once")]

    def __str__(self) -> str:
        return self.title


class SourceDocument(models.Model):
    """What was received, byte for byte (compressed), once: the proof behind every imported value (D3.9). Private.

    After 24 months the persons in it are erased (`redacted_on`, ADR 18): `raw` is then the text that is left of it,
    `content_hash` still that of the bytes received.
    """

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=80)
    name = models.CharField(max_length=255)
    address = models.TextField(blank=True)
    content_hash = models.CharField(max_length=32)
    raw = models.BinaryField()
    received_at = models.DateTimeField()
    redacted_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["received_at"], name="sourcedocument_whole", condition=Q(redacted_on__isnull=True))
        ]
        constraints = [
            models.UniqueConstraint(fields=["kind", "key", "content_hash"], name="sourcedocument_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SourceReference(models.Model):
    """A document that a project's values were read from, with the lines of each field (D3.9)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="sources")
    document = models.ForeignKey(SourceDocument, models.PROTECT, related_name="references")
    lines = models.JSONField(default=dict, blank=True)
    version_number = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["project", "document"], name="sourcereference_once")]

    def __str__(self) -> str:
        return f"{self.project_id} ← {self.document_id}"


class Version(models.Model):
    """A numbered state of the whole draft: what it was, who made it so, from what. Never changed."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    draft = models.TextField()
    draft_hash = models.CharField(max_length=32)
    changed = models.JSONField(default=list)
    origin = models.CharField(max_length=20)
    by = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_from_one"),
            models.CheckConstraint(condition=~Q(by=""), name="version_has_author"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} v{self.number}"


class QualityFlag(models.Model):
    """Something a reader, an authority or a post should know or mend; see `checks` and D3.7."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="flags")
    code = models.CharField(max_length=40)
    field = models.CharField(max_length=40, blank=True)
    detail = models.TextField(blank=True)
    audience = models.CharField(max_length=10)

    class Meta:
        verbose_name = _("signalement")
        verbose_name_plural = _("signalements")
        constraints = [
            models.CheckConstraint(
                condition=Q(audience__in=("public", "post", "ministry")), name="flag_audience_known"
            ),
        ]
        indexes = [models.Index(fields=["code"], name="flag_code")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.code}"


class PrivateContact(models.Model):
    """A person read on a sheet (D5.4): private, unverified, erased after 24 months unless confirmed, never shown."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="private_contacts")
    role = models.CharField(max_length=24)
    organisation_name = models.TextField()
    last_name = models.TextField(blank=True)
    first_name = models.TextField(blank=True)
    function = models.TextField(blank=True)
    email = models.TextField(blank=True)
    raw = models.TextField(blank=True)
    verified_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.project_id} {self.role}"
