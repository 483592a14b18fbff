"""The joined style sheet: everything it names exists, nothing that is reserved is in it."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from atlas.ui.static_files import BUNDLE, FONTS, addresses, following_the_system, joined, rebased


@pytest.fixture(scope="module")
def bundle():
    return Path(finders.find(BUNDLE)).read_text()


@pytest.fixture(scope="module")
def listed():
    return {path for finder in finders.get_finders() for path, _storage in finder.list(None)}


def test_every_file_that_our_sheets_name_is_served(bundle, listed):
    own = Path(finders.find("ui/atlas.css")).read_text()
    named = addresses(bundle) | addresses(own) | addresses(Path(finders.find(FONTS)).read_text())
    assert len(named) > 20
    assert named <= listed
    assert all(finders.find(path) for path in named)


def test_what_is_not_named_is_left_out(listed):
    design_system = {path for path in listed if path.startswith("dsfr/")}
    assert len(design_system) < 150
    assert not [path for path in design_system if path.endswith((".js", ".css", ".md"))]


def test_the_font_of_the_state_stands_apart(bundle):
    assert "@font-face" not in bundle
    assert "Marianne" not in bundle
    assert "Marianne" in Path(finders.find(FONTS)).read_text()


def test_dark_colours_wait_for_no_script(bundle):
    assert not re.findall(r"[{}](?::root)?\[data-fr-theme=dark\] ?[^{},]*\{", bundle)
    assert "@media screen and (prefers-color-scheme:dark){:root{--grey-1000-50:#161616" in bundle


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a{b:url(../../icons/x.svg)}", "a{b:url(../dsfr/dist/icons/x.svg)}"),
        ('a{b:url("../y.svg")}', "a{b:url(../dsfr/dist/component/y.svg)}"),
        ("a{b:url(data:image/png;base64,xx)}", "a{b:url(data:image/png;base64,xx)}"),
    ],
)
def test_addresses_follow_the_sheet(css, expected):
    assert rebased(css, "component/tag/tag.css") == expected


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        (
            "p{}:root[data-fr-theme=dark]{--a:1}",
            "p{}@media screen and (prefers-color-scheme:dark){:root{--a:1}}",
        ),
        (
            "p{}[data-fr-theme=dark] .x:after{c:d}",
            "p{}@media screen and (prefers-color-scheme:dark){.x:after{c:d}}",
        ),
        ("p{}.y,[data-fr-theme=dark] .x{c:d}", "p{}.y,[data-fr-theme=dark] .x{c:d}"),
    ],
)
def test_dark_rules(css, expected):
    assert following_the_system(css) == expected


def test_joining_keeps_the_order_and_drops_comments():
    face = "@font-face{font-family:Marianne;src:url(../fonts/m.woff2)}"
    css, fonts = joined(
        [("core/core.css", f"/*! x */{face}a{{font-family:Marianne,arial,sans-serif}}"), ("core/b.css", "b{}")]
    )
    assert css == "a{font-family:var(--atlas-font)}b{}"
    assert fonts.startswith("@font-face{font-family:Marianne;src:url(../dsfr/dist/fonts/m.woff2)}:root{")
