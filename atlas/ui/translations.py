"""The compiled translations, made from locale/*/LC_MESSAGES/django.po when the program starts and they are older.

Django reads the compiled form only. It is not in the repository (it would go stale unnoticed), and GNU gettext is not
on every machine: Babel, which we need anyway, compiles it in a tenth of a second. So no step can be forgotten.
"""

import os
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_outdated(folder: Path) -> list[Path]:
    """Compile every catalogue under `folder` that has no compiled form or an older one; the files written."""
    outdated = [source for source in folder.glob("*/LC_MESSAGES/*.po") if _is_outdated(source)]
    return [_compiled(source) for source in outdated]


def _is_outdated(source: Path) -> bool:
    target = source.with_suffix(".mo")
    return not target.exists() or target.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compiled(source: Path) -> Path:
    """Write beside, then replace: several processes may start at once."""
    draft = source.with_suffix(f".{os.getpid()}.draft")
    with source.open("rb") as text, draft.open("wb") as binary:
        write_mo(binary, read_po(text, locale=source.parent.parent.name))
    return draft.replace(source.with_suffix(".mo"))
