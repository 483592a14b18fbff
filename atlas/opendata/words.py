"""The words of one language for the codes of a record, looked up once a file instead of once a cell."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext, override

from atlas.catalogue import wording
from atlas.reference.choices import Family, Form, Nature, Status


@dataclass(frozen=True)
class Words:
    """Words by code; `yes_no` by True, False and null (""). `sheet`: address of a sheet up to its number."""

    language: str
    sheet: str
    families: Mapping[str | None, str]
    forms: Mapping[str | None, str]
    statuses: Mapping[str | None, str]
    natures: Mapping[str, str]
    flags: Mapping[str, str]
    other_flag: str
    goals: tuple[str, ...]
    origins: Mapping[str, str]
    other_origin: str
    yes_no: Mapping[bool | None, str]


@lru_cache(maxsize=8)
def words_for(language: str, sheet: str) -> Words:
    """The words of a language of the site."""
    with override(language):
        return Words(
            language=language,
            sheet=sheet,
            families=_labels(Family),
            forms=_labels(Form),
            statuses=_labels(Status),
            natures=_texts((nature.value, nature.label) for nature in Nature),
            flags=_texts(wording.FLAGS.items()),
            other_flag=str(wording.OTHER_FLAG),
            goals=tuple(map(str, wording.GOALS)),
            origins=_texts(wording.ORIGINS.items()),
            other_origin=str(wording.OTHER_ORIGIN),
            yes_no={True: gettext("oui"), False: gettext("non"), None: ""},
        )


def _labels(choices: type[TextChoices]) -> Mapping[str | None, str]:
    return {None: "", **{one.value: str(one.label) for one in choices}}


def _texts(pairs: Iterable[tuple[str, str | Promise]]) -> dict[str, str]:
    return {code: str(words) for code, words in pairs}
