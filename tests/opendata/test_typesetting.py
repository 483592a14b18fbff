"""PDF files are made by a program that ends with them; what it cannot make is said."""

import subprocess
import sys
from datetime import date

import pytest

from atlas.opendata.typesetting import TypesettingFailed, typeset


def test_what_typst_says_is_told():
    with pytest.raises(TypesettingFailed, match="No such file"):
        typeset("absent.typ", title="T", language="fr", made_on=date(2026, 11, 25))


def test_a_template_that_lacks_its_values_makes_no_file():
    with pytest.raises(TypesettingFailed):
        typeset("list.typ", title="T", language="fr", made_on=date(2026, 11, 25))


def test_the_server_never_holds_typst():
    asked = (
        "import sys, django; django.setup(); import config.urls; from django.urls import get_resolver; "
        "get_resolver().url_patterns; print('atlas.opendata.views' in sys.modules, 'typst' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "True False\n"
