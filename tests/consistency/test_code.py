"""What CONTRIBUTING.md asks of the code and a program can check."""

import ast
import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import models

from tests.consistency.sources import files, functions, modules, name, tree

LONGEST_FILE, LONGEST_VIEW = 400, 25
NO_NOUN = {"utils", "helpers", "services", "common", "core", "misc", "tools"}
OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("atlas.")]


def by_name(path):
    return name(path)


def test_the_sources_are_found():
    assert len(modules()) > 50
    assert len(OUR_MODELS) > 20


def test_no_file_is_longer_than_a_reader_s_patience():
    lengths = {name(path): len(path.read_text().splitlines()) for path in files("*.py")}
    assert {
        path: length for path, length in lengths.items() if length > LONGEST_FILE and "/migrations/" not in path
    } == {}


def test_views_parse_ask_call_and_render():
    views = [path for path in modules() if path.stem == "views" or "/views/" in name(path)]
    assert views
    long = {
        f"{name(path)}:{function.name}": length
        for path in views
        for function in functions(path)
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LONGEST_VIEW
    }
    assert long == {}


def test_every_module_is_named_for_what_it_holds():
    assert [name(path) for path in modules() if {path.stem, *path.parts} & NO_NOUN] == []


@pytest.mark.parametrize("path", modules(), ids=by_name)
def test_every_module_says_why_it_is_there(path):
    if path.name in {"__init__.py", "apps.py"} and not list(functions(path)):
        assert len(path.read_text().splitlines()) < 60
    else:
        assert ast.get_docstring(tree(path)), "no module docstring"


def test_the_environment_is_read_in_the_settings_only():
    reads = re.compile(r"os\.environ|os\.getenv|getenv\(")
    assert [name(path) for path in modules() if reads.search(path.read_text())] == []


def test_there_is_one_signal():
    assert [name(path) for path in modules() if re.search(r"\bSignal\(", path.read_text())] == [
        "atlas/projects/signals.py"
    ]


def test_verbs_say_who_acts():
    """Public functions of `actions.py` that change the register take keyword arguments only, with `by` among them."""
    nobody = []
    for path in modules():
        if path.name != "actions.py" or path.parent.parent.name != "atlas" or path.parent.name in SERVANTS:
            continue
        for function in functions(path):
            if not function.name.startswith("_") and not {"by", "cause", "origin"} & {
                a.arg for a in function.args.kwonlyargs
            }:
                nobody.append(f"{name(path)}:{function.name}")
    assert nobody == []


# Their verbs answer to no person: the audit trail itself, and the public record that follows the register.
SERVANTS = {"audit", "catalogue"}


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_models(model):
    assert model.__str__ is not models.Model.__str__, "no __str__"
    assert model._meta.ordering == [], "an order is asked for where it is needed"


@pytest.mark.parametrize("model", [m for m in admin.site._registry if m in OUR_MODELS], ids=lambda m: m._meta.label)
def test_models_that_staff_see_have_french_names(model):
    assert {"verbose_name", "verbose_name_plural"} <= model._meta.original_attrs.keys()


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model._meta.label)
def test_closed_lists_are_closed_in_the_database(model):
    """A field with choices has a check constraint that names it."""
    checked = " ".join(str(c.condition) for c in model._meta.constraints if isinstance(c, models.CheckConstraint))
    open_ = [f.name for f in model._meta.get_fields() if getattr(f, "choices", None) and f"'{f.name}" not in checked]
    assert open_ == []


def test_constraint_names_are_unique():
    names = [constraint.name for model in OUR_MODELS for constraint in model._meta.constraints]
    assert sorted(set(names)) == sorted(names)


def test_no_excuse_stands_in_the_code():
    """What CONTRIBUTING.md forbids to commit."""
    excuse = re.compile(r"TODO|FIXME|XXX:|except Exception|# noqa(?!: \w+  )|# type: ignore(?!\[[\w-]+\]  # )")
    here = name(files("test_code.py", under="tests/consistency")[0])
    found = {name(path): excuse.findall(path.read_text()) for path in files("*.py") if name(path) != here}
    assert {path: hits for path, hits in found.items() if hits} == {}
