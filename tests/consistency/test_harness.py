"""The nets that the suite hangs on hold: each of these fails if its net is cut."""

import socket

import pytest
from django.template import Context, Engine, Origin, Template
from django.template.loader import render_to_string

from tests import strict_templates
from tests.isolation import NetworkRefused

pytest_plugins = ["pytester"]


TRANSLATION = "{% load i18n %}{% blocktranslate %}x{{ absent }}{% endblocktranslate %}"


def _engine() -> Engine:
    return Engine(string_if_invalid=strict_templates.BLANK, libraries={"i18n": "django.templatetags.i18n"})


def _ours(text: str) -> Template:
    origin = Origin(str(strict_templates.OUR_TEMPLATES / "x.html"))
    return Template(text, origin=origin, engine=_engine())


@pytest.mark.parametrize(
    "text", ["{{ absent }}", "{{ absent|upper }}", "{% with a=absent %}{% endwith %}", "{{ a.b }}", TRANSLATION]
)
def test_an_unknown_variable_fails(text):
    with pytest.raises(strict_templates.UnknownTemplateVariable):
        _ours(text).render(Context({"a": {}}))


@pytest.mark.parametrize(
    "text",
    ["{% if absent %}x{% endif %}", "{% for x in absent %}x{% endfor %}", '{{ absent|default:"" }}', "{{ none }}"],
)
def test_what_may_be_absent(text):
    assert _ours(text).render(Context({"none": ""})) == ""


def test_the_templates_of_others_keep_their_blanks():
    text = '[{{ absent }}{{ absent|default:"d" }}]' + TRANSLATION
    assert Template(text, engine=_engine()).render(Context()) == "[d]x"


def test_the_real_engine_is_strict():
    assert render_to_string("admin/404.html")
    from django.template import engines

    assert engines["django"].engine.string_if_invalid is strict_templates.BLANK


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80)])
def test_other_machines_are_out_of_reach(address):
    family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
    with socket.socket(family) as client, pytest.raises(NetworkRefused):
        client.connect(address)


def test_names_of_other_machines_are_not_looked_up():
    with pytest.raises(NetworkRefused):
        socket.getaddrinfo("example.org", 80)


def test_this_machine_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
        pass


@pytest.mark.parametrize(
    "body",
    ["import pytest\ndef test(): pytest.skip('x')", "import pytest\nx = pytest.mark.xfail\n@x\ndef test(): assert 0"],
)
def test_a_skip_is_a_failure(pytester, body):
    pytester.makeini("[pytest]")
    pytester.makeconftest("from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport")
    pytester.makepyfile(body)
    pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:django").assert_outcomes(failed=1)


def test_a_skipped_file_is_an_error(pytester):
    pytester.makeini("[pytest]")
    pytester.makeconftest("from tests.conftest import pytest_make_collect_report, pytest_runtest_makereport")
    pytester.makepyfile("import pytest\npytest.skip('x', allow_module_level=True)")
    pytester.runpytest_inprocess("-p", "no:randomly", "-p", "no:django").assert_outcomes(errors=1)
