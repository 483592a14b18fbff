"""`python -m tests.opendata.api.snapshot` writes the OpenAPI document that the tests compare with."""

import os

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
    django.setup()
    from tests.opendata.api.test_document import SNAPSHOT, text

    SNAPSHOT.write_text(text("fr"))
