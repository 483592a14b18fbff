"""`gettext` that looks each text up once a language: a sheet asks for a hundred constant texts.

For constant texts only (each is kept); it bears Django's name so that texts are found for translation.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

from django.utils import translation

_here = threading.local()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Says once what the active language is: Django needs a microsecond each time it is asked, `gettext` itself less.

    `language` must be the active one, and nothing inside may activate another.
    """
    _here.language = language
    try:
        yield
    finally:
        _here.language = None


def spoken() -> str | None:
    """The active language."""
    return getattr(_here, "language", None) or translation.get_language()


@lru_cache(maxsize=4096)
def _kept(_language: str | None, text: str) -> str:
    return translation.gettext(text)


def gettext(text: str) -> str:
    """`text` in the active language."""
    return _kept(spoken(), text)


@lru_cache(maxsize=64)
def _kept_of(_language: str | None, context: str, text: str) -> str:
    return translation.pgettext(context, text)


def pgettext(context: str, text: str) -> str:
    """`text` in the active language, where French has one word for what English tells apart."""
    return _kept_of(spoken(), context, text)


def ngettext(singular: str, plural: str, number: int) -> str:
    """As Django's, but « 0 projet »: texts are French in the code, and French without a catalogue counts as English."""
    is_french_zero = number == 0 and spoken() == "fr"
    return translation.ngettext(singular, plural, 1 if is_french_zero else number)
