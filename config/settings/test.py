"""Tests: nothing outside the machine, unknown template variables fail (tests/conftest.py), fast hashing."""

import os

from .base import *  # noqa: F403  (a settings module is the star import of its base)
from .base import STORAGES, TEMPLATES, database

SECRET_KEY = "tests-only"  # noqa: S105  (protects nothing)
DEBUG = False
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or "sqlite:///:memory:")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # An in-memory database has no journal to tune; foreign keys stay enforced.
    DATABASES["default"]["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "init_command": "PRAGMA foreign_keys=ON;"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    "documents": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "imports": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
}
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "{{ unknown variable: %s }}"  # type: ignore[index]  # plain dict of settings
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
