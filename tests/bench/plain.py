"""The smallest Django page, as a measure of the machine: one view that gives 10 kB of fixed HTML, no middleware.

`granian --factory … tests.bench.plain:application`. Figures of different machines compare as ratios to this one only.
"""

import secrets

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

PAGE = "<!DOCTYPE html><html lang='fr'><title>Page</title>" + "<p>Une page sans rien.</p>" * 400


def plain(_request: HttpRequest) -> HttpResponse:
    """The page."""
    return HttpResponse(PAGE)


urlpatterns = [path("", plain)]


def application() -> WSGIHandler:
    """A project that has nothing but this view."""
    settings.configure(
        ROOT_URLCONF=__name__, ALLOWED_HOSTS=["127.0.0.1"], SECRET_KEY=secrets.token_hex(), MIDDLEWARE=[]
    )
    django.setup(set_prefix=False)
    return WSGIHandler()
