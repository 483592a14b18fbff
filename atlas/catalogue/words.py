"""`gettext` that looks each text up once a language: a sheet asks for a hundred constant texts.

For constant texts only (each is kept); it bears Django's name so that texts are found for translation.
"""

from functools import lru_cache

from django.utils import translation


@lru_cache(maxsize=4096)
def _kept(_language: str | None, text: str) -> str:
    return translation.gettext(text)


def gettext(text: str) -> str:
    """`text` in the active language."""
    return _kept(translation.get_language(), text)
