"""The names that a comparison needs, in the reader's language. Two queries."""

from atlas.contributions.comparison import Words
from atlas.reference.models import Country, Theme


def words_of(language: str) -> Words:
    """Countries and themes as they are called today."""
    themes = {theme.code: theme for theme in Theme.objects.order_by("pk")}
    countries = Country.objects.order_by("pk").values_list("iso2", "name_en" if language == "en" else "name_fr")

    def path(theme: Theme) -> tuple[str, ...]:
        above = path(themes[theme.parent_id]) if theme.parent_id else ()
        return (*above, theme.label_en if language == "en" else theme.label_fr)

    return Words(language, dict(countries), {code: path(theme) for code, theme in themes.items()})
