"""What sheets call a diplomatic post, and its normalised name (D3.6, D5.3). Pure."""

import re
from dataclasses import dataclass

from atlas.reference.match import match_key

from .models import PostKind

_CITY = re.compile(r"^.*?\s[àÀaA]\s+(?P<city>.+)$", re.DOTALL)
_FULL_NAMES = {
    PostKind.EMBASSY: "Ambassade de France à {}",
    PostKind.CONSULATE_GENERAL: "Consulat général de France à {}",
}


@dataclass(frozen=True, slots=True)
class ParsedPost:
    """A post as a sheet names it. `key` is the match key of the city: with `kind` it finds the post."""

    kind: str
    city: str
    key: str

    @property
    def name(self) -> str:
        """The normalised name, the city as written on the sheet."""
        return _FULL_NAMES[PostKind(self.kind)].format(self.city)


def parse_post(text: str) -> ParsedPost | None:
    """« AMBASSADE DE FRANCE A TUNIS » → embassy, Tunis. None where no city stands behind « à »."""
    name = " ".join(text.split())
    found = _CITY.match(name)
    if found is None or not match_key(found["city"]):
        return None
    is_consulate = match_key(name).startswith("consul")
    kind = PostKind.CONSULATE_GENERAL if is_consulate else PostKind.EMBASSY
    city = found["city"].title() if found["city"].isupper() else found["city"]
    return ParsedPost(kind.value, city, match_key(city))
