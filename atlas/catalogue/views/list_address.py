"""The last part of the address of a country's list: French in French addresses, English in English ones.

Addresses use `<register_list:name>`, where `name` is the list's French slug in both languages, so that the switch of
language finds the twin. Slugs of the other language are read too: the view leads on to the right address, as it does
for the networks of a country, whose list had a French name in English addresses too.
"""

from django.urls import register_converter
from django.urls.converters import SlugConverter
from django.utils.translation import get_language
from django.views.generic import RedirectView

from atlas.catalogue.register_lists import LISTS

_NAMES = {one.slug_en: one.slug for one in LISTS.values()}


class RegisterListConverter(SlugConverter):
    """A slug of either language to the French one; a word that names no list stays as it is."""

    def to_python(self, value: str) -> str:
        return _NAMES.get(value, value)

    def to_url(self, value: str) -> str:
        """In the active language."""
        chosen = LISTS.get(value)
        return chosen.slug_en if chosen and get_language() == "en" else value


register_converter(RegisterListConverter, "register_list")

networks_moved = RedirectView.as_view(pattern_name="register_networks", permanent=True, query_string=True)
networks_file_moved = RedirectView.as_view(pattern_name="networks_file", permanent=True, query_string=True)
