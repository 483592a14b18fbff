"""Words of closed lists, countries and themes as people may write them, in French and English, → our codes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import TextChoices
from django.utils.translation import override

from atlas.reference.choices import Family, Form, Nature, Status
from atlas.reference.kinds import Kind
from atlas.reference.match import match_key
from atlas.reference.models import Country, Territory, Theme
from atlas.reference.queries import theme_labels

from .cells import Unreadable

_STATUS_WORDS = {
    "actif": Status.ONGOING,
    "active": Status.ONGOING,
    "en cours": Status.ONGOING,
    "fini": Status.COMPLETED,
    "acheve": Status.COMPLETED,
    "clos": Status.COMPLETED,
    "rompu": Status.CANCELLED,
    "inactif": Status.DORMANT,
}
_FORM_WORDS = {
    "jumelages": Form.TWINNING,
    "twin town": Form.TWINNING,
    "pacte d amitie": Form.FRIENDSHIP_PROTOCOL,
    "accord d amitie": Form.FRIENDSHIP_PROTOCOL,
    "charte d amitie": Form.FRIENDSHIP_PROTOCOL,
    "cooperation decentralisee": Form.PROJECT,
    "cooperation": Form.PROJECT,
    "convention": Form.AGREEMENT,
}


VALUES: Final[Mapping[str, type[TextChoices]]] = {"family": Family, "form": Form, "status": Status, "kind": Kind}
"""The closed list of a column, by its key."""


@dataclass(frozen=True)
class Vocabulary:
    """Match key → code. `themes`: by code, by labels joined with « > », by a last label that only one theme bears.

    `departments`: code and name of each département → its code.
    """

    countries: Mapping[str, str]
    themes: Mapping[str, str]
    theme_paths: Mapping[str, tuple[str, ...]]
    departments: Mapping[str, str]
    families: Mapping[str, str]
    forms: Mapping[str, str]
    statuses: Mapping[str, str]
    natures: Mapping[str, str]
    kinds: Mapping[str, str]

    def country(self, text: str) -> str:
        """ISO 2 of a country by its name or code. Raises Unreadable."""
        return _found(self.countries, text, "country")

    def theme(self, text: str) -> str | None:
        """The code of a theme by its labels or code; null when nobody knows it: labels are kept as they came."""
        return self.themes.get(match_key(text))

    def department(self, text: str) -> str:
        """« 38 », « 1 », « Isère », « Isère (38) »."""
        bare = text.split("(", maxsplit=1)[0].strip()
        key = match_key(bare)
        return _found(self.departments, key.zfill(2) if key.isdigit() else key, "department")


def _found(table: Mapping[str, str], text: str, code: str) -> str:
    try:
        return table[match_key(text)]
    except KeyError:
        raise Unreadable(code) from None


def choice(table: Mapping[str, str], text: str) -> str:
    """A code of a closed list by its words or itself. Raises Unreadable."""
    return _found(table, text, "choice")


def load_vocabulary() -> Vocabulary:
    """Read it all, in a handful of queries."""
    paths = theme_labels()
    return Vocabulary(
        countries=_countries(),
        themes=_themes(paths),
        theme_paths=paths,
        departments=_departments(),
        families=_words(Family),
        forms={**_words(Form), **_FORM_WORDS},
        statuses={**_words(Status), **_STATUS_WORDS},
        natures=_words(Nature),
        kinds=_words(Kind),
    )


def _countries() -> dict[str, str]:
    found: dict[str, str] = {}
    rows = Country.objects.order_by("pk").values_list("iso2", "iso3", "name_fr", "name_en", "aliases")
    for iso2, iso3, french, english, aliases in rows:
        for spelling in (iso2, iso3, french, english, *aliases):
            found.setdefault(match_key(spelling), iso2)
    return found


def _themes(paths: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    last: dict[str, list[str]] = {}
    english = dict(Theme.objects.values_list("code", "label_en"))
    parents = dict(Theme.objects.values_list("code", "parent_id"))
    for code in paths:
        found[match_key(" > ".join(_english_path(code, english, parents)))] = code
    for code, path in paths.items():
        found[match_key(code)] = found[match_key(" > ".join(path))] = code
        last.setdefault(match_key(path[-1]), []).append(code)
    return {key: codes[0] for key, codes in last.items() if len(codes) == 1} | found


def _english_path(code: str | None, labels: Mapping[str, str], parents: Mapping[str, str | None]) -> tuple[str, ...]:
    return (*_english_path(parents[code], labels, parents), labels[code]) if code else ()


def _departments() -> dict[str, str]:
    found: dict[str, str] = {}
    places = Territory.objects.filter(kind__in=("department", "collectivity"), valid_to=None).order_by("code")
    for code, name in places.values_list("code", "name"):
        found[match_key(code)] = found[match_key(name)] = code
    return found


def _words(choices: type[TextChoices]) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in ("fr", "en"):
        with override(language):
            for one in choices:
                for spelling in (str(one.label), one.value):
                    found.setdefault(match_key(spelling), one.value)
    return found
