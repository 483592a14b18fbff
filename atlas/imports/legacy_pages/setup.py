"""What a run over old pages needs from the database, read once: vocabulary, names, codes."""

from django.utils import timezone

from atlas.imports.names import Names
from atlas.memory import uncollected
from atlas.organisations.models import PostCountry
from atlas.organisations.queries import name_index, post_ids
from atlas.reference.queries import country_vocabulary, theme_labels

from .delivery import Codes
from .files import Reader
from .vocabulary import Vocabulary


def vocabulary() -> Vocabulary:
    """Country names and theme labels as pages may print them, and the countries of the posts' cities."""
    return Vocabulary(
        countries=country_vocabulary(), themes=tuple(sorted(theme_labels().values())), post_cities=post_cities()
    )


def post_cities() -> dict[str, str]:
    """City of a post, under each of its names → the country that it follows; of several, the first by code."""
    found: dict[str, str] = {}
    rows = PostCountry.objects.filter(valid_to=None).order_by("country_id")
    for city, aliases, country in rows.values_list("post__city", "post__aliases", "country_id"):
        for name in (city, *aliases):
            found.setdefault(name, country)
    return found


def codes() -> Codes:
    """Labels → codes."""
    return Codes(themes={labels: code for code, labels in theme_labels().items()}, posts=post_ids())


def reader(names: Names) -> Reader:
    """What reading needs; « past » is what is past today in France."""
    return Reader(vocabulary(), timezone.localdate(), names.index.keys())


def names(*, by: str, commit: bool) -> Names:
    """The index of names; new foreign authorities are registered only by a run that is kept."""
    with uncollected():
        return Names(name_index(), by=by, register=commit)
