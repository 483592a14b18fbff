"""What the form's lists hold today, in the reader's language. Reads only: three queries."""

from django.utils.translation import get_language

from atlas.contributions.comparison import Words
from atlas.organisations.models import Post
from atlas.reference.match import match_key
from atlas.reference.models import Country, Theme
from atlas.reference.queries import ThemeNode, theme_labels, theme_tree

from .fields import Lists


def load_lists() -> Lists:
    """Countries by name, themes as the tree has them, posts by name."""
    language = get_language() or "fr"
    countries = list(Country.objects.order_by("pk"))
    named = sorted(((one.iso2, _name(one, language)) for one in countries), key=lambda pair: match_key(pair[1]))
    posts = dict(Post.objects.order_by("name").values_list("name", "pk"))
    return Lists(
        countries=named,
        themes=[pair for node in theme_tree() for pair in _themes(node, (), language)],
        posts=[(name, name) for name in posts],
        spellings={
            match_key(spelling): one.iso2
            for one in countries
            for spelling in (*one.aliases, one.iso2, one.iso3, one.name_en, one.name_fr)
        },
        paths=theme_labels(),
        post_ids=posts,
    )


def _name(country: Country, language: str) -> str:
    return country.name_en if language == "en" else country.name_fr


def _themes(node: ThemeNode, above: tuple[str, ...], language: str) -> list[tuple[str, str]]:
    theme = node.theme
    path = (*above, theme.label_en if language == "en" else theme.label_fr)
    below = [pair for child in node.children for pair in _themes(child, path, language)]
    return [(theme.code, " > ".join(path)), *below]


def load_words() -> Words:
    """The names that a comparison needs. Two queries."""
    language = get_language() or "fr"
    themes = {theme.code: theme for theme in Theme.objects.all()}

    def path(theme: Theme) -> tuple[str, ...]:
        above = path(themes[theme.parent_id]) if theme.parent_id else ()
        return (*above, theme.label_en if language == "en" else theme.label_fr)

    return Words(
        language,
        {one.iso2: _name(one, language) for one in Country.objects.order_by("pk")},
        {code: path(theme) for code, theme in themes.items()},
    )
