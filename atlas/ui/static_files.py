"""One style sheet made of the design system's parts that our pages use, and the static files that it names.

The wheel `django-dsfr` ships 1,600 files and a style sheet of 717 kB; a page needs a part of it. The finder below joins
the needed parts into `ui/dsfr.css` when the server starts, and lists only the icons and fonts that this sheet names,
so that collecting and compressing static files takes a moment. Nothing of the design system is copied into the
repository.

Three changes are made on the way: addresses are rewritten for the new place; the Marianne font, which is reserved to
the State's sites, goes into a sheet of its own (`ui/marianne.css`); the dark theme follows the reader's system without
any script. Not for our own rules: those stand in `ui/atlas.css`.
"""

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import AppDirectoriesFinder
from django.core.files.storage import FileSystemStorage, Storage

DESIGN_SYSTEM = "dsfr"
DIST = "dsfr/dist"
PARTS = (
    "core/core.main.min.css",
    *(
        f"component/{name}/{name}.main.min.css"
        for name in (
            "link",
            "button",
            "form",
            "checkbox",
            "input",
            "select",
            "search",
            "skiplink",
            "logo",
            "header",
            "footer",
            "notice",
            "breadcrumb",
            "pagination",
            "tag",
            "badge",
            "callout",
            "table",
            "tile",
            "summary",
        )
    ),
    "scheme/scheme.min.css",
    "core/core.print.min.css",
)
BUNDLE = "ui/dsfr.css"
FONTS = "ui/marianne.css"

_ADDRESS = re.compile(r"""url\((?!["']?data:)["']?([^)"']+)["']?\)""")
_FONT_FACE = re.compile(r"@font-face\{[^}]*\}")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_DARK = re.compile(r"(?<=[{}])(?::root)?\[data-fr-theme=dark\] ?([^{},]*)\{([^}]*)\}")
_FAMILY = "Marianne,arial,sans-serif"


def rebased(css: str, part: str) -> str:
    """`css` of `dsfr/dist/<part>` with its relative addresses rewritten for a sheet in `ui/`."""
    folder = posixpath.dirname(f"{DIST}/{part}")

    def address(match: re.Match[str]) -> str:
        return f"url(../{posixpath.normpath(posixpath.join(folder, match[1]))})"

    return _ADDRESS.sub(address, css)


def following_the_system(css: str) -> str:
    """Dark rules keyed on an attribute (that only a script could set) become rules for readers who prefer dark."""

    def for_dark(rule: re.Match[str]) -> str:
        return f"@media screen and (prefers-color-scheme:dark){{{rule[1] or ':root'}{{{rule[2]}}}}}"

    return _DARK.sub(for_dark, css)


def joined(parts: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """(bundle, font faces) from (name, text) of each part, in order. The font faces of other families are dropped."""
    css = _COMMENT.sub("", "".join(rebased(text, name) for name, text in parts))
    faces = [face for face in _FONT_FACE.findall(css) if "font-family:Marianne" in face]
    css = _FONT_FACE.sub("", css).replace(_FAMILY, "var(--atlas-font)")
    return following_the_system(css), "".join(faces) + f":root{{--atlas-font:{_FAMILY}}}\n"


def addresses(css: str) -> frozenset[str]:
    """Static paths (`dsfr/dist/icons/…`) that sheets of `ui/` name."""
    return frozenset(path.removeprefix("../") for path in _ADDRESS.findall(css) if path.startswith("../"))


@lru_cache(maxsize=1)
def built(source: Path) -> tuple[Path, frozenset[str]]:
    """Write both sheets under var/; (their folder, the design system's files that they and our own sheet name)."""
    bundle, fonts = joined((part, (source / DIST / part).read_text()) for part in PARTS)
    folder = settings.VAR_DIR / "styles"
    (folder / "ui").mkdir(parents=True, exist_ok=True)
    for path, text in ((BUNDLE, bundle), (FONTS, fonts)):
        _write(folder / path, text)
    own = (Path(__file__).parent / "static" / "ui" / "atlas.css").read_text()
    return folder, addresses(bundle + fonts + own)


def _write(path: Path, text: str) -> None:
    """Replace in one step, and only what changed: test workers and servers share the folder."""
    if path.exists() and path.read_text() == text:
        return
    draft = path.with_suffix(f".{id(text)}.draft")
    draft.write_text(text)
    draft.replace(path)


class DesignSystemFinder(AppDirectoriesFinder):
    """Static files of all apps, with the design system reduced to what the joined sheet needs."""

    def _built(self) -> tuple[FileSystemStorage, frozenset[str]]:
        folder, used = built(Path(self.storages[DESIGN_SYSTEM].location))
        return FileSystemStorage(location=folder), used

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        storage, used = self._built()
        for path, place in super().list(ignore_patterns):
            if place is not self.storages[DESIGN_SYSTEM] or path in used:
                yield path, place
        for path in (BUNDLE, FONTS):
            yield path, storage

    def find(self, path: str, *args: Any, **options: Any) -> Any:
        if path in {BUNDLE, FONTS}:
            found = self._built()[0].path(path)
            return [found] if options.get("find_all") else found
        return super().find(path, *args, **options)
