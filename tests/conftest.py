"""What every test stands on: strict templates, no network, no skips, examples that are the same on every run."""

import os
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings
from xdist.scheduler import LoadScopeScheduling

from tests import append_only, isolation, strict_templates

isolation.install()
strict_templates.install()
append_only.install()

# `make test` tries the same examples each time; HYPOTHESIS_PROFILE=explore looks for new ones.
hypothesis_settings.register_profile("repeatable", derandomize=True, database=None, deadline=None, max_examples=60)
hypothesis_settings.register_profile("explore", deadline=None, max_examples=2000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


class BrowserTogether(LoadScopeScheduling):
    """Any worker takes any test, but those in the browser go to one, which starts the site once."""

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> LoadScopeScheduling:
    return BrowserTogether(config, log)


@pytest.fixture(scope="session", autouse=True)
def _own_folder(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Index, static files and the like of a test run stay out of the developer's var/."""
    settings.VAR_DIR = tmp_path_factory.mktemp("var")
    settings.INDEX_DIR = settings.VAR_DIR / "index"
    settings.FILES_DIR = settings.VAR_DIR / "files"
    settings.STATIC_ROOT = settings.VAR_DIR / "static"
    settings.STATIC_ROOT.mkdir()


def _refuse_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Nothing is left out because something is missing: a skipped or excused test is a failed one."""
    if report.outcome == "skipped" or hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped or expected to fail: {report.longrepr}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    report = yield
    _refuse_skip(report)
    return report


@pytest.fixture(autouse=True)
def _no_index_for_others(_own_folder: None) -> Iterator[None]:
    """Who builds an index has a folder of its own: one left in the folder of all would answer the tests that follow."""
    yield
    assert not (settings.VAR_DIR / "index").exists(), "this test builds an index: see catalogue.conftest.index_dir"


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Each test begins in French: a request for an English page leaves its language active in the thread."""
    translation.activate("fr")
    yield
    translation.activate("fr")
