"""`make run` itself: a second start does nothing again, a taken port is a sentence, Ctrl-C leaves nothing behind."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import psutil

from tests.browser.addresses import get
from tests.browser.site import ROOT, Site, environment, running


def test_a_taken_port_is_a_sentence_at_once(site: Site) -> None:
    port = site.url.rpartition(":")[2]
    command = [sys.executable, "manage.py", "serve", "--port", port]
    done = subprocess.run(command, cwd=ROOT, env=site.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"Port {port} is taken on 127.0.0.1" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_later_start_prepares_nothing_and_ctrl_c_leaves_nothing(site: Site, tmp_path: Path) -> None:
    """On a copy of the prepared folder, so that the first site goes on."""
    folder = tmp_path / "var"
    shutil.copytree(Path(site.environment["ATLAS_VAR_DIR"]), folder)
    with running(folder) as second:
        assert get(f"{second.url}/fr/").status == 200
        assert "…" not in second.log.read_text(), "a step ran again"
        family = psutil.Process(second.process.pid).children(recursive=True)
        assert len(family) >= 3
        assert second.stop() == 0
    assert [each for each in family if each.is_running() and each.status() != psutil.STATUS_ZOMBIE] == []


def test_a_deleted_index_comes_back_by_itself(site: Site, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    shutil.copytree(Path(site.environment["ATLAS_VAR_DIR"]), folder, ignore=shutil.ignore_patterns("index"))
    with running(folder) as second:
        limit = time.monotonic() + 60
        while "/fr/projets/" not in get(f"{second.url}/fr/recherche/?q=eau").text:
            assert time.monotonic() < limit
            time.sleep(0.1)


def test_the_environment_of_tests_does_not_reach_the_site(site: Site, tmp_path: Path) -> None:
    assert "DATABASE_URL" not in environment(tmp_path)
    assert Path(site.environment["ATLAS_VAR_DIR"]).is_dir()
