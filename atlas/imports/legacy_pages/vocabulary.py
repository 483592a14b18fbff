"""What the reader must know beforehand: country names and theme labels. The caller fills it; it never changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from .text import fold

ThemePath = tuple[str | None, str | None, str | None]
Tokens = tuple[str, ...]
KnownName = Callable[[str], bool]


def tokens_of(text: str) -> Tokens:
    return tuple(fold(text).split())


def no_name_known(_name: str) -> bool:
    """The default of ``is_known_name``: a reader without a register."""
    return False


# Level-2 labels of a level-1 theme and, for each, its level-3 labels.
_Children = Mapping[Tokens, frozenset[Tokens]]


@dataclass(frozen=True)
class Vocabulary:
    """``countries``: French name (any spelling) → ISO 3166 alpha-2; ``themes``: known paths of one to three labels
    (D4.1); ``post_cities``: city of a post → ISO 3166 alpha-2, to compare posts with partner countries (may be empty).
    """

    countries: Mapping[str, str]
    themes: tuple[tuple[str, ...], ...]
    post_cities: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def _country_endings(self) -> Mapping[Tokens, str]:
        endings: dict[Tokens, str] = {}
        for name, code in self.countries.items():
            for variant in (name.replace(" ", "-"), name.replace("-", " "), name):
                endings[tokens_of(variant)] = code
        endings.pop((), None)
        return endings

    @cached_property
    def _longest_country(self) -> int:
        return max(map(len, self._country_endings), default=0)

    @cached_property
    def _branches(self) -> Mapping[Tokens, _Children]:
        branches: dict[Tokens, dict[Tokens, set[Tokens]]] = {}
        for path in self.themes:
            levels = [tokens_of(label) for label in path]
            children = branches.setdefault(levels[0], {})
            if len(levels) > 1:
                children.setdefault(levels[1], set()).update(levels[2:3])
        return {
            first: {second: frozenset(thirds) for second, thirds in children.items()}
            for first, children in branches.items()
        }

    @cached_property
    def _post_countries(self) -> Mapping[str, str]:
        return {fold(city): code for city, code in self.post_cities.items()}

    def country(self, name: str) -> str | None:
        """The code of a country's whole name."""
        return self._country_endings.get(tokens_of(name))

    def country_at_end(self, tokens: Sequence[str]) -> tuple[str, int] | None:
        """(code, number of tokens) of the longest country name that ends these tokens (D3.6)."""
        folded = tuple(map(fold, tokens[-self._longest_country :])) if self._longest_country else ()
        for start in range(len(folded)):
            if code := self._country_endings.get(folded[start:]):
                return code, len(folded) - start
        return None

    def post_country(self, city: str) -> str | None:
        return self._post_countries.get(fold(city))

    def knows_theme(self, path: ThemePath) -> bool:
        """Whether each level that is given stands in the tree, below the one before it."""
        first, second, third = (tokens_of(label) if label else None for label in path)
        children = self._branches.get(first or ())
        if children is None:
            return False
        if second is None:
            return third is None
        return second in children and (third is None or third in children[second])

    def knows_level(self, label: str) -> bool:
        """Whether some level of the tree has this label."""
        wanted = tokens_of(label)
        return any(
            wanted == first or wanted in children or any(wanted in thirds for thirds in children.values())
            for first, children in self._branches.items()
        )

    def theme_path(self, tokens: Sequence[str]) -> tuple[ThemePath, bool]:
        """(levels, are they known) of « level 1 level 2 level 3 » printed without separator (D3.6).

        Longest level 1, then the longest level 2 of its branch, the remainder is level 3. What is not known stays
        whole as level 2.
        """
        folded = tuple(map(fold, tokens))
        first = _longest_prefix(folded, self._branches)
        if not first:
            return (None, " ".join(tokens) or None, None), False
        rest = folded[first:]
        children = self._branches[folded[:first]]
        second = _longest_prefix(rest, children)
        first_label, middle = " ".join(tokens[:first]), first + (second or len(rest))
        path = (first_label, " ".join(tokens[first:middle]) or None, " ".join(tokens[middle:]) or None)
        third = rest[second:]
        return path, not rest or (second > 0 and (not third or third in children[rest[:second]]))


def _longest_prefix(tokens: Tokens, known: Mapping[Tokens, object]) -> int:
    """How many leading tokens the longest known label takes; 0 when none starts here."""
    longest = max(map(len, known), default=0)
    return next((size for size in range(min(longest, len(tokens)), 0, -1) if tokens[:size] in known), 0)
