"""Static files of maps that stand in no folder of ours: the world's land, and Leaflet from its wheel.

The land is made from the shapes that we ship when the server starts: as one picture, over which small maps lay their
points (`locator`), and as GeoJSON for the map that zooms. It is fetched once and kept by the browser, where shapes
written into each page would cost every page 85 kB. Of the wheel `django-leaflet` only the script, its style and its
pictures are served. Finders, so that all is collected, compressed and named like any static file.
"""

from collections.abc import Iterable
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage, Storage

from . import lands, shapes

WORLD = "catalogue/world.svg"
LANDS = "catalogue/lands.geojson"
LEAFLET = "catalogue/leaflet/"
LEAFLET_FILES = (
    "leaflet.js",
    "leaflet.js.map",  # the script names it: a browser's tools ask for it, pages do not
    "leaflet.css",
    *(f"images/{name}.png" for name in ("layers", "layers-2x", "marker-icon", "marker-icon-2x", "marker-shadow")),
)


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
    """Write picture and GeoJSON under var/ (each in one step, only if it changed); the storage that holds them."""
    for name, text in ((WORLD, drawn(shapes.world())), (LANDS, lands.geojson())):
        target = settings.VAR_DIR / "maps" / name
        if not target.exists() or target.read_text() != text:
            target.parent.mkdir(parents=True, exist_ok=True)
            draft = target.with_suffix(f".{id(text)}.draft")
            draft.write_text(text)
            draft.replace(target)
    return FileSystemStorage(location=settings.VAR_DIR / "maps")


class WorldMapFinder(BaseFinder):
    """Finds `catalogue/world.svg` and `catalogue/lands.geojson`, nothing else."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """Path of the file (in a list when `find_all`); the empty list is « not here » for Django."""
        if path not in (WORLD, LANDS):
            return []
        found = built().path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        """Both files, for `collectstatic`."""
        for path in (WORLD, LANDS):
            yield path, built()


class _Leaflet(FileSystemStorage):
    """The wheel's folder under the names that our pages use."""

    def path(self, name: str) -> str:
        return super().path(name.removeprefix(LEAFLET))


@lru_cache(maxsize=1)
def leaflet() -> _Leaflet:
    """The wheel's files; the wheel itself is no app of ours and is not imported."""
    spec = find_spec("leaflet")
    if spec is None or not spec.submodule_search_locations:
        raise LookupError("django-leaflet is not installed: make run installs it")
    return _Leaflet(location=Path(spec.submodule_search_locations[0]) / "static" / "leaflet")


class LeafletFinder(BaseFinder):
    """Finds the files of LEAFLET_FILES under `catalogue/leaflet/`."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        """Nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **_options: Any) -> Any:
        """As WorldMapFinder."""
        if path.removeprefix(LEAFLET) not in LEAFLET_FILES or not path.startswith(LEAFLET):
            return []
        found = leaflet().path(path)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[tuple[str, Storage]]:
        """All of them, for `collectstatic`, which asks the storage for each by its name here."""
        for name in LEAFLET_FILES:
            yield f"{LEAFLET}{name}", leaflet()
