"""What the public side stores: one row a project or organisation, a change log, the revision. All can be rebuilt."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ProjectRecord(models.Model):
    """The public record of one published project (JSON of record.PublicProject). Rebuilt, never edited."""

    project_id = models.BigIntegerField(primary_key=True)
    legacy_prj_id = models.PositiveIntegerField(null=True, blank=True, unique=True)
    version = models.PositiveIntegerField()
    revision = models.BigIntegerField(db_index=True)
    content_hash = models.CharField(max_length=32)
    data = models.TextField()

    class Meta:
        verbose_name = _("fiche publique")
        verbose_name_plural = _("fiches publiques")

    def __str__(self) -> str:
        return str(self.project_id)


class ProjectLine(models.Model):
    """What files write of one project, made beforehand from its record by `opendata` (ADR 16). Disposable.

    It holds only for the record with this `content_hash`, and only as long as code and words are those of `recipe`.
    `fr`, `en`: the short columns; `fr_more`, `en_more`: the long ones that do not stand in the record word for word.
    """

    project_id = models.BigIntegerField(primary_key=True)
    content_hash = models.CharField(max_length=32)
    recipe = models.CharField(max_length=32)
    fr = models.BinaryField()
    en = models.BinaryField()
    fr_more = models.BinaryField()
    en_more = models.BinaryField()

    class Meta:
        verbose_name = _("ligne de fichier")
        verbose_name_plural = _("lignes de fichiers")

    def __str__(self) -> str:
        return str(self.project_id)


class ProjectBody(models.Model):
    """One project in the lists of the API, as JSON, made with its line and gone with it (ADR 21). Disposable.

    A table of its own: small rows that stand side by side, so that a hundred of them are a few dozen pages to read.
    """

    project_id = models.BigIntegerField(primary_key=True)
    recipe = models.CharField(max_length=32)
    body = models.BinaryField()

    class Meta:
        verbose_name = _("fiche dans les listes de l’API")
        verbose_name_plural = _("fiches dans les listes de l’API")

    def __str__(self) -> str:
        return str(self.project_id)


class OrganisationRecord(models.Model):
    """The public record of one organisation (JSON of record.PublicOrganisation). Rebuilt, never edited."""

    organisation_id = models.BigIntegerField(primary_key=True)
    content_hash = models.CharField(max_length=32)
    data = models.TextField()

    class Meta:
        verbose_name = _("fiche publique d’organisation")
        verbose_name_plural = _("fiches publiques d’organisations")

    def __str__(self) -> str:
        return str(self.organisation_id)


class AttestationRecord(models.Model):
    """The day on which an authority last attested its sheets, in the campaign of which year; `lapsed_in`: the year of a
    later campaign that asks it and in which it has not attested, null while it is « à jour ».

    Written by `publish_attestation` only, by the app above.
    """

    organisation_id = models.BigIntegerField(primary_key=True)
    attested_on = models.DateField()
    campaign = models.PositiveSmallIntegerField()
    lapsed_in = models.PositiveSmallIntegerField(null=True)

    class Meta:
        verbose_name = _("attestation d’une collectivité")
        verbose_name_plural = _("attestations des collectivités")

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.attested_on}"


class RegisterRecord(models.Model):
    """What the posts of one country publish (JSON of record.PublicRegister). Written by `publish_register` only."""

    country = models.CharField(max_length=2, primary_key=True)
    content_hash = models.CharField(max_length=32)
    data = models.TextField()

    class Meta:
        verbose_name = _("registre public d’un pays")
        verbose_name_plural = _("registres publics des pays")

    def __str__(self) -> str:
        return self.country


class Moved(models.Model):
    """A number of a sheet or organisation that was merged → the number that stands for it, so that old addresses lead
    there; `to` null: a sheet that was withdrawn, so that its addresses say so.

    `legacy_prj_id`: the old site's number of such a sheet. Rebuilt from the register, never edited."""

    kind = models.CharField(max_length=12)
    number = models.BigIntegerField()
    to = models.BigIntegerField(null=True)
    legacy_prj_id = models.PositiveIntegerField(null=True, blank=True, unique=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="moved_once"),
            models.CheckConstraint(condition=Q(kind__in=("project", "organisation")), name="moved_kind_known"),
            models.CheckConstraint(condition=Q(to__isnull=False) | Q(kind="project"), name="moved_or_withdrawn_sheet"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number} → {self.to}"


class Change(models.Model):
    """The change log: one row each time a record appears, changes or goes. Followers read what is after their revision.

    Revisions are handed out under a lock on `Revision`, so that a lower one is never committed after a higher one.
    """

    revision = models.BigIntegerField(primary_key=True)
    project_id = models.BigIntegerField()
    kind = models.CharField(max_length=6)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=("upsert", "delete")), name="change_kind_known")]

    def __str__(self) -> str:
        return f"{self.revision} {self.kind} {self.project_id}"


class Revision(models.Model):
    """One row: the number of the last change of the catalogue. Its lock orders the writers; ETags are made from it."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="revision_single_row")]

    def __str__(self) -> str:
        return str(self.number)


class QualityDay(models.Model):
    """How complete the sheets of one scope were on a day (ADR 23). Written by the keeper; cannot be made again.

    `scope`: the canonical query string of the search, `""` for the register, `pays=ML`, `collectivite=12`. Only days on
    which something differs from the row before are kept. `lacking`: sheets by criterion; `flags`: by flag, of the
    register only, without those that no sheet has.
    """

    scope = models.CharField(max_length=60, blank=True)
    day = models.DateField()
    projects = models.PositiveIntegerField()
    lacking = models.JSONField(default=dict)
    flags = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("qualité des fiches un jour")
        verbose_name_plural = _("qualité des fiches, jour par jour")
        constraints = [models.UniqueConstraint(fields=["scope", "day"], name="qualityday_once")]

    def __str__(self) -> str:
        return f"{self.scope or '–'} {self.day}"
