"""Addresses of the API, outside of the languages: `lang=` says which one."""

from django.urls import path, re_path

from atlas.opendata.api import document
from atlas.opendata.api.interface import api
from atlas.opendata.api.views import figures, organisations, places, projects, root

VIEWS = (root, projects, organisations, places, figures)
"""Imported for what they tell `api`."""

urlpatterns = [
    # As for all addresses, `.json` was taken off by the middleware.
    path("openapi", document.openapi_json, name="api_openapi"),
    path("", api.urls),
    re_path("", document.nothing_here, name="api_nothing"),
]
