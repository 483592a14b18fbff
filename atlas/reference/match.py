"""The one way in which names are compared (D5.1): no accent, no case, œ = oe, apostrophes, hyphens and blanks alike.

Pure. Kind prefixes (« Ville de », « Conseil régional de ») are not taken off here: `organisations.names` reads them.
"""

import re
import unicodedata
from functools import lru_cache

_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ə": "e"}
)
"""Letters that Unicode does not take apart into a base letter and a mark."""
_SEPARATORS = re.compile(r"[\W_]+")


@lru_cache(maxsize=50_000)
def match_key(name: str) -> str:
    """« L’Haÿ-les-Roses » → « l hay les roses ». Letters and digits of any script, single spaces, nothing else.

    Empty when the name holds no letter or digit. Equal keys never prove that two names mean the same thing.
    """
    if name.isascii():
        return _SEPARATORS.sub(" ", name.lower()).strip()
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", name).casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return _SEPARATORS.sub(" ", bare.translate(_LETTERS)).strip()
