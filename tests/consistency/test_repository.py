"""What may stand in the repository, and what must."""

import re
import tomllib

import pytest

from tests.consistency.sources import ROOT, files, name

BINARY = {".png", ".jpg", ".ico", ".woff2", ".mo", ".sqlite3", ".pdf"}
TEXTS = [path for path in files("*") if path.suffix not in BINARY]
# Written in pieces, so that this file does not hold what it looks for.
REGISTRIES = ["pypi" + r"\.org", "files\\.python" + "hosted", "registry\\.npm" + "js", "deb\\.debian" + r"\.org"]
MACHINE = [r"(?<![\w.])/wo" + r"rk/", r"(?<![\w.\"'])/ro" + r"ot/\w", r"(?<![\w.])/ho" + r"me/\w"]
MAIL = re.compile(r"[\w.+-]+@([\w-]+\.[\w.-]*\w)")
# Invented persons have mailboxes at reserved domains; those of posts are recognised by the ministry's (D3.7).
INVENTED = re.compile(r"(^|\.)(example(\.\w+)?|invalid|test|localhost|diplomatie\.gouv\.fr)$")


def found(patterns):
    wanted = re.compile("|".join(patterns))
    hits = {name(path): wanted.findall(path.read_text(errors="replace")) for path in TEXTS}
    return {path: words[:3] for path, words in hits.items() if words}


def test_files_are_found():
    assert len(TEXTS) > 200


def test_no_registry_is_named():
    assert found(REGISTRIES) == {}


def test_no_machine_is_named():
    assert found(MACHINE) == {}


def test_no_mailbox_of_a_real_domain():
    hits = {name(path): MAIL.findall(path.read_text(errors="replace")) for path in TEXTS}
    real = {path: [d for d in domains if not INVENTED.search(d.lower())] for path, domains in hits.items()}
    assert {path: domains for path, domains in real.items() if domains} == {}


@pytest.mark.parametrize("folder", sorted(p for p in (ROOT / "data").iterdir() if p.is_dir()), ids=name)
def test_data_says_where_it_comes_from(folder):
    if folder.name in {"building", "__pycache__"}:
        assert not list(folder.glob("*.csv"))
    else:
        assert re.search("licen[cs]e|public domain", (folder / "SOURCE.md").read_text(), re.IGNORECASE)


def _normal(requirement):
    return re.split(r"[<>=~\[; ]", requirement)[0].lower().replace("_", "-")


@pytest.mark.parametrize(("file", "with_dev"), [("requirements.txt", False), ("requirements-dev.txt", True)])
def test_requirement_files_follow_the_project(file, with_dev):
    """`make lock` was run: each dependency is there, pinned and hashed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = project["project"]["dependencies"] + (project["dependency-groups"]["dev"] if with_dev else [])
    text = (ROOT / file).read_text()
    pinned = {_normal(line) for line in text.splitlines() if re.match(r"\w[\w.\[\]-]*==", line)}
    assert {_normal(requirement) for requirement in wanted} <= pinned
    assert len(pinned) == len(re.findall(r"^\S+==\S+.*\\\n    --hash=", text, re.MULTILINE))
    assert not re.search(r"://|^-", text, re.MULTILINE)


def test_what_runs_is_what_is_tested():
    """The test environment holds the same version of whatever the program runs with."""

    def versions(file):
        return dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / file).read_text(), re.MULTILINE))

    assert versions("requirements.txt").items() <= versions("requirements-dev.txt").items()


def test_ci_does_what_a_newcomer_does():
    lines = [line for line in (ROOT / ".ci" / "run").read_text().splitlines() if not line.startswith("#")]
    assert lines == ["set -eu", 'cd "$(dirname "$0")/.."', "exec make test"]
