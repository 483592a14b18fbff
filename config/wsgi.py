"""WSGI entry point for granian."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = get_wsgi_application()

# What stands now stands for ever: looking at it again for garbage takes a tenth of a second each time, in the middle
# of somebody's page. What pages make is garbage at once, so that few and larger looks find as much (ADR 12).
get_resolver().url_patterns  # noqa: B018  (views are imported when first asked for)
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 100)
