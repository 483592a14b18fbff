"""The world's land as one static picture, made from the shapes that we ship when the server starts.

Small maps lay their points over it (`locator`): it is fetched once and kept by the browser, where shapes written into
each page would cost every page 85 kB. A finder, so that it is collected, compressed and named like any static file.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

from . import shapes

WORLD = "catalogue/world.svg"


def drawn(world: dict[str, Any]) -> str:
    """The picture: one path a country, pale on nothing, a little darker for readers who prefer dark."""
    left, top, width, height = world["view_box"]
    land = "".join(f'<path d="{path}"/>' for path in world["paths"].values())
    size = f'viewBox="{left} {top} {width} {height}" width="{width}" height="{height}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size}>'
        "<style>g{fill:#ddd;stroke:#fff;stroke-width:.6}"
        "@media (prefers-color-scheme:dark){g{fill:#3a3a3a;stroke:#161616}}</style>"
        f'<g fill-rule="evenodd">{land}</g></svg>'
    )


@lru_cache(maxsize=1)
def built() -> FileSystemStorage:
    """Write the picture under var/ (in one step, only if it changed); the storage that holds it."""
    target = settings.VAR_DIR / "maps" / WORLD
    text = drawn(shapes.world())
    if not target.exists() or target.read_text() != text:
        target.parent.mkdir(parents=True, exist_ok=True)
        draft = target.with_suffix(f".{id(text)}.draft")
        draft.write_text(text)
        draft.replace(target)
    return FileSystemStorage(location=settings.VAR_DIR / "maps")


class WorldMapFinder(BaseFinder):
    """Finds `catalogue/world.svg` and nothing else."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """Path of the picture (in a list when `find_all`); the empty list is « not here » for Django."""
        if path != WORLD:
            return []
        found = built().path(WORLD)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        """The picture, for `collectstatic`."""
        yield WORLD, built()
