"""Which files a set has: the whole register, a part for each world zone, and the long tables, each in its formats.

Names and texts of every dataset stand here; page, catalogue for harvesters and addresses follow. Names never change.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from atlas.catalogue.search_query import SearchQuery
from atlas.opendata.columns import Column, columns
from atlas.opendata.iati.views import XML
from atlas.opendata.responses import CSV, XLSX
from atlas.opendata.snapshots.long_columns import FUNDING, PARTIES, PLACES, THEMES
from atlas.reference.models import WorldZone

LANGUAGES: Final = ("fr", "en")
BOTH: Final = ""
"""Of a file whose labels are in neither language or in both."""

REGISTER, FULL = "register", "register-full"
ZONE: Final = "zone-"
IATI: Final = "iati.xml"
"""Its files hold the projects that can be activities; without any there is no file."""


@dataclass(frozen=True)
class Format:
    """`is_text`: worth a gzip copy; `is_spoken`: with labels, a file for each language."""

    extension: str
    label: Promise
    content_type: str
    is_text: bool = False
    is_spoken: bool = True


FORMATS: Final = {
    one.extension: one
    for one in (
        Format("csv", _("Données (CSV)"), CSV, is_text=True),
        Format("xlsx", _("Tableur (XLSX)"), XLSX),
        Format("ods", _("Tableur (ODS)"), "application/vnd.oasis.opendocument.spreadsheet"),
        Format("jsonl", _("Fiches entières (JSON, une par ligne)"), "application/x-ndjson", True, is_spoken=False),
        Format("geojson", _("Carte (GeoJSON)"), "application/geo+json", is_text=True),
        Format(IATI, _("Aide au développement (IATI 2.03, XML)"), XML, is_text=True, is_spoken=False),
        Format("parquet", _("Analyse (Parquet)"), "application/vnd.apache.parquet"),
        Format("schema.json", _("Description des colonnes (Table Schema)"), "application/json", is_text=True),
    )
}


@dataclass(frozen=True)
class Dataset:
    """`slugs`: name of its files by language; `query`: which projects; `chosen`: columns of its CSV file."""

    key: str
    slugs: Mapping[str, str]
    titles: Mapping[str, str | Promise]
    description: Promise
    extensions: tuple[str, ...]
    chosen: Sequence[Column]
    query: SearchQuery = field(default_factory=SearchQuery)

    def file_name(self, extension: str, language: str) -> str:
        """Name in the addresses of a language."""
        return f"{self.slugs[language]}.{extension}"


def _spoken(text: Promise) -> Mapping[str, Promise]:
    return dict.fromkeys(LANGUAGES, text)


_WHOLE: Final = ("csv", "xlsx", "ods", "jsonl", "geojson", IATI, "parquet")
_PROJECTS: Final = _("Une ligne par projet. JSON et Parquet contiennent aussi les textes.")


def _table(key: str, slugs: tuple[str, str], title: Promise, description: Promise, chosen: Sequence[Column]) -> Dataset:
    named = dict(zip(LANGUAGES, slugs, strict=True))
    return Dataset(key, named, _spoken(title), description, ("csv", "parquet", "schema.json"), chosen)


WHOLE_REGISTER: Final = Dataset(
    REGISTER,
    {"fr": "registre", "en": "register"},
    _spoken(_("Tout le registre")),
    _PROJECTS,
    (*_WHOLE, "schema.json"),
    columns(is_full=False),
)
WITH_TEXTS: Final = Dataset(
    FULL,
    {"fr": "registre-complet", "en": "register-full"},
    _spoken(_("Tout le registre, avec les textes")),
    _("Une ligne par projet, toutes les colonnes : objectifs, description, actions, sources."),
    ("csv", "schema.json"),
    columns(is_full=True),
)
TABLES: Final = (
    _table(
        "parties",
        ("registre-organisations", "register-organisations"),
        _("Qui fait quoi"),
        _("Une ligne par organisation et par rôle dans un projet."),
        PARTIES,
    ),
    _table(
        "funding",
        ("registre-financements", "register-funding"),
        _("Financements"),
        _("Une ligne par financeur et par année ; chaque montant dit sa nature."),
        FUNDING,
    ),
    _table(
        "themes",
        ("registre-thematiques", "register-themes"),
        _("Thématiques"),
        _("Une ligne par thématique d’un projet, principale ou secondaire."),
        THEMES,
    ),
    _table(
        "places",
        ("registre-lieux", "register-places"),
        _("Lieux des projets"),
        _("Une ligne par lieu déclaré sur une fiche ; les fiches qui n’en déclarent pas n’y sont pas."),
        PLACES,
    ),
)
FIXED: Final = (WHOLE_REGISTER, WITH_TEXTS, *TABLES)


def zone_dataset(code: str, name_fr: str, name_en: str) -> Dataset:
    """The projects with a partner country in a zone of the ministry."""
    return Dataset(
        f"{ZONE}{code}",
        {"fr": f"registre-{code}", "en": f"register-{code}"},
        {"fr": name_fr, "en": name_en},
        _PROJECTS,
        _WHOLE,
        columns(is_full=False),
        SearchQuery(zones=(code,)),
    )


def zone_datasets() -> tuple[Dataset, ...]:
    """One for each zone, in the ministry's order. One query."""
    zones = WorldZone.objects.order_by("rank").values_list("code", "name_fr", "name_en")
    return tuple(zone_dataset(*zone) for zone in zones)


@dataclass(frozen=True)
class Planned:
    """A file that a set shall have. `language`: BOTH when it has no labels."""

    dataset: Dataset
    format: Format
    language: str

    @property
    def path(self) -> str:
        """Under the folder of the set."""
        language = self.language or LANGUAGES[0]
        return f"{language}/{self.dataset.file_name(self.format.extension, language)}"

    @property
    def names(self) -> dict[str, str]:
        """Its name in the addresses of each language that offers it."""
        languages = [self.language] if self.language else LANGUAGES
        return {one: self.dataset.file_name(self.format.extension, one) for one in languages}


def planned(datasets: Sequence[Dataset]) -> Iterator[Planned]:
    """Every file, the shortest to make first: who waits for the first set sees it grow."""
    for dataset in datasets:
        for extension in dataset.extensions:
            made = FORMATS[extension]
            for language in LANGUAGES if made.is_spoken else (BOTH,):
                yield Planned(dataset, made, language)
