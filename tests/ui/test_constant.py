"""Constant frames and parts: the same page as with Django's own tags, and nothing kept that may change."""

import pytest
from django.template import Context, Engine, TemplateDoesNotExist, TemplateSyntaxError

from atlas.ui.templatetags.constant import ConstantExtends, ConstantInclude

TEMPLATES = {
    "frame": "<{% block title %}frame{% endblock %}|{% block body %}{% endblock %}>",
    "middle": '{% extends "frame" %}{% block title %}middle {{ block.super }}{% endblock %}',
    "page": '{% extends "frame" %}{% block title %}{{ block.super }} of {{ name }}{% endblock %}'
    '{% block body %}{% include "part" %}{{ set }}{% endblock %}',
    "third": '{% extends "middle" %}{% block title %}third {{ block.super }}{% endblock %}',
    "part": '{% firstof name "nobody" as set %}({{ set }})',
    "given": '{% include "part" with name="given" %}{% include "part" only %}{% include wanted %}',
    "chosen": "{% extends wanted %}{% block title %}chosen{% endblock %}",
    "lost": '{% include "nowhere" %}',
    "twice": '{% extends "frame" %}{% extends "frame" %}',
    "late": 'text {{ name }}{% extends "frame" %}',
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    path = tmp_path_factory.mktemp("templates")
    for name, text in TEMPLATES.items():
        (path / name).write_text(text)
    return path


@pytest.fixture(scope="module")
def ours(folder):
    return Engine(dirs=[folder], builtins=["atlas.ui.templatetags.constant"])


@pytest.mark.parametrize("name", ["page", "middle", "third", "given", "chosen"])
def test_the_same_page_as_djangos_each_time(name, ours, folder):
    template, expected = ours.get_template(name), Engine(dirs=[folder]).get_template(name)
    for who, wanted in (("Ada", "part"), ("Grace", "frame"), ("Ada", "middle")):
        if name != "given" or wanted == "part":
            values = {"name": who, "wanted": wanted}
            assert template.render(Context(values)) == expected.render(Context(values))


def test_constant_names_are_kept_and_others_left_to_django(ours):
    page, given, chosen = map(ours.get_template, ("page", "given", "chosen"))
    assert page.nodelist.get_nodes_by_type(ConstantExtends)
    assert page.nodelist.get_nodes_by_type(ConstantInclude)
    assert not given.nodelist.get_nodes_by_type(ConstantInclude)
    assert not chosen.nodelist.get_nodes_by_type(ConstantExtends)


def test_the_same_refusals_as_djangos(ours):
    with pytest.raises(TemplateDoesNotExist):
        ours.get_template("lost").render(Context())
    for name in ("twice", "late"):
        with pytest.raises(TemplateSyntaxError):
            ours.get_template(name)
