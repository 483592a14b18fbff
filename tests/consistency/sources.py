"""The project's own files, as the consistency tests read them. Not a test."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOT_OURS = {".git", ".venv", "var", "node_modules", "__pycache__", ".hypothesis"}


def files(*patterns: str, under: str = ".") -> list[Path]:
    """Our files that match one of the patterns, without caches, environments and local data."""
    found = {path for pattern in patterns for path in (ROOT / under).rglob(pattern) if path.is_file()}
    return sorted(path for path in found if not _is_elsewhere(path.relative_to(ROOT).parts))


def _is_elsewhere(parts: tuple[str, ...]) -> bool:
    """A folder of others above the file, or the file `.git` of a linked worktree."""
    return any(name in NOT_OURS or (name.endswith("_cache") and name.startswith(".")) for name in parts)


def name(path: Path) -> str:
    """How a failing test names a file."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """The syntax tree of a module."""
    return ast.parse(path.read_text(), filename=str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions at the top of a module."""
    return (node for node in tree(path).body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def modules() -> list[Path]:
    """The program's own modules, without migrations."""
    return [path for path in files("*.py", under="atlas") if "migrations" not in path.parts]


def templates() -> list[Path]:
    """The templates of our apps, of every suffix."""
    return [path for path in files("*.html", "*.txt", "*.xml", "*.svg", under="atlas") if "templates" in path.parts]
