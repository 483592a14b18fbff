"""What posts and the ministry write for the page of a country (D10): texts, links, documents, articles, networks.

Private tables; the public page reads what `publishing` hands down to the catalogue (ADR 15). No row is deleted: what is
withdrawn is no longer public, and each edit is kept whole as an `EntryVersion` (ADR 17). No persons here (D5.4).
"""

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from atlas.reference.choices import LinkKind, PaperKind, PaperLanguage, PassageKind

from .web_addresses import check_web_address

LONGEST_TEXT = 20_000
"""Characters of one passage: five printed pages."""

_WEB = Q(url__startswith="https://") | Q(url__startswith="http://")


class EntryKind(models.TextChoices):
    """What an `EntryVersion` is a version of."""

    REGISTER = "register", _("Dates du registre")
    PASSAGE = "passage", _("Texte")
    LINK = "link", _("Lien utile")
    PAPER = "paper", _("Document")
    ARTICLE = "article", _("Article")
    NETWORK = "network", _("Réseau régional")
    PRESENCE = "presence", _("Réseau actif dans le pays")


class Versioned(models.Model):
    """A row whose edits are kept. `content_fields` name the columns that people edit; the rest is ours."""

    entry_kind: ClassVar[EntryKind]
    content_fields: ClassVar[tuple[str, ...]]
    is_example = models.BooleanField(_("exemple de démonstration"), default=False, editable=False)

    class Meta:
        abstract = True

    def content(self) -> dict[str, Any]:
        """What people edit, as JSON values: dates in ISO 8601, foreign keys as their key."""
        values = {name: getattr(self, name) for name in self.content_fields}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


class CountryRegister(Versioned):
    """The register of one country. `data_on`: the day on which what it says held, said by `data_post`.

    `edited_at`: the last edit of anything in it, made by `edited_post`. A post that is null stands for the ministry.
    """

    entry_kind = EntryKind.REGISTER
    content_fields = ("data_on", "data_post_id")

    country = models.OneToOneField("reference.Country", models.PROTECT, related_name="+", verbose_name=_("pays"))
    data_on = models.DateField(
        _("date des données"),
        null=True,
        blank=True,
        help_text=_("Jour auquel les textes et les listes de cette page étaient exacts, d’après le poste."),
    )
    data_post = models.ForeignKey(
        "organisations.Post", models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    edited_at = models.DateTimeField(_("dernière modification"), editable=False)
    edited_post = models.ForeignKey(
        "organisations.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("modifié par le poste"),
    )

    class Meta:
        verbose_name = _("registre d’un pays")
        verbose_name_plural = _("registres des pays")
        constraints = [
            models.CheckConstraint(
                condition=~Q(country="FR"),
                name="countryregister_of_a_partner_country",
                violation_error_message=_("Choisissez un pays partenaire : la France n’a pas de registre."),
            ),
            models.CheckConstraint(
                condition=Q(data_on__isnull=False) | Q(data_post__isnull=True), name="countryregister_post_with_date"
            ),
        ]

    def __str__(self) -> str:
        return str(self.country)


class Entry(Versioned):
    """One thing on the page of a country."""

    register = models.ForeignKey(CountryRegister, models.PROTECT, related_name="%(class)ss", verbose_name=_("registre"))
    rank = models.PositiveSmallIntegerField(_("ordre"), default=0, help_text=_("Le plus petit nombre vient d’abord."))
    is_public = models.BooleanField(
        _("publié"), default=True, help_text=_("Décochez pour retirer de la page. Rien n’est effacé.")
    )

    class Meta:
        abstract = True


class Passage(Entry):
    """A text. A heading names the region or the subject; English is shown where there is some, else the French."""

    entry_kind = EntryKind.PASSAGE
    content_fields = ("kind", "heading_fr", "heading_en", "body_fr", "body_en", "rank", "is_public")

    kind = models.CharField(_("rubrique"), max_length=16, choices=PassageKind)
    heading_fr = models.CharField(
        _("région ou sujet"), max_length=120, blank=True, help_text=_("Facultatif : un sous-titre dans la rubrique.")
    )
    heading_en = models.CharField(_("région ou sujet, en anglais"), max_length=120, blank=True)
    body_fr = models.TextField(
        _("texte"),
        max_length=LONGEST_TEXT,
        help_text=_(
            "Un paragraphe par ligne ; « - » en tête de ligne fait une liste ; les adresses web deviennent des liens. "
            "Les balises ne sont pas interprétées. Ne nommez aucune personne."
        ),
    )
    body_en = models.TextField(
        _("texte en anglais"),
        max_length=LONGEST_TEXT,
        blank=True,
        help_text=_("Facultatif : à défaut, le texte français est montré aux lecteurs anglophones."),
    )

    class Meta:
        verbose_name = _("texte")
        verbose_name_plural = _("textes")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "kind", "heading_fr"],
                name="passage_one_per_heading",
                violation_error_message=_(
                    "Cette rubrique a déjà un texte sous ce sous-titre : modifiez-le, ou donnez un autre sous-titre."
                ),
            ),
            models.CheckConstraint(condition=Q(kind__in=PassageKind.values), name="passage_kind_known"),
            models.CheckConstraint(condition=~Q(body_fr=""), name="passage_has_french_text"),
            models.CheckConstraint(
                condition=~Q(heading_fr="") | Q(heading_en=""),
                name="passage_heading_in_french_first",
                violation_error_message=_("Donnez aussi le sous-titre en français."),
            ),
        ]

    def __str__(self) -> str:
        return " – ".join(filter(None, (str(PassageKind(self.kind).label), self.heading_fr)))


class WebLink(Entry):
    """A useful link."""

    entry_kind = EntryKind.LINK
    content_fields = ("kind", "label_fr", "label_en", "url", "rank", "is_public")

    kind = models.CharField(_("nature"), max_length=12, choices=LinkKind)
    label_fr = models.CharField(_("intitulé"), max_length=160)
    label_en = models.CharField(_("intitulé en anglais"), max_length=160, blank=True)
    url = models.CharField(_("adresse"), max_length=500, validators=[check_web_address])

    class Meta:
        verbose_name = _("lien utile")
        verbose_name_plural = _("liens utiles")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "url"],
                name="weblink_once",
                violation_error_message=_("Cette adresse est déjà parmi les liens de ce pays."),
            ),
            models.CheckConstraint(condition=Q(kind__in=LinkKind.values), name="weblink_kind_known"),
            models.CheckConstraint(condition=~Q(label_fr=""), name="weblink_has_label"),
            models.CheckConstraint(condition=_WEB, name="weblink_on_the_web"),
        ]

    def __str__(self) -> str:
        return self.label_fr


class Paper(Entry):
    """A document: a file that we keep under `file` (its SHA-256 and extension), or an address elsewhere."""

    entry_kind = EntryKind.PAPER
    content_fields = (
        *("kind", "title_fr", "title_en", "language", "dated_on", "url"),
        *("file", "media_type", "size", "rank", "is_public"),
    )

    kind = models.CharField(_("nature"), max_length=8, choices=PaperKind)
    title_fr = models.CharField(_("titre"), max_length=200)
    title_en = models.CharField(_("titre en anglais"), max_length=200, blank=True)
    language = models.CharField(_("langue"), max_length=3, choices=PaperLanguage, default=PaperLanguage.FR)
    dated_on = models.DateField(_("date du document"), null=True, blank=True)
    url = models.CharField(
        _("adresse"),
        max_length=500,
        blank=True,
        validators=[check_web_address],
        help_text=_("Seulement si le document est publié ailleurs ; sinon, choisissez un fichier."),
    )
    file = models.CharField(max_length=80, blank=True, editable=False)
    media_type = models.CharField(max_length=80, blank=True, editable=False)
    size = models.PositiveIntegerField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PaperKind.values), name="paper_kind_known"),
            models.CheckConstraint(condition=Q(language__in=PaperLanguage.values), name="paper_language_known"),
            models.CheckConstraint(condition=~Q(title_fr=""), name="paper_has_title"),
            models.CheckConstraint(
                condition=(Q(url="") & ~Q(file="")) | (Q(file="") & _WEB),
                name="paper_file_or_address",
                violation_error_message=_("Choisissez un fichier ou donnez une adresse, pas les deux."),
            ),
            models.CheckConstraint(
                condition=Q(file="", media_type="", size__isnull=True)
                | (~Q(file="") & ~Q(media_type="") & Q(size__isnull=False, size__gt=0)),
                name="paper_file_is_whole",
            ),
        ]

    def __str__(self) -> str:
        return self.title_fr

    def attach(self, key: str, media_type: str, size: int) -> None:
        """A file in the place of what was there. `size` in bytes."""
        self.url, self.file, self.media_type, self.size = "", key, media_type, size

    def detach(self) -> None:
        """No file: an address takes its place."""
        self.file, self.media_type, self.size = "", "", None


class Article(Entry):
    """News of the post: its own words, or the address of what it published elsewhere."""

    entry_kind = EntryKind.ARTICLE
    content_fields = ("title_fr", "title_en", "published_on", "url", "body_fr", "body_en", "rank", "is_public")

    title_fr = models.CharField(_("titre"), max_length=200)
    title_en = models.CharField(_("titre en anglais"), max_length=200, blank=True)
    published_on = models.DateField(_("date de parution"))
    url = models.CharField(_("adresse"), max_length=500, blank=True, validators=[check_web_address])
    body_fr = models.TextField(
        _("texte"), max_length=LONGEST_TEXT, blank=True, help_text=_("Un texte, une adresse, ou les deux.")
    )
    body_en = models.TextField(_("texte en anglais"), max_length=LONGEST_TEXT, blank=True)

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "title_fr", "published_on"],
                name="article_once",
                violation_error_message=_("Un article porte déjà ce titre à cette date."),
            ),
            models.CheckConstraint(condition=~Q(title_fr=""), name="article_has_title"),
            models.CheckConstraint(condition=Q(url="") | _WEB, name="article_on_the_web"),
            models.CheckConstraint(
                condition=~Q(url="") | ~Q(body_fr=""),
                name="article_says_something",
                violation_error_message=_("Donnez le texte de l’article en français, ou son adresse."),
            ),
            models.CheckConstraint(
                condition=~Q(body_fr="") | Q(body_en=""),
                name="article_in_french_first",
                violation_error_message=_("Donnez aussi le texte en français."),
            ),
        ]

    def __str__(self) -> str:
        return self.title_fr


class RegionalNetwork(Versioned):
    """A French regional multi-actor network (« réseau régional multi-acteurs », RRMA), once for all countries."""

    entry_kind = EntryKind.NETWORK
    content_fields = ("name", "region_id", "url")

    name = models.CharField(_("nom"), max_length=160, unique=True)
    region = models.ForeignKey(
        "reference.Territory",
        models.PROTECT,
        related_name="+",
        limit_choices_to={"kind": "region", "valid_to": None},
        verbose_name=_("région française"),
    )
    url = models.CharField(_("adresse du site"), max_length=500, blank=True, validators=[check_web_address])

    class Meta:
        verbose_name = _("réseau régional")
        verbose_name_plural = _("réseaux régionaux")
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="regionalnetwork_has_name"),
            models.CheckConstraint(condition=Q(url="") | _WEB, name="regionalnetwork_on_the_web"),
        ]

    def __str__(self) -> str:
        return self.name


class NetworkPresence(Entry):
    """A regional network that is active for a country, and what it does there where that is known."""

    entry_kind = EntryKind.PRESENCE
    content_fields = ("network_id", "note_fr", "note_en", "rank", "is_public")

    network = models.ForeignKey(
        RegionalNetwork, models.PROTECT, related_name="presences", verbose_name=_("réseau régional")
    )
    note_fr = models.CharField(_("ce qu’il fait pour ce pays"), max_length=300, blank=True)
    note_en = models.CharField(_("le même en anglais"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("réseau actif dans le pays")
        verbose_name_plural = _("réseaux actifs dans le pays")
        constraints = [
            models.UniqueConstraint(
                fields=["register", "network"],
                name="networkpresence_once",
                violation_error_message=_("Ce réseau est déjà dans la liste de ce pays."),
            ),
            models.CheckConstraint(
                condition=~Q(note_fr="") | Q(note_en=""),
                name="networkpresence_in_french_first",
                violation_error_message=_("Dites-le aussi en français."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.network)


class EntryVersion(models.Model):
    """What an entry held after one edit, whole. Never changed nor deleted; `restore` makes a newer one of it.

    `post` null = the ministry. `actor` is an account or a program, private like the audit trail.
    """

    kind = models.CharField(_("sorte"), max_length=8, choices=EntryKind)
    entry_id = models.BigIntegerField(_("numéro"))
    register = models.ForeignKey(
        CountryRegister, models.PROTECT, null=True, related_name="versions", verbose_name=_("registre")
    )
    number = models.PositiveIntegerField(_("version"))
    label = models.CharField(_("élément"), max_length=300)
    content = models.JSONField(_("contenu"))
    actor = models.CharField(_("auteur"), max_length=120)
    post = models.ForeignKey("organisations.Post", models.PROTECT, null=True, related_name="+", verbose_name=_("poste"))
    at = models.DateTimeField(_("date"))

    class Meta:
        verbose_name = _("version d’un élément de registre")
        verbose_name_plural = _("versions des registres")
        constraints = [
            models.UniqueConstraint(fields=["kind", "entry_id", "number"], name="entryversion_numbered"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="entryversion_kind_known"),
            models.CheckConstraint(condition=Q(number__gte=1), name="entryversion_from_one"),
            models.CheckConstraint(
                condition=Q(register__isnull=False) | Q(kind=EntryKind.NETWORK), name="entryversion_of_a_register"
            ),
            models.CheckConstraint(condition=~Q(actor=""), name="entryversion_has_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.number})"

    def save(self, *args: object, **kwargs: object) -> None:
        if self.pk:
            raise TypeError("A version is never changed.")
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # the signature is Django's, passed through

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise TypeError("A version is never deleted.")


ENTRIES: tuple[type[Entry], ...] = (Passage, WebLink, Paper, Article, NetworkPresence)
"""What the register of a country is made of."""

_VERSIONED: tuple[type[Versioned], ...] = (CountryRegister, RegionalNetwork, *ENTRIES)
MODELS: dict[str, type[Versioned]] = {model.entry_kind: model for model in _VERSIONED}
"""By the kind of their versions."""
